package parser

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"

	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// apart returns the sources as those that another goroutine reads, where they have
// random access.
func apart(sources []Source, opt Options) []Source {
	for i := range sources {
		if s := sources[i]; s.At != nil {
			sources[i].At = &otherThread{ReaderAt: s.At, src: s, opt: opt}
		}
	}
	return sources
}

// otherThread plays a worker: all that it shares with the load is a pipe.
type otherThread struct {
	io.ReaderAt
	src Source
	opt Options
}

func (o *otherThread) Begin() hook.Pipe {
	a, b := make(chan []byte, 8), make(chan []byte, 8)
	here, there := &testPipe{in: a, out: b, ended: make(chan struct{})}, &testPipe{in: b, out: a}
	opt := Options{Digests: o.opt.Digests}
	opt.Hooks.Keep = func(string) hook.Keeper {
		here.mu.Lock()
		defer here.mu.Unlock()
		k := &numberedKeeper{archive.InMemory(MaxInMemory), -1 - len(here.kept)}
		here.kept = append(here.kept, k)
		return k
	}
	go func() {
		defer close(here.ended)
		if err := ReadApart(context.Background(), o.src, opt, there); err != nil {
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

	mu   sync.Mutex
	kept []*numberedKeeper
}

func (p *testPipe) Send(b []byte) error {
	select {
	case p.out <- bytes.Clone(b):
		return nil
	default:
		return errors.New("more on its way than allowed")
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

// A fault of the other thread is one of the load, and a handler that stops ends both.
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
