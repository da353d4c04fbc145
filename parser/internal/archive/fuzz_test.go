package archive

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/spoolscope/spoolscope/parser/internal/sendmail/name"
)

// FuzzWalk reads arbitrary bytes, with and without random access: no panic, no
// more memory than the limits allow, and blobs that hold what the handler got.
func FuzzWalk(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil || len(files) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		check(f, err)
		f.Add(data, byte(0))
		f.Add(data[:len(data)/2], byte(1))
	}
	es := entriesOf("mqueue/", "", "mqueue/qfAB", "V8\n", "x.tgz", string(gzipped(f, plainTar(f, entriesOf("dfAB", "body")))))
	body := plainTar(f, es)
	for i, seed := range [][]byte{
		nil, body, body[:700], gzipped(f, body), zstded(f, body), xzipped(f, body), zipped(f, es, 0), zipped(f, es, 8),
		zipped(f, es, 8)[:300], make([]byte, 2048), []byte("hello"),
	} {
		f.Add(seed, byte(i))
	}
	f.Fuzz(func(t *testing.T, data []byte, way byte) {
		w := ways[int(way)%len(ways)]
		opt := w.opt
		opt.Limits = Limits{Bytes: 16 << 20, Members: 10_000}
		opt.Message = name.IsMessage
		r := &result{}
		total := 0
		_, err := Walk(context.Background(), w.src("fuzz", data), &r.blobs, opt, func(m Member, in io.Reader) error {
			// Every other member is read only in part.
			if len(r.members)%2 == 1 {
				in = io.LimitReader(in, 10)
			}
			b, err := io.ReadAll(in)
			if err != nil {
				t.Errorf("reading %q: %v", m.Name, err)
			}
			if total += len(b); total > 16<<20+3*len(data) {
				t.Fatalf("%d bytes out of %d", total, len(data))
			}
			if m.Size >= 0 && int64(len(b)) > m.Size {
				t.Errorf("%q: Size = %d, read %d", m.Name, m.Size, len(b))
			}
			if c := clean(m.Name); c != m.Name {
				t.Errorf("name %q is not clean", m.Name)
			}
			r.members = append(r.members, got{m, string(b)})
			return nil
		})
		if err != nil {
			t.Errorf("Walk: %v", err)
		}
		r.again(t)
	})
}

// benchTar has the files of a usual queue.
func benchTar(b *testing.B) []byte {
	var t tarBuilder
	qf, df := words(1, 700), words(2, 2000)
	for i := range 20_000 {
		id := []byte("mqueue/qf4CNABCDE000000")
		for at, n := len(id)-1, i; n > 0; n /= 10 {
			id[at] = byte('0' + n%10)
			at--
		}
		t.add(string(id), '0', "", qf)
		id[7] = 'd'
		t.add(string(id), '0', "", df)
	}
	return t.end()
}

func benchWalk(b *testing.B, data []byte, size int) {
	b.SetBytes(int64(size))
	b.ReportAllocs()
	buf := make([]byte, 4096)
	n := 0
	for b.Loop() {
		n = 0
		var blobs Blobs
		_, err := Walk(context.Background(), Source{Name: "x", Size: int64(len(data)), At: bytes.NewReader(data)}, &blobs, Options{},
			func(m Member, r io.Reader) error {
				n++
				_, err := io.ReadFull(r, buf[:min(m.Size, int64(len(buf)))])
				return err
			})
		check(b, err)
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "files/s")
}

func BenchmarkWalkTar(b *testing.B) {
	data := benchTar(b)
	benchWalk(b, data, len(data))
}

func BenchmarkWalkTarGzip(b *testing.B) {
	data := benchTar(b)
	benchWalk(b, gzipped(b, data), len(data))
}
