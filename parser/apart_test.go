package parser

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// apart returns the sources as ones that another goroutine reads, if they have
// random access.
func apart(sources []Source, opt Options) []Source {
	for i := range sources {
		if s := sources[i]; s.At != nil {
			sources[i].At = &otherThread{ReaderAt: s.At, src: s, opt: opt}
		}
	}
	return sources
}

// otherThread stands for a worker: it shares nothing with the load but a pipe.
type otherThread struct {
	io.ReaderAt
	src  Source
	opt  Options
	pipe *testPipe // the last one that was begun
}

func (o *otherThread) Begin() hook.Pipe {
	a, b := make(chan []byte, 8), make(chan []byte, 8)
	here, there := &testPipe{in: a, out: b, ended: make(chan struct{})}, &testPipe{in: b, out: a}
	o.pipe = here
	opt := Options{Digests: o.opt.Digests}
	opt.Hooks.Keep = func(string) hook.Keeper {
		here.mu.Lock()
		defer here.mu.Unlock()
		k := &numberedKeeper{archive.InMemory(MaxInMemory), -1 - len(here.kept)}
		here.kept = append(here.kept, k)
		return k
	}
	opt.Hooks.Tell = there
	go func() {
		defer close(here.ended)
		if _, err := Load(context.Background(), []Source{o.src}, opt); err != nil {
			panic(err)
		}
	}()
	return here
}

type numberedKeeper struct {
	hook.Keeper
	number int
}

func (n *numberedKeeper) Number() int { return n.number }

type testPipe struct {
	in    <-chan []byte
	out   chan<- []byte
	ended chan struct{}
	sent  int // messages

	mu   sync.Mutex
	kept []*numberedKeeper
}

func (p *testPipe) Send(b []byte) error {
	p.sent++
	select {
	case p.out <- bytes.Clone(b):
		return nil
	default:
		return errors.New("more in flight than allowed")
	}
}

func (p *testPipe) Receive() ([]byte, error) { return <-p.in, nil }

func (p *testPipe) Kept(number int) io.ReaderAt {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.kept[-1-number]
}

func (p *testPipe) Close() error {
	<-p.ended
	return nil
}

// Small files that are not parsed ahead cross in batches, however they are
// packed and whatever is damaged: waiting for each would cost more than
// everything else.
func TestApartSmallFiles(t *testing.T) {
	in := message("mqueue/", idA)
	for _, prefix := range []string{"tf", "hf", "lf", "nf", "xf", "Tf"} { // most are not read
		in = append(in, file{name: "mqueue/" + prefix + idB, data: "some text of " + prefix})
	}
	var packed []file
	for k := range 1000 {
		in = append(in, file{name: fmt.Sprintf("other/%d", k)}, file{name: fmt.Sprintf("more/%d", k), data: "some text"})
		packed = append(packed, file{name: fmt.Sprintf("other/%d.gz", k), data: string(gz(t, []byte("some text")))})
	}
	deflated, stored := zipOf(t, in...), zipBy(t, zip.Store, in...)
	withoutDirectory := func(b []byte) []byte { return b[:bytes.Index(b, []byte("PK\x01\x02"))] }
	wrong := bytes.ReplaceAll(stored, []byte("some text of nf"), []byte("some test of nf"))
	wrong = bytes.Replace(wrong, []byte("some text"), []byte("some test"), 10)
	for name, data := range map[string][]byte{
		"deflated": deflated, "deflated, without directory": withoutDirectory(deflated), "deflated, damaged": damaged(deflated),
		"stored": stored, "stored, without directory": withoutDirectory(stored), "stored, damaged": damaged(stored), "stored, with wrong bytes": wrong,
		"gzip in a zip": zipOf(t, packed...), "gzip in a tar": tarOf(t, packed...),
	} {
		t.Run(name, func(t *testing.T) {
			loadBeside(t, Options{}, func() []Source { return []Source{source("a", data)} })
			other := apart([]Source{source("a", data)}, Options{})
			q, err := Load(context.Background(), other, Options{})
			must(t, err)
			if sent := other[0].At.(*otherThread).pipe.sent; sent > len(in)/20 {
				t.Errorf("%d messages for %d files", sent, len(in))
			}
			if name == "stored, with wrong bytes" && len(q.Problems) < 11 {
				t.Errorf("problems %v, want one for each wrong file", q.Problems)
			}
		})
	}
}

// While a file takes long to read and yields little, progress is reported, and it is read
// to its end.
func TestApartProgress(t *testing.T) {
	pause := bytes.Repeat(gz(t, nil), 20_000) // which takes several progress reports to read
	packed := gz(t, bytes.Repeat([]byte("some text\n"), 30_000))
	for range 6 {
		packed = slices.Concat(packed, pause, gz(t, []byte("more\n")))
	}
	data := tarOf(t, file{name: "mqueue/df" + idA + ".gz", data: string(packed)})
	loadBeside(t, Options{}, func() []Source { return []Source{source("a.tar", data)} })
}

// A canceled load ends the other thread's reading, even while that has nothing to report.
func TestApartStops(t *testing.T) {
	member := append(gz(t, []byte("some text\n")), bytes.Repeat(gz(t, nil), 400_000)...)
	packed := tarOf(t, file{name: "a.gz", data: string(member)})
	var read atomic.Int64
	src := Source{Name: "a.tar", Size: int64(len(packed)), At: readerAt(func(p []byte, off int64) (int, error) {
		read.Store(max(read.Load(), off+int64(len(p))))
		return bytes.NewReader(packed).ReadAt(p, off)
	})}
	ctx, cancel := context.WithCancel(context.Background())
	opt := Options{Progress: func(Progress) { cancel() }}
	if _, err := Load(ctx, apart([]Source{src}, opt), opt); !errors.Is(err, context.Canceled) {
		t.Errorf("Load = %v, want that it was canceled", err)
	}
	if n := read.Load(); n > src.Size/4 {
		t.Errorf("%d of %d bytes were read", n, src.Size)
	}
}

// A failure of the other thread is a failure of the load, and a handler that stops
// ends both.
func TestApartEnds(t *testing.T) {
	var many []file
	for k := range 3000 {
		many = append(many, file{name: fmt.Sprintf("mqueue/qf425AAAKc%06d", k), data: controlFile("Mx")})
	}
	data := tarOf(t, many...)
	ctx, cancel := context.WithCancel(context.Background())
	opt := Options{Hooks: hook.Hooks{Partial: func(*queue.Queue) { cancel() }}}
	q, err := Load(ctx, apart([]Source{source("a.tar", data)}, opt), opt)
	if !errors.Is(err, context.Canceled) || q.Len() == 0 || q.Len() == len(many) {
		t.Errorf("canceled: %d messages, %v", q.Len(), err)
	}
	defer func() {
		if v := recover(); v == nil {
			t.Error("a panic of the other thread is lost")
		}
	}()
	src := source("a.tar", data)
	src.At = readerAt(func([]byte, int64) (int, error) { panic("disk") })
	_, err = Load(context.Background(), apart([]Source{src}, opt), opt)
	t.Errorf("Load = %v, want a panic", err)
}

type readerAt func([]byte, int64) (int, error)

func (r readerAt) ReadAt(p []byte, off int64) (int, error) { return r(p, off) }
