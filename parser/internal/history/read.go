package history

import (
	"context"
	"hash/crc32"
	"io"
	"strings"
	"unsafe"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// log is a log that was read.
type log struct {
	queue.Log
	clock
	several bool // lines of more than one host
	failed  error
	lost    int // entries of the journal without their text
	long    int // lines that were cut
}

// pollEvery is how many lines are read between two looks at the context.
const pollEvery = 4096

// Read reads a log. The error is the context's; what else went wrong is reported by Finish.
func (c *Collector) Read(ctx context.Context, from Log, r io.Reader, progress func(read int64)) error {
	if len(c.logs) >= MaxLogs {
		return ctx.Err()
	}
	c.logs = append(c.logs, log{
		Log:   queue.Log{Name: from.Name, File: from.File, Packed: from.Packed, First: queue.NoNumber, Last: queue.NoNumber},
		clock: newClock(from),
	})
	l := &c.logs[len(c.logs)-1]
	if c.reader == nil {
		c.reader = maillog.NewReader(r)
	} else {
		c.reader.Reset(r)
	}
	c.parts.reset()
	clear(c.logins)
	c.totals.begin()
	c.seen.begin()
	c.last = lastLine{}
	var err error
	for {
		known, more := c.reader.Next()
		if !more {
			break
		}
		if c.reader.Number%pollEvery == 0 {
			if err = ctx.Err(); err != nil {
				break
			}
			progress(c.reader.Offset)
		}
		if c.reader.Cut {
			l.long++
		}
		if known {
			c.line(l, &c.reader.Line, c.reader.Number, c.reader.Offset)
		}
	}
	c.flushParts(l)
	c.endTotals(l)
	l.Lines, l.lost, l.failed = int(c.reader.Number), c.reader.Lost, c.reader.Err()
	if err == nil {
		err = ctx.Err()
	}
	return err
}

// at is where a line stands.
type at struct {
	time   int64 // civil, with the year that is assumed
	nanos  int32
	line   int32
	offset int64
}

// line takes one line with an envelope.
func (c *Collector) line(l *log, line *maillog.Line, number int32, offset int64) {
	l.seeHost(line.Host)
	where := at{time: queue.NoNumber, nanos: line.Nanos, line: number, offset: offset}
	if line.Timed {
		before := l.clock
		where.time = l.civil(line, number)
		if c.again {
			l.clock = before
		}
	}
	if n, of := line.Repeats(); n > 0 {
		c.repeated(l, line, where, n, of)
		return
	}
	line.Inner()
	system := c.systemOf(line.Program)
	if system == nil {
		if system = c.byWord(line.Text); system == nil {
			c.last.system = nil
			return
		}
	}
	if system.CutPart != nil {
		if of, part, rest, ok := system.CutPart(line.Text); ok {
			c.part(l, line, where, system, of, part, rest)
			return
		}
	}
	c.read(l, line, where, system, line.Text, 1)
}

// byWord finds the system of a line whose program has any name, by an id that begins its text.
func (c *Collector) byWord(text string) *System {
	const longest = 30
	end := strings.IndexByte(text[:min(len(text), longest)], ':')
	if end <= 0 {
		return nil
	}
	n := c.find(text[:end])
	if n < 0 {
		return nil
	}
	for k := range c.systems {
		if c.systems[k].Name == c.subjects[n].System {
			return &c.systems[k]
		}
	}
	return nil
}

// read lets the grammar of a system read a text.
func (c *Collector) read(l *log, line *maillog.Line, where at, system *System, text string, count uint32) {
	e := &c.entry
	e.Reset()
	known := system.Parse(line.Program, text, e)
	switch {
	case c.again:
	case known:
		l.Known++
	default:
		c.unknown.add(l, line, where.line, text)
	}
	c.last.set(line, text, system)
	if !c.again {
		c.totals.add(where.time, e, count)
		c.seen.line(where.time, text)
	}
	if e.ID == "" {
		if e.Login != "" && line.PID != "" && len(c.logins) < maxPrograms {
			c.logins[strings.Clone(line.PID)] = strings.Clone(e.Login)
		}
		return
	}
	if e.Kind == queue.EventReceived {
		if !line.Zoned && system.DecodeID != nil && !c.again {
			if info, ok := system.DecodeID(e.ID); ok && info.Time > 0 {
				l.weakVote(where, info.Time)
			}
		}
		if e.Login == "" && len(c.logins) > 0 && line.PID != "" {
			if login, ok := c.logins[line.PID]; ok {
				e.Login = login
				delete(c.logins, line.PID)
			}
		}
	}
	n := c.find(e.ID)
	if n < 0 && e.Kind == queue.EventReceived && e.Other != "" && c.find(e.Other) >= 0 && len(c.subjects)-c.rows < MaxRelated {
		// What Exim makes of a message says so in its own line.
		n = c.add(Subject{ID: strings.Clone(e.ID), System: system.Name, Host: strings.Clone(line.Host), Arrived: queue.NoNumber})
		c.subjects[n].by = -1
	}
	if n < 0 && c.all {
		n = c.open(e.ID, system, line)
	}
	if n < 0 {
		return
	}
	c.keep(l, line, where, n, count)
}

// keep keeps an entry as an event of its subject.
func (c *Collector) keep(l *log, line *maillog.Line, where at, first int32, count uint32) {
	n := c.choose(first, line)
	if n < 0 {
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
		Program: c.strings.Add(line.Program), Log: uint16(len(c.logs) - 1), Kind: e.Kind, Code: e.Code, Clock: clock,
	}
	if c.textFull = c.textFull || int(c.strings.Size())-c.free > MaxTexts; !c.textFull {
		add := c.strings.Add
		ev.Sender, ev.Peer, ev.IP, ev.Login = add(e.Sender), add(e.Peer), add(e.IP), add(e.Login)
		ev.Status, ev.Text, ev.Other = add(e.Status), add(e.Text), add(e.Other)
		c.recipients(&ev, s, e.Recipients)
	}
	slot := c.append(n, event{Event: ev, next: -1, sum: sum, host: host, born: e.Born})
	if e.Other != "" && !c.all && follows(e) {
		c.follow(l, e.Other, s.System, line, slot)
	}
}

// choose returns the subject that a line is about, among those with its id.
func (c *Collector) choose(first int32, line *maillog.Line) int32 {
	if c.subjects[first].next < 0 {
		return first
	}
	for n := first; n >= 0; n = c.subjects[n].next {
		s := &c.subjects[n]
		if SameHost(s.Host, line.Host) && sameInstance(s, line.Program) {
			return n
		}
	}
	return -1
}

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

// append adds an event to those of a subject. Of too many the middle is left out.
func (c *Collector) append(n int32, ev event) (slot int32) {
	s := &c.subjects[n]
	slot = int32(len(c.events))
	most, first := int32(MaxEvents), int32(firstEvents)
	if len(c.events) >= MaxAll { // each keeps what it has, and what is new replaces what is old
		c.full = true
		most, first = min(most, max(s.n, fewEvents)), min(first, fewEvents/2)
	}
	if s.n >= most && s.keep >= 0 {
		if s.left == 0 {
			c.capped++
		}
		if c.events[s.keep].next < 0 {
			s.keep = s.first
			for range s.n/2 - 1 {
				s.keep = c.events[s.keep].next
			}
		}
		slot = c.events[s.keep].next
		c.events[s.keep].next = c.events[slot].next
		s.n--
		s.left++
		if s.last == slot {
			s.last = s.keep
		}
		c.events[slot] = ev
	} else if len(c.events) >= 2*MaxAll {
		s.left++
		return -1
	} else {
		c.events = append(c.events, ev)
	}
	c.link(s, slot, first)
	return slot
}

// link puts an event behind those of a subject. The first ones stay, whatever comes.
func (c *Collector) link(s *subject, slot, first int32) {
	if s.last >= 0 {
		c.events[s.last].next = slot
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

// follows reports whether the other id in a line belongs to this server, and its history to that of
// the message: a notice, a sibling, or the same message in another queue here.
func follows(e *maillog.Entry) bool {
	switch e.Kind {
	case queue.EventNotice, queue.EventExpired, queue.EventMoved, queue.EventReceived:
		return true
	case queue.EventDelivered:
		return strings.HasPrefix(e.IP, "127.") || e.IP == "::1"
	}
	return false
}

// follow adds a message that a line names to those whose events are kept. What shortly before was
// logged about it is looked up.
func (c *Collector) follow(l *log, id string, system queue.System, line *maillog.Line, by int32) {
	if c.find(id) >= 0 || len(c.subjects)-c.rows >= MaxRelated {
		return
	}
	id = strings.Clone(id)
	n := c.add(Subject{ID: id, System: system, Host: strings.Clone(line.Host), Arrived: queue.NoNumber})
	c.subjects[n].by = by
	if c.again {
		return
	}
	c.again = true
	defer func() { c.again = false }()
	c.reader.Before(id, func(before *maillog.Line, number int32, offset int64) {
		if !strings.HasPrefix(before.Text, id) && before.Program != "exim" {
			return
		}
		c.line(l, before, number, offset)
	})
}

// sumOf is a hash of a text, the same one each time.
func sumOf(s string) uint32 { return crc32.ChecksumIEEE(unsafe.Slice(unsafe.StringData(s), len(s))) }
