package parser

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"testing"

	"github.com/klauspost/compress/gzip"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// multiply makes a tar of n messages from the files of a real queue, under new
// ids.
func multiply(t testing.TB, n int) []byte {
	t.Helper()
	c := corpustest.Open(t, "bounces")
	gz, err := gzip.NewReader(bytes.NewReader(c.Read(t, "mqueue-files-only.tar.gz")))
	if err != nil {
		t.Fatal(err)
	}
	type file struct {
		header tar.Header
		data   []byte
	}
	var files []file
	for r := tar.NewReader(gz); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeReg {
			files = append(files, file{*h, data})
		}
	}
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for k := 0; k*len(files) < 2*n; k++ {
		for _, f := range files {
			h := f.header
			base := path.Base(h.Name)
			h.Name = fmt.Sprintf("var/spool/mqueue/%s%c%c%c%s", base[:2], '0'+k/100%10, '0'+k/10%10, '0'+k%10, base[5:])
			if err := w.WriteHeader(&h); err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write(f.data); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func BenchmarkLoad(b *testing.B) {
	data := multiply(b, 20000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		q, err := Load(context.Background(), []Source{source("spool.tar", data)}, Options{})
		if err != nil || len(q.Order) < 20000 {
			b.Fatalf("%d messages, %v", len(q.Order), err)
		}
		b.ReportMetric(float64(len(q.Order)), "messages")
	}
}
