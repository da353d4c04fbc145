package compare

import (
	"cmp"
	"sort"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
)

// diffRows bounds the rows of each table of a Comparison.
const diffRows = 1000

// side is one of two captures, as a query narrows it down.
type side struct {
	*capture.Capture
	rows  []int32 // that match the query
	moved []int32 // those of rows that are in this capture only
}

// newSide selects the messages of a capture that match a query.
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
	shown := 0
	for _, c := range a.Captures {
		if c.Shown {
			shown = c.Number
		}
	}
	return protocol.DiffSide{Name: a.Name, Capture: shown, Taken: a.Taken, Total: a.Messages, Matched: len(s.rows), Hosts: a.Hosts, Queues: a.Queues}
}

// changeKind is a kind of change: a term with diff:, and its words on screen. An empty title stands for
// the mail system's own words for a release; {time} and {limit} stand for how long the mail system
// keeps what it cannot deliver.
type changeKind struct{ term, title, text string }

// stayKinds are the changes a message can undergo while it stays in the queue.
var stayKinds = [...]changeKind{
	{"diff:status", "Wait for another reason", "The status or the responsible server changed."},
	{"diff:tried", "Were tried again", "Without success, or for only some of their recipients."},
	{"diff:untried", "Were not tried", "No try between the two captures, although they wait for one."},
	{"diff:quarantined", "Were quarantined", "sendmail leaves them alone until somebody releases them."},
	{"diff:released", "", "Somebody released them."},
	{"diff:fewer", "Have fewer recipients left", "For the others they were delivered or returned."},
	{"diff:moved", "Are in another directory", "Somebody moved them, or the queue groups changed."},
}

// departureKinds are what two captures can show about a message that left.
var departureKinds = [...]changeKind{
	{"diff:returned", "Were returned", "A bounce about each of them came since."},
	{"diff:expired", "Were older than {time}", "{limit}: it returns such mail, or drops it if it has no sender."},
	{"diff:handled", "Were quarantined or lost", "sendmail leaves these alone: somebody released or removed them."},
	{"-diff:returned -diff:expired -diff:handled", "Unknown", "Delivered, or removed by hand: a queue records neither."},
}

// counts counts the rows that each kind of a list selects; query is the filter
// behind the rows. Kinds that do not occur are left out.
func counts(c *capture.Capture, rows []int32, query string, kinds []changeKind) []protocol.Kind {
	out := []protocol.Kind{}
	w := c.Index.Words
	kept := strings.NewReplacer("{time}", w.Keeps, "{limit}", words.UpperFirst(w.Limit))
	if !c.Index.KeepsByDefault() {
		limit := words.Age(c.Index.ReturnAfter)
		kept = strings.NewReplacer("{time}", limit, "{limit}", "Its limit is "+limit)
	}
	for _, t := range kinds {
		if n := c.Index.Count(filter.Must(t.term), rows); n > 0 {
			out = append(out, protocol.Kind{Title: kept.Replace(cmp.Or(w.In(t.title), w.Released)), Text: kept.Replace(w.In(t.text)), Count: n, Query: filter.And(query, t.term)})
		}
	}
	return out
}

// diffCauses pairs the causes of both captures by their keys. A cause found in
// one capture only is still counted in the other: it may be there and matter
// less. Its servers or sources may have changed in between.
func diffCauses(before, after *side, query string) []protocol.DiffRow {
	type pair struct{ earlier, later *causes.Cause }
	pairs, at := []pair{}, map[string]int{}
	for _, c := range causes.Find(after.Index, after.rows) {
		at[c.Key()] = len(pairs)
		pairs = append(pairs, pair{later: c})
	}
	for _, c := range causes.Find(before.Index, before.rows) {
		if n, ok := at[c.Key()]; ok {
			pairs[n].earlier = c
		} else {
			pairs = append(pairs, pair{earlier: c})
		}
	}
	out := []protocol.DiffRow{}
	for _, p := range pairs {
		title, n := inBoth(p.earlier, p.later)
		out = append(out, protocol.DiffRow{
			Title: words.Visible(title), Side: string(cmp.Or(p.later, p.earlier).Side), Query: capture.Narrow(query, n),
			Before: before.Index.Count(n, before.rows), Went: before.Index.Count(n, before.moved),
			After: after.Index.Count(n, after.rows), Came: after.Index.Count(n, after.moved),
		})
	}
	return finishRows(out)
}

// inBoth returns the title of a cause that two captures have, without what
// differs between them, and what selects its messages in either. One of them
// may be nil.
func inBoth(earlier, later *causes.Cause) (title string, n *filter.Node) {
	if earlier == nil || later == nil {
		c := cmp.Or(later, earlier)
		return c.Title, c.Query()
	}
	title = later.Title
	if earlier.Title != title {
		title = later.Class
	}
	if n := later.Query(); earlier.Query().String() == n.String() {
		return title, n
	}
	parts := []*filter.Node{filter.Any(later.About, earlier.About)}
	seen := map[string]bool{}
	for _, x := range append(append([]*filter.Node{}, later.Except...), earlier.Except...) {
		if !seen[x.String()] {
			seen[x.String()] = true
			parts = append(parts, filter.Not(x))
		}
	}
	return title, filter.All(parts...)
}

// diffBy compares the counts of both captures by the values of a key.
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
				case by == "side":
					r.Title = reason.Side(text).Title()
				case by == "obstacle":
					r.Title = s.Index.Phrase(reason.ObstacleOf(text))
				case text == "" && by == "server":
					r.Title = "this server"
				case text == "":
					r.Title = "none"
				}
				rows[text] = r
			}
			add(r, t.Of(v))
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

// topicTitle returns the title of a topic.
func topicTitle(c *capture.Capture, id string) string {
	for r := range c.Index.Topics {
		if t := &c.Index.Topics[r]; t.ID == id {
			return words.Visible(t.Title)
		}
	}
	return words.Visible(id)
}

// finishRows completes rows and sorts those that changed most to the top.
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
