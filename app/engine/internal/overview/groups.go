package overview

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// maxGroups bounds the rows of one answer.
const maxGroups = 1000

// Groups answers the status table.
func Groups(c *capture.Capture, req protocol.GroupsRequest) (protocol.GroupTable, error) {
	v, err := c.View(req.Query)
	if err != nil {
		return protocol.GroupTable{}, err
	}
	return groups(c, v, req.By, req.Limit), nil
}

// groupKey is what the messages of a row have in common. By server all fields
// count; by reason the server does not; by domain, server holds a recipient's
// domain.
type groupKey struct {
	state  queue.State
	reason int32
	server queue.Str
}

type group struct {
	key     groupKey
	count   int
	oldest  protocol.Moment
	ages    [capture.AgeColumns]int32
	servers map[queue.Str]bool
	samples []capture.Sample
	because []int32 // reasons, whose topics are what decided
	local   bool
}

// grouping is a status table in the making.
type grouping struct {
	list []*group
	at   map[groupKey]int32
}

func (g *grouping) of(k groupKey) *group {
	n, ok := g.at[k]
	if !ok {
		n = int32(len(g.list))
		g.at[k] = n
		g.list = append(g.list, &group{key: k})
	}
	return g.list[n]
}

// groups makes the status table of a view, and remembers it.
func groups(c *capture.Capture, v *capture.View, by string, limit int) protocol.GroupTable {
	if limit <= 0 || limit > maxGroups {
		limit = maxGroups
	}
	if by != "reason" && by != "domain" {
		by = "server"
	}
	for _, t := range v.Groups {
		if t.By == by && (len(t.Rows) == limit || len(t.Rows) == t.Groups && t.Groups < limit) {
			return t
		}
	}
	q, x := c.Queue, c.Index
	canon := canonicalReasons(c)
	if by == "reason" {
		canon = canonicalTopics(c, canon)
	}
	all := grouping{at: map[groupKey]int32{}}
	if by == "domain" { // a message to several domains is in a row of each
		groupByDomain(c, &all, v.Rows, canon)
	} else {
		groupByCell(c, &all, c.Sums(v), by, canon)
	}
	list := all.list
	slices.SortFunc(list, func(a, b *group) int {
		if a.count != b.count {
			return b.count - a.count
		}
		return cmp.Or(
			strings.Compare(x.Text(a.key.reason), x.Text(b.key.reason)),
			strings.Compare(q.Text(a.key.server), q.Text(b.key.server)),
			int(a.key.state)-int(b.key.state),
		)
	})
	t := protocol.GroupTable{By: by, Rows: []protocol.GroupRow{}, Groups: len(list), Total: len(v.Rows)}
	for _, g := range list[:min(len(list), limit)] {
		t.Rows = append(t.Rows, groupRow(c, g, by, v.Query))
		t.Messages += g.count
		t.Max = max(t.Max, g.count)
	}
	v.Groups = append(v.Groups, t)
	return t
}

// groupByCell merges cells that differ only in fields the table ignores.
func groupByCell(c *capture.Capture, all *grouping, s *capture.Sums, by string, canon []int32) {
	x := c.Index
	for _, cell := range s.Order {
		sum, of := &s.Cells[cell], x.Cells[cell]
		k := groupKey{of.State, canon[of.Reason], of.Server}
		if by == "reason" {
			k.server = 0
		}
		g := all.of(k)
		if g.count == 0 {
			g.local = x.Local[of.Reason]
			g.servers = map[queue.Str]bool{}
		}
		g.count += sum.N
		g.because = capture.AppendDistinct(g.because, of.Reason)
		for _, s := range sum.Samples {
			if s.Status != 0 {
				g.samples = capture.AppendSample(g.samples, s)
			}
		}
		if sum.Oldest != 0 && (g.oldest == 0 || sum.Oldest < g.oldest) {
			g.oldest = sum.Oldest
		}
		for a, n := range sum.Ages {
			g.ages[a] += n
		}
		if len(g.servers) < maxGroups {
			g.servers[of.Server] = true
		}
	}
}

// groupByDomain groups by the domains of recipients.
func groupByDomain(c *capture.Capture, all *grouping, rows []int32, canon []int32) {
	q, x := c.Queue, c.Index
	columns := c.AgeColumns()
	// The key combines a domain with the first cell that has the state and
	// reason of a group, so that each message takes one lookup.
	alike := make([]uint32, len(x.Cells))
	first := map[groupKey]uint32{}
	for cell, of := range x.Cells {
		k := groupKey{of.State, canon[of.Reason], 0}
		if _, ok := first[k]; !ok {
			first[k] = uint32(cell)
		}
		alike[cell] = first[k]
	}
	at := map[uint64]*group{}
	c.EachDomain(rows, true, func(i int32, domain queue.Str) {
		cell := x.Cell[i]
		k := uint64(alike[cell])<<32 | uint64(domain)
		g := at[k]
		reason := x.Reason[i]
		if g == nil {
			g = &group{key: groupKey{q.State[i], canon[reason], domain}, local: x.Local[reason]}
			at[k] = g
			all.list = append(all.list, g)
		}
		g.count++
		if len(g.because) < capture.GroupSamples {
			g.because = capture.AppendDistinct(g.because, reason)
		}
		if st := q.Effective[i]; st != 0 && len(g.samples) < capture.GroupSamples {
			if !slices.ContainsFunc(g.samples, func(s capture.Sample) bool { return s.Status == st }) {
				g.samples = append(g.samples, capture.Sample{Status: st})
			}
		}
		g.oldest = c.Older(g.oldest, i)
		if a := columns[i]; a < capture.AgeColumns {
			g.ages[a]++
		}
	})
}

// canonicalReasons maps each reason to the first one with the same text and
// codes: the table merges what looks the same.
func canonicalReasons(c *capture.Capture) []int32 {
	x := c.Index
	canon := make([]int32, len(x.Reasons))
	first := map[string]int32{}
	for r := range x.Reasons {
		key := x.Reasons[r].CodeText() + "\x00" + x.Reasons[r].EnhancedText() + "\x00" + x.Text(int32(r))
		if known, ok := first[key]; ok {
			canon[r] = known
			continue
		}
		first[key] = int32(r)
		canon[r] = int32(r)
	}
	return canon
}

// canonicalTopics maps each reason to the first one of its topic. Quarantined
// mail, and reasons without a topic, are kept apart by their texts.
func canonicalTopics(c *capture.Capture, canon []int32) []int32 {
	x := c.Index
	out := make([]int32, len(x.Reasons))
	first := map[string]int32{}
	for r := range x.Reasons {
		t := &x.Topics[r]
		if !merges(t.ID) {
			out[r] = canon[r]
		} else if known, ok := first[t.Key]; ok {
			out[r] = known
		} else {
			first[t.Key] = int32(r)
			out[r] = int32(r)
		}
	}
	return out
}

// merges reports whether a topic is one row whatever its texts.
func merges(topic string) bool {
	return topic != reason.TopicQuarantined && topic != reason.TopicOther
}

func groupRow(c *capture.Capture, g *group, by, query string) protocol.GroupRow {
	q, x := c.Queue, c.Index
	r := &x.Reasons[g.key.reason]
	row := protocol.GroupRow{
		Count: g.count, State: g.key.state.String(), Code: r.CodeText(), Enhanced: r.EnhancedText(),
		Reason: r.Text, Oldest: g.oldest, OldestAge: -1, Ages: make([]int, capture.AgeColumns),
		Topic: x.Topics[g.key.reason].Title, Because: words.Visible(x.Topics[g.key.reason].Because), Samples: []string{},
	}
	row.Called = x.Words.States[row.State]
	for a, n := range g.ages {
		row.Ages[a] = int(n)
	}
	for _, s := range g.samples {
		row.Samples = append(row.Samples, words.Visible(q.Text(s.Status)))
	}
	if g.oldest != 0 {
		row.OldestAge = q.Age(g.oldest)
	}
	row.Query = capture.Narrow(query, capture.Group(row.State, r))
	switch by {
	case "reason":
		row.ServerNote = serverNote(c, g.servers, g.local)
		if topic := x.Topics[g.key.reason]; merges(topic.ID) {
			row.Code, row.Enhanced, row.Reason = "", "", []protocol.Piece{{Text: topic.Title}}
			row.Query = capture.Narrow(query, filter.All(capture.Term("state", row.State), capture.Term("why", topic.Key)))
		}
	case "domain":
		row.Server = q.Text(g.key.server)
		row.Query = capture.Narrow(row.Query, capture.Term("domain", row.Server))
		if g.key.server == 0 {
			row.ServerNote = "no domain"
		}
	default:
		row.Server = q.Text(g.key.server)
		row.Query = capture.Narrow(row.Query, capture.Term("server", row.Server))
		if g.key.server == 0 {
			row.ServerNote = "this server"
		}
	}
	return row
}

// serverNote sums up which servers a row is about.
func serverNote(c *capture.Capture, servers map[queue.Str]bool, local bool) string {
	named := 0
	var one queue.Str
	for s := range servers {
		if s != 0 {
			named++
			one = s
		}
	}
	switch {
	case named == 0 || local:
		return "this server"
	case named == 1:
		return c.Queue.Text(one)
	}
	return words.Plural(named, "server", "servers")
}
