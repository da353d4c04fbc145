package plan

import (
	"cmp"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"sort"

	"github.com/spoolscope/spoolscope/app/cleanup"
	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// planning is a plan together with its request.
type planning struct {
	*cleanup.Plan
	req    protocol.PlanRequest
	method cleanup.Method
	rule   cleanup.Rule
	within []int32 // what the filter selects
	rows   []int32 // what the rule selects, on all hosts
	kept   map[int32]bool
	host   string
	hosts  []protocol.TopRow
	about  cleanup.About
}

// plan selects the messages of a request and plans for them.
func plan(c *capture.Capture, req protocol.PlanRequest) (*planning, error) {
	p := &planning{req: req, method: cleanup.Method(req.Method), kept: map[int32]bool{}}
	if !slices.Contains(cleanup.Methods, p.method) {
		return nil, fmt.Errorf("no method %q", req.Method)
	}
	var err error
	if p.within, err = c.Match(req.Query); err != nil {
		return nil, err
	}
	rule := "messages that were chosen one by one"
	if req.Rule == protocol.PickedRule {
		is := refs(c, req.Picked)
		for _, i := range c.Queue.Order {
			if is[i] {
				p.rows = append(p.rows, i)
			}
		}
	} else {
		if p.rule, err = cleanup.ParseRule(req.Rule); err != nil {
			return nil, err
		}
		rule = p.rule.Words(req.Query)
		if p.rows, err = c.Match(p.rule.Filter(req.Query)); err != nil {
			return nil, err
		}
	}
	p.chooseHost(c.Queue)
	var rows []int32
	p.kept = refs(c, req.Kept)
	kept := 0
	for _, i := range p.rows {
		switch {
		case c.Queue.Dirs[c.Queue.Dir[i]].Host != p.host:
		case p.kept[i]:
			kept++
		default:
			rows = append(rows, i)
		}
	}
	if kept > 0 {
		rule += "; " + words.Number(kept) + " kept by hand"
	}
	p.Plan = cleanup.Make(c.Queue, rows, cleanup.On{Host: p.host, System: cleanup.MostOn(c.Queue, rows, p.host), Spool: req.Spool, Client: req.Client}, p.method)
	archive := path.Base(filepath.ToSlash(c.Archive.Name))
	if n := len(c.Archive.Names); n > 1 {
		archive = words.Plural(n, "source", "sources")
	}
	archive = cmp.Or(req.Archive, archive)
	p.about = cleanup.About{
		Archive: archive, Taken: c.Queue.Taken, Rule: rule, Reason: req.Reason, Stays: len(c.Queue.Order) - len(p.Items),
	}
	return p, nil
}

// refs returns the rows of message numbers; invalid ones are skipped.
func refs(c *capture.Capture, list []int) map[int32]bool {
	is := map[int32]bool{}
	for _, r := range list {
		if r >= 0 && r < c.Queue.Len() {
			is[int32(r)] = true
		}
	}
	return is
}

// chooseHost takes the requested host, or the one with the most messages of the
// rule. A script runs on one host.
func (p *planning) chooseHost(q *queue.Queue) {
	n := map[string]int{}
	for _, i := range p.rows {
		n[q.Dirs[q.Dir[i]].Host]++
	}
	for _, d := range q.Dirs {
		if _, ok := n[d.Host]; !ok {
			continue
		}
		if !slices.ContainsFunc(p.hosts, func(c protocol.TopRow) bool { return c.Name == d.Host }) {
			p.hosts = append(p.hosts, protocol.TopRow{Name: d.Host, Count: n[d.Host]})
		}
	}
	sortCounts(p.hosts)
	for _, h := range p.hosts {
		if h.Name == p.req.Host {
			p.host = h.Name
			return
		}
	}
	if len(p.hosts) > 0 {
		p.host = p.hosts[0].Name
	}
}

// rules returns the rules that the page offers, with its own number of days. Only
// Exim puts bounces aside by itself, and only sendmail's files have what grep finds.
func (p *planning) rules() []cleanup.Rule {
	older := cleanup.Rule{Kind: "older", Days: 3}
	if p.rule.Kind == "older" {
		older = p.rule
	}
	rules := []cleanup.Rule{{Kind: "refused"}}
	if p.System == queue.Exim || p.rule.Kind == "frozen" {
		rules = append(rules, cleanup.Rule{Kind: "frozen"})
	}
	if p.System == queue.Sendmail || p.rule.Kind == "grep" {
		rules = append(rules, cleanup.Rule{Kind: "grep"})
	}
	return append(rules, older, cleanup.Rule{Kind: "all"})
}

// selected returns the filter for the rule's messages, "" if there is none.
func (p *planning) selected(c *capture.Capture) string {
	if p.req.Rule == protocol.PickedRule {
		return idsQuery(c, p.req.Picked)
	}
	return p.rule.Filter(p.req.Query)
}

// goes returns the filter for the messages that the script acts on; ok reports
// whether one exists.
func (p *planning) goes(c *capture.Capture) (query string, ok bool) {
	query = p.selected(c)
	if query == "" && (p.req.Rule == protocol.PickedRule || p.req.Rule != "all") {
		return "", false
	}
	if len(p.hosts) > 1 {
		query = filter.And(query, capture.Term("host", p.host).String())
	}
	var out []int32
	for _, i := range p.rows {
		if p.kept[i] {
			out = append(out, i)
		}
	}
	for _, l := range p.Left {
		out = append(out, l.Rows...)
		if len(out) > maxPlanIDs {
			return "", false
		}
	}
	if len(out) > maxPlanIDs {
		return "", false
	}
	for _, i := range out {
		query = filter.And(query, filter.Not(idTerm(c, i)).String())
	}
	return query, true
}

// sortCounts puts the largest first.
func sortCounts(list []protocol.TopRow) {
	sort.SliceStable(list, func(i, j int) bool {
		a, b := &list[i], &list[j]
		return a.Count > b.Count || a.Count == b.Count && a.Name < b.Name
	})
}
