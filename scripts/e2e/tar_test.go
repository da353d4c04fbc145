package e2e

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// tarOf returns an archive of files by name.
func tarOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for name, text := range files {
		if err := w.WriteHeader(&tar.Header{Name: name, Size: int64(len(text)), Mode: 0o600}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// gzipped returns data as one gzip member.
func gzipped(t *testing.T, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// members calls do for each entry of a tar.gz archive.
func members(t *testing.T, archive []byte, do func(h *tar.Header, data []byte)) {
	t.Helper()
	gz, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	r := tar.NewReader(gz)
	for {
		h, err := r.Next()
		if err == io.EOF {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		do(h, data)
	}
}

// member returns the file with a base name from a tar.gz archive.
func member(t *testing.T, archive []byte, base string) []byte {
	t.Helper()
	var found []byte
	members(t, archive, func(h *tar.Header, data []byte) {
		if filepath.Base(h.Name) == base {
			found = data
		}
	})
	if found == nil {
		t.Fatalf("the archive has no %s", base)
	}
	return found
}

// unpack writes the files of a tar.gz archive to a folder.
func unpack(t *testing.T, archive []byte, dir string) {
	t.Helper()
	members(t, archive, func(h *tar.Header, data []byte) {
		path := filepath.Join(dir, h.Name)
		var err error
		switch h.Typeflag {
		case tar.TypeReg:
			err = errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, data, 0o600))
		case tar.TypeLink: // a split envelope's data file
			err = os.Link(filepath.Join(dir, h.Linkname), path)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
}
