package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// entry is a file to put into an archive; a name with a slash at its end is a
// folder.
type entry struct{ name, data string }

func entriesOf(pairs ...string) (es []entry) {
	for i := 0; i < len(pairs); i += 2 {
		es = append(es, entry{pairs[i], pairs[i+1]})
	}
	return es
}

func plainTar(t testing.TB, entries []entry) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Mode: 0o600, Size: int64(len(e.data)), ModTime: time.Unix(1e9, 0), Typeflag: tar.TypeReg}
		if strings.HasSuffix(e.name, "/") {
			h.Typeflag = tar.TypeDir
		}
		check(t, w.WriteHeader(h))
		_, err := io.WriteString(w, e.data)
		check(t, err)
	}
	check(t, w.Close())
	return buf.Bytes()
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func gzipped(t testing.TB, data []byte) []byte {
	var buf bytes.Buffer
	return through(t, &buf, gzip.NewWriter(&buf), data)
}

func xzipped(t testing.TB, data []byte) []byte {
	var buf bytes.Buffer
	w, err := xz.NewWriter(&buf)
	check(t, err)
	return through(t, &buf, w, data)
}

func zstded(t testing.TB, data []byte) []byte {
	var buf bytes.Buffer
	w, err := zstd.NewWriter(&buf, zstd.WithEncoderConcurrency(1))
	check(t, err)
	return through(t, &buf, w, data)
}

func through(t testing.TB, buf *bytes.Buffer, w io.WriteCloser, data []byte) []byte {
	t.Helper()
	_, err := w.Write(data)
	check(t, err)
	check(t, w.Close())
	return buf.Bytes()
}

func zipped(t testing.TB, entries []entry, method uint16) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, e := range entries {
		f, err := w.CreateHeader(&zip.FileHeader{Name: e.name, Method: method})
		check(t, err)
		_, err = io.WriteString(f, e.data)
		check(t, err)
	}
	check(t, w.Close())
	return buf.Bytes()
}

// tarBuilder writes headers by hand, also wrong ones.
type tarBuilder struct{ bytes.Buffer }

// header returns a ustar header block, with a right checksum.
func (b *tarBuilder) header(name string, flag byte, link string, size int64) []byte {
	h := make([]byte, blockSize)
	copy(h[0:100], name)
	copy(h[100:], "0000600\x000000000\x000000000\x00")
	if size < 1<<33 {
		copy(h[124:136], fmt.Sprintf("%011o", size))
	} else {
		h[124] = 0x80
		for i := range 8 {
			h[135-i] = byte(size >> (8 * i))
		}
	}
	copy(h[136:148], fmt.Sprintf("%011o", 1000000000))
	h[156] = flag
	copy(h[157:257], link)
	copy(h[257:], "ustar\x0000")
	return sum(h)
}

// sum sets the checksum.
func sum(h []byte) []byte {
	copy(h[148:156], "        ")
	n := 0
	for _, c := range h {
		n += int(c)
	}
	copy(h[148:156], fmt.Sprintf("%06o\x00 ", n))
	return h
}

func (b *tarBuilder) add(name string, flag byte, link, data string) {
	b.Write(b.header(name, flag, link, int64(len(data))))
	b.data(data)
}

func (b *tarBuilder) data(data string) {
	b.WriteString(data)
	b.Write(zeroBlock[:padded(int64(len(data)))-int64(len(data))])
}

func (b *tarBuilder) end() []byte {
	b.Write(make([]byte, 2*blockSize))
	return b.Bytes()
}
