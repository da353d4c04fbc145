package toolchain

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
)

// goAppFiles returns a module with the names that the workspace expects.
func goAppFiles() fstest.MapFS {
	files := fstest.MapFS{}
	for _, name := range append([]string{"go.mod", "README.md", "docs/src/main.go", "pkg/app/app.go", "pkg/app/app_test.go", "pkg/app/app.js"}, server...) {
		files[name] = &fstest.MapFile{Data: []byte("of go-app: " + name)}
	}
	return files
}

func TestWithoutServer(t *testing.T) {
	module := goAppFiles()
	files, err := withoutServer(module)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"go.mod", "pkg/app/app.go", "pkg/app/resource.go"}
	if got := slices.Sorted(maps.Keys(files)); !slices.Equal(got, want) {
		t.Errorf("the copy has the files %q, want %q", got, want)
	}
	for name, data := range files {
		if own := name == "pkg/app/resource.go"; own != !bytes.Equal(data, module[name].Data) {
			t.Errorf("%s reads %q, want our own text: %v", name, data, own)
		}
	}
}

// A new version of go-app must not bring its server back unnoticed.
func TestWithoutServerRefuses(t *testing.T) {
	for _, name := range server {
		module := goAppFiles()
		delete(module, name)
		if _, err := withoutServer(module); err == nil {
			t.Errorf("go-app has no %s and there is no error", name)
		}
	}
}

func TestMirror(t *testing.T) {
	dir := t.TempDir()
	first := map[string][]byte{"a.go": []byte("1"), "sub/b.go": []byte("2")}
	second := map[string][]byte{"a.go": []byte("3"), "sub/c.go": []byte("4")}
	for _, files := range []map[string][]byte{first, first, second} {
		if err := mirror(dir, files); err != nil {
			t.Fatal(err)
		}
		got := map[string][]byte{}
		err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				got[name], err = os.ReadFile(filepath.Join(dir, name))
			}
			return err
		})
		if err != nil || !maps.EqualFunc(got, files, bytes.Equal) {
			t.Errorf("the folder has %q (%v), want %q", got, err, files)
		}
	}
}
