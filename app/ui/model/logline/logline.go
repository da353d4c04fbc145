// Package logline keeps the lines of mail logs that are shown below the events of
// the open message.
package logline

import (
	"slices"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// Lines are the events whose line is shown. A method that changes them returns
// a copy.
type Lines []Shown

// Shown is the line of one event.
type Shown struct {
	N    int               // of the protocol.Event
	Line *protocol.LogLine // nil until it comes
}

// Of returns the line of an event, and whether it is shown.
func (l Lines) Of(n int) (line *protocol.LogLine, shown bool) {
	for _, s := range l {
		if s.N == n {
			return s.Line, true
		}
	}
	return nil, false
}

// Toggled shows the line of an event, or no longer.
func (l Lines) Toggled(n int) Lines {
	if k := slices.IndexFunc(l, func(s Shown) bool { return s.N == n }); k >= 0 {
		return slices.Delete(slices.Clone(l), k, k+1)
	}
	return append(slices.Clip(l), Shown{N: n})
}

// With adds the line of an event, if it is still to be shown.
func (l Lines) With(line *protocol.LogLine) Lines {
	out := slices.Clone(l)
	for k := range out {
		if out[k].N == line.N {
			out[k].Line = line
		}
	}
	return out
}

// Wanted returns the event whose line is to be asked for next: one is read at a time.
func (l Lines) Wanted() (n int, ok bool) {
	for _, s := range l {
		if s.Line == nil {
			return s.N, true
		}
	}
	return 0, false
}
