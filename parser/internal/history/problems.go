package history

import (
	"fmt"
	"slices"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// YearOf returns the year of a time, Unix seconds.
func YearOf(t int64) int { return maillog.YearOf(t) }

// Failed records problems with the bytes of a log.
func (c *Collector) Failed(problems ...queue.Problem) { c.failed = append(c.failed, problems...) }

// Problems returns what could not be read, or contradicts itself. Finish must have been called.
func (c *Collector) Problems() []queue.Problem {
	out := append(slices.Clone(c.failed), c.found...)
	add := func(kind queue.Kind, file string, line int32, format string, args ...any) {
		p := queue.Problem{Pos: queue.Pos{File: file, Offset: -1, Line: int(line)}, Kind: kind, Reason: fmt.Sprintf(format, args...)}
		if kind == queue.KindLimit {
			p.Err = queue.ErrLimit
		}
		out = append(out, p)
	}
	for k := range c.logs {
		l := &c.logs[k]
		if l.failed != nil {
			add(queue.KindUnreadable, l.Name, 0, "reading the log stopped after line %d: %v", l.Lines, l.failed)
		}
		if l.lost > 0 {
			add(queue.KindLogLines, l.Name, 0, "%d entries of the journal have no text: it was longer than 4096 bytes; journalctl -a writes it", l.lost)
		}
		if l.long > 0 {
			add(queue.KindLimit, l.Name, 0, "%d lines are longer than %d KiB; their ends were left out", l.long, maillog.MaxLine>>10)
		}
		if l.bare > 0 && !l.yearKnown() {
			add(queue.KindLogTime, l.Name, 0, "nothing shows the year of its lines")
		} else if l.local > 0 && len(l.runs) == 0 && l.Known > 0 {
			add(queue.KindLogTime, l.Name, 0, "nothing shows the time zone of its lines; they are shown as UTC")
		}
	}
	if c.unfit > 0 {
		add(queue.KindLogTime, "", 0, "the lines about %s of %s messages are not shown: judging by their times, they are about others with the same ids; the clocks of several servers in one log may be in different zones", count.Text(int64(c.unfit)), count.Text(int64(c.lined)))
	}
	if c.openFull {
		add(queue.KindLimit, "", 0, "more than %s messages were not finished at one time; later ones are left out", count.Text(MaxOpen))
	}
	if c.capped > 0 {
		add(queue.KindLimit, "", 0, "%s messages have more than %s events in the logs: the first %s and the last ones are shown", count.Text(int64(c.capped)), count.Text(MaxEvents), count.Text(firstEvents))
	}
	if c.full {
		add(queue.KindLimit, "", 0, "the messages have more than %s events in the logs: the first and the last ones of each are shown", count.Text(MaxAll))
	}
	if c.dense {
		add(queue.KindLimit, "", 0, "the messages have more than %s events in the logs, and more than one for each %s bytes that were read: the first ones and the last one of each are shown", count.Text(FreeEvents), count.Text(BytesPerEvent))
	}
	if c.textFull {
		add(queue.KindLimit, "", 0, "the logs say more than %d MiB about these messages: later events have no texts", MaxTexts>>20)
	}
	if c.relatedFull {
		add(queue.KindLimit, "", 0, "lines about the messages name more than %s others: later ones are not searched for", count.Text(MaxRelated))
	}
	if c.crowded {
		add(queue.KindLimit, "", 0, "more than %s messages have the same id: lines about the others are not looked for", count.Text(MaxSame))
	}
	if c.partly > 0 {
		add(queue.KindLimit, "", 0, "the beginning of %s messages that others lead back to is not searched for: the logs were read %s times", count.Text(int64(c.partly)), count.Text(int64(MaxRereads+1)))
	}
	if c.unknown.n > 0 {
		for k, s := range c.unknown.samples {
			if k == 0 {
				add(queue.KindLogLines, s.log, s.line, "%s lines of the logs are not understood, like this one", count.Text(int64(c.unknown.n)))
			} else {
				add(queue.KindLogLines, s.log, s.line, "not understood, like others")
			}
			out[len(out)-1].Bytes = s.text
		}
	}
	return out
}
