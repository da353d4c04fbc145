package schedule

import (
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// What was read so far is looked at anew for each round of questions, which
// takes longer the more there is. So that the load takes a tenth more at most,
// rounds are as far apart as they are long, within bounds.
const (
	minRest = 300 * time.Millisecond
	maxRest = 30 * time.Second
)

// Load is a load that runs, as Work sees it.
type Load struct {
	s      *Scheduler
	job    *job
	done   chan struct{} // closed when it has ended
	rested time.Time     // when questions may interrupt it again
}

// open starts a load. The one before is stopped, and has ended before this one
// begins.
func (s *Scheduler) open(j *job) {
	l := &Load{s: s, job: j, done: make(chan struct{})}
	s.mu.Lock()
	before := s.load
	if before != nil {
		before.job.cancel()
	}
	s.load = l
	s.mu.Unlock()
	go func() {
		if before != nil {
			<-before.done
		}
		a := s.guard(func() protocol.Answer { return s.work.Open(j.ctx, j.req, l, j.progress()) })
		j.cancel()
		j.send(a, true)
		s.mu.Lock()
		if s.load == l {
			s.load = nil
		}
		start := s.startable()
		s.mu.Unlock()
		close(l.done)
		if start {
			s.drain()
		}
	}()
}

// Exclusive runs f, which may change what answers are made of, while none is
// made.
func (l *Load) Exclusive(f func()) {
	l.s.state.Lock()
	defer l.s.state.Unlock()
	f()
}

// Between is called between two files. If questions wait, it runs show, which
// makes what was read so far the thing that answers are about, and answers
// them.
func (l *Load) Between(show func()) {
	s := l.s
	s.mu.Lock()
	asked := len(s.waiting)
	s.mu.Unlock()
	start := time.Now()
	// An answer about the queue of before may still be made: it is not waited for.
	if asked == 0 || start.Before(l.rested) || !s.state.TryLock() {
		return
	}
	defer s.state.Unlock()
	show()
	for range asked {
		s.answerNext()
	}
	end := time.Now()
	l.rested = end.Add(min(max(9*end.Sub(start), minRest), maxRest))
}
