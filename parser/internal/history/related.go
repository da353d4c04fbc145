package history

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

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

// follow adds a message that a line about message n names to those whose events are kept, and
// looks up what was logged about it shortly before.
func (c *Collector) follow(l *log, line *maillog.Line, n, slot int32, kind queue.EventKind, id string) {
	if c.find(id) >= 0 || c.earlier && kind != queue.EventReceived { // what came of it was logged later
		return
	}
	other := c.relate(strings.Clone(id), c.subjects[n].System, line)
	if other < 0 {
		return
	}
	s := &c.subjects[other]
	s.by, s.before = slot, kind == queue.EventReceived
	c.lookBack(l, other)
}

// relate adds a message to those whose events are kept because a line names it together with one
// of them. It returns its number, -1 if there are too many.
func (c *Collector) relate(id string, system queue.System, line *maillog.Line) int32 {
	if len(c.subjects)-c.rows >= MaxRelated {
		c.relatedFull = true
		return -1
	}
	n := c.add(Subject{ID: id, Arrived: queue.NoNumber, Server: c.serverOf(system, line)})
	c.subjects[n].unread = c.here()
	if c.earlier { // no line was looked at for it yet
		last := len(c.logs) - 1
		c.subjects[n].unread = place{last, c.logs[last].size}
	}
	return n
}

// origin adds a message that was not asked for, and whose line names one that was: the message that
// a bounce is about, or the same message under an earlier id. Bounces of Exim, and messages that
// Postfix queues again, name the original in their own line.
func (c *Collector) origin(system *System, line *maillog.Line) (n int32, older bool) {
	e := &c.entry
	if e.Other == "" || c.earlier || !follows(e) {
		return -1, false
	}
	if c.find(e.Other) < 0 {
		k := slices.IndexFunc(e.Siblings, func(id string) bool { return c.find(id) >= 0 })
		if k < 0 {
			return -1, false
		}
		e.Other, e.Siblings[k] = e.Siblings[k], e.Other
	}
	if n = c.relate(strings.Clone(e.ID), system.Name, line); n >= 0 {
		older = e.Kind != queue.EventReceived
		c.subjects[n].before = older
	}
	return n, older
}

// lookBack looks for a message in the lines that are still in memory.
func (c *Collector) lookBack(l *log, n int32) {
	if c.again || c.looked > LookBackPerByte*(c.past+c.reader.Offset) {
		return
	}
	c.again = true
	defer func() { c.again = false }()
	id := c.subjects[n].ID
	from := c.reader.Before(id, func(before *maillog.Line, number int32, offset int64) {
		if !strings.HasPrefix(before.Text, id) && before.Program != "exim" {
			return
		}
		c.line(l, before, number, offset)
	})
	c.looked += c.reader.Offset - from
	c.subjects[n].unread.offset = from
}
