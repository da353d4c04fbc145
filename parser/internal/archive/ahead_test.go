package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// givingUp is an Unpacker that stops after the first bytes.
type givingUp struct {
	data  []byte
	err   error
	piece int
}

func (g *givingUp) Next() ([]byte, int64, error) {
	if len(g.data) == 0 {
		return nil, 0, g.err
	}
	p := g.data[:min(g.piece, len(g.data))]
	g.data = g.data[len(p):]
	return p, 1, nil
}

func (g *givingUp) Close() {}

// oddGzips are gzip files of a tar that are hard to decode.
func oddGzips(t *testing.T) (plain []byte, files map[string][]byte) {
	plain = plainTar(t, append(someEntries(), entriesOf("mqueue/dfAAA12345", words(7, 300_000))...))
	whole := gzipped(t, plain)
	half := len(plain) / 2
	wrongSum := slices.Clone(whole)
	wrongSum[len(wrongSum)-6] ^= 1
	flipped := slices.Clone(whole)
	flipped[len(flipped)/2] ^= 0x55
	return plain, map[string][]byte{
		"one member":     whole,
		"two members":    slices.Concat(gzipped(t, plain[:half]), gzipped(t, plain[half:])),
		"padding":        append(slices.Clone(whole), make([]byte, 3000)...),
		"garbage behind": append(slices.Clone(whole), "what is this?"...),
		"cut":            whole[:len(whole)*2/3],
		"cut in the sum": whole[:len(whole)-3],
		"wrong sum":      wrongSum,
		"flipped bits":   flipped,
	}
}

func sameResult(t *testing.T, r, want *result) {
	t.Helper()
	same := func(a, b queue.Problem) bool { return a.Kind == b.Kind && a.Reason == b.Reason && a.File == b.File }
	if !slices.EqualFunc(r.problems, want.problems, same) {
		t.Errorf("Problems %v, want %v", r.problems, want.problems)
	}
	if !slices.EqualFunc(r.members, want.members, func(a, b got) bool { return a.String() == b.String() && a.data == b.data }) {
		t.Errorf("members %q, want %q", r.names(), want.names())
	}
}

// The result does not depend on who decodes, nor on where it stops.
func TestUnpackElsewhere(t *testing.T) {
	defer func(n int64) { aheadMin = n }(aheadMin)
	plain, files := oddGzips(t)
	for name, data := range files {
		t.Run(name, func(t *testing.T) {
			aheadMin = 1 << 40
			want := walk(t, atSource("spool.tgz", data), Options{Keep: memoryKeep})
			aheadMin = 0
			t.Run("ahead", func(t *testing.T) {
				sameResult(t, walk(t, atSource("spool.tgz", data), Options{Keep: memoryKeep}), want)
			})
			// What it delivers is right as far as it goes.
			sure, _ := io.ReadAll(&decoder{kind: "gzip", in: soloStream(data)})
			for _, n := range []int{0, 1, 511, 512, 100_000, len(sure) / 2, len(sure)} {
				if n > len(sure) {
					continue
				}
				t.Run(fmt.Sprint("gives up after ", n), func(t *testing.T) {
					kept := &memory{limit: 1 << 30}
					sameResult(t, walk(t, elsewhere(atSource("spool.tgz", data), kept,
						&givingUp{data: sure[:n], err: errors.New("no more"), piece: 70_000}), Options{}), want)
				})
			}
		})
	}
	t.Run("all elsewhere", func(t *testing.T) {
		want := walk(t, atSource("spool.tgz", files["one member"]), Options{Keep: memoryKeep})
		kept := &memory{limit: 1 << 30}
		read := int64(0)
		sameResult(t, walk(t, elsewhere(atSource("spool.tgz", files["one member"]), kept, &givingUp{data: plain, err: io.EOF, piece: 1 << 20}),
			Options{Progress: func(n int64) { read = n }}), want)
		if !bytes.Equal(kept.data, plain) {
			t.Errorf("%d bytes kept, want the %d of the tar", len(kept.data), len(plain))
		}
		if want := int64(len(files["one member"])); read != want {
			t.Errorf("progress ends at %d, want %d", read, want)
		}
	})
}

// unpackable is a source that is decoded elsewhere.
type unpackable struct {
	io.ReaderAt
	u hook.Unpacker
	k hook.Keeper
}

func (s unpackable) Unpack(string) (hook.Unpacker, hook.Keeper) { return s.u, s.k }

// elsewhere lets u decode a source and k keep it.
func elsewhere(src Source, k hook.Keeper, u hook.Unpacker) Source {
	src.At = unpackable{src.At, u, k}
	return src
}

// soloStream returns a stream of bytes without a walk around it.
func soloStream(data []byte) *stream {
	w := &walker{ctx: context.Background(), opt: Options{Limits: Limits{}.withDefaults()}}
	w.in = &input{w: w, at: bytes.NewReader(data), size: int64(len(data))}
	s := &stream{w: w, from: w.in, direct: true, blob: NoBlob}
	s.buffer(topBuffer)
	return s
}

// A stopped walk stops its decoder, which would otherwise read from a closed
// source.
func TestAheadEndsWithTheWalk(t *testing.T) {
	defer func(n int64) { aheadMin = n }(aheadMin)
	aheadMin = 0
	data := gzipped(t, plainTar(t, entriesOf("mqueue/dfAAA12345", words(3, 4<<20), "mqueue/dfAAA12346", words(4, 4<<20))))
	src := &closable{r: bytes.NewReader(data)}
	stop := errors.New("enough")
	_, err := Walk(context.Background(), Source{Name: "a.tgz", Size: int64(len(data)), At: src}, &Blobs{}, Options{},
		func(Member, io.Reader) error { return stop })
	if !errors.Is(err, stop) {
		t.Fatalf("Walk = %v, want %v", err, stop)
	}
	src.r = nil // a read would be a nil dereference, and a race
}

type closable struct{ r *bytes.Reader }

func (c *closable) ReadAt(p []byte, off int64) (int, error) { return c.r.ReadAt(p, off) }

// A panic on a goroutine of the walk reaches the caller of Walk, who can report it.
func TestAheadPanics(t *testing.T) {
	data := gzipped(t, plainTar(t, entriesOf("mqueue/qfAAA12345", "V8\n", "mqueue/qfAAA12346", "V8\n")))
	opt := Options{Ahead: Ahead{Parsers: 2, Takes: func(Member) bool { return true }, Parse: func(Member, []byte) any { panic("of a parser") }}}
	defer func() {
		if v := recover(); !strings.Contains(fmt.Sprint(v), "of a parser") {
			t.Errorf("Walk panicked with %v", v)
		}
	}()
	_, err := Walk(context.Background(), Source{Name: "a.tgz", Size: int64(len(data)), At: bytes.NewReader(data)}, &Blobs{}, opt, func(_ Member, r io.Reader) error {
		_, err := io.Copy(io.Discard, r)
		return err
	})
	t.Errorf("Walk returned %v", err)
}
