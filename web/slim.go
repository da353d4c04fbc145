package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// slimDir is where the copies go, in the main module. The path ends up in the
// binary, so it is a relative one that is the same everywhere.
const slimDir = "build/slim"

// cut is a change of a text that must be there once: another version of a
// module fails to build instead of changing in silence.
type cut struct{ old, new string }

// slimmed is a module of which a part is left out of the browser's build.
type slimmed struct {
	path    string
	folders []string          // that are needed: how paths begin
	dropped []string          // files
	edits   map[string][]cut  // by file: what those that stay know of what is dropped
	added   map[string]string // files
}

// slimModules are built from a copy.
var slimModules = []slimmed{
	{
		// go-app's files that serve a page over HTTP and write static sites
		// bring net/http and with it TLS, certificates and elliptic curves: an
		// eighth of the module, for a browser that never runs them.
		path:    "github.com/maxence-charriere/go-app/v10",
		folders: []string{"pkg/"},
		dropped: []string{"pkg/app/http.go", "pkg/app/static.go", "pkg/app/wasm.go", "pkg/app/wasmexec.go", "pkg/app/crypto.go"},
		edits: map[string][]cut{
			"pkg/app/resource.go": {
				{"\t\"net/http\"\n", ""},
				{"\t\tHandler:   http.FileServer(http.Dir(directory)),\n", ""},
				{"\thttp.Handler\n", ""},
			},
			"pkg/app/route.go": {
				{"\t\"regexp\"\n", ""},
				{"regexp.MustCompile(pattern)", "anyPath(pattern)"},
				{"*regexp.Regexp", "anyPath"},
			},
			"pkg/app/context.go": {
				{"\t\"github.com/google/uuid\"\n", ""},
				{"uuid.NewString()", "newID()"},
			},
			"pkg/app/state.go": {
				{"\t\"github.com/google/uuid\"\n", ""},
				{"uuid.NewString()", "newID()"},
			},
		},
		added: map[string]string{"pkg/app/slim.go": added},
	},
	{
		// The packer of zstd, which is not used, pads with random bytes and
		// brings what makes those: AES, SHA-3 and their self-tests.
		path:    "github.com/klauspost/compress",
		folders: []string{"compressible.go", "flate/", "fse/", "gzip/", "huff0/", "internal/", "zstd/"},
		edits: map[string][]cut{"zstd/encoder.go": {
			{"\t\"crypto/rand\"\n", ""},
			{"skippableFrame(s.filling[:0], add, rand.Reader)", "skippableFrame(s.filling[:0], add, nil)"},
			{"skippableFrame(js.filling[:0], add, rand.Reader)", "skippableFrame(js.filling[:0], add, nil)"},
			{"skippableFrame(dst, add, rand.Reader)", "skippableFrame(dst, add, nil)"},
		}},
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

// slim copies modules without what the browser does not need into the main
// module's build folder, and returns the go.mod file that uses the copies.
func slim(ctx context.Context) (modfile string, err error) {
	gomod, err := run(ctx, "env", "GOMOD")
	if err != nil {
		return "", err
	}
	gomod = strings.TrimSpace(gomod)
	to := filepath.Join(filepath.Dir(gomod), filepath.FromSlash(slimDir))
	mod, err := os.ReadFile(gomod)
	if err != nil {
		return "", err
	}
	sum, err := os.ReadFile(strings.TrimSuffix(gomod, ".mod") + ".sum")
	if err != nil {
		return "", err
	}
	for _, m := range slimModules {
		if _, err := run(ctx, "mod", "download", m.path); err != nil {
			return "", err
		}
		from, err := run(ctx, "list", "-m", "-f", "{{.Dir}}", m.path)
		if err != nil {
			return "", err
		}
		if err := m.copy(filepath.Join(to, m.name()), strings.TrimSpace(from)); err != nil {
			return "", fmt.Errorf("%s: %w", m.path, err)
		}
		mod = fmt.Appendf(mod, "\nreplace %s => ./%s/%s\n", m.path, slimDir, m.name())
	}
	modfile = filepath.Join(to, "slim.mod")
	return modfile, errors.Join(replace(modfile, mod), replace(filepath.Join(to, "slim.sum"), sum))
}

// name is the folder of the copy.
func (m *slimmed) name() string {
	parts := strings.Split(m.path, "/")
	return parts[2]
}

// copy writes the files that the browser needs.
func (m *slimmed) copy(to, from string) error {
	files, err := m.files(os.DirFS(from))
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

// files are those of the copy by their paths.
func (m *slimmed) files(from fs.FS) (map[string][]byte, error) {
	files := map[string][]byte{}
	for name, text := range m.added {
		files[name] = []byte(text)
	}
	drop := make(map[string]bool, len(m.dropped))
	for _, name := range m.dropped {
		drop[name] = true
	}
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if drop[name] {
			delete(drop, name)
			return nil
		}
		isCode := strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") &&
			slices.ContainsFunc(m.folders, func(f string) bool { return strings.HasPrefix(name, f) })
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
	for name, cuts := range m.edits {
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
