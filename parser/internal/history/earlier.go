package history

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// MaxRereads is how many times logs are read once more for messages that were named late: what is
// found then can name older ones.
const MaxRereads = 3

// place is the position of a line in the logs, in the order in which they are read.
type place struct {
	log    int
	offset int64
}

func (c *Collector) here() place { return place{c.number, c.reader.Offset} }

// Stretch is the beginning of a log, up to an offset.
type Stretch struct {
	Log int // as in the order of reading
	End int64
}

// Earlier returns what has to be read once more, as lines in it may be about messages that only a later
// line named: the original of a bounce, or a message that was queued again under another id. A
// message that is known from its beginning needs nothing more.
func (c *Collector) Earlier() []Stretch {
	ends := make([]int64, len(c.logs))
	c.wanted = nil
	for n := c.rows; n < len(c.subjects); n++ {
		s := &c.subjects[n]
		if s.unread == (place{}) || !c.begunEarlier(s) {
			continue
		}
		if c.wanted == nil {
			c.wanted = map[int32]bool{}
		}
		c.wanted[int32(n)] = true
		made := c.madeAt(s)
		for k := 0; k <= s.unread.log && k < len(ends); k++ {
			if made != queue.NoNumber && c.logs[k].endsBefore(made) {
				continue
			}
			end := s.unread.offset
			if k < s.unread.log {
				end = c.logs[k].size
			}
			ends[k] = max(ends[k], end)
		}
	}
	var out []Stretch
	for k, end := range ends {
		if end > 0 {
			out = append(out, Stretch{k, end})
		}
	}
	return out
}

// begunEarlier reports whether the beginning of a message is not known, and is older than the line that
// named it.
func (c *Collector) begunEarlier(s *subject) bool {
	for k := s.first; k >= 0; k = c.links[k].next {
		if c.links[k].born || c.events[k].Kind == queue.EventReceived {
			return false
		}
	}
	if s.before || s.by < 0 {
		return s.before
	}
	switch by := &c.events[s.by]; by.Kind {
	case queue.EventDelivered: // another program's message has no line here at all
		return s.n > 0
	case queue.EventMoved:
		return s.n > 0 && s.System == queue.Postfix // sendmail's clones begin with this line
	}
	return false
}

// madeAt returns when a message got its id, according to the id.
func (c *Collector) madeAt(s *subject) int64 {
	for k := range c.systems {
		if sys := &c.systems[k]; sys.Name == s.System && sys.DecodeID != nil {
			if info, ok := sys.DecodeID(s.ID); ok && info.Time > 0 {
				return info.Time
			}
		}
	}
	return queue.NoNumber
}

// endsBefore reports whether the last line of a log is surely older than a time: whatever its zone,
// and while its year is known.
func (l *log) endsBefore(t int64) bool {
	if l.last == queue.NoNumber || l.bare > 0 && !l.yearKnown() {
		return false
	}
	last := l.last
	if l.bare > 0 {
		last = maillog.Shift(last, l.years())
	}
	return last < t-2*day
}

// Log returns a log that was read, by its number in the order of reading.
func (c *Collector) Log(n int) Log { return c.logs[n].from }

// ReadEarlier reads the beginning of a log once more, for the messages that made Earlier return it.
func (c *Collector) ReadEarlier(ctx context.Context, part Stretch, r io.Reader, progress func(read int64)) error {
	of := &c.logs[part.Log]
	l := log{Log: of.Log, clock: newClock(of.from)} // what its lines tell by themselves is known
	c.number, c.again, c.earlier = part.Log, true, true
	defer func() { c.again, c.earlier = false, false }()
	return c.lines(ctx, &l, io.LimitReader(r, part.End), progress)
}

// EndEarlier notes that all of what Earlier returned was read.
func (c *Collector) EndEarlier() {
	for n := range c.wanted {
		c.subjects[n].unread = place{}
	}
	c.wanted = nil
}

// LeaveEarlier gives up what Earlier would return.
func (c *Collector) LeaveEarlier() {
	c.Earlier()
	c.partly = len(c.wanted)
	c.wanted = nil
}

// looksFor reports whether the line at an offset is one of those that are read once more for a message.
func (c *Collector) looksFor(n int32, offset int64) bool {
	at := c.subjects[n].unread
	return c.wanted[n] && (c.number < at.log || c.number == at.log && offset < at.offset)
}

// skips reports whether a line cannot be about any of the messages for which it is read once more: its
// text begins with another id. A login has no id, and belongs to the next message.
func (c *Collector) skips(text string) bool {
	const longest = 30
	end := strings.IndexAny(text[:min(len(text), longest)], ": ")
	if end <= 0 || c.find(text[:end]) >= 0 {
		return false
	}
	return slices.ContainsFunc([]byte(text[:end]), func(b byte) bool { return b >= '0' && b <= '9' })
}
