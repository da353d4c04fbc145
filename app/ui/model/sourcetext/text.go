// Package sourcetext is the part of a message's source that is shown, which grows
// at either end. It holds a bounded number of lines, however long the message is.
package sourcetext

import (
	"slices"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// maxLines is how many lines are shown: more of them push those at the other end
// out.
const maxLines = 2000

// Text is the part of a message's source that is shown.
type Text struct {
	From    int // number of the first line, from 0
	Lines   []string
	Total   int // -1 not known
	Bytes   int64
	Cut     bool
	Missing string
	Known   bool
}

// With puts lines before or after those that are shown. Lines that do not join
// them take their place.
func (t Text) With(s *protocol.Source) Text {
	next := Text{
		From: s.From, Lines: s.Lines, Total: s.Total, Bytes: s.Bytes,
		Cut: s.Cut, Missing: s.Missing, Known: true,
	}
	if s.Total < 0 && len(s.Lines) == 0 {
		next.Total = s.From // nothing follows: this is the end
	}
	switch {
	case !t.Known:
	case s.From == t.From+len(t.Lines):
		next.From, next.Lines = t.From, slices.Concat(t.Lines, s.Lines)
		if over := len(next.Lines) - maxLines; over > 0 {
			next.From, next.Lines = next.From+over, next.Lines[over:]
		}
	case s.From+len(s.Lines) == t.From:
		next.Lines = slices.Concat(s.Lines, t.Lines)
		next.Lines = next.Lines[:min(len(next.Lines), maxLines)]
	}
	return next
}

// More reports whether there are lines after those that are shown.
func (t Text) More() bool {
	end := t.From + len(t.Lines)
	if t.Total < 0 {
		return t.Known
	}
	return end < t.Total
}
