package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// goApp is the module whose server half is left out of the browser's build.
const goApp = "github.com/maxence-charriere/go-app/v10"

// slimDir is where the copy goes, in the main module. The path ends up in the
// binary, so it is a relative one that is the same everywhere.
const slimDir = "build/slim"

// dropped are go-app's files that serve a page over HTTP and write static
// sites. They bring net/http and with it TLS, certificates and elliptic curves:
// an eighth of the module, for a browser that never runs them.
var dropped = []string{"http.go", "static.go", "wasm.go", "wasmexec.go", "crypto.go"}

// edits cut what the files that stay know of the dropped ones. Each text must
// be there once: another version of go-app fails to build instead of changing
// in silence.
var edits = map[string][]struct{ old, new string }{
	"resource.go": {
		{"\t\"net/http\"\n", ""},
		{"\t\tHandler:   http.FileServer(http.Dir(directory)),\n", ""},
		{"\thttp.Handler\n", ""},
	},
	"route.go": {
		{"\t\"regexp\"\n", ""},
		{"regexp.MustCompile(pattern)", "anyPath(pattern)"},
		{"*regexp.Regexp", "anyPath"},
	},
	"context.go": {
		{"\t\"github.com/google/uuid\"\n", ""},
		{"uuid.NewString()", "newID()"},
	},
	"state.go": {
		{"\t\"github.com/google/uuid\"\n", ""},
		{"uuid.NewString()", "newID()"},
	},
}

// added stands in for what was dropped. A page that routes by its fragment has
// one route; state that is kept encrypted, and ids of devices, are not used.
const added = `package app

import (
	"math/rand/v2"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/errors"
)

// anyPath is the only pattern of a route.
type anyPath string

func (p anyPath) MatchString(string) bool {
	if p != ".*" {
		panic("only the route .* is in this build: " + string(p))
	}
	return true
}

// newID tells the tabs of a site apart.
func newID() string {
	return strconv.FormatUint(rand.Uint64(), 36) + strconv.FormatUint(rand.Uint64(), 36)
}

func encrypt(string, []byte) ([]byte, error) { return nil, errors.New("no encryption in this build") }
func decrypt(string, []byte) ([]byte, error) { return nil, errors.New("no encryption in this build") }
`

// slim copies go-app without its server half into the main module's build
// folder, and returns the go.mod file that uses the copy.
func slim(ctx context.Context) (modfile string, err error) {
	gomod, err := run(ctx, "env", "GOMOD")
	if err != nil {
		return "", err
	}
	gomod = strings.TrimSpace(gomod)
	root := filepath.Dir(gomod)
	if _, err := run(ctx, "mod", "download", goApp); err != nil {
		return "", err
	}
	from, err := run(ctx, "list", "-m", "-f", "{{.Dir}}", goApp)
	if err != nil {
		return "", err
	}
	to := filepath.Join(root, filepath.FromSlash(slimDir))
	if err := copySlim(filepath.Join(to, "go-app"), strings.TrimSpace(from)); err != nil {
		return "", fmt.Errorf("%s: %w", goApp, err)
	}
	mod, err := os.ReadFile(gomod)
	if err != nil {
		return "", err
	}
	sum, err := os.ReadFile(strings.TrimSuffix(gomod, ".mod") + ".sum")
	if err != nil {
		return "", err
	}
	mod = fmt.Appendf(mod, "\nreplace %s => ./%s/go-app\n", goApp, slimDir)
	modfile = filepath.Join(to, "slim.mod")
	return modfile, errors.Join(replace(modfile, mod), replace(filepath.Join(to, "slim.sum"), sum))
}

// copySlim copies the Go files of go-app that the browser needs.
func copySlim(to, from string) error {
	files, err := slimFiles(os.DirFS(from))
	if err != nil {
		return err
	}
	for name, data := range files {
		path := filepath.Join(to, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := replace(path, data); err != nil {
			return err
		}
	}
	// Another version may have had more files.
	return filepath.WalkDir(to, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(to, path)
		if err != nil {
			return err
		}
		if _, ok := files[filepath.ToSlash(name)]; ok {
			return nil
		}
		return os.Remove(path)
	})
}

// slimFiles are the copy's files by their paths.
func slimFiles(from fs.FS) (map[string][]byte, error) {
	files := map[string][]byte{"pkg/app/slim.go": []byte(added)}
	drop := make(map[string]bool, len(dropped))
	for _, name := range dropped {
		drop["pkg/app/"+name] = true
	}
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		isCode := strings.HasPrefix(name, "pkg/") && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go")
		if drop[name] {
			delete(drop, name)
			return nil
		}
		if !isCode && name != "go.mod" {
			return nil
		}
		files[name], err = fs.ReadFile(from, name)
		return err
	})
	if err != nil {
		return nil, err
	}
	for name := range drop {
		return nil, fmt.Errorf("no file %s", name)
	}
	for name, cuts := range edits {
		name = "pkg/app/" + name
		for _, c := range cuts {
			if n := bytes.Count(files[name], []byte(c.old)); n != 1 {
				return nil, fmt.Errorf("%s has %q %d times, want once", name, c.old, n)
			}
			files[name] = bytes.Replace(files[name], []byte(c.old), []byte(c.new), 1)
		}
	}
	return files, nil
}

// replace writes a file in one step, and only when it changes: another build
// may read it.
func replace(path string, data []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
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
