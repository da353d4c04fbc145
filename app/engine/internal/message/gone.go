package message

import (
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage/history"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// gone says what became of a message that is in the earlier of two captures only; nil for another
// message.
func (p *past) gone(events []queue.Event) *protocol.Fate {
	c := p.c
	if c.Other == nil || !c.Earlier || c.Index.Partner(p.row) >= 0 {
		return nil
	}
	out := &protocol.Fate{Text: words.UpperFirst(fate(p.h, events, c.Queue.Taken)) + "."}
	end := history.EndOf(p.h, events)
	cover := history.CoverOf(p.h, c.Queue.Taken, c.Other.Queue.Taken)
	switch {
	case end.Fate > history.Rejected:
	case c.Index.Count(likely, []int32{p.row}) > 0:
		out.Text = "Very likely removed by hand, after " + p.lastLine(events) + ": the log covers the whole time and has no line about how it left. A crash or a move to another directory looks the same."
	case cover == history.HasGap:
		out.Text = "It left the queue; how is unknown: the log " + p.gap(events) + "."
	default:
		out.Text = "It left the queue; the log does not say how" + lacks[cover] + "."
	}
	for _, id := range end.Notices {
		l := p.link("notice", id)
		if l.Query == "" && l.Fate == "" {
			if _, ok := c.Other.Queue.Strings.Find(c.Queue.Text(id)); ok {
				l.Fate = "in the later capture"
			}
		}
		out.Notices = append(out.Notices, *l)
	}
	return out
}

// likely selects messages that were very likely removed by hand.
var likely = filter.Word("diff", "likely-removed")

// lacks are the reasons why a log does not show how a message left.
var lacks = [...]string{
	history.NoLog:      ": it ends before the earlier capture",
	history.EndsEarly:  ": it ends before the later capture",
	history.BeginsLate: ": it begins after the earlier capture",
	history.NoFailures: ": it has no failed attempt of any message, so its level is too low",
	history.Whole:      "",
}

// gap says which time after the last line of the message no log covers.
func (p *past) gap(events []queue.Event) string {
	from, to := p.c.Queue.Taken, p.c.Other.Queue.Taken
	gaps := history.GapsIn(p.h, from, to)
	g, ok := gaps.After(events)
	if !ok {
		if g, ok = gaps.Any(); !ok || len(events) > 0 {
			return "does not say it"
		}
	}
	return "has a gap from " + words.DateNear(g.From, from) + " to " + words.DateNear(g.To, from)
}

// lastLine returns the time of the last event.
func (p *past) lastLine(events []queue.Event) string {
	if len(events) == 0 || events[len(events)-1].Time == queue.NoNumber {
		return "its last line"
	}
	return "its last line, " + words.DateNear(events[len(events)-1].Time, p.c.Queue.Taken)
}
