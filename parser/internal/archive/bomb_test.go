package archive

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// zeros is the gzip of a tar with one file and then n zeros.
func zeros(t testing.TB, first []byte, n int64) []byte {
	t.Helper()
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzip.BestSpeed)
	check(t, err)
	_, err = w.Write(first)
	check(t, err)
	block := make([]byte, 1<<20)
	for ; n > 0; n -= int64(len(block)) {
		_, err = w.Write(block)
		check(t, err)
	}
	check(t, w.Close())
	return buf.Bytes()
}

// overlapping returns a zip whose directory leads many times to the same entry.
func overlapping(t *testing.T, times int) []byte {
	t.Helper()
	one := zipped(t, entriesOf("qfAA", "V8\n", "dfAA", strings.Repeat("0", 1<<20)), zip.Deflate)
	end := bytes.Index(one, []byte(endMagic))
	directory := bytes.Index(one, []byte(directoryMagic))
	second := directory + bytes.Index(one[directory+1:end], []byte(directoryMagic)) + 1
	out := bytes.Clone(one[:end])
	for range times {
		out = append(out, one[second:end]...)
	}
	tail := bytes.Clone(one[end:])
	le.PutUint16(tail[8:], uint16(times+2))
	le.PutUint16(tail[10:], uint16(times+2))
	le.PutUint32(tail[12:], uint32(len(out)-directory))
	return append(out, tail...)
}

// Archives that are made to exhaust their reader end with a Problem that names the
// limit. What comes before it is delivered, and nothing was held or decoded beyond
// the documented limits.
func TestBombs(t *testing.T) {
	sound := entriesOf("mq/qfAA", "V8\n", "mq/dfAA", "text\n")
	var huge tarBuilder
	for _, e := range sound {
		huge.add(e.name, '0', "", e.data)
	}
	huge.Write(huge.header("mq/dfBB", '0', "", 1<<40))

	sparse := new(tarBuilder)
	for _, e := range sound {
		sparse.add(e.name, '0', "", e.data)
	}
	sparse.Write(gnuSparse(sparse, "mq/dfBB", 4<<40))
	sparse.add("mq/qfCC", '0', "", "V8\n")

	var nested []entry
	inner := string(gzipped(t, plainTar(t, entriesOf("x", "y"))))
	for i := range 40 {
		nested = append(nested, entry{fmt.Sprintf("%d.tgz", i), inner})
	}
	// RFC 8878 §3.1.1: a frame with a window of 128 MiB and one raw block.
	window := "\x28\xb5\x2f\xfd\x00\x88" + "\x09\x00\x00x"
	deep := plainTar(t, entriesOf("x.zst", window))

	for _, tt := range []struct {
		name    string
		data    []byte
		opt     Options
		first   []string // delivered before the limit
		after   string   // a member that is delivered in spite of the limit
		kind    queue.Kind
		reason  string
		decoded int64 // at most
	}{
		{name: "zeros in gzip", data: zeros(t, plainTar(t, sound), 1<<27), first: []string{"mq/qfAA 3", "mq/dfAA 5"},
			kind: queue.KindLimit, reason: "unpacked, it is more than 250 times as large", decoded: FreeBytes + 1<<20},
		{name: "a file of zeros", data: zeros(t, huge.Bytes(), 1<<27), first: []string{"mq/qfAA 3", "mq/dfAA 5"},
			kind: queue.KindLimit, reason: "unpacked, it is more than 250 times as large", decoded: FreeBytes + 1<<20},
		{name: "gzip in gzip", data: gzipped(t, zeros(t, plainTar(t, sound), 1<<27)), first: []string{"mq/qfAA 3", "mq/dfAA 5"},
			kind: queue.KindLimit, reason: "unpacked, it is more than 250 times as large", decoded: FreeBytes + 2<<20},
		{name: "overlapping entries", data: overlapping(t, 300), first: []string{"qfAA 3", "dfAA 1048576"},
			kind: queue.KindDamaged, reason: "entries of the zip overlap", decoded: 20 << 20},
		{name: "sparse file", data: sparse.end(), first: []string{"mq/qfAA 3", "mq/dfAA 5"}, after: "mq/qfCC 3",
			kind: queue.KindLimit, reason: `the sparse file "mq/dfBB" is left out: it holds 0 bytes and claims 4,398,046,511,104`, decoded: 1},
		{name: "many archives", data: plainTar(t, nested), opt: Options{Limits: Limits{Opened: 30}}, first: []string{"x 1"}, after: "39.tgz " + fmt.Sprint(len(inner)),
			kind: queue.KindLimit, reason: "more than 30 archives inside this one", decoded: 1 << 20},
		{name: "large window inside", data: deep, kind: queue.KindLimit, reason: "limit reached: the zstd window is larger than 64 MiB", decoded: 1 << 20},
	} {
		for _, way := range someWays() {
			t.Run(tt.name+", "+way.name, func(t *testing.T) {
				if tt.name == "overlapping entries" && way.src("x", nil).At == nil {
					tt.decoded *= 2 // it is stored, to be read by offset
				}
				opt := way.opt
				opt.Limits = tt.opt.Limits
				var names []string
				w := &walker{ctx: context.Background(), name: "x", blobs: &Blobs{}, opt: opt, handle: func(m Member, r io.Reader) error {
					n, err := io.Copy(io.Discard, r)
					names = append(names, fmt.Sprintf("%s %d", m.Name, n))
					return err
				}}
				problems := w.walk(way.src("x", tt.data))
				if len(problems) == 0 || problems[0].Kind != tt.kind || !strings.HasPrefix(problems[0].Reason, tt.reason) {
					t.Errorf("problems %v, want %s: %s", problems, tt.kind, tt.reason)
				}
				if len(names) < len(tt.first) || strings.Join(names[:len(tt.first)], ",") != strings.Join(tt.first, ",") {
					t.Errorf("delivered %q, want %q first", names, tt.first)
				}
				if tt.after != "" && names[len(names)-1] != tt.after {
					t.Errorf("delivered %q last, want %q", names[len(names)-1], tt.after)
				}
				if w.decoded > tt.decoded {
					t.Errorf("decoded %d bytes, want at most %d", w.decoded, tt.decoded)
				}
			})
		}
	}
}

// gnuSparse returns the header of an old GNU sparse file that is nothing but a hole.
func gnuSparse(b *tarBuilder, name string, size int64) []byte {
	h := b.header(name, 'S', "", 0)
	copy(h[257:], "ustar  \x00")
	h[483] = 0x80
	for i := range 8 {
		h[494-i] = byte(size >> (8 * i))
	}
	return sum(h)
}

// A queue that compresses well is not a bomb: a message sent a hundred thousand
// times, in the format that compresses it best.
func TestNoBomb(t *testing.T) {
	var buf bytes.Buffer
	w, err := zstd.NewWriter(&buf, zstd.WithEncoderConcurrency(1))
	check(t, err)
	text := words(1, 1200)
	const files = 80_000
	var b tarBuilder
	for i := range files {
		b.Reset()
		b.add(fmt.Sprintf("mq/df%06d", i*7919), '0', "", text)
		_, err := w.Write(b.Bytes())
		check(t, err)
	}
	check(t, w.Close())
	r := walk(t, atSource("x", buf.Bytes()), Options{})
	if len(r.members) != files || len(r.problems) > 0 {
		t.Errorf("%d members of %d in %d bytes, %v", len(r.members), files, buf.Len(), r.problems)
	}
}

// Data after the end of a tar is read up to UnaskedLimit, and no further.
func TestUnasked(t *testing.T) {
	tail := make([]byte, 1<<20)
	for i := range tail {
		tail[i] = byte(i * i >> 7)
	}
	packed := gzipped(t, tail)
	if len(tail)/len(packed) >= Expansion {
		t.Fatal("the other limit is reached first")
	}
	for _, tt := range []struct {
		name  string
		mib   int
		whole bool
	}{{"as far as the limit", UnaskedLimit >> 20, true}, {"beyond it", UnaskedLimit>>20 + 8, false}} {
		t.Run(tt.name, func(t *testing.T) {
			data := append(gzipped(t, plainTar(t, entriesOf("mq/qfAA", "V8\n", "mq/dfAA", "text\n"))), bytes.Repeat(packed, tt.mib)...)
			names, read := 0, int64(0)
			found, err := Walk(context.Background(), Source{Name: "q.tgz", Size: int64(len(data)), At: bytes.NewReader(data)}, new(Blobs),
				Options{Progress: func(n int64) { read = n }}, func(Member, io.Reader) error { names++; return nil })
			if err != nil || len(found) > 0 || names != 2 {
				t.Errorf("%d files, error %v, problems %v", names, err, found)
			}
			if whole := read == int64(len(data)); whole != tt.whole {
				t.Errorf("%d of %d bytes were read, wanted all: %v", read, len(data), tt.whole)
			}
		})
	}
}
