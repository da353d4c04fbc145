package compare

import (
	"sort"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// diffRows bounds the rows of a table of a Comparison.
const diffRows = 1000

// side is one of two captures, as a query narrows it down.
type side struct {
	*capture.Capture
	rows  []int32 // that match
	moved []int32 // of these those that are in this capture only
}

// newSide selects the messages of a capture.
func newSide(c *capture.Capture, query, only string) (*side, error) {
	s := &side{Capture: c}
	var err error
	if s.rows, err = c.Match(query); err == nil {
		s.moved, err = c.Match(filter.And(query, only))
	}
	return s, err
}

func (s *side) describe() protocol.DiffSide {
	a := &s.Archive
	return protocol.DiffSide{Name: a.Name, Taken: a.Taken, Total: a.Messages, Matched: len(s.rows), Hosts: a.Hosts, Queues: a.Queues}
}

// told is a kind of change with the words of diff: for it.
type told struct{ term, title, text string }

// stays is what can have become of a message that stayed.
var stays = [...]told{
	{"diff:status", "Wait for another reason", "The status, or the server responsible, is not the one from before."},
	{"diff:tried", "Were tried again", "Without success, or for a part of their recipients only."},
	{"diff:untried", "Were not tried", "No try between the two captures, though they wait for one."},
	{"diff:quarantined", "Were quarantined", "sendmail leaves them alone until somebody releases them."},
	{"diff:released", "Left the quarantine", "Somebody released them."},
	{"diff:fewer", "Have fewer recipients left", "For the others they were delivered or returned."},
	{"diff:moved", "Lie in another directory", "Somebody moved them, or the queue groups changed."},
}

// gone is what the two captures can tell of a message that went.
var gone = [...]told{
	{"diff:returned", "Were returned", "A bounce about each of them came since."},
	{"diff:expired", "Were older than 5 days", "sendmail’s own limit: it returns such mail, or drops it if it has no sender."},
	{"diff:handled", "Were quarantined or lost", "sendmail leaves these alone: somebody released or removed them."},
	{"-diff:returned -diff:expired -diff:handled", "Nothing tells", "Delivered, or removed by hand: a queue records neither."},
}

// counts counts those of the rows, which a query selects, that the terms of a
// list select. What does not occur is left out.
func counts(c *capture.Capture, rows []int32, query string, list []told) []protocol.Kind {
	out := []protocol.Kind{}
	for _, t := range list {
		if n := c.Index.Count(filter.Must(t.term), rows); n > 0 {
			out = append(out, protocol.Kind{Title: t.title, Text: t.text, Count: n, Query: filter.And(query, t.term)})
		}
	}
	return out
}

// diffCauses pairs the causes of both captures by what they are about. One that
// only one of them has is counted in the other all the same: it may be there
// and matter less.
func diffCauses(before, after *side, query string) []protocol.DiffRow {
	all := after.Index.Causes(after.rows) // with the words of the later one
	have := map[string]bool{}
	for _, c := range all {
		have[c.Key()] = true
	}
	for _, c := range before.Index.Causes(before.rows) {
		if !have[c.Key()] {
			all = append(all, c)
		}
	}
	out := []protocol.DiffRow{}
	for _, c := range all {
		n := c.Query()
		out = append(out, protocol.DiffRow{
			Title: words.Visible(c.Title), Side: string(c.Side), Query: capture.Narrow(query, n),
			Before: before.Index.Count(n, before.rows), Went: before.Index.Count(n, before.moved),
			After: after.Index.Count(n, after.rows), Came: after.Index.Count(n, after.moved),
		})
	}
	return finishRows(out)
}

// diffBy counts by the values of a key.
func diffBy(before, after *side, query, by string) ([]protocol.DiffRow, error) {
	rows := map[string]*protocol.DiffRow{}
	count := func(s *side, list []int32, add func(*protocol.DiffRow, int)) bool {
		t, ok := s.Values(by, list)
		if !ok {
			return false
		}
		for _, v := range t.Seen {
			text := s.Queue.Text(v)
			r := rows[text]
			if r == nil {
				r = &protocol.DiffRow{Title: words.Visible(text), Query: capture.Narrow(query, capture.Term(by, capture.Exact(by, text)))}
				switch {
				case by == "why":
					r.Title = topicTitle(s.Capture, text)
				case text == "" && by == "server":
					r.Title = "this server"
				case text == "":
					r.Title = "none"
				}
				rows[text] = r
			}
			add(r, int(t.N[v]))
		}
		return true
	}
	if !protocol.Comparable(by) || !count(before, before.rows, func(r *protocol.DiffRow, n int) { r.Before = n }) {
		return nil, &filter.Error{Text: "cannot compare by " + by}
	}
	count(before, before.moved, func(r *protocol.DiffRow, n int) { r.Went = n })
	count(after, after.rows, func(r *protocol.DiffRow, n int) { r.After = n })
	count(after, after.moved, func(r *protocol.DiffRow, n int) { r.Came = n })
	out := make([]protocol.DiffRow, 0, len(rows))
	for _, r := range rows {
		out = append(out, *r)
	}
	return finishRows(out), nil
}

// topicTitle names a family of reasons.
func topicTitle(c *capture.Capture, id string) string {
	for r := range c.Index.Topics {
		if t := &c.Index.Topics[r]; t.ID == id {
			return words.Visible(t.Title)
		}
	}
	return words.Visible(id)
}

// finishRows completes rows and puts those first that changed most.
func finishRows(rows []protocol.DiffRow) []protocol.DiffRow {
	for k := range rows {
		r := &rows[k]
		r.Stayed = r.After - r.Came
		switch {
		case r.Before == 0 && r.After > 0:
			r.Trend = "new"
		case r.After == 0 && r.Before > 0:
			r.Trend = "gone"
		case r.After > r.Before:
			r.Trend = "grew"
		case r.After < r.Before:
			r.Trend = "shrank"
		default:
			r.Trend = "same"
		}
	}
	sort.Slice(rows, func(i, j int) bool {
		a, b := &rows[i], &rows[j]
		for _, n := range [...]int{
			max(b.After-b.Before, b.Before-b.After) - max(a.After-a.Before, a.Before-a.After),
			b.Came + b.Went - a.Came - a.Went, max(b.Before, b.After) - max(a.Before, a.After),
		} {
			if n != 0 {
				return n < 0
			}
		}
		return a.Title+a.Query < b.Title+b.Query
	})
	return rows
}
