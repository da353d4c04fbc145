package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

const maxReplies = 1000

// Replies answers the Replies screen.
func (e *Engine) Replies(req RepliesRequest) (ReplyTable, error) {
	rows, err := e.match(req.Query)
	if err != nil {
		return ReplyTable{}, err
	}
	return e.replyTable(rows, req.Limit, req.Query), nil
}

// reply is what servers said in the same words.
type reply struct {
	reason   *triage.Reason
	sample   queue.Str
	messages int
	status   bool // it is the status of some
	lines    int  // lines of transcripts
	servers  map[queue.Str]int
	lastSeen int32 // the message counted last, plus one
}

// replyTable groups the replies inside statuses and inside the transcripts of
// bounces by code and reason.
func (e *Engine) replyTable(rows []int32, limit int, query string) ReplyTable {
	if limit <= 0 || limit > maxReplies {
		limit = maxReplies
	}
	q, x := e.queue, e.index
	all := map[string]*reply{}
	var list []*reply
	get := func(r *triage.Reason, sample queue.Str) *reply {
		key := triage.ReplyText(r)
		g := all[key]
		if g == nil {
			g = &reply{reason: r, sample: sample, servers: map[queue.Str]int{}}
			all[key] = g
			list = append(list, g)
		}
		return g
	}
	byReason := map[int32]*reply{}
	byLine := map[queue.Str]*reply{}
	t := ReplyTable{Rows: []ReplyRow{}}
	var hosts []queue.Str
	for _, i := range rows {
		hosts = x.Remotes(i, hosts[:0])
		count := func(g *reply) {
			if g.lastSeen == i+1 {
				return
			}
			g.lastSeen = i + 1
			g.messages++
			for _, h := range hosts {
				g.servers[h]++
			}
		}
		if n := x.Reason[i]; x.Reasons[n].Code.Valid() {
			g := byReason[n]
			if g == nil {
				r := x.Reasons[n]
				g = get(&r, q.Effective[i])
				byReason[n] = g
			}
			g.status = true
			count(g)
		}
		from, to := q.Replies(i)
		t.Lines += int(to - from)
		for k := from; k < to; k++ {
			g := byLine[q.ReplyText[k]]
			if g == nil {
				r := *x.Reply(q.ReplyText[k])
				if !r.Code.Valid() {
					continue
				}
				g = get(&r, q.ReplyText[k])
				byLine[q.ReplyText[k]] = g
			}
			g.lines++
			count(g)
		}
	}
	slices.SortFunc(list, func(a, b *reply) int {
		if a.messages != b.messages {
			return b.messages - a.messages
		}
		return cmp.Or(
			cmp.Compare(a.reason.Code, b.reason.Code),
			strings.Compare(a.reason.EnhancedText(), b.reason.EnhancedText()),
			strings.Compare(triage.PlainText(a.reason.Text), triage.PlainText(b.reason.Text)),
		)
	})
	t.Codes = len(list)
	for _, g := range list[:min(len(list), limit)] {
		t.Rows = append(t.Rows, e.replyRow(g, query))
	}
	return t
}

func (e *Engine) replyRow(g *reply, query string) ReplyRow {
	q, r := e.queue, g.reason
	text := strings.TrimPrefix(q.Text(g.sample), "Deferred: ")
	m := smtp.Explain(r.Code, r.Enhanced, text)
	row := ReplyRow{
		Code: r.CodeText(), Enhanced: r.EnhancedText(), Temporary: r.Code.Temporary(),
		Meaning: m.Short, Standard: m.Standard, Advice: m.Advice,
		Reason: pieces(r.Text), Sample: display(text), Servers: []TopRow{}, Messages: g.messages, Lines: g.lines,
		Query: narrow(query, "reply", triage.ReplyText(r)),
	}
	switch {
	case g.lines == 0:
		row.SeenIn = "status"
	case !g.status:
		row.SeenIn = "bounces"
	default:
		row.SeenIn = "both"
	}
	t := e.tally()
	for s, n := range g.servers {
		t.add(s)
		t.n[s] = uint32(n)
	}
	for _, c := range e.rank(t, 5).first {
		row.Servers = append(row.Servers, TopRow{Name: display(q.Text(c.value)), Count: c.count, Query: narrow(row.Query, "remote", q.Text(c.value))})
	}
	return row
}
