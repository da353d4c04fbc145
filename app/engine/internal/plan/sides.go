package plan

import (
	"github.com/spoolscope/spoolscope/app/cleanup"
	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// maxPlanParts bounds the lines of each side.
const maxPlanParts = 5

// planSides fills what goes and what stays, and why.
func planSides(c *capture.Capture, p *planning, out *protocol.Plan) {
	q := c.Queue
	is := make([]bool, q.Len())
	rows := make([]int32, 0, len(p.Items))
	for n := range p.Items {
		is[p.Items[n].Row] = true
		rows = append(rows, p.Items[n].Row)
		if others := len(cleanup.Deliverable(q, p.Items[n].Row)); others > 0 {
			out.Others += others
			out.OthersOn++
		}
	}
	query, ok := p.goes(c)
	out.Goes = protocol.PlanSide{Messages: len(rows), Bytes: p.Bytes, Query: query, Parts: planTopics(c, rows, query, ok)}
	out.Stays = protocol.PlanSide{Messages: len(q.Order) - len(rows), Bytes: out.Bytes - p.Bytes, Parts: []protocol.TopRow{}}
	stays := func(query string) string { return "" }
	if ok && query != "" {
		out.Stays.Query = "-(" + query + ")" // as it was typed
		stays = func(query string) string { return filter.And(out.Stays.Query, query) }
	}
	add := func(name, query string, count int) {
		if count > 0 {
			out.Stays.Parts = append(out.Stays.Parts, protocol.TopRow{Name: name, Count: count, Query: query})
		}
	}
	var counted = make([]bool, q.Len())
	kept := 0
	for _, i := range p.rows {
		if p.kept[i] && q.Dirs[q.Dir[i]].Host == p.host {
			counted[i] = true
			kept++
		}
	}
	add("Kept by you", idsQuery(c, p.req.Kept), kept)
	for _, l := range p.Left {
		var refs []int
		for _, i := range l.Rows {
			counted[i] = true
			refs = append(refs, int(i))
		}
		add(words.UpperFirst(string(l.Why)), idsQuery(c, refs), len(l.Rows))
	}
	for _, k := range [...]struct{ name, query string }{
		{"Ordinary mail", "bounce:no"},
		{"Bounces to your own users", "is:own-bounce"},
		{"Delay warnings", "is:delay-warning"},
		{"Other notices made here", "is:bounce -is:own-bounce -is:delay-warning"},
	} {
		found, err := c.Index.Select(filter.Must(k.query))
		if err != nil {
			continue
		}
		n := 0
		for _, i := range found {
			if !is[i] && !counted[i] {
				n++
			}
		}
		link := stays(k.query)
		if len(p.Left)+kept > 0 {
			link = "" // it would have those, too
		}
		add(k.name, link, n)
	}
}

// planTopics counts messages by what they are refused or wait for. One that
// says several things counts in each.
func planTopics(c *capture.Capture, rows []int32, query string, linked bool) []protocol.TopRow {
	x := c.Index
	titles := map[string]string{}
	for _, i := range rows {
		t := x.Topics[x.Reason[i]]
		titles[t.ID] = t.Title
		for _, r := range x.Said(i) {
			// What comes after a refusal mostly just follows from it.
			if x.Reasons[r].Code.Permanent() {
				titles[x.Topics[r].ID] = x.Topics[r].Title
				break
			}
		}
	}
	// What a bounce waits for is not why it is here.
	bounces := c.Index.Count(filter.Must("is:refused-bounce"), rows) == len(rows)
	out := []protocol.TopRow{}
	for id, title := range titles {
		term := filter.Value("why", id)
		if bounces {
			term = filter.Value("said", id)
		}
		count := protocol.TopRow{Name: title, Count: x.Count(term, rows)}
		if linked {
			count.Query = filter.And(query, term.String())
		}
		if count.Count > 0 {
			out = append(out, count)
		}
	}
	sortCounts(out)
	return out[:min(len(out), maxPlanParts)]
}

// planRows fills the first messages of the rule on the host.
func planRows(c *capture.Capture, p *planning, out *protocol.Plan) {
	q := c.Queue
	left := map[int32]cleanup.Why{}
	for _, l := range p.Left {
		for _, i := range l.Rows {
			left[i] = l.Why
		}
	}
	limit := min(max(p.req.Count, 0), capture.MaxPage)
	for _, i := range p.rows {
		if q.Dirs[q.Dir[i]].Host != p.host {
			continue
		}
		var others []string
		if left[i] == "" && (p.req.Others || len(out.Rows) < limit) {
			others = cleanup.Deliverable(q, i)
		}
		if p.req.Others && len(others) == 0 {
			continue
		}
		out.Of++
		if len(out.Rows) >= limit {
			continue
		}
		row := protocol.PlanRow{Row: c.Row(i), Kept: p.kept[i], Left: string(left[i]), Said: refusal(c, i), Others: []string{}}
		for n, a := range others {
			if n == 3 {
				row.More = len(others) - n
				break
			}
			row.Others = append(row.Others, words.Visible(triage.Bare(a)))
		}
		out.Rows = append(out.Rows, row)
	}
}

// refusal returns the first 5xx reply in a transcript in one line, "" without one.
func refusal(c *capture.Capture, i int32) string {
	q := c.Queue
	for k := range c.Index.Said(i) {
		if a := smtp.ParseAnswer(q.Text(q.ReplyText[k])); a.Code.Permanent() {
			return words.Visible(a.OneLine())
		}
	}
	return ""
}
