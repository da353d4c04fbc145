package fleet

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// add writes a partition with one file.
func add(t *testing.T, d *Dataset, archive, key, path, text string) error {
	t.Helper()
	p, err := d.Draft(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := p.Create("messages.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, text); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return d.Commit(archive, key, "v/1", []*Draft{p})
}

func open(t *testing.T, dir string) *Dataset {
	t.Helper()
	d, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func TestDataset(t *testing.T) {
	dir := t.TempDir()
	const path, other = "host=mx1/capture=unknown", "host=mx2/capture=unknown"
	d := open(t, dir)
	if _, err := Open(dir); !errors.Is(err, ErrInUse) {
		t.Errorf("a second export: %v, want ErrInUse", err)
	}
	if err := add(t, d, "a.tgz", "k1", path, "one"); err != nil {
		t.Fatal(err)
	}
	if err := add(t, d, "copy.tgz", "k2", path, "two"); err == nil || !strings.Contains(err.Error(), "a.tgz") {
		t.Errorf("two archives of one host and time: %v, want an error that names the first", err)
	}
	if err := add(t, d, "b.tgz", "k3", other, "three"); err != nil {
		t.Fatal(err)
	}
	d.Close()

	d = open(t, dir)
	if r, ok := d.Has("k1"); !ok || d.Keep("a.tgz", r) != nil {
		t.Error("what was written is not there")
	}
	if _, ok := d.Has("k2"); ok {
		t.Error("what was refused is there")
	}
	d.Close()

	// A changed archive replaces its own partitions, and only those.
	d = open(t, dir)
	if err := add(t, d, "a.tgz", "k4", path, "four"); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, path, "messages.jsonl"))
	if string(text) != "four" || err != nil {
		t.Errorf("%q, %v, want the new text", text, err)
	}
	for key, want := range map[string]bool{"k1": false, "k3": true, "k4": true} {
		if _, ok := d.Has(key); ok != want {
			t.Errorf("Has(%s) = %v, want %v", key, ok, want)
		}
	}
	// A file that is missing or cut is written again.
	if err := os.Truncate(filepath.Join(dir, path, "messages.jsonl"), 1); err != nil {
		t.Fatal(err)
	}
	if _, ok := d.Has("k4"); ok {
		t.Error("a cut file is taken for a whole one")
	}
	if err := os.RemoveAll(filepath.Join(dir, other)); err != nil {
		t.Fatal(err)
	}
	if _, ok := d.Has("k3"); ok {
		t.Error("a missing partition is taken for one that is there")
	}
	d.Close()
	if _, err := os.Stat(filepath.Join(dir, own, "unfinished")); !os.IsNotExist(err) {
		t.Errorf("unfinished files are left: %v", err)
	}
}
