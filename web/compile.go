package web

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Compile builds the package pkg (a path as the go command takes it, relative
// to the current folder) for the browser, with the go command on the path.
func Compile(ctx context.Context, pkg string) (Parts, error) {
	dir, err := os.MkdirTemp("", "spoolscope-site-")
	if err != nil {
		return Parts{}, err
	}
	defer os.RemoveAll(dir)
	module := filepath.Join(dir, "app.wasm")
	modfile, err := slim(ctx)
	if err != nil {
		return Parts{}, err
	}
	// No paths, version control state, build ids or symbols: the same source
	// gives the same bytes, and a third less of them.
	if _, err := run(ctx, "build", "-modfile="+modfile, "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", "-o", module, pkg); err != nil {
		return Parts{}, err
	}
	root, err := run(ctx, "env", "GOROOT")
	if err != nil {
		return Parts{}, err
	}
	var p Parts
	if p.Wasm, err = os.ReadFile(module); err != nil {
		return Parts{}, err
	}
	if p.Runtime, err = os.ReadFile(filepath.Join(strings.TrimSpace(root), "lib", "wasm", "wasm_exec.js")); err != nil {
		return Parts{}, err
	}
	return p, nil
}

func run(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOFLAGS=", "GOWASM=", "GOEXPERIMENT=", "GOWORK=off")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", args[0], err, bytes.TrimSpace(errs.Bytes()))
	}
	return out.String(), nil
}
