package schedule

import (
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// What was read so far is indexed again for each round of requests, which takes
// longer the more there is. To slow a load down by a tenth at most, the pause
// after a round grows with its duration, within bounds.
const (
	minRest = 300 * time.Millisecond
	maxRest = 30 * time.Second
)

// Load is a running load, as Work sees it.
type Load struct {
	s      *Scheduler
	job    *job
	done   chan struct{} // closed when it has ended
	rested time.Time     // when questions may interrupt it again
}

// open starts a load, after stopping the previous one and waiting for its end.
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

// Exclusive runs f, which may change the state that answers read, while no
// answer is being made.
func (l *Load) Exclusive(f func()) {
	l.s.state.Lock()
	defer l.s.state.Unlock()
	f()
}

// Between is to be called between two files. If questions wait, it runs show,
// which must make the part read so far the subject of answers, and answers
// them.
func (l *Load) Between(show func()) {
	s := l.s
	s.mu.Lock()
	asked := len(s.waiting)
	s.mu.Unlock()
	start := time.Now()
	// An answer about the previous queue may still be in the making: don't wait for it.
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
