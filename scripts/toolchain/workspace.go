package toolchain

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// go-app is one package for the page and for the server that delivers it. The
// server would bring net/http into the module, and with it TLS and
// certificates: a sixth of its size, and an HTTP client in a page that promises
// to have none.
const goApp = "github.com/maxence-charriere/go-app/v10"

// server lists the files with which go-app serves pages. The go command can replace
// a module but not a single file of one, so the workspace has a copy without them.
var server = []string{
	"pkg/app/http.go",     // the handler that delivers a page
	"pkg/app/static.go",   // fetches its pages from it, to store them
	"pkg/app/wasm.go",     // the same in the browser, where it panics
	"pkg/app/resource.go", // where it finds files; the page needs one function
}

//go:embed _goapp/resource.go
var resource []byte

// Workspace writes a Go workspace into build/workspace of the folder root: the
// main module, and go-app without its server. It returns the path of go.work.
// With GOWORK set to that, the go command and its users (vet, test,
// staticcheck, an editor) see exactly what the page is built from. Nothing else
// is replaced, and go.mod names the published go-app.
func Workspace(ctx context.Context, root string) (gowork string, err error) {
	var mod struct{ Version, Dir, GoVersion string }
	text, err := Output(ctx, root, []string{"GOWORK=off", "GOFLAGS="}, "go", "mod", "download", "-json", goApp)
	if err == nil {
		err = json.Unmarshal([]byte(text), &mod)
	}
	if err != nil {
		return "", fmt.Errorf("go-app: %w", err)
	}
	goVersion, err := Output(ctx, root, []string{"GOWORK=off", "GOFLAGS="}, "go", "list", "-m", "-f", "{{.GoVersion}}")
	if err != nil {
		return "", err
	}
	files, err := withoutServer(os.DirFS(mod.Dir))
	if err != nil {
		return "", fmt.Errorf("go-app %s: %w", mod.Version, err)
	}
	dir := filepath.Join(root, "build", "workspace")
	// Each version has its own folder: its files may differ.
	folder := "go-app@" + mod.Version
	if err := mirror(filepath.Join(dir, folder), files); err != nil {
		return "", err
	}
	gowork = filepath.Join(dir, "go.work")
	return gowork, write(gowork, fmt.Appendf(nil, "go %s\n\nuse ../..\n\nreplace %s %s => ./%s\n", goVersion, goApp, mod.Version, folder))
}

// withoutServer returns the Go files of go-app, by path, without its server and
// tests.
func withoutServer(module fs.FS) (map[string][]byte, error) {
	files := make(map[string][]byte)
	err := fs.WalkDir(module, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if name != "go.mod" && (!strings.HasPrefix(name, "pkg/") || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go")) {
			return nil
		}
		files[name], err = fs.ReadFile(module, name)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, name := range server {
		if files[name] == nil {
			return nil, fmt.Errorf("there is no %s to leave out", name)
		}
		delete(files, name)
	}
	files["pkg/app/resource.go"] = resource
	return files, nil
}

// mirror makes the folder dir contain exactly these files.
func mirror(dir string, files map[string][]byte) error {
	for name, data := range files {
		if err := write(filepath.Join(dir, filepath.FromSlash(name)), data); err != nil {
			return err
		}
	}
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), unfinished) {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil || files[filepath.ToSlash(name)] != nil {
			return err
		}
		return os.Remove(path)
	})
}

// unfinished begins the names of files being written.
const unfinished = ".new-"

// write writes a file atomically, and only if it changes: another build may be
// reading it.
func write(path string, data []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), unfinished+"*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
