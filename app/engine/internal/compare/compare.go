package compare

import (
	"cmp"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/history"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Comparison is two captures that are open together.
type Comparison struct {
	Earlier, Later *capture.Capture
	Swapped        bool // the one opened second is the earlier
	diff           triage.Diff
}

// Order puts two captures in the order in which they were taken, if that is
// known.
func Order(first, second *queue.Queue) (earlier, later *queue.Queue) {
	if a, b := first.Taken, second.Taken; a != 0 && b != 0 && b < a {
		return second, first
	}
	return first, second
}

// Pair compares two captures, put in Order. more is what the logs of the later one have about the
// messages of the earlier one, nil without logs. It returns nil and false if wanted ended it,
// which leaves both captures as they were.
func Pair(first, second *capture.Capture, more *queue.History, wanted *poll.Poll) (*Comparison, bool) {
	c := &Comparison{Earlier: first, Later: second}
	if earlier, _ := Order(first.Queue, second.Queue); earlier != first.Queue {
		c.Earlier, c.Later, c.Swapped = c.Later, c.Earlier, true
	}
	if more != nil && c.Earlier.Queue.History.MailLogs() == 0 {
		more.Totals = queue.Totals{} // they go on after the capture
	}
	alone := c.Earlier.Index.History
	c.Earlier.Index.SetHistory(history.Merge(c.Earlier.Queue.History, more))
	var ok bool
	if c.diff, ok = triage.Compare(c.Earlier.Index, c.Later.Index, wanted); !ok {
		c.Earlier.Index.SetHistory(alone)
		return nil, false
	}
	c.Earlier.Other, c.Later.Other = c.Later, c.Earlier
	c.Earlier.Earlier, c.Later.Earlier = true, false
	c.Earlier.ForgetPictures()
	c.Earlier.Forget() // diff: selects something else now
	c.Later.Forget()
	return c, true
}

// Answer answers what changed between the captures.
func (c *Comparison) Answer(req protocol.DiffRequest) (protocol.Comparison, error) {
	before, err := newSide(c.Earlier, req.Query, "diff:went")
	if err != nil {
		return protocol.Comparison{}, err
	}
	after, err := newSide(c.Later, req.Query, "diff:came")
	if err != nil {
		return protocol.Comparison{}, err
	}
	out := protocol.Comparison{
		Before: before.describe(), After: after.describe(), Apart: -1, Swapped: c.Swapped, Alike: c.diff.Alike, Query: req.Query,
		Came: len(after.moved), Went: len(before.moved), Stayed: len(after.rows) - len(after.moved),
		Notes: c.notes(), Stays: []protocol.Kind{}, Gone: []protocol.Kind{}, Causes: []protocol.DiffRow{}, By: req.By, Rows: []protocol.DiffRow{},
	}
	if a, b := before.Queue.Taken, after.Queue.Taken; a != 0 && b != 0 {
		out.Apart = b - a
	}
	if queue.SameMoment(before.Queue, after.Queue) {
		out.Apart = min(out.Apart, 0) // seconds of two clocks
	}
	if !out.Alike {
		return out, nil
	}
	out.Changed = after.Index.Count(filter.Word("diff", "changed"), after.rows)
	out.Stays = counts(after.Capture, after.rows, req.Query, stayKinds[:])
	out.Gone = c.departures(before, filter.And(req.Query, "diff:went"))
	out.Causes = diffCauses(before, after, req.Query)
	if out.By == "" {
		out.By = "server"
	}
	out.Rows, err = diffBy(before, after, req.Query, out.By)
	out.Values = len(out.Rows)
	if limit := req.Limit; limit > 0 || len(out.Rows) > diffRows {
		out.Rows = out.Rows[:min(cmp.Or(max(limit, 0), diffRows), diffRows, len(out.Rows))]
	}
	return out, err
}
