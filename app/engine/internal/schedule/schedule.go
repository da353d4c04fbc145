package schedule

import (
	"context"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// Work is what a Scheduler runs.
type Work interface {
	// Answer answers a question. One runs at a time, and none while a function
	// given to Load.Exclusive or Load.Between does. What takes long stops when
	// ctx ends.
	Answer(ctx context.Context, req protocol.Request, progress func(protocol.Progress)) protocol.Answer
	// Open reads what a request names until ctx ends. It runs beside Answer, so
	// it must change state through load only. One runs at a time.
	Open(ctx context.Context, req protocol.Request, load *Load, progress func(protocol.Progress)) protocol.Answer
}

// Send carries an answer away; last is false for Progress and true for the one
// answer that ends a request. It may be called from several goroutines.
type Send func(a protocol.Answer, last bool)

// Options connect a Scheduler to its surroundings.
type Options struct {
	// Fault reports a panic, whose request gets an error for an answer. Without
	// it the panic goes on.
	Fault func(value any, stack []byte)
	// Yield lets messages in that came while an answer was worked on. It is for
	// surroundings with one thread, where a later question cannot take the
	// place of an earlier one before somebody pauses.
	Yield func()
}

// yieldAfter is how long an answer takes at least before Yield is called: other
// questions come during one that takes less too rarely to wait for them.
const yieldAfter = 10 * time.Millisecond

// Scheduler takes requests and has Work answer them.
type Scheduler struct {
	work Work
	opt  Options

	state sync.Mutex // held while Work uses its state

	mu      sync.Mutex // guards what follows; never held while Work runs
	waiting []*job
	busy    bool  // a goroutine works through waiting
	current *job  // that is worked on, nil none
	load    *Load // that runs, nil none
}

// job is a request on its way to its answer.
type job struct {
	ctx    context.Context
	cancel context.CancelFunc
	req    protocol.Request
	send   Send
}

// New makes a scheduler.
func New(w Work, opt Options) *Scheduler { return &Scheduler{work: w, opt: opt} }

// Take accepts a request. Every request but Cancel gets exactly one answer that
// is the last.
func (s *Scheduler) Take(ctx context.Context, req protocol.Request, send Send) {
	if req.Cancel != nil {
		s.stop()
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	j := &job{ctx, cancel, req, send}
	if req.Open != nil {
		s.open(j)
		return
	}
	s.mu.Lock()
	dropped := s.enqueue(j)
	start := s.startable()
	s.mu.Unlock()
	for _, d := range dropped {
		d.cancel()
		d.send(protocol.Answer{Superseded: true}, true)
	}
	if start {
		go s.drain()
	}
}

// stop cancels the load and the answer that is worked on.
func (s *Scheduler) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.load != nil {
		s.load.job.cancel()
	}
	if s.current != nil {
		s.current.cancel() // only what takes long looks
	}
}

// enqueue adds a question and returns those that need no answer any more. It
// needs mu.
func (s *Scheduler) enqueue(j *job) (dropped []*job) {
	if j.req.Slot != 0 {
		if c := s.current; c != nil && c.req.Slot == j.req.Slot && c.req.Gen < j.req.Gen {
			c.cancel()
		}
		kept := s.waiting[:0]
		for k, w := range s.waiting {
			switch {
			case w.req.Slot != j.req.Slot:
				kept = append(kept, w)
			case w.req.Gen > j.req.Gen: // it overtook this one on its way
				kept = append(kept, s.waiting[k:]...)
				s.waiting = kept
				return append(dropped, j)
			default:
				dropped = append(dropped, w)
			}
		}
		clear(s.waiting[len(kept):])
		s.waiting = kept
	}
	s.waiting = append(s.waiting, j)
	return dropped
}

// startable reports whether to start a goroutine that answers what waits, and
// notes that there is one. It needs mu.
func (s *Scheduler) startable() bool {
	if s.busy || s.load != nil || len(s.waiting) == 0 {
		return false
	}
	s.busy = true
	return true
}

// drain answers what waits until nothing does or a load begins.
func (s *Scheduler) drain() {
	for {
		s.mu.Lock()
		if len(s.waiting) == 0 || s.load != nil {
			s.busy = false
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
		start := time.Now()
		s.state.Lock()
		s.answerNext()
		s.state.Unlock()
		if s.opt.Yield != nil && time.Since(start) >= yieldAfter {
			s.opt.Yield()
		}
	}
}

// answerNext answers the question that waits longest. It needs state.
func (s *Scheduler) answerNext() {
	s.mu.Lock()
	if len(s.waiting) == 0 {
		s.mu.Unlock()
		return
	}
	j := s.waiting[0]
	s.waiting = slices.Delete(s.waiting, 0, 1)
	s.current = j
	s.mu.Unlock()
	a := s.guard(func() protocol.Answer { return s.work.Answer(j.ctx, j.req, j.progress()) })
	j.cancel()
	s.mu.Lock()
	s.current = nil
	s.mu.Unlock()
	j.send(a, true)
}

// guard turns a panic into a fault and an error for an answer.
func (s *Scheduler) guard(f func() protocol.Answer) (a protocol.Answer) {
	if s.opt.Fault == nil {
		return f()
	}
	defer func() {
		if v := recover(); v != nil {
			s.opt.Fault(v, debug.Stack())
			a = protocol.Answer{Error: &protocol.ErrorBox{
				Title: "Spoolscope stopped here because of a fault in it.",
				Text:  "The details contain no mail: copy them for a bug report.",
			}}
		}
	}()
	return f()
}

// progressEvery is the shortest time between two Progress answers of a phase:
// more of them no screen can show.
const progressEvery = 100 * time.Millisecond

// progress passes on as many Progress answers as can be shown.
func (j *job) progress() func(protocol.Progress) {
	var phase protocol.Phase
	var last time.Time
	return func(p protocol.Progress) {
		now := time.Now()
		if p.Phase == phase && now.Sub(last) < progressEvery {
			return
		}
		phase, last = p.Phase, now
		j.send(protocol.Answer{Progress: &p}, false)
	}
}
