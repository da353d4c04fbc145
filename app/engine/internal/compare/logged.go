package compare

import (
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage/history"
	"github.com/spoolscope/spoolscope/app/words"
)

// loggedKinds are what logs can show about a message that left.
var loggedKinds = [...]changeKind{
	{"diff:delivered", "Were delivered", "The next server, a mailbox or a program accepted them, according to the log."},
	{"diff:bounced", "Bounced", "Refused for good for at least some of their recipients. The history of each names its notice."},
	{"diff:expired", "Expired", "They were too old; sendmail gave them up."},
	{"diff:removed", "Were removed by hand", "The log says that an operator did it."},
	{"diff:discarded", "Were discarded", "A rule or a filter threw them away."},
	{"diff:moved-on", "Go on under another ID", "As a list, a split message, or a requeued one."},
	{"diff:likely-removed", "Were very likely removed by hand", "The log covers the whole time and does not say how they left: sendmail logs whatever it does itself. A crash or a move to another directory looks the same."},
	{"diff:unknown", "Unknown", "They left the queue; the log does not say how."},
}

// departures counts what became of the messages that went.
func (c *Comparison) departures(before *side, query string) []protocol.Kind {
	if c.diff.Cover == history.NoLog {
		return counts(before.Capture, before.moved, query, departureKinds[:])
	}
	return counts(before.Capture, before.moved, query, loggedKinds[:])
}

// coverNote says what the logs lack, "" for nothing.
func (c *Comparison) coverNote() string {
	h := c.Earlier.Index.History
	if h == nil {
		return ""
	}
	first, last := history.Reach(h)
	from, to := c.Earlier.Queue.Taken, c.Later.Queue.Taken
	switch c.diff.Cover {
	case history.NoLog:
		return "The mail logs end before the earlier capture: what became of messages that went is not in them. Collect the log with the later capture too."
	case history.EndsEarly:
		return "The mail logs end " + words.Span(to-last) + " before the later capture: how messages left in that time is unknown."
	case history.BeginsLate:
		return "The mail logs begin " + words.Span(first-from) + " after the earlier capture: how messages left in that time is unknown."
	case history.HasGap:
		g, _ := history.GapsIn(h, from, to).Any()
		return "The mail logs have a gap from " + words.DateNear(g.From, from) + " to " + words.DateNear(g.To, from) + ": how messages left that had their last line before its end is unknown. A rotated file may be missing."
	case history.NoFailures:
		return "The mail logs have no failed attempt of any message: the log level is too low to say why mail waits, or lines are missing."
	}
	return ""
}
