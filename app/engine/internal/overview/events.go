package overview

import (
	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// events returns what stands out in the time of the whole queue, with the
// messages of a view behind it. Events without any are left out.
func events(c *capture.Capture, v *capture.View, a *capture.TimeAxis) []protocol.TimeEvent {
	out := []protocol.TimeEvent{}
	count := a.CountEvents(c, v.Rows)
	for k, e := range a.Events {
		n := count[k]
		if n == 0 {
			continue
		}
		query := v.Query
		for _, part := range e.Term.Parts() {
			query = filter.Narrow(query, part.Operand())
		}
		out = append(out, protocol.TimeEvent{At: e.At, Title: e.Title, Note: e.Note(n), Count: n, Query: query})
	}
	return out
}
