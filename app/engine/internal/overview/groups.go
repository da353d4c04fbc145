package overview

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
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

// group is a row in the making.
type group struct {
	key     triage.Cell // what its messages have in common; by domain, Server is a recipient's
	count   int
	oldest  protocol.Moment
	ages    [capture.AgeColumns]int32
	servers map[queue.Str]bool // of its messages, not by domain
	samples []triage.Sample
	local   bool
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
	t := protocol.GroupTable{By: by, Rows: []protocol.GroupRow{}, Total: len(v.Rows)}
	var list []*group
	switch by {
	case "domain": // a message to several domains is in a row of each
		list = groupByDomain(c, v.Rows)
		t.Groups = len(list)
		list = capture.First(list, limit, func(a, b *group) int { return before(c, a.key, a.count, b.key, b.count) })
	case "reason":
		list, t.Groups = groupByCell(c, v, c.AlikeByTopic(), limit)
	default:
		list, t.Groups = groupByCell(c, v, c.AlikeByServer(), limit)
	}
	for _, g := range list {
		t.Rows = append(t.Rows, groupRow(c, g, by, v.Query))
		t.Messages += g.count
		t.Max = max(t.Max, g.count)
	}
	v.Groups = append(v.Groups, t)
	return t
}

// before orders rows by their messages, then by what is read first.
func before(c *capture.Capture, a triage.Cell, inA int, b triage.Cell, inB int) int {
	if inA != inB {
		return inB - inA
	}
	return cmp.Or(
		strings.Compare(c.Index.Text(a.Reason), c.Index.Text(b.Reason)),
		c.Queue.Strings.Compare(a.Server, b.Server),
		cmp.Compare(a.State, b.State),
	)
}

// groupByCell merges the cells of a view that are alike. It returns the first rows,
// and how many there are.
func groupByCell(c *capture.Capture, v *capture.View, alike *capture.Alike, limit int) (list []*group, all int) {
	x, s := c.Index, c.Sums(v)
	count := make([]int, len(alike.Rows))
	var met []int32
	for n := range s.Cells {
		row := alike.Of[s.Cells[n].Cell]
		if count[row] == 0 {
			met = append(met, row)
		}
		count[row] += s.Cells[n].N()
	}
	shown := make([]*group, len(alike.Rows))
	for _, row := range capture.First(met, limit, func(a, b int32) int { return before(c, alike.Rows[a], count[a], alike.Rows[b], count[b]) }) {
		shown[row] = &group{key: alike.Rows[row], count: count[row]}
		list = append(list, shown[row])
	}
	for n := range s.Cells {
		sum := &s.Cells[n]
		g, of := shown[alike.Of[sum.Cell]], x.Cells[sum.Cell]
		if g == nil {
			continue
		}
		if g.servers == nil {
			g.local = x.Local[of.Reason]
			g.servers = map[queue.Str]bool{}
		}
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
	return list, len(met)
}

// groupByDomain groups by the domains of recipients.
func groupByDomain(c *capture.Capture, rows []int32) (list []*group) {
	q, x := c.Queue, c.Index
	columns, alike := c.AgeColumns(), c.AlikeByText()
	at := map[uint64]*group{}
	c.EachDomain(rows, true, func(i int32, domain queue.Str) {
		row := alike.Of[x.Cell[i]]
		k := uint64(row)<<32 | uint64(domain)
		g := at[k]
		if g == nil {
			g = &group{key: alike.Rows[row], local: x.Local[x.Reason[i]]}
			g.key.Server = domain
			at[k] = g
			list = append(list, g)
		}
		g.count++
		if st := q.Effective[i]; st != 0 && len(g.samples) < triage.NumSamples {
			if !slices.ContainsFunc(g.samples, func(s triage.Sample) bool { return s.Status == st }) {
				g.samples = append(g.samples, triage.Sample{Status: st})
			}
		}
		g.oldest = c.Older(g.oldest, i)
		if a := columns[i]; a < capture.AgeColumns {
			g.ages[a]++
		}
	})
	return list
}

func groupRow(c *capture.Capture, g *group, by, query string) protocol.GroupRow {
	q, x := c.Queue, c.Index
	r := &x.Reasons[g.key.Reason]
	row := protocol.GroupRow{
		Count: g.count, State: g.key.State.String(), Code: r.CodeText(), Enhanced: r.EnhancedText(),
		Reason: r.Text, Oldest: g.oldest, OldestAge: -1, Ages: make([]int, capture.AgeColumns),
		Topic: x.Topics[g.key.Reason].Title, Because: words.Visible(x.Topics[g.key.Reason].Because), Samples: []string{},
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
		if topic := x.Topics[g.key.Reason]; capture.IsMerged(topic.ID) {
			row.Code, row.Enhanced, row.Reason = "", "", []protocol.Piece{{Text: topic.Title}}
			row.Query = capture.Narrow(query, filter.All(capture.Term("state", row.State), capture.Term("why", topic.Key)))
		}
	case "domain":
		row.Server = q.Text(g.key.Server)
		row.Query = capture.Narrow(row.Query, capture.Term("domain", row.Server))
		if g.key.Server == 0 {
			row.ServerNote = "no domain"
		}
	default:
		row.Server = q.Text(g.key.Server)
		row.Query = capture.Narrow(row.Query, capture.Term("server", row.Server))
		if g.key.Server == 0 {
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
