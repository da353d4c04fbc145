package history

import (
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
