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
	from    Log
	size    int64 // bytes
	failed  error
	lost    int // entries of the journal without their text
	long    int // lines that were cut
}

// outOfOrderLines is the number of seconds within which lines of one log may be out of order: syslog
// over a network takes that long.
const outOfOrderLines = 120

// pollEvery is the number of lines between two checks of the context.
const pollEvery = 4096

// Read reads a log. The error is the context's; Finish reports whatever else went wrong.
func (c *Collector) Read(ctx context.Context, from Log, r io.Reader, progress func(read int64)) error {
	if len(c.logs) >= MaxLogs {
		return ctx.Err()
	}
	c.logs = append(c.logs, log{
		Log:   queue.Log{Name: from.Name, File: from.File, Packed: from.Packed, First: queue.NoNumber, Last: queue.NoNumber},
		clock: newClock(from),
		from:  from,
	})
	c.number = len(c.logs) - 1
	l := &c.logs[c.number]
	c.totals.begin()
	c.seen.begin()
	err := c.lines(ctx, l, r, progress)
	c.endTotals(l)
	l.Lines, l.lost, l.failed = int(c.reader.Number), c.reader.Lost, c.reader.Err()
	l.size = c.reader.Size()
	c.past += l.size
	return err
}

// lines reads the lines of a log.
func (c *Collector) lines(ctx context.Context, l *log, r io.Reader, progress func(read int64)) error {
	if c.reader == nil {
		c.reader = maillog.NewReader(r)
	} else {
		c.reader.Reset(r)
	}
	c.parts.reset()
	clear(c.logins)
	c.last, c.pass = lastLine{}, 0
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
	pass   int32 // how often the log went back to earlier times before it
}

// line takes one line with an envelope.
func (c *Collector) line(l *log, line *maillog.Line, number int32, offset int64) {
	l.seeHost(line.Host)
	where := at{time: queue.NoNumber, nanos: line.Nanos, line: number, offset: offset}
	if line.Timed {
		before := l.clock
		where.time = l.civil(line, number)
		if c.again && !c.earlier { // a line that was looked up
			l.clock = before
		} else if before.prev != queue.NoNumber && l.last < before.prev-outOfOrderLines {
			c.pass++
		}
		where.pass = c.pass
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
	if c.earlier && c.skips(text) {
		c.last.system = nil
		return
	}
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
	n, older := c.find(e.ID), false
	if n < 0 && !c.all {
		n, older = c.origin(system, line)
	}
	if n < 0 && c.all {
		n = c.open(e.ID, system.Name, line)
	}
	if n < 0 {
		return
	}
	c.keep(l, line, where, n, count)
	if older {
		c.lookBack(l, n)
	}
}

// sumOf returns a hash of a text, the same one each time.
func sumOf(s string) uint32 { return crc32.ChecksumIEEE(unsafe.Slice(unsafe.StringData(s), len(s))) }
