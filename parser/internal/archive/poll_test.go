package archive

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
)

// looks is a context that counts how often it is checked, and is done after that
// many times; 0 is never.
type looks struct {
	context.Context
	n, end int
	looked func()
}

// Err implements context.Context.
func (l *looks) Err() error {
	l.n++
	if l.looked != nil {
		l.looked()
	}
	if l.end > 0 && l.n >= l.end {
		return context.Canceled
	}
	return nil
}

// counted is a source that counts the bytes read from it.
type counted struct {
	*bytes.Reader
	n int64
}

// ReadAt implements io.ReaderAt.
func (c *counted) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.Reader.ReadAt(p, off)
	c.n += int64(n)
	return n, err
}

// repeated is head and then n times unit.
func repeated(head, unit []byte, n int) []byte {
	return append(bytes.Clone(head), bytes.Repeat(unit, n)...)
}

// emptyBlocks returns a zip with an entry whose data is n empty blocks of deflate (RFC
// 1951 §3.2.4).
func emptyBlocks(t testing.TB, n int) []byte {
	data := append(bytes.Repeat([]byte("\x00\x00\x00\xff\xff"), n), "\x01\x00\x00\xff\xff"...)
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	f, err := w.CreateRaw(&zip.FileHeader{Name: "dfAA", Method: zip.Deflate, CompressedSize64: uint64(len(data))})
	check(t, err)
	_, err = f.Write(data)
	check(t, err)
	check(t, w.Close())
	return buf.Bytes()
}

// streamed returns a zip without directory whose n entries claim that their size
// follows their data, which is false.
func streamed(n int) []byte {
	h := make([]byte, localLen)
	copy(h, localMagic)
	binary.LittleEndian.PutUint16(h[6:], 8)
	binary.LittleEndian.PutUint16(h[26:], 1)
	return bytes.Repeat(append(h, 'a'), n)
}

// loops are archives that keep their reader busy with little or nothing.
func loops(t testing.TB) map[string][]byte {
	var members, links, holes tarBuilder
	var files []entry
	for i := range 20_000 {
		name := fmt.Sprintf("mq/dfAA%05d", i)
		members.add(name, '0', "", "")
		links.add(name, '2', "x", "")
		files = append(files, entry{name, ""})
	}
	for i := range 8 {
		holes.Write(gnuSparse(&holes, fmt.Sprintf("mq/dfAA%d", i), 60<<20))
	}
	empty := zipped(t, files, zip.Deflate)
	tiny := zstded(t, []byte("x"))
	var nested tarBuilder
	for i := range 2000 {
		nested.add(fmt.Sprintf("%d.zst", i), '0', "", string(tiny))
	}
	return map[string][]byte{
		"empty members of a tar": members.end(),
		"links of a tar":         links.end(),
		"holes":                  holes.end(),
		"empty entries of a zip": empty,
		"empty entries of a zip without directory": empty[:bytes.Index(empty, []byte(directoryMagic))],
		"empty members of gzip":                    repeated(nil, gzipped(t, nil), 40_000),
		"empty streams of xz":                      repeated(nil, xzipped(t, nil), 20_000),
		"empty streams of bzip2":                   repeated(nil, []byte("BZh9\x17\x72\x45\x38\x50\x90\x00\x00\x00\x00"), 40_000),
		"skippable frames of zstd":                 repeated(nil, []byte("\x50\x2a\x4d\x18\x00\x00\x00\x00"), 100_000),
		"empty blocks of deflate":                  emptyBlocks(t, 200_000),
		"archives without input":                   nested.end(),
		"entries without end":                      streamed(20_000),
		"zeros in gzip":                            zeros(t, nil, 1<<25),
		"zeros in gzip in gzip":                    gzipped(t, zeros(t, nil, 1<<25)),
		"damage":                                   repeated(plainTar(t, entriesOf("a", "b")), []byte("?"), 1<<22),
		"zip and damage":                           slicesOf(empty[:10_000], bytes.Repeat([]byte("?"), 1<<22), empty[10_000:]),
	}
}

func slicesOf(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// Between two checks of the context little is read, decoded or delivered, so that
// a caller who cancels does not wait; once it is done, nothing is delivered.
func TestPolls(t *testing.T) {
	archives, ways := loops(t), []string{"at", "reader"}
	if testing.Short() { // one of each kind: counts are the same on every platform
		some := []string{"empty members of a tar", "holes", "empty entries of a zip", "skippable frames of zstd"}
		maps.DeleteFunc(archives, func(name string, _ []byte) bool { return !slices.Contains(some, name) })
		ways = ways[:1]
	}
	for name, data := range archives {
		for _, way := range ways {
			t.Run(name+", "+way, func(t *testing.T) {
				var w *walker
				var src Source
				var in *counted
				members, problems := 0, 0
				start := func(ctx context.Context, told func()) {
					in = &counted{Reader: bytes.NewReader(data)}
					src = Source{Name: "x", Size: int64(len(data)), At: in}
					if way == "reader" {
						src = Source{Name: "x", Size: -1, R: readerOf{in}}
					}
					members = 0
					w = &walker{ctx: ctx, name: "x", blobs: &Blobs{}, opt: Options{Keep: memoryKeep, Progress: func(int64) { told() }},
						handle: func(Member, io.Reader) error { members++; return nil }}
				}
				var since struct{ members, problems, read, decoded, told int64 }
				ctx := &looks{Context: context.Background()}
				told := int64(0)
				most := since
				ctx.looked = func() {
					most.members = max(most.members, int64(members)-since.members)
					most.problems = max(most.problems, int64(problems)-since.problems)
					most.read = max(most.read, in.n-since.read)
					most.decoded = max(most.decoded, w.decoded-since.decoded)
					since.members, since.problems, since.read, since.decoded = int64(members), int64(problems), in.n, w.decoded
				}
				start(ctx, func() { told++ })
				w.walk(src)
				ctx.looked()
				if most.members > pollEvery/stepWork+1 || most.read > 2<<20 || most.decoded > 2<<20 {
					t.Errorf("between two of %d looks: %d members, %d bytes read, %d decoded", ctx.n, most.members, most.read, most.decoded)
				}
				// The page can cancel when progress is reported.
				if work := (in.n + w.decoded) / (4 * pollEvery); told < work || told < int64(members*stepWork/(2*pollEvery)) {
					t.Errorf("progress was told %d times; %d members, %d bytes read, %d decoded", told, members, in.n, w.decoded)
				}
				all := members
				for _, end := range []int{1, ctx.n / 3, 2 * ctx.n / 3} {
					stopped := &looks{Context: context.Background(), end: max(end, 1)}
					late, before := 0, 0
					stopped.looked = func() {
						if stopped.n == stopped.end {
							before = members
						}
						late = members - before
					}
					start(stopped, func() {})
					_, err := Walk(stopped, src, &Blobs{}, w.opt, w.handle)
					if !errors.Is(err, context.Canceled) || members > before || late > 0 || members > all {
						t.Errorf("done at look %d of %d: %d members after it, %v", stopped.end, ctx.n, members-before, err)
					}
				}
			})
		}
	}
}

// readerOf hides everything but Read, which it counts.
type readerOf struct{ *counted }

// Read implements io.Reader.
func (r readerOf) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.n += int64(n)
	return n, err
}

// The entries of a zip cannot make their reader search the whole rest of the file
// for each of them.
func TestStreamedEntriesAreSearchedOnce(t *testing.T) {
	data := streamed(50_000)
	// The directory is wrong, so each entry is tried.
	data = append(data, zipped(t, entriesOf("a", strings.Repeat("b", 100)), zip.Store)...)
	z := &zipWalk{f: file{}, kept: NoBlob, astray: true, at: bytes.NewReader(data), size: int64(len(data))}
	z.w = &walker{ctx: context.Background(), name: "x", blobs: &Blobs{}, handle: func(Member, io.Reader) error { return nil }}
	z.w.opt.Limits = Limits{}.withDefaults()
	z.w.in = &input{w: z.w, at: bytes.NewReader(data), size: int64(len(data))}
	z.s = &stream{w: z.w, from: z.w.in, direct: true, blob: NoBlob, label: "x"}
	z.s.buffer(innerBuffer)
	z.recover(nil)
	if most := LooksPerByte*z.size + innerBuffer; z.ahead > most {
		t.Errorf("searched %d bytes of %d", z.ahead, z.size)
	}
}
