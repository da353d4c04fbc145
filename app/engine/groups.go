package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// maxGroups bounds the rows of one answer.
const maxGroups = 1000

// groupSamples is how many statuses, and how many rules that put messages
// there, a row keeps.
const groupSamples = 3

// Groups answers the status table.
func (e *Engine) Groups(req GroupsRequest) (GroupTable, error) {
	rows, err := e.match(req.Query)
	if err != nil {
		return GroupTable{}, err
	}
	return e.groups(rows, req.By, req.Limit, req.Query), nil
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
	oldest  Moment
	ages    []int
	servers map[queue.Str]bool
	samples []queue.Str
	because []int32 // reasons, of which the topics tell what decided
	local   bool
}

func (e *Engine) groups(rows []int32, by string, limit int, query string) GroupTable {
	if limit <= 0 || limit > maxGroups {
		limit = maxGroups
	}
	if by != "reason" && by != "domain" {
		by = "server"
	}
	q, x := e.queue, e.index
	canon := e.canonicalReasons()
	if by == "reason" {
		canon = e.canonicalTopics(canon)
	}
	all := map[groupKey]*group{}
	var list []*group
	add := func(i int32, server queue.Str) {
		k := groupKey{q.State[i], canon[x.Reason[i]], server}
		g := all[k]
		if g == nil {
			g = &group{key: k, ages: make([]int, len(AgeBuckets)+1), local: x.Local[x.Reason[i]]}
			if by == "reason" {
				g.servers = map[queue.Str]bool{}
			}
			all[k] = g
			list = append(list, g)
		}
		g.count++
		if r := x.Reason[i]; len(g.because) < groupSamples && !slices.Contains(g.because, r) {
			g.because = append(g.because, r)
		}
		if st := q.Effective[i]; st != 0 && len(g.samples) < groupSamples && !slices.Contains(g.samples, st) {
			g.samples = append(g.samples, st)
		}
		g.oldest = e.older(g.oldest, i)
		if a := e.age(i); a >= 0 {
			g.ages[bucket(a)]++
		}
		if g.servers != nil && len(g.servers) < maxGroups {
			g.servers[x.Server[i]] = true
		}
	}
	switch by {
	case "reason":
		for _, i := range rows {
			add(i, 0)
		}
	case "domain": // a message to several domains is in a row of each
		e.eachDomain(rows, true, add)
	default:
		for _, i := range rows {
			add(i, x.Server[i])
		}
	}
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
	t := GroupTable{By: by, Rows: []GroupRow{}, Groups: len(list), Total: len(rows)}
	for _, g := range list[:min(len(list), limit)] {
		t.Rows = append(t.Rows, e.groupRow(g, by, query))
		t.Messages += g.count
		t.Max = max(t.Max, g.count)
	}
	return t
}

// canonicalReasons maps each reason to the first one with the same text and
// codes: the table does not tell apart what looks the same.
func (e *Engine) canonicalReasons() []int32 {
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
func (e *Engine) canonicalTopics(canon []int32) []int32 {
	x := e.index
	out := make([]int32, len(x.Reasons))
	first := map[string]int32{}
	for r := range x.Reasons {
		id := x.Topics[r].ID
		if !merges(id) {
			out[r] = canon[r]
		} else if c, ok := first[id]; ok {
			out[r] = c
		} else {
			first[id] = int32(r)
			out[r] = int32(r)
		}
	}
	return out
}

// merges tells whether a topic is one row, whatever the texts.
func merges(topic string) bool {
	return topic != triage.TopicQuarantined && topic != triage.TopicOther
}

func (e *Engine) groupRow(g *group, by, query string) GroupRow {
	q, x := e.queue, e.index
	r := &x.Reasons[g.key.reason]
	row := GroupRow{
		Count: g.count, State: g.key.state.String(), Code: r.CodeText(), Enhanced: r.EnhancedText(),
		Reason: pieces(r.Text), Oldest: g.oldest, OldestAge: -1, Ages: g.ages,
		Topic: x.Topics[g.key.reason].Title, Because: display(x.Topics[g.key.reason].Because), Samples: []string{},
	}
	for _, s := range g.samples {
		row.Samples = append(row.Samples, display(q.Text(s)))
	}
	if g.oldest != 0 {
		row.OldestAge = max(q.Taken-g.oldest, 0)
	}
	row.Query = narrowReason(query, row.State, r)
	switch by {
	case "reason":
		row.ServerNote = e.serverNote(g.servers, g.local)
		if topic := x.Topics[g.key.reason]; merges(topic.ID) {
			row.Code, row.Enhanced, row.Reason = "", "", []Piece{{Text: topic.Title}}
			row.Query = narrow(narrow(query, "state", row.State), "why", topic.ID)
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
	query = narrow(query, "reason", triage.PlainText(r.Text))
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
func (e *Engine) serverNote(servers map[queue.Str]bool, local bool) string {
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
	return plural(named, "server", "servers")
}
