package history

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Limits of a log that is read without a queue.
const (
	MaxOpen    = 200_000  // messages that are not finished
	sweepAfter = 200_000  // events, at least, between two looks for finished messages
	sweepTexts = 64 << 20 // bytes of texts, at least, between them
	// settled is how long ago the last line about a finished message has to be, in seconds: the lines
	// of one attempt may stand apart.
	settledAge = 900
)

// Open is a message that was not finished at the end of the logs.
type Open struct {
	Subject
	Received   int64 // Unix seconds, queue.NoNumber unknown
	Tried      int64 // the last attempt, queue.NoNumber none
	Attempts   int
	Size       int64 // -1 unknown
	Sender     queue.Str
	Client     queue.Str
	IP         queue.Str
	Login      queue.Str
	Status     queue.Str // of the last attempt that failed
	Held, Lost bool
	Recipients []queue.Str // those that wait, as far as they are known
	Statuses   []queue.Str // theirs
}

// FindAll makes the collector look for all messages, since none are known: finished ones are
// forgotten now and then. With ids only these messages are looked for, finished or not. It must be
// called before the first log is read.
func (c *Collector) FindAll(ids ...string) {
	c.all, c.target = true, c.strings
	for _, id := range ids {
		if c.named == nil {
			c.named = map[string]bool{}
		}
		c.named[id] = true
	}
	c.strings, c.free = queue.NewStrings(), 0
	c.sweepAt = sweepAfter
}

// open adds a message that a line is about.
func (c *Collector) open(id string, system queue.System, line *maillog.Line) int32 {
	if c.named != nil && !c.named[id] {
		return -1
	}
	if c.crowd(id) {
		c.crowded = true
		return -1
	}
	if len(c.events) > c.sweepAt || int(c.strings.Size())-c.free > sweepTexts {
		c.sweep()
	}
	c.opened++
	if len(c.subjects) >= MaxOpen && c.opened > c.rest {
		c.sweepFull()
	}
	if len(c.subjects) >= MaxOpen {
		c.openFull = true
		return -1
	}
	return c.add(Subject{ID: strings.Clone(id), Arrived: queue.NoNumber, Server: c.serverOf(system, line)})
}

// sweep forgets messages that were finished some time before the current line.
func (c *Collector) sweep() {
	c.forget(c.logs[len(c.logs)-1].top-settledAge, 1)
}

// sweepFull sweeps where there is no room for another message. If that frees little, it
// waits for more and more messages before the next time, since each sweep visits all of
// them.
func (c *Collector) sweepFull() {
	const worth = MaxOpen / 8
	c.forget(c.logs[len(c.logs)-1].top-settledAge, worth/8)
	c.opened = 0
	if MaxOpen-len(c.subjects) >= worth {
		c.rest = 0
	} else {
		c.rest = max(worth, 2*c.rest)
	}
}

// isOver reports whether a message was finished before a time of the log and was not asked for.
func (c *Collector) isOver(s *subject, before int64) bool {
	return c.named == nil && (s.last < 0 || c.events[s.last].Time < before) && c.isFinished(s)
}

// forget forgets messages that were finished before a time of the log, with their events and texts, if
// there are as many as least: what stays is copied.
func (c *Collector) forget(before int64, least int) {
	over := 0
	for n := range c.subjects {
		if c.isOver(&c.subjects[n], before) {
			if over++; over == least {
				break
			}
		}
	}
	if over < least {
		c.swept()
		return
	}
	old := *c
	move := mover{from: old.strings, to: queue.NewStrings(), moved: map[queue.Str]queue.Str{}}
	c.strings, c.subjects, c.events, c.links, c.rcpts, c.byID = move.to, nil, nil, nil, nil, map[string]int32{}
	for n := range old.subjects {
		s := &old.subjects[n]
		if old.isOver(s, before) {
			continue
		}
		m := &c.subjects[c.add(s.Subject)]
		m.left = s.left
		for k := s.first; k >= 0; k = old.links[k].next {
			ev, of := old.events[k], old.links[k]
			move.event(&ev)
			of.host, of.next = move.text(of.host), -1
			from := len(c.rcpts)
			for _, r := range old.rcpts[ev.RcptAt : ev.RcptAt+ev.RcptN] {
				c.rcpts = append(c.rcpts, move.text(r))
			}
			ev.RcptAt = uint32(from)
			slot := int32(len(c.events))
			c.events, c.links = append(c.events, ev), append(c.links, of)
			c.link(m, slot, firstEvents)
		}
	}
	c.swept()
}

// swept sets when to sweep next.
func (c *Collector) swept() {
	c.sweepAt = max(sweepAfter, 2*len(c.events))
	c.free = int(c.strings.Size())
}

// mover moves texts from one table to another.
type mover struct {
	from, to *queue.Strings
	moved    map[queue.Str]queue.Str
}

func (m *mover) text(s queue.Str) queue.Str {
	if s == 0 {
		return 0
	}
	t, ok := m.moved[s]
	if !ok {
		t = m.to.Add(m.from.Get(s))
		m.moved[s] = t
	}
	return t
}

func (m *mover) event(e *queue.Event) {
	for _, s := range [...]*queue.Str{&e.Program, &e.Sender, &e.Peer, &e.IP, &e.Login, &e.Status, &e.Text, &e.Other} {
		*s = m.text(*s)
	}
}

// give moves all texts to the queue for which the histories are read.
func (c *Collector) give() {
	move := mover{from: c.strings, to: c.target, moved: map[queue.Str]queue.Str{}}
	for k := range c.events {
		move.event(&c.events[k])
		c.links[k].host = move.text(c.links[k].host)
	}
	for k := range c.rcpts {
		c.rcpts[k] = move.text(c.rcpts[k])
	}
	c.strings = c.target
}

// progress is how far a message has come.
type progress struct {
	received, queued, seen, over, moved, held, rejected, lost bool
	waiting                                                   map[queue.Str]queue.Str // recipients and why
	status                                                    queue.Str
	tried                                                     int64
	attempts                                                  int
}

func (p *progress) finished() bool {
	switch {
	case p.over:
		return true
	case p.lost, p.held, len(p.waiting) > 0, p.queued:
		return false
	}
	return !p.received || p.seen || p.moved || p.rejected
}

// isFinished reports whether a message is finished as far as its events go.
func (c *Collector) isFinished(s *subject) bool {
	p := progress{tried: queue.NoNumber, waiting: c.waiting}
	for k := s.first; k >= 0; k = c.links[k].next {
		p.add(&c.events[k], c.rcpts, s.System)
	}
	finished := p.finished()
	c.keepWaiting(p.waiting)
	return finished
}

// keepWaiting keeps an empty table for the next message: nearly all have few recipients.
func (c *Collector) keepWaiting(m map[queue.Str]queue.Str) {
	const few = 64
	if c.waiting = nil; len(m) <= few {
		clear(m)
		c.waiting = m
	}
}

// sameAttempt is the number of seconds within which lines about a message belong to one attempt.
const sameAttempt = 60

func (p *progress) add(e *queue.Event, rcpts []queue.Str, system queue.System) {
	rcpts = rcpts[e.RcptAt : e.RcptAt+e.RcptN]
	switch e.Kind {
	case queue.EventNoted:
		p.received = p.received || e.Sender != 0 && e.Size >= 0
	case queue.EventReceived:
		if p.over {
			*p = progress{tried: queue.NoNumber}
		}
		p.received = p.received || system != queue.Postfix // which may drop the connection yet
	case queue.EventQueued:
		p.queued = true
	case queue.EventDelivered, queue.EventFailed, queue.EventDiscarded, queue.EventDeferred, queue.EventNotTried:
		p.queued, p.seen = false, true
		if e.Kind == queue.EventDeferred || e.Kind == queue.EventNotTried {
			if p.waiting == nil {
				p.waiting = map[queue.Str]queue.Str{}
			}
			for _, r := range rcpts {
				if p.waiting[r] == 0 || e.Kind == queue.EventDeferred {
					p.waiting[r] = e.Text
				}
			}
			if p.status == 0 || e.Kind == queue.EventDeferred {
				p.status = e.Text
			}
		} else {
			for _, r := range rcpts {
				delete(p.waiting, r)
			}
		}
		if e.Kind == queue.EventNotTried {
			break
		}
		if p.tried == queue.NoNumber || e.Time-p.tried > sameAttempt {
			p.attempts++
		}
		p.tried = e.Time
	case queue.EventRejected:
		p.queued, p.rejected = false, true
	case queue.EventHeld:
		p.held = true
	case queue.EventReleased:
		p.held = false
	case queue.EventMoved:
		p.moved, p.over = true, p.over || system != queue.Sendmail // there a part of it may go on
	case queue.EventLost:
		p.lost = true
	case queue.EventRemoved, queue.EventExpired:
		for _, r := range rcpts {
			delete(p.waiting, r)
		}
		p.over = p.over || len(rcpts) == 0
	case queue.EventEnded:
		p.over = true
	}
}

// Unfinished returns the numbers of the messages that were not finished at the end of the logs, or of
// those that were looked for by their ids, in the order of hosts and ids. It is for a collector that
// finds all; h is the result of Finish.
func (c *Collector) Unfinished(h *queue.History, wanted *poll.Poll) []int {
	var order []int
	for n := range c.subjects {
		if !wanted.More() {
			return nil
		}
		s := &c.subjects[n]
		if h.N[n] == 0 || c.named != nil && !c.named[s.ID] {
			continue
		}
		if c.named == nil {
			p := progress{tried: queue.NoNumber, waiting: c.waiting}
			events := h.Of(int32(n))
			for k := range events {
				p.add(&events[k], h.Recipients, s.System)
			}
			finished := p.finished()
			if c.keepWaiting(p.waiting); finished {
				continue
			}
		}
		order = append(order, n)
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := &c.subjects[a], &c.subjects[b]
		return cmp.Or(strings.Compare(x.Host, y.Host), cmp.Compare(x.System, y.System), strings.Compare(x.ID, y.ID))
	})
	return order
}

// Open sums up what the events of a message say about it. It is for the numbers that Unfinished
// returned.
func (c *Collector) Open(n int, h *queue.History) Open {
	return c.openOf(n, h.Of(int32(n)), h.Recipients)
}

// openOf sums up what the events of a message say about it.
func (c *Collector) openOf(n int, events []queue.Event, rcpts []queue.Str) Open {
	s := &c.subjects[n]
	o := Open{Subject: s.Subject, Received: queue.NoNumber, Tried: queue.NoNumber, Size: -1}
	p := progress{tried: queue.NoNumber}
	var seen []queue.Str
	for k := range events {
		e := &events[k]
		p.add(e, rcpts, s.System)
		if e.Time != queue.NoNumber && e.Delay >= 0 && o.Received == queue.NoNumber {
			o.Received = e.Time - int64(e.Delay)
		}
		if e.Kind == queue.EventReceived {
			if o.Received == queue.NoNumber {
				o.Received = e.Time
			}
			o.Client, o.IP, o.Login = e.Peer, e.IP, e.Login
		}
		if e.Sender != 0 && o.Sender == 0 {
			o.Sender, o.Size = e.Sender, e.Size
		}
		if e.Kind == queue.EventReceived || e.Kind == queue.EventQueued {
			for _, r := range rcpts[e.RcptAt : e.RcptAt+e.RcptN] {
				if !slices.Contains(seen, r) && len(seen) < MaxEvents {
					seen = append(seen, r)
				}
			}
		}
	}
	o.Held, o.Lost, o.Status, o.Tried, o.Attempts = p.held, p.lost, p.status, p.tried, p.attempts
	if len(p.waiting) == 0 {
		o.Recipients, o.Statuses = seen, make([]queue.Str, len(seen))
		return o
	}
	for r := range p.waiting {
		o.Recipients = append(o.Recipients, r)
	}
	slices.SortFunc(o.Recipients, c.strings.Compare)
	for _, r := range o.Recipients {
		o.Statuses = append(o.Statuses, p.waiting[r])
	}
	return o
}
