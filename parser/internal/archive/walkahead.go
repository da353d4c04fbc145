package archive

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Ahead says how far a walk may run ahead of its handler, and what is worked
// out on the way. The zero value alternates between walking and handling.
type Ahead struct {
	// Parsers is the number of goroutines that call Parse. With fewer than two
	// nothing runs ahead.
	Parsers int
	// Takes reports whether the handler reads a member to its end, whatever it
	// knows by then: only these members are held for it.
	Takes func(Member) bool
	// Parse parses a member that is held. It is called from several
	// goroutines, with data that is valid during the call.
	Parse func(m Member, data []byte) any
}

// Limits of what a walk holds for its handler: a batch for each parser and
// SpareBatches more, each with at most BatchBytes of members, or one member of at
// most MaxHeld bytes. A longer member waits for the handler.
const (
	SpareBatches = 2
	BatchBytes   = 64 << 10
	MaxHeld      = innerBuffer
	batchEvents  = 1024
)

// Parsed returns what Ahead.Parse made of the member whose data r is, nil if it
// was not called.
func Parsed(r io.Reader) any {
	if h, ok := r.(*held); ok {
		return h.parsed
	}
	return nil
}

// line is an assembly line: a walk that runs ahead of its handler. All events of
// the walk pass through it, so that a handler that ends the walk has seen exactly
// what it would have seen if both took turns.
type line struct {
	opt     Ahead
	over    atomic.Bool            // the handler ended the walk
	crash   atomic.Pointer[string] // a panic of another goroutine, with its stack
	cancel  context.CancelFunc
	blobs   *Blobs // of the walk
	free    chan *batch
	work    chan *batch
	ordered chan *batch
	handled chan error // of a waitingMember
	cur     *batch
	filling bool // an event is begun, so the batch stays
	waiting bool // the walk stands still, and its events belong to the handler's turn
	direct  func(*event)
}

// walkAhead is Walk with opt.Ahead. Handler and Progress are called on the
// caller's goroutine.
func walkAhead(ctx context.Context, src Source, blobs *Blobs, opt Options, h Handler) ([]queue.Problem, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches := opt.Ahead.Parsers + SpareBatches
	l := &line{
		cancel: cancel, opt: opt.Ahead, blobs: &Blobs{At: blobs.At[:len(blobs.At):len(blobs.At)]},
		free: make(chan *batch, batches), work: make(chan *batch, batches), ordered: make(chan *batch, batches),
		handled: make(chan error),
	}
	for range batches {
		l.free <- &batch{parsed: make(chan struct{}, 1)}
	}
	var found problems
	var stopped error
	take := func(e *event) {
		switch e.kind {
		case heldMember:
			e.held.Reset(e.held.data)
			stopped = h(e.m, &e.held)
		case waitingMember:
			stopped = h(e.m, e.r)
		case progressed:
			if opt.Progress != nil {
				opt.Progress(e.read)
			}
		case foundProblem:
			found.add(*e.p)
		}
	}
	l.direct = take

	var parsers sync.WaitGroup
	for range opt.Ahead.Parsers {
		parsers.Go(l.parse)
	}
	w := &walker{ctx: ctx, name: src.Name, blobs: l.blobs, opt: opt, handle: l.member}
	w.opt.Progress = l.progress
	w.found.tell = l.problem
	go func() {
		l.guard(func() { w.walk(src) })
		l.flush()
		close(l.work)
		parsers.Wait()
		close(l.ordered)
	}()

	// Whatever happens, all batches are taken: the walk may wait for one. A walk
	// that was cancelled has reported what it read until then.
	for b := range l.ordered {
		<-b.parsed
		for i := range b.events {
			e := &b.events[i]
			if stopped == nil {
				blobs.At = b.blobs
				take(e)
			}
			if e.kind == waitingMember {
				l.handled <- stopped
			}
		}
		if stopped != nil {
			l.over.Store(true)
			cancel()
		}
		b.reset()
		l.free <- b
	}
	if c := l.crash.Load(); c != nil {
		panic(*c)
	}
	if stopped == nil {
		blobs.At = l.blobs.At
		stopped = w.fatal
	}
	return found.list(), stopped
}

// guard calls f. If it panics, the walk ends, and the caller of Walk gets the panic: on the walk's
// own goroutine nothing could recover it, and the program would end.
func (l *line) guard(f func()) {
	defer func() {
		if v := recover(); v != nil {
			c := fmt.Sprintf("%v\n\n%s", v, debug.Stack())
			l.crash.CompareAndSwap(nil, &c)
			l.over.Store(true)
			l.cancel()
		}
	}()
	f()
}

// batch returns the current batch.
func (l *line) batch() *batch {
	if l.cur == nil {
		l.cur = <-l.free
	}
	return l.cur
}

// flush sends the current batch on.
func (l *line) flush() {
	b := l.cur
	if b == nil || l.filling {
		return
	}
	b.blobs = l.blobs.At
	l.cur = nil
	l.work <- b // neither waits: there is room for all batches
	l.ordered <- b
}

// add appends an event.
func (l *line) add(e event) {
	if b := l.batch(); len(b.events) >= batchEvents {
		l.flush()
	}
	b := l.batch()
	b.events = append(b.events, e)
}

// progress and problem take the reports of the walk.
func (l *line) progress(read int64) {
	e := event{kind: progressed, read: read}
	if l.waiting {
		l.direct(&e)
		return
	}
	l.add(e)
	l.flush() // so that it is seen
}

func (l *line) problem(p queue.Problem) {
	e := event{kind: foundProblem, p: &p}
	if l.waiting {
		l.direct(&e)
		return
	}
	l.add(e)
}

// member returns the Handler of the walk.
func (l *line) member(m Member, r io.Reader) error {
	if isEmpty(m, r) {
		l.add(event{kind: heldMember, m: m})
		return nil
	}
	if !l.opt.Takes(m) || m.Size < 0 || m.Size > MaxHeld {
		return l.wait(m, r)
	}
	if b := l.batch(); len(b.buf)+int(m.Size) > BatchBytes && len(b.events) > 0 || len(b.events) >= batchEvents/2 {
		l.flush()
	}
	// The event goes first: reports from reading come after it, as if the handler read.
	l.filling = true
	b := l.batch()
	at := len(b.events)
	b.events = append(b.events, event{kind: heldMember, m: m})
	data, rest := b.hold(m, r)
	l.filling = false
	if rest == nil {
		b.events[at].held.data = data
		return nil
	}
	b.events = slices.Delete(b.events, at, at+1) // what was told stays before the turn
	return l.wait(m, rest)
}

// isEmpty reports whether a member has no data that could be read.
func isEmpty(m Member, r io.Reader) bool {
	p, ok := r.(*part)
	return m.Dir || m.Link != "" || m.Symlink || ok && p.n == 0
}

// wait lets the handler read a member from the walk itself, once it has handled
// all that was told before.
func (l *line) wait(m Member, r io.Reader) error {
	l.add(event{kind: waitingMember, m: m, r: r})
	l.waiting = true
	l.flush()
	err := <-l.handled
	l.waiting = false
	return err
}

// parse takes batches to parse.
func (l *line) parse() {
	for b := range l.work {
		for i := range b.events {
			if l.over.Load() {
				break
			}
			if e := &b.events[i]; e.kind == heldMember && len(e.held.data) > 0 {
				l.guard(func() { e.held.parsed = l.opt.Parse(e.m, e.held.data) })
			}
		}
		b.parsed <- struct{}{}
	}
}
