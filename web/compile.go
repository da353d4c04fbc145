package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// cold are packages whose speed nobody feels: without inlining in them the
// module is a twentieth smaller.
var cold = []string{
	"github.com/spoolscope/spoolscope/app/browser", "github.com/spoolscope/spoolscope/app/cleanup",
	"github.com/spoolscope/spoolscope/app/share", "github.com/spoolscope/spoolscope/app/ui",
	"github.com/spoolscope/spoolscope/parser/content", "github.com/spoolscope/spoolscope/app/engine", "github.com/spoolscope/spoolscope/app/filter",
	"github.com/google/...", "github.com/hack-pad/...", "github.com/maxence-charriere/...", "golang.org/x/...",
	"archive/zip", "context", "crypto/...", "encoding/json", "fmt", "html", "log", "mime/...", "net/...", "os", "path/...",
	"reflect", "regexp/...", "syscall/js", "time", "archive/tar", "encoding/...", "text/...", "math/big", "io/fs", "io/ioutil", "errors", "internal/...", "unique", "iter", "maps", "weak", "embed", "flag", "hash/...", "image/...",
}

// Compile builds the package pkg (a path as the go command takes it, relative
// to the current folder) for the browser, with the go command on the path.
func Compile(ctx context.Context, pkg string) (Parts, error) {
	var p Parts
	var err error
	// No symbols: a third less.
	if p.Wasm, err = compile(ctx, pkg, "-s -w"); err != nil {
		return Parts{}, err
	}
	// A newer Go may have other tables: then the module is larger, no more.
	if err := withoutLines(p.Wasm); err != nil && !errors.Is(err, errTables) {
		return Parts{}, err
	}
	root, err := run(ctx, "env", "GOROOT")
	if err != nil {
		return Parts{}, err
	}
	if p.Runtime, err = os.ReadFile(filepath.Join(strings.TrimSpace(root), "lib", "wasm", "wasm_exec.js")); err != nil {
		return Parts{}, err
	}
	return p, nil
}

// Named is a module that can be looked into.
type Named struct {
	Wasm     []byte   // with the names of its functions
	Packages []string // the import paths it is built of
}

// CompileNamed builds what Compile does, for looking into it.
func CompileNamed(ctx context.Context, pkg string) (Named, error) {
	wasm, err := compile(ctx, pkg, "-w")
	if err != nil {
		return Named{}, err
	}
	modfile, err := slim(ctx)
	if err != nil {
		return Named{}, err
	}
	list, err := run(ctx, "list", "-modfile="+modfile, "-deps", pkg)
	if err != nil {
		return Named{}, err
	}
	return Named{Wasm: wasm, Packages: strings.Fields(list)}, nil
}

// compile builds a module. No paths, version control state or build ids: the
// same source gives the same bytes.
func compile(ctx context.Context, pkg, ldflags string) (wasm []byte, err error) {
	dir, err := os.MkdirTemp("", "spoolscope-site-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	module := filepath.Join(dir, "app.wasm")
	modfile, err := slim(ctx)
	if err != nil {
		return nil, err
	}
	args := []string{"build"}
	overlay, err := withoutCiphers(ctx, filepath.Dir(modfile))
	if err != nil {
		return nil, err
	}
	if overlay != "" {
		args = append(args, "-overlay="+overlay)
	}
	for _, p := range cold {
		args = append(args, "-gcflags="+p+"=-l")
	}
	if _, err := run(ctx, append(args, "-modfile="+modfile, "-trimpath", "-buildvcs=false", "-ldflags=-buildid= "+ldflags, "-o", module, pkg)...); err != nil {
		return nil, err
	}
	return os.ReadFile(module)
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
