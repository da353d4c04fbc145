package history

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// keep keeps an entry as an event of its subject.
func (c *Collector) keep(l *log, line *maillog.Line, where at, first int32, count uint32) {
	n := c.choose(first, line)
	if n < 0 && c.all { // two hosts have the id
		n = c.open(c.entry.ID, c.subjects[first].System, line)
	}
	if n < 0 || c.earlier && !c.looksFor(n, where.offset) {
		return
	}
	s := &c.subjects[n]
	e := &c.entry
	if !line.Zoned && e.Delay >= 0 && s.Arrived != queue.NoNumber {
		l.vote(where, s.Arrived+int64(e.Delay), line.Dated)
	}
	sum := sumOf(line.Text)
	clock := queue.ClockExact
	if !line.Zoned || !line.Dated {
		clock = queue.ClockDerived
	}
	if where.time == queue.NoNumber {
		clock = queue.ClockUnknown
	}
	host := c.strings.Add(line.Host)
	ev := queue.Event{
		Time: where.time, Nanos: where.nanos, Line: where.line, Offset: where.offset, Size: e.Size, Delay: e.Delay, Count: count,
		Program: c.strings.Add(line.Program), Log: uint16(c.number), Kind: e.Kind, Code: e.Code, Clock: clock,
	}
	if c.textFull = c.textFull || int(c.strings.Size())-c.free > MaxTexts; !c.textFull {
		add := c.strings.Add
		ev.Sender, ev.Peer, ev.IP, ev.Login = add(e.Sender), add(e.Peer), add(e.IP), add(e.Login)
		ev.Status, ev.Text, ev.Other = add(e.Status), add(e.Text), add(e.Other)
		c.recipients(&ev, s, e.Recipients)
	}
	slot := c.append(n, ev, link{next: -1, sum: sum, host: host, born: e.Born, pass: where.pass})
	if s.before && s.by < 0 {
		s.by = slot
	}
	if e.Other == "" || c.all || !follows(e) {
		return
	}
	kind, ids := e.Kind, append([]string{e.Other}, e.Siblings...) // looking back reads other entries
	for _, id := range ids {
		c.follow(l, line, n, slot, kind, id)
	}
}

// choose returns the subject that a line is about, among those with its id, -1 if it is about none. A
// message of a queue may have lines under any name of its host, if no other has its id.
func (c *Collector) choose(first int32, line *maillog.Line) int32 {
	s := &c.subjects[first]
	if s.next < 0 && (int(first) < c.rows || !c.reused(s)) {
		return first
	}
	for n := first; n >= 0; n = c.subjects[n].next {
		s := &c.subjects[n]
		if (SameHost(s.Host, line.Host) || unnamed(s.Host) != unnamed(line.Host)) && sameInstance(s, line.Program) {
			return n
		}
	}
	return -1
}

// unnamed reports whether the name in a line can stand for a host of any name.
func unnamed(host string) bool { return host == "localhost" || maillog.IsIP(host) }

// sameInstance reports whether a program belongs to the instance of Postfix that has a message.
func sameInstance(s *subject, program string) bool {
	if s.Instance == "" {
		return true
	}
	instance, _, ok := strings.Cut(program, "/")
	return !ok || instance == s.Instance
}

// recipients gives an event its recipients. Attempts often name those of the attempt before.
func (c *Collector) recipients(ev *queue.Event, s *subject, list []string) {
	if len(list) == 0 {
		return
	}
	ev.RcptN = uint32(len(list))
	if s.last >= 0 {
		if before := &c.events[s.last]; before.RcptN == ev.RcptN && c.sameRecipients(before.RcptAt, list) {
			ev.RcptAt = before.RcptAt
			return
		}
	}
	ev.RcptAt = uint32(len(c.rcpts))
	for _, address := range list {
		c.rcpts = append(c.rcpts, c.strings.Add(address))
	}
}

func (c *Collector) sameRecipients(from uint32, list []string) bool {
	for k, address := range list {
		if c.strings.Get(c.rcpts[int(from)+k]) != address {
			return false
		}
	}
	return true
}

// append adds an event to those of a subject. If there are too many, the middle is left out.
func (c *Collector) append(n int32, ev queue.Event, of link) (slot int32) {
	s := &c.subjects[n]
	slot = int32(len(c.events))
	most, first := int32(MaxEvents), int32(firstEvents)
	if len(c.events) >= MaxAll { // each keeps its number of events; new ones replace old ones
		c.full = true
		most, first = min(most, max(s.n, fewEvents)), min(first, fewEvents/2)
	}
	if len(c.events) >= c.most { // the last one of each is replaced
		c.dense = c.dense || c.most < 2*MaxAll
		most = min(most, max(s.n, 2))
	}
	if s.n >= most && s.keep >= 0 {
		if s.left == 0 {
			c.capped++
		}
		if c.links[s.keep].next < 0 {
			s.keep = s.first
			for range s.n/2 - 1 {
				s.keep = c.links[s.keep].next
			}
		}
		slot = c.links[s.keep].next
		c.links[s.keep].next = c.links[slot].next
		s.n--
		s.left++
		if s.last == slot {
			s.last = s.keep
		}
		c.events[slot], c.links[slot] = ev, of
	} else if len(c.events) >= c.most {
		s.left++
		return -1
	} else {
		c.grow()
		c.events, c.links = append(c.events, ev), append(c.links, of)
	}
	c.link(s, slot, first)
	return slot
}

// grow makes room for events. Of hundreds of thousands, each that is moved is in memory twice for
// some time, so it makes the steps up to the usual number of a queue in one.
func (c *Collector) grow() {
	n := len(c.events)
	if n < cap(c.events) || n < 1<<16 {
		return
	}
	const usual, most = 3, 8 // events of a message, and times as many as there are
	want := min(c.most, max(usual*c.rows, n+n/4), most*n)
	c.events = slices.Grow(c.events, want-n)
	c.links = slices.Grow(c.links, want-n)
}

// link puts an event after those of a subject. The first ones always stay.
func (c *Collector) link(s *subject, slot, first int32) {
	if s.last >= 0 {
		c.links[s.last].next = slot
	} else {
		s.first = slot
	}
	s.last = slot
	if s.n++; s.n <= first {
		s.keep = slot
	}
}

// fewEvents is how many events a message may have once there are MaxAll.
const fewEvents = 8
