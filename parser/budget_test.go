package parser

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Control files that are each within the limit, but not all together: the first
// ones are shown, and a Problem says why the others are not.
func TestKeptText(t *testing.T) {
	var packed bytes.Buffer
	zw, err := zstd.NewWriter(&packed, zstd.WithEncoderConcurrency(1))
	if err != nil {
		t.Fatal(err)
	}
	w := tar.NewWriter(zw)
	r := rand.New(rand.NewPCG(1, 2))
	const files = 14
	for i := range files {
		var b strings.Builder
		fmt.Fprintf(&b, "V8\nT1700000000\nK1700000000\nN1\nP30000\nS<")
		for b.Len() < 10<<20 {
			fmt.Fprintf(&b, "%04x%s", r.Uint32()&0xffff, strings.Repeat("a", 700))
		}
		b.WriteString("@example.net>\nRPFD:<b@example.org>\n.\n")
		if err := w.WriteHeader(&tar.Header{Name: fmt.Sprintf("var/spool/mqueue/qfuAB0%010d", i), Mode: 0o600, Size: int64(b.Len())}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(b.String())); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	data := packed.Bytes()
	q, err := Load(context.Background(), []Source{{Name: "x.tar.zst", Size: int64(len(data)), At: bytes.NewReader(data)}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	limited := 0
	for _, p := range q.Problems {
		if p.Kind == queue.KindLimit {
			limited++
		}
	}
	if n := len(q.Order); n < 5 || n >= files || limited != 1 {
		t.Errorf("%d of %d messages from %d bytes, %d limits reached: %v", n, files, len(data), limited, q.Problems)
	}
	if most := int64(FreeMemory + MemoryPerByte*len(data) + 2*MaxControl); q.Strings.Size() > most {
		t.Errorf("%d bytes of text are kept, want at most %d", q.Strings.Size(), most)
	}
}
