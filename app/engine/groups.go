package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// maxGroups bounds the rows of one answer.
const maxGroups = 1000

// groupSamples is how many statuses, and how many rules that put messages
// there, a row keeps.
const groupSamples = 3

// Groups answers the status table.
func (e *capture) Groups(req protocol.GroupsRequest) (protocol.GroupTable, error) {
	v, err := e.view(req.Query)
	if err != nil {
		return protocol.GroupTable{}, err
	}
	return e.groups(v, req.By, req.Limit), nil
}

// groupKey is what the messages of a row have in common. By server all of it
// counts; by reason not the server; by domain a recipient's domain stands in
// for the server.
type groupKey struct {
	state  queue.State
	reason int32
	server queue.Str
}

type group struct {
	key     groupKey
	count   int
	oldest  protocol.Moment
	ages    [ageColumns]int32
	servers map[queue.Str]bool
	samples []sample
	because []int32 // reasons, of which the topics tell what decided
	local   bool
}

// grouping is the making of a status table.
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
func (e *capture) groups(v *view, by string, limit int) protocol.GroupTable {
	if limit <= 0 || limit > maxGroups {
		limit = maxGroups
	}
	if by != "reason" && by != "domain" {
		by = "server"
	}
	for _, t := range v.groups {
		if t.By == by && (len(t.Rows) == limit || len(t.Rows) == t.Groups && t.Groups < limit) {
			return t
		}
	}
	q, x := e.queue, e.index
	canon := e.canonicalReasons()
	if by == "reason" {
		canon = e.canonicalTopics(canon)
	}
	all := grouping{at: map[groupKey]int32{}}
	if by == "domain" { // a message to several domains is in a row of each
		e.groupByDomain(&all, v.rows, canon)
	} else {
		e.groupByCell(&all, e.sums(v), by, canon)
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
	t := protocol.GroupTable{By: by, Rows: []protocol.GroupRow{}, Groups: len(list), Total: len(v.rows)}
	for _, g := range list[:min(len(list), limit)] {
		t.Rows = append(t.Rows, e.groupRow(g, by, v.query))
		t.Messages += g.count
		t.Max = max(t.Max, g.count)
	}
	v.groups = append(v.groups, t)
	return t
}

// groupByCell puts cells together that differ only in what does not count.
func (e *capture) groupByCell(all *grouping, s *sums, by string, canon []int32) {
	x := e.index
	for _, cell := range s.order {
		c, of := &s.cells[cell], x.Cells[cell]
		k := groupKey{of.State, canon[of.Reason], of.Server}
		if by == "reason" {
			k.server = 0
		}
		g := all.of(k)
		if g.count == 0 {
			g.local = x.Local[of.Reason]
			g.servers = map[queue.Str]bool{}
		}
		g.count += c.n
		g.because = addSome(g.because, of.Reason)
		for _, s := range c.samples {
			if s.status != 0 {
				g.samples = addSample(g.samples, s)
			}
		}
		if c.oldest != 0 && (g.oldest == 0 || c.oldest < g.oldest) {
			g.oldest = c.oldest
		}
		for a, n := range c.ages {
			g.ages[a] += n
		}
		if len(g.servers) < maxGroups {
			g.servers[of.Server] = true
		}
	}
}

// groupByDomain groups by the domains of recipients.
func (e *capture) groupByDomain(all *grouping, rows []int32, canon []int32) {
	q, x := e.queue, e.index
	columns := e.ageColumns()
	// A domain and the first cell that has state and reason of a group in one
	// number, for a map that is asked once for each message.
	alike := make([]uint32, len(x.Cells))
	first := map[groupKey]uint32{}
	for c, of := range x.Cells {
		k := groupKey{of.State, canon[of.Reason], 0}
		if _, ok := first[k]; !ok {
			first[k] = uint32(c)
		}
		alike[c] = first[k]
	}
	at := map[uint64]*group{}
	e.eachDomain(rows, true, func(i int32, domain queue.Str) {
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
		if len(g.because) < groupSamples {
			g.because = addSome(g.because, reason)
		}
		if st := q.Effective[i]; st != 0 && len(g.samples) < groupSamples {
			if !slices.ContainsFunc(g.samples, func(s sample) bool { return s.status == st }) {
				g.samples = append(g.samples, sample{status: st})
			}
		}
		g.oldest = e.older(g.oldest, i)
		if a := columns[i]; a < ageColumns {
			g.ages[a]++
		}
	})
}

// canonicalReasons maps each reason to the first one with the same text and
// codes: the table does not tell apart what looks the same.
func (e *capture) canonicalReasons() []int32 {
	x := e.index
	canon := make([]int32, len(x.Reasons))
	first := map[string]int32{}
	for r := range x.Reasons {
		key := x.Reasons[r].CodeText() + "\x00" + x.Reasons[r].EnhancedText() + "\x00" + x.Text(int32(r))
		if c, ok := first[key]; ok {
			canon[r] = c
			continue
		}
		first[key] = int32(r)
		canon[r] = int32(r)
	}
	return canon
}

// canonicalTopics maps each reason to the first one of its topic. What waits in
// quarantine, and what has no topic, stays apart by its text.
func (e *capture) canonicalTopics(canon []int32) []int32 {
	x := e.index
	out := make([]int32, len(x.Reasons))
	first := map[string]int32{}
	for r := range x.Reasons {
		t := &x.Topics[r]
		if !merges(t.ID) {
			out[r] = canon[r]
		} else if c, ok := first[t.Key]; ok {
			out[r] = c
		} else {
			first[t.Key] = int32(r)
			out[r] = int32(r)
		}
	}
	return out
}

// merges tells whether a topic is one row, whatever the texts.
func merges(topic string) bool {
	return topic != triage.TopicQuarantined && topic != triage.TopicOther
}

func (e *capture) groupRow(g *group, by, query string) protocol.GroupRow {
	q, x := e.queue, e.index
	r := &x.Reasons[g.key.reason]
	row := protocol.GroupRow{
		Count: g.count, State: g.key.state.String(), Code: r.CodeText(), Enhanced: r.EnhancedText(),
		Reason: r.Text, Oldest: g.oldest, OldestAge: -1, Ages: make([]int, ageColumns),
		Topic: x.Topics[g.key.reason].Title, Because: words.Visible(x.Topics[g.key.reason].Because), Samples: []string{},
	}
	for a, n := range g.ages {
		row.Ages[a] = int(n)
	}
	for _, s := range g.samples {
		row.Samples = append(row.Samples, words.Visible(q.Text(s.status)))
	}
	if g.oldest != 0 {
		row.OldestAge = max(q.Taken-g.oldest, 0)
	}
	row.Query = narrowReason(query, row.State, r)
	switch by {
	case "reason":
		row.ServerNote = e.serverNote(g.servers, g.local)
		if topic := x.Topics[g.key.reason]; merges(topic.ID) {
			row.Code, row.Enhanced, row.Reason = "", "", []protocol.Piece{{Text: topic.Title}}
			row.Query = narrow(narrow(query, "state", row.State), "why", topic.Key)
		}
	case "domain":
		row.Server = q.Text(g.key.server)
		row.Query = narrow(row.Query, "domain", row.Server)
		if g.key.server == 0 {
			row.ServerNote = "no domain"
		}
	default:
		row.Server = q.Text(g.key.server)
		row.Query = narrowServer(row.Query, row.Server)
		if g.key.server == 0 {
			row.ServerNote = "this server"
		}
	}
	return row
}

// narrowReason selects the messages of one state and reason.
func narrowReason(query, state string, r *triage.Reason) string {
	query = narrow(query, "state", state)
	query = narrow(query, "reason", words.Join(r.Text))
	return narrow(query, "code", codeToken(r))
}

// narrowServer selects the messages that one server is responsible for, or
// with "" those of none.
func narrowServer(query, server string) string {
	return narrow(query, "server", server)
}

// codeToken is the value of a code token that selects a reason's codes.
func codeToken(r *triage.Reason) string {
	c, en := r.CodeText(), r.EnhancedText()
	switch {
	case c == "":
		return "" // none
	case en == "":
		return c + " none"
	}
	return c + " " + en
}

// serverNote says in few words which servers a row is about.
func (e *capture) serverNote(servers map[queue.Str]bool, local bool) string {
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
		return e.queue.Text(one)
	}
	return words.Plural(named, "server", "servers")
}
