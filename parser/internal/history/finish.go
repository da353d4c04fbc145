package history

import (
	"cmp"
	"math"
	"slices"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Finish returns the histories of the subjects, by their numbers. Those that are no longer wanted stay
// empty. It must be called once, at the end.
func (c *Collector) Finish(wanted *poll.Poll) *queue.History {
	if c.all {
		c.forget(math.MaxInt64, 1)
		c.give()
		c.rows = len(c.subjects)
	}
	c.byID = nil
	c.date(wanted)
	h := &queue.History{At: make([]uint32, c.rows), N: make([]uint32, c.rows), Recipients: c.rcpts}
	logs := c.order()
	slots := make([]int32, 0, len(c.events))
	var own []event
	for n := range c.subjects {
		if !wanted.More() {
			break
		}
		s := &c.subjects[n]
		own = own[:0]
		for k := s.first; k >= 0 && wanted.More(); k = c.links[k].next {
			own = append(own, c.event(k))
		}
		before := once(merged(withoutCopies(c.ofHost(s, own)), logs))
		own = c.life(s, before)
		if len(before) > 0 && n < c.rows {
			c.lined++
			if len(own) == 0 {
				c.unfit++
			}
		}
		c.seeHosts(s, own)
		from, count := uint32(len(slots)), uint32(len(own))
		for k := range own {
			c.events[own[k].slot].Log = uint16(logs[own[k].Log])
			slots = append(slots, own[k].slot)
		}
		switch {
		case n < c.rows:
			h.At[n], h.N[n] = from, count
			if s.left > 0 {
				if h.Left == nil {
					h.Left = map[int32]int{}
				}
				h.Left[int32(n)] = int(s.left)
			}
		case count > 0:
			if h.Also == nil {
				h.Also = map[queue.Str]queue.AlsoOf{}
			}
			h.Also[c.strings.Add(s.ID)] = queue.AlsoOf{At: from, N: count}
		}
	}
	c.links = nil
	h.Events = inOrder(c.events, slots)
	c.events = nil
	h.Totals = c.totals.result(c.strings)
	c.gaps(wanted)
	h.Logs = make([]queue.Log, len(c.logs))
	for k := range c.logs {
		h.Logs[logs[k]] = c.logs[k].Log
	}
	return h
}

// inOrder returns the events of slots in their order, sorted in place: a copy of very many would
// take as much memory again.
func inOrder(events []queue.Event, slots []int32) []queue.Event {
	if len(slots) < len(events)/2 {
		out := make([]queue.Event, len(slots))
		for n, slot := range slots {
			out[n] = events[slot]
		}
		return out
	}
	place := make([]int32, len(events)) // of the event in each slot, plus one
	for n, slot := range slots {
		place[slot] = int32(n) + 1
	}
	last := int32(len(slots))
	for k := range events {
		if place[k] == 0 {
			last++
			place[k] = last
		}
	}
	for k := range events {
		for at := place[k] - 1; int(at) != k; at = place[k] - 1 {
			events[k], events[at] = events[at], events[k]
			place[k], place[at] = place[at], place[k]
		}
	}
	return events[:len(slots)]
}

// date gives all events and logs their times.
func (c *Collector) date(wanted *poll.Poll) {
	for k := range c.logs {
		c.logs[k].settle()
	}
	c.yearsBeside(wanted)
	for k := range c.logs {
		l := &c.logs[k]
		if len(l.runs) == 0 && l.local > 0 {
			if z, ok := c.zoneBeside(k, wanted); ok {
				l.runs = []run{{1, 1, z, 0}}
			}
		}
		l.breaks()
		l.First = l.when(l.first, l.zoned[0], 1)
		l.Last = l.when(l.last, l.zoned[1], 1<<30)
	}
	for k := range c.events {
		if !wanted.More() {
			return
		}
		ev := &c.events[k]
		if ev.Clock == queue.ClockDerived {
			c.logs[ev.Log].resolve(ev)
		}
	}
}

// breaks notes where pieces of a log are missing.
func (l *log) breaks() {
	pieces, longest := l.missing(int32(l.Lines))
	l.Silent = longest
	if l.bare > 0 && !l.yearKnown() {
		return
	}
	for _, s := range pieces {
		l.Breaks = append(l.Breaks, queue.Break{From: l.when(s.from, s.zone[0], s.line-1), To: l.when(s.to, s.zone[1], s.line), Line: s.line})
	}
	slices.SortFunc(l.Breaks, func(a, b queue.Break) int { return cmp.Compare(a.Line, b.Line) })
}

// yearsBeside gives a log whose year is unknown the one in which it is closest to the others.
func (c *Collector) yearsBeside(wanted *poll.Poll) {
	for k := range c.logs {
		l := &c.logs[k]
		if l.bare == 0 || l.yearKnown() {
			continue
		}
		best, distance := 0, int64(-1)
		for o := range c.logs {
			if !wanted.More() {
				return
			}
			other := &c.logs[o]
			if o == k || other.first == queue.NoNumber || other.bare > 0 && len(other.shift) == 0 && !other.sure {
				continue
			}
			at := maillog.Shift(other.first, other.years())
			years := maillog.YearOf(at) - maillog.YearOf(l.first)
			for y := years - 1; y <= years+1; y++ {
				t := maillog.Shift(l.first, y)
				if d := max(t-at, at-t); distance < 0 || d < distance {
					best, distance = y, d
				}
			}
		}
		if distance >= 0 {
			l.shift = map[int]int{best: 1}
		}
	}
}

// zoneBeside returns the zone of the log next to one whose own zone is unknown.
func (c *Collector) zoneBeside(k int, wanted *poll.Poll) (int32, bool) {
	best := -1
	for o := range c.logs {
		if !wanted.More() {
			return 0, false
		}
		l := &c.logs[o]
		if len(l.runs) == 0 || l.runs[0].n == 0 || !SameHost(l.Host, c.logs[k].Host) {
			continue
		}
		if best < 0 || max(o-k, k-o) < max(best-k, k-best) {
			best = o
		}
	}
	if best < 0 {
		return 0, false
	}
	if best < k {
		return c.logs[best].runs[len(c.logs[best].runs)-1].zone, true
	}
	return c.logs[best].runs[0].zone, true
}

// when returns the true time of a line.
func (l *log) when(t int64, zone, line int32) int64 {
	if t == queue.NoNumber {
		return t
	}
	if zone != noZone {
		return t - int64(zone)
	}
	ev := queue.Event{Time: t, Line: line}
	l.resolve(&ev)
	return ev.Time
}

// resolve makes the local time of an event, whose year was assumed, a true one.
func (l *log) resolve(ev *queue.Event) {
	if l.bare > 0 {
		if !l.yearKnown() {
			ev.Time, ev.Clock = queue.NoNumber, queue.ClockUnknown
			return
		}
		ev.Time = maillog.Shift(ev.Time, l.years())
	}
	if len(l.runs) == 0 {
		if l.local > 0 {
			ev.Clock = queue.ClockUnsure
		}
		return
	}
	zone, clock := l.zoneAt(ev.Line, ev.Time)
	ev.Time -= int64(zone)
	ev.Clock = max(clock, queue.ClockDerived)
}

// order returns the place of each log: by the time of its first line.
func (c *Collector) order() []int {
	by := make([]int, len(c.logs))
	for k := range by {
		by[k] = k
	}
	slices.SortStableFunc(by, func(a, b int) int {
		x, y := &c.logs[a], &c.logs[b]
		if x.First == queue.NoNumber || y.First == queue.NoNumber {
			return 0
		}
		return cmp.Or(cmp.Compare(x.First, y.First), cmp.Compare(x.Last, y.Last))
	})
	place := make([]int, len(by))
	for n, k := range by {
		place[k] = n
	}
	return place
}

// several reports whether events come from more than one log.
func several(events []event) bool {
	for k := range events {
		if events[k].Log != events[0].Log {
			return true
		}
	}
	return false
}

// merged puts the events of a message in order: those of one log keep their order, since the clock
// may have gone back; several logs are merged by time.
func merged(events []event, place []int) []event {
	slices.SortStableFunc(events, func(a, b event) int {
		return cmp.Or(cmp.Compare(place[a.Log], place[b.Log]), cmp.Compare(a.Line, b.Line))
	})
	first := 0
	for first < len(events) && events[first].Log == events[0].Log {
		first++
	}
	if first == len(events) {
		return events
	}
	// The times of one log that go back count as the latest before them.
	keys := make([]int64, len(events))
	at := make([]int, len(events))
	for k := range events {
		keys[k], at[k] = events[k].Time, k
		if k > 0 && events[k].Log == events[k-1].Log {
			keys[k] = max(keys[k], keys[k-1])
		}
	}
	slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	out := make([]event, len(events))
	for n, k := range at {
		out[n] = events[k]
	}
	return out
}

// withoutCopies drops lines that occur a second time in the same log after it went back to earlier
// times: overlapping files were joined into one. Equal lines without such a step are kept.
func withoutCopies(events []event) []event {
	if !slices.ContainsFunc(events, func(e event) bool { return e.pass > 0 }) {
		return events
	}
	type line struct {
		time  int64
		nanos int32
		sum   uint32
		log   uint16
		kind  queue.EventKind
	}
	first := make(map[line]int32, len(events)) // the pass in which a line stood first
	return slices.DeleteFunc(events, func(e event) bool {
		l := line{e.Time, e.Nanos, e.sum, e.Log, e.Kind}
		pass, seen := first[l]
		if !seen {
			first[l] = e.pass
		}
		return seen && pass != e.pass && e.Time != queue.NoNumber
	})
}

// once drops lines that another log has, too: rotated files overlap, and levels of syslog have files
// of their own.
func once(events []event) []event {
	if len(events) == 0 || events[0].Log == events[len(events)-1].Log && !several(events) {
		return events
	}
	out := events[:0:0]
	for k := range events {
		ev := &events[k]
		copies := 0
		for n := len(out) - 1; n >= 0; n-- {
			o := &out[n]
			if o.Time < ev.Time-1 {
				break
			}
			if o.Log != ev.Log && o.Time == ev.Time && o.sum == ev.sum && o.Kind == ev.Kind {
				copies++
			}
		}
		if copies > 0 {
			same := 0 // of this log, dropped or not
			for n := 0; n < k; n++ {
				o := &events[n]
				if o.Log == ev.Log && o.Time == ev.Time && o.sum == ev.sum {
					same++
				}
			}
			if same < copies {
				continue
			}
		}
		out = append(out, *ev)
	}
	return out
}
