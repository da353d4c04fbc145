package stream

import (
	"io"
	"os"
	"path/filepath"
	"testing"
)

func TestLazy(t *testing.T) {
	dir := t.TempDir()
	var lazy Lazy
	files := map[string]io.ReaderAt{}
	for _, name := range []string{"a", "b"} {
		path := filepath.Join(dir, name)
		files[name] = lazy.File(path) // not there yet
		if err := os.WriteFile(path, []byte("text of "+name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	read := func(name string) {
		t.Helper()
		p := make([]byte, 100)
		if n, err := files[name].ReadAt(p, 5); string(p[:n]) != "of "+name || err != io.EOF {
			t.Errorf("read %q, %v of %s, want %q", p[:n], err, name, "of "+name)
		}
	}
	for _, name := range []string{"a", "a", "b", "a"} {
		read(name)
	}
	if err := lazy.Close(); err != nil {
		t.Fatal(err)
	}
	read("b") // closing is not an end
	if err := lazy.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := lazy.File(filepath.Join(dir, "none")).ReadAt(make([]byte, 1), 0); !os.IsNotExist(err) {
		t.Errorf("a file that is not there: %v", err)
	}
	if err := lazy.Close(); err != nil {
		t.Errorf("closing with nothing open: %v", err)
	}
}
