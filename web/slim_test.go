package web

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// copied are modules with what the cuts look for.
func copied(m *slimmed) fstest.MapFS {
	files := fstest.MapFS{
		"go.mod":                  {Data: []byte("module " + m.path + "\n")},
		"README.md":               {Data: []byte("text")},
		"docs/src/main.go":        {Data: []byte("package main\n")},
		m.folders[0] + "a.go":     {Data: []byte("package a\n")},
		m.folders[0] + "a.s":      {Data: []byte("text")},
		m.folders[0] + "_test.go": {Data: []byte("package a\n")},
	}
	for _, name := range m.dropped {
		files[name] = &fstest.MapFile{Data: []byte("package app\n")}
	}
	for name, cuts := range m.edits {
		text := "package app\n"
		for _, c := range cuts {
			text += c.old + "\n"
		}
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

func TestSlimFiles(t *testing.T) {
	for _, m := range slimModules {
		files, err := m.files(copied(&m))
		if err != nil {
			t.Fatal(err)
		}
		have := []string{"go.mod", m.folders[0] + "a.go"}
		for name := range m.edits {
			have = append(have, name)
		}
		for name := range m.added {
			have = append(have, name)
		}
		for _, name := range have {
			if files[name] == nil {
				t.Errorf("%s: the copy lacks %s", m.path, name)
			}
		}
		for _, name := range append(m.dropped, "README.md", m.folders[0]+"_test.go", m.folders[0]+"a.s", "docs/src/main.go") {
			if files[name] != nil {
				t.Errorf("%s: the copy has %s", m.path, name)
			}
		}
		for name, data := range files {
			for _, gone := range []string{"net/http", "google/uuid", `"regexp"`, "crypto/rand", "rand.Reader"} {
				if strings.Contains(string(data), gone) {
					t.Errorf("%s still reads %q", name, gone)
				}
			}
		}
	}
}

// Another version of a module must not be cut in silence.
func TestSlimFilesRefuses(t *testing.T) {
	for _, m := range slimModules {
		for name := range m.edits {
			twice := copied(&m)
			d := &twice[name].Data
			*d = append(*d, *d...)
			none := copied(&m)
			none[name].Data = []byte("package app\n")
			for what, files := range map[string]fstest.MapFS{"two places": twice, "no place": none} {
				if _, err := m.files(files); err == nil {
					t.Errorf("%s: a cut finds %s in %s and there is no error", m.path, what, name)
				}
			}
		}
		for _, name := range m.dropped {
			files := copied(&m)
			delete(files, name)
			if _, err := m.files(files); err == nil {
				t.Errorf("%s: %s is gone and there is no error", m.path, name)
			}
		}
	}
}

func TestWithoutCiphers(t *testing.T) {
	dir := t.TempDir()
	overlay, err := withoutCiphers(t.Context(), dir)
	if err != nil || overlay == "" {
		t.Fatalf("withoutCiphers = %q, %v, want a file: the Go of go.mod has what is cut", overlay, err)
	}
	stub, err := os.ReadFile(filepath.Join(dir, "notboring.txt"))
	if err != nil || strings.Contains(string(stub), "cipher.") || !strings.Contains(string(stub), "func SHA256(") {
		t.Errorf("the file is\n%s\n%v", stub, err)
	}
}
