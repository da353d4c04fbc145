package history

import "github.com/spoolscope/spoolscope/parser/queue"

// A message fits a life that began at most this long before or after it arrived, in seconds. Without
// a zone it is half a day more.
const (
	lifeSlack   = 600
	unsureSlack = 15 * hour
	// outOfOrder is the number of seconds within which the lines of several processes may be out of
	// order.
	outOfOrder = 2
)

// life cuts off the events of other messages that had the same id (formats/logs.md §5.4).
func (c *Collector) life(s *subject, events []event) []event {
	if len(events) < 2 && s.Arrived == queue.NoNumber || len(events) == 0 || !c.reused(s) {
		return events
	}
	wanted := s.Arrived
	if wanted == queue.NoNumber && s.by >= 0 {
		wanted = c.events[s.by].Time
	}
	var best []event
	bestOff := int64(-1)
	for from := 0; from < len(events); {
		to := from + 1
		for to < len(events) && !begins(events[from:to], &events[to]) {
			to++
		}
		one := events[from:to]
		from = to
		off, fits := fit(one, wanted)
		if wanted == queue.NoNumber || s.before && (one[0].Time == queue.NoNumber || one[0].Time <= wanted+lifeSlack) {
			best = one // the last one
			continue
		} else if s.before {
			break
		}
		if fits && (bestOff < 0 || off <= bestOff) {
			best, bestOff = one, off
		}
	}
	return best
}

// reused reports whether ids like that of a message are used again.
func (c *Collector) reused(s *subject) bool {
	for k := range c.systems {
		if sys := &c.systems[k]; sys.Name == s.System && sys.DecodeID != nil {
			info, ok := sys.DecodeID(s.ID)
			return ok && info.Time == 0
		}
	}
	return false
}

// begins reports whether an event is the first of another message than those before it.
func begins(before []event, e *event) bool {
	last := &before[len(before)-1]
	received, born, ended := false, false, false
	for k := range before {
		b := &before[k]
		received = received || b.Kind == queue.EventReceived
		born = born || b.born
		ended = b.Kind == queue.EventEnded || b.Kind == queue.EventRemoved || ended && e.Time-b.Time <= outOfOrder
	}
	switch {
	case last.Time == queue.NoNumber || e.Time == queue.NoNumber:
		return e.born && born
	case e.born:
		return born || ended || e.Time-last.Time > hour
	case ended:
		return e.Time-last.Time > outOfOrder
	case e.Kind == queue.EventReceived && received && last.Log == e.Log:
		return e.Time-last.Time > outOfOrder
	}
	then, now := arrival(before), arrivalOf(e)
	return then != queue.NoNumber && now != queue.NoNumber && max(then-now, now-then) > lifeSlack
}

// arrivalOf returns when the message of an event arrived, by the age in its line.
func arrivalOf(e *event) int64 {
	if e.Delay < 0 || e.Time == queue.NoNumber {
		return queue.NoNumber
	}
	return e.Time - int64(e.Delay)
}

func arrival(events []event) int64 {
	for k := range events {
		if t := arrivalOf(&events[k]); t != queue.NoNumber {
			return t
		}
	}
	return queue.NoNumber
}

// fit returns how far a life is from the time at which its message arrived, and whether it can be that of
// the message. One whose beginning is not in the logs has to end after that time.
func fit(events []event, wanted int64) (off int64, ok bool) {
	first, last := &events[0], &events[len(events)-1]
	if first.Time == queue.NoNumber || wanted == queue.NoNumber {
		return 0, true
	}
	slack := int64(lifeSlack)
	if first.Clock >= queue.ClockUnsure {
		slack = unsureSlack
	}
	began := arrival(events)
	if began == queue.NoNumber && (first.born || first.Kind == queue.EventReceived) {
		began = first.Time
	}
	if began != queue.NoNumber {
		off = max(began-wanted, wanted-began)
		return off, off <= slack
	}
	return max(first.Time-wanted, 0), last.Time >= wanted-slack
}
