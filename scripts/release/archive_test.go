package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"testing"
	"time"
)

func TestArchives(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 6, 0, time.UTC)
	entries := []entry{{"spoolscope", 0o755, []byte("program")}, {"completions/a", 0o644, []byte("text")}}
	type got struct {
		mode int64
		time time.Time
		data string
	}
	for _, tt := range []struct {
		name string
		pack func(string, []entry, time.Time) ([]byte, error)
		list func([]byte) (map[string]got, error)
	}{
		{"tar.gz", tarball, func(b []byte) (map[string]got, error) {
			out := map[string]got{}
			z, err := gzip.NewReader(bytes.NewReader(b))
			if err != nil {
				return nil, err
			}
			r := tar.NewReader(z)
			for {
				h, err := r.Next()
				if err == io.EOF {
					return out, nil
				}
				if err != nil {
					return nil, err
				}
				data, err := io.ReadAll(r)
				if err != nil {
					return nil, err
				}
				out[h.Name] = got{h.Mode, h.ModTime.UTC(), string(data)}
			}
		}},
		{"zip", zipped, func(b []byte) (map[string]got, error) {
			out := map[string]got{}
			r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
			if err != nil {
				return nil, err
			}
			for _, f := range r.File {
				in, err := f.Open()
				if err != nil {
					return nil, err
				}
				data, err := io.ReadAll(in)
				if err != nil {
					return nil, err
				}
				out[f.Name] = got{int64(f.Mode().Perm()), f.Modified.UTC(), string(data)}
			}
			return out, nil
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			first, err := tt.pack("folder", entries, at)
			if err != nil {
				t.Fatal(err)
			}
			second, err := tt.pack("folder", entries, at)
			if err != nil || !bytes.Equal(first, second) {
				t.Errorf("two archives of the same differ (%v)", err)
			}
			files, err := tt.list(first)
			if err != nil || len(files) != len(entries) {
				t.Fatalf("the archive has %v, %v", files, err)
			}
			for _, e := range entries {
				if f := files["folder/"+e.name]; f != (got{e.mode, at, string(e.data)}) {
					t.Errorf("%s is %v, want %o, %v, %q", e.name, f, e.mode, at, e.data)
				}
			}
		})
	}
}
