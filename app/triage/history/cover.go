package history

import (
	"slices"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Cover is how much of the time between two captures logs cover.
type Cover uint8

// What logs can lack.
const (
	NoLog      Cover = iota // there is none, or it ends before the first capture
	Whole                   // they reach from the first capture to the second
	EndsEarly               // the last line is long before the second capture
	BeginsLate              // the first line is long after the first capture
	NoFailures              // attempts that fail leave no line: the log level is too low
	HasGap                  // between the captures there is a time that none of them covers
)

// quiet is how long a log may be silent at its ends: an hour, in which a mail server that holds
// mail back runs its queue.
const quiet = 3600

// CoverOf judges the logs by their lines and by the events of messages that waited in the first
// capture, for the time between two captures.
func CoverOf(h *queue.History, from, to int64) Cover {
	if h == nil {
		return NoLog
	}
	first, last := Reach(h)
	switch {
	case last == queue.NoNumber || last <= from:
		return NoLog
	case first > from+quiet:
		return BeginsLate
	case to != 0 && last < to-quiet:
		return EndsEarly
	}
	if !slices.ContainsFunc(h.Events, func(e queue.Event) bool { return e.Kind == queue.EventDeferred || e.Kind == queue.EventNotTried }) {
		return NoFailures
	}
	if _, ok := GapsIn(h, from, to).Any(); ok {
		return HasGap
	}
	return Whole
}
