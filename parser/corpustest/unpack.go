package corpustest

import (
	"archive/tar"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"io"
	"testing"
)

// Member is a member of a tar.
type Member struct {
	tar.Header
	Data []byte
}

// Unpack returns the members of a tar, in their order. It may be compressed with
// gzip or bzip2.
func Unpack(t testing.TB, archive []byte) []Member {
	t.Helper()
	var plain io.Reader = bytes.NewReader(archive)
	switch {
	case bytes.HasPrefix(archive, []byte("\x1f\x8b")):
		z, err := gzip.NewReader(plain)
		if err != nil {
			t.Fatal(err)
		}
		plain = z
	case bytes.HasPrefix(archive, []byte("BZh")):
		plain = bzip2.NewReader(plain)
	}
	var all []Member
	for r := tar.NewReader(plain); ; {
		h, err := r.Next()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, Member{*h, data})
	}
}

// Pack returns a tar of members, each with the size that its data has.
func Pack(t testing.TB, members []Member) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, m := range members {
		m.Size = int64(len(m.Data))
		if err := w.WriteHeader(&m.Header); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(m.Data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
