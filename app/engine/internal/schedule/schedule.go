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
	// Answer answers a question. Calls do not overlap, neither with each other nor
	// with functions passed to Load.Exclusive or Load.Between, except while one
	// rests: then others are answered, and what answers read may have changed when
	// rest returns. Long work must stop when ctx ends.
	Answer(ctx context.Context, req protocol.Request, progress func(protocol.Progress), rest func()) protocol.Answer
	// Open reads what a request names until ctx ends. It runs concurrently with
	// Answer, so it must change state through load only. Calls do not overlap.
	Open(ctx context.Context, req protocol.Request, load *Load, progress func(protocol.Progress)) protocol.Answer
	// Idle is called after all questions are answered. It may make ready what
	// later ones need, as Answer does, if it calls rest every few milliseconds:
	// there questions are answered meanwhile. It must return when rest reports
	// false, as a load has begun.
	Idle(rest func() bool)
}

// Send delivers an answer; last is false for Progress and true for the one
// answer that ends a request. It may be called from several goroutines.
type Send func(a protocol.Answer, last bool)

// Options connect a Scheduler to its surroundings.
type Options struct {
	// Fault reports a panic; its request is answered with an error. If nil, the
	// panic goes on.
	Fault func(value any, stack []byte)
	// Yield lets in messages that arrived while an answer was being made, or while
	// Work was idle. It is for single-threaded platforms, where a later question
	// cannot supersede an earlier one unless the thread pauses.
	Yield func()
}

const (
	// yieldAfter is how long an answer must take for Yield to be called: during a
	// shorter one new questions are too rare to wait for.
	yieldAfter = 10 * time.Millisecond
	// restAfter is how long idle work goes on before it lets questions in, which is
	// what it may delay them by.
	restAfter = 15 * time.Millisecond
	// answerRest is the same for an answer that rests. It is longer, as somebody waits
	// for it, and a Yield takes some milliseconds.
	answerRest = 40 * time.Millisecond
)

// Scheduler takes requests and has Work answer them.
type Scheduler struct {
	work Work
	opt  Options

	state sync.Mutex // held while Work uses its state

	mu      sync.Mutex // guards what follows; never held while Work runs
	waiting []*job
	busy    bool   // a goroutine is draining waiting
	current []*job // being answered: the last one, while those before it rest
	load    *Load  // running; nil if none
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

// Take accepts a request. Every request except Cancel gets exactly one answer
// marked last.
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

// stop cancels the load and the answer in progress.
func (s *Scheduler) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.load != nil {
		s.load.job.cancel()
	}
	for _, j := range s.current {
		j.cancel() // only long work checks
	}
}

// enqueue adds a question and returns those that it supersedes. It needs mu.
func (s *Scheduler) enqueue(j *job) (dropped []*job) {
	if j.req.Slot != 0 {
		for _, c := range s.current {
			if c.req.Slot == j.req.Slot && c.req.Gen < j.req.Gen {
				c.cancel()
			}
		}
		kept := s.waiting[:0]
		for k, w := range s.waiting {
			switch {
			case w.req.Slot != j.req.Slot:
				kept = append(kept, w)
			case w.req.Gen > j.req.Gen: // it arrived before this older one
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

// startable reports whether to start a goroutine that answers the waiting
// questions, and records that there is one. It needs mu.
func (s *Scheduler) startable() bool {
	if s.busy || s.load != nil || len(s.waiting) == 0 {
		return false
	}
	s.busy = true
	return true
}

// drain answers waiting questions, then is idle, until none is left or a load
// begins.
func (s *Scheduler) drain() {
	for {
		s.answerAll()
		s.idle()
		s.mu.Lock()
		if len(s.waiting) == 0 || s.load != nil {
			s.busy = false
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
	}
}

// answerAll answers questions until none waits or a load begins.
func (s *Scheduler) answerAll() {
	for s.answerable() {
		start := time.Now()
		s.state.Lock()
		s.answerNext()
		s.state.Unlock()
		if s.opt.Yield != nil && time.Since(start) >= yieldAfter {
			s.opt.Yield()
		}
	}
}

// answerable reports whether a question waits that no load will answer.
func (s *Scheduler) answerable() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.waiting) > 0 && s.load == nil
}

// idle lets Work make ready what later questions need.
func (s *Scheduler) idle() {
	s.state.Lock()
	defer s.state.Unlock()
	letIn := s.letIn(restAfter)
	rest := func() bool {
		letIn()
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.load == nil
	}
	s.guard(func() (none protocol.Answer) {
		s.work.Idle(rest)
		return none
	})
}

// letIn returns a function that answers waiting questions if none were let in for
// that long. It needs state, which it gives up meanwhile. During a load it does
// nothing: then questions wait for Between.
func (s *Scheduler) letIn(after time.Duration) func() {
	rested := time.Now()
	return func() {
		s.mu.Lock()
		loading := s.load != nil
		s.mu.Unlock()
		if loading || time.Since(rested) < after {
			return
		}
		s.state.Unlock()
		if s.opt.Yield != nil {
			s.opt.Yield()
		}
		s.answerAll()
		s.state.Lock()
		rested = time.Now()
	}
}

// answerNext answers the question that has waited longest. It needs state.
func (s *Scheduler) answerNext() {
	s.mu.Lock()
	if len(s.waiting) == 0 {
		s.mu.Unlock()
		return
	}
	j := s.waiting[0]
	s.waiting = slices.Delete(s.waiting, 0, 1)
	s.current = append(s.current, j)
	s.mu.Unlock()
	a := s.guard(func() protocol.Answer { return s.work.Answer(j.ctx, j.req, j.progress(), s.letIn(answerRest)) })
	j.cancel()
	s.mu.Lock()
	s.current = s.current[:len(s.current)-1]
	s.mu.Unlock()
	j.send(a, true)
}

// guard turns a panic into a fault and an error answer.
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
// each is drawn, while the processors are needed.
const progressEvery = 200 * time.Millisecond

// progress returns a function that forwards as many Progress answers as can be
// shown.
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
