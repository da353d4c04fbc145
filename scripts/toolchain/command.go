package toolchain

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Module is the path of the main module, and the prefix of its packages.
const Module = "github.com/spoolscope/spoolscope"

// Main is the package of the command and, for js/wasm, of the page.
const Main = Module + "/app/spoolscope"

// Output runs a program in dir ("" for the current folder) with variables added
// to the environment, and returns its output, without surrounding space. The
// error of a failing program contains its error output.
func Output(ctx context.Context, dir string, env []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, bytes.TrimSpace(errs.Bytes()))
	}
	return strings.TrimSpace(out.String()), nil
}

// Root returns the folder of the main module that contains the current folder.
func Root(ctx context.Context) (string, error) {
	mod, err := Output(ctx, "", []string{"GOWORK=off", "GOFLAGS="}, "go", "env", "GOMOD")
	if err != nil {
		return "", err
	}
	if filepath.Base(mod) != "go.mod" {
		return "", fmt.Errorf("the current folder is not in a module")
	}
	return filepath.Dir(mod), nil
}
