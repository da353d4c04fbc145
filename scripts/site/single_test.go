package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/web"
)

// Budgets, in bytes. Who mails the single file or fetches the site on a slow
// line pays for each of them.
const (
	maxSingle = 4_000_000
	maxModule = 3_000_000 // as gzip -9 packs it
)

// The same source gives the same bytes, wherever it lies, and not too many.
func TestSingle(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(t.TempDir(), "another", "folder")
	copySource(t, elsewhere, root)
	first, second := build(t, root), build(t, elsewhere)
	for _, name := range []string{web.SingleName, "SHA256SUMS"} {
		if !bytes.Equal(first[name], second[name]) {
			t.Errorf("%s differs between two folders", name)
		}
	}
	sum := fmt.Sprintf("%x  %s\n", sha256.Sum256(first[web.SingleName]), web.SingleName)
	if got := string(first["SHA256SUMS"]); got != sum {
		t.Errorf("SHA256SUMS reads %q, want %q", got, sum)
	}

	module := packed(t, first["app.wasm"])
	t.Logf("%-20s %10s %10s %10s", "file", "bytes", "gzip -9", "budget")
	for _, row := range []struct {
		name        string
		size, limit int
	}{{"app.wasm", module, maxModule}, {web.SingleName, len(first[web.SingleName]), maxSingle}} {
		t.Logf("%-20s %10d %10d %10d", row.name, len(first[row.name]), packed(t, first[row.name]), row.limit)
		if row.size > row.limit {
			t.Errorf("%s has %d bytes, want at most %d", row.name, row.size, row.limit)
		}
	}
}

// build builds the source in dir and returns what was written, and the module.
func build(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	t.Chdir(dir)
	parts, err := web.Compile(t.Context(), "./app/spoolscope")
	if err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	if err := writeSingle(out, parts); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"app.wasm": parts.Wasm}
	for _, name := range []string{web.SingleName, "SHA256SUMS"} {
		if files[name], err = os.ReadFile(filepath.Join(out, name)); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// copySource copies what the module is built of.
func copySource(t *testing.T, to, from string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name == "build" || d.Name() == ".git" || d.Name() == "testdata" {
				return fs.SkipDir
			}
			return os.MkdirAll(filepath.Join(to, name), 0o755)
		}
		if strings.HasSuffix(name, "_test.go") || !d.Type().IsRegular() {
			return nil
		}
		data, err := os.ReadFile(path)
		return errors.Join(err, os.WriteFile(filepath.Join(to, name), data, 0o644))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func packed(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(data)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
