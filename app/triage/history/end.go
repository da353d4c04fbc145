package history

import "github.com/spoolscope/spoolscope/parser/queue"

// Fate is what became of a message, judging by its events.
type Fate uint8

// The fates.
const (
	Unknown   Fate = iota // no events
	Waiting               // nothing shows that it left the queue
	Held                  // nor that, while it is put aside
	Rejected              // never accepted
	Moved                 // goes on under another ID
	Discarded             // by a rule
	Delivered             // to all of its recipients
	Bounced               // refused for good, some of its recipients at least
	Expired               // given up after its lifetime, for some of its recipients at least
	Lost                  // the mail system lost its queue file, or trusts it no longer
	Removed               // by hand, as the log says
	NumFates
)

// End is how the history of a message ends.
type End struct {
	Fate    Fate
	Partly  bool        // some recipients got it, although the Fate says otherwise
	At      int64       // of the event that shows it, queue.NoNumber unknown
	Notices []queue.Str // IDs of the notices about it that came after
	Last    *queue.Event
}

// recipients returns those of an event.
func recipients(h *queue.History, e *queue.Event) []queue.Str {
	return h.Recipients[e.RcptAt : e.RcptAt+e.RcptN]
}

// ending collects what is known about each recipient.
type ending struct {
	of   map[queue.Str]Fate
	all  Fate // of those without an event of their own
	held bool
	end  End
}

// EndOf returns how the history of a message ends. events are those of one message, oldest
// first.
func EndOf(h *queue.History, events []queue.Event) End {
	if len(events) == 0 {
		return End{At: queue.NoNumber}
	}
	s := ending{of: map[queue.Str]Fate{}, end: End{At: queue.NoNumber, Last: &events[len(events)-1]}}
	for n := range events {
		s.add(h, &events[n])
	}
	return s.result()
}

func (s *ending) add(h *queue.History, e *queue.Event) {
	fate := Unknown
	switch e.Kind {
	case queue.EventQueued, queue.EventDeferred, queue.EventNotTried:
		fate = Waiting
	case queue.EventDelivered:
		fate = Delivered
	case queue.EventFailed:
		fate = Bounced
	case queue.EventDiscarded:
		fate = Discarded
	case queue.EventReceived:
		s.all = max(s.all, Waiting)
	case queue.EventRejected:
		if s.all == Unknown {
			s.all = Rejected
		}
	case queue.EventMoved:
		s.all = Moved
		s.end.At = e.Time
	case queue.EventHeld:
		s.held = true
	case queue.EventReleased:
		s.held = false
	case queue.EventExpired:
		s.giveUp(h, Expired, e)
	case queue.EventRemoved:
		s.giveUp(h, Removed, e)
	case queue.EventLost:
		s.giveUp(h, Lost, e)
	}
	if e.Other != 0 && (e.Kind == queue.EventNotice || e.Kind == queue.EventExpired) {
		s.end.Notices = append(s.end.Notices, e.Other)
	}
	if fate == Unknown {
		return
	}
	if s.end.At == queue.NoNumber || fate != Waiting {
		s.end.At = e.Time
	}
	if e.RcptN == 0 {
		s.all = fate
	}
	for _, r := range recipients(h, e) {
		s.of[r] = fate
	}
}

// giveUp ends what still waits: the recipients of an event, or all where it names none.
func (s *ending) giveUp(h *queue.History, fate Fate, e *queue.Event) {
	s.end.At = e.Time
	if e.RcptN > 0 {
		for _, r := range recipients(h, e) {
			s.of[r] = fate
		}
		return
	}
	s.all = fate
	for r, f := range s.of {
		if f == Waiting {
			s.of[r] = fate
		}
	}
}

// result returns the gravest of what became of the recipients; it waits as long as one of them does.
func (s *ending) result() End {
	most, open, delivered := Unknown, false, false
	for _, f := range s.of {
		most, open, delivered = max(most, f), open || f == Waiting, delivered || f == Delivered
	}
	switch {
	case s.all > Delivered || len(s.of) == 0:
		most = max(most, s.all)
		open = open || most == Waiting
	case s.all == Moved && most <= Waiting:
		most, open = Moved, false
	}
	if open {
		most = Waiting
		if s.held {
			most = Held
		}
	} else if s.held && most <= Waiting {
		most = Held
	}
	s.end.Fate, s.end.Partly = most, delivered && most != Delivered
	return s.end
}
