package overview

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const maxReplies = 1000

// Replies answers the Replies screen.
func Replies(c *capture.Capture, req protocol.RepliesRequest) (protocol.ReplyTable, error) {
	v, err := c.View(req.Query)
	if err != nil {
		return protocol.ReplyTable{}, err
	}
	return replyTable(c, v, req.Limit), nil
}

// reply is what servers said in the same words.
type reply struct {
	words    *capture.Wording
	reason   *reason.Reason
	sample   queue.Str
	first    int32 // place of the message that reason and sample are from
	messages int
	status   bool // it is the status of some
	lines    int  // lines of transcripts
	shown    bool
	servers  map[queue.Str]int
	lastSeen int32 // the message counted last, plus one
}

// replyTable groups the replies inside statuses and inside the transcripts of
// bounces by code and reason.
func replyTable(c *capture.Capture, v *capture.View, limit int) protocol.ReplyTable {
	if limit <= 0 || limit > maxReplies {
		limit = maxReplies
	}
	s := c.Sums(v)
	t := protocol.ReplyTable{Rows: []protocol.ReplyRow{}}
	list := countReplies(c, v.Rows, s, &t.Lines)
	var found []*reply
	for _, g := range list {
		if g != nil {
			found = append(found, g)
		}
	}
	slices.SortFunc(found, func(a, b *reply) int {
		if a.messages != b.messages {
			return b.messages - a.messages
		}
		return cmp.Or(
			cmp.Compare(a.reason.Code, b.reason.Code),
			strings.Compare(a.words.Enhanced, b.words.Enhanced),
			strings.Compare(words.Join(a.reason.Text), words.Join(b.reason.Text)),
		)
	})
	t.Codes = len(found)
	found = found[:min(len(found), limit)]
	for _, g := range found {
		g.shown, g.servers = true, map[queue.Str]int{}
	}
	replyServers(c, list, v.Rows, s)
	for _, g := range found {
		t.Rows = append(t.Rows, replyRow(c, g, v.Query))
	}
	return t
}

// countReplies counts messages and lines of each wording.
func countReplies(c *capture.Capture, rows []int32, s *capture.Sums, lines *int) (list []*reply) {
	q, x := c.Queue, c.Index
	get := func(reason int32, place int, sample queue.Str) *reply {
		n := c.Wording(reason)
		if n < 0 {
			return nil
		}
		if int(n) >= len(list) {
			list = append(list, make([]*reply, int(n)+1-len(list))...)
		}
		g := list[n]
		if g == nil {
			g = &reply{words: &c.Wordings.All[n], first: math.MaxInt32}
			list[n] = g
		}
		if int32(place) < g.first {
			r := x.Reasons[reason]
			g.reason, g.sample, g.first = &r, sample, int32(place)
		}
		return g
	}
	for _, cell := range s.Order {
		sum := &s.Cells[cell]
		if g := get(x.Cells[cell].Reason, int(sum.First), q.Effective[rows[sum.First]]); g != nil {
			g.status = true
			g.messages += sum.N
		}
	}
	for _, place := range s.Transcripts {
		i := rows[place]
		if n := c.Wording(x.Reason[i]); n >= 0 {
			list[n].lastSeen = i + 1 // counted with its cell
		}
		from, to := q.Replies(i)
		*lines += int(to - from)
		for k := from; k < to; k++ {
			g := get(x.ReplyReason(q.ReplyText[k]), int(place), q.ReplyText[k])
			if g == nil {
				continue
			}
			g.lines++
			if g.lastSeen != i+1 {
				g.lastSeen = i + 1
				g.messages++
			}
		}
	}
	return list
}

// replyServers counts, of the replies that are shown, the messages of each
// server that spoke.
func replyServers(c *capture.Capture, list []*reply, rows []int32, s *capture.Sums) {
	q, x := c.Queue, c.Index
	shown := func(reason int32) *reply {
		if n := c.Wording(reason); n >= 0 && list[n].shown {
			return list[n]
		}
		return nil
	}
	for _, cell := range s.Order {
		of := x.Cells[cell]
		if g := shown(of.Reason); g != nil && of.Server != 0 {
			g.servers[of.Server] += s.Cells[cell].N
		}
	}
	var hosts []queue.Str
	for _, place := range s.Transcripts {
		i := rows[place]
		hosts = x.Remotes(i, hosts[:0])
		if g := shown(x.Reason[i]); g != nil {
			g.lastSeen = -1 - i
			for _, h := range hosts {
				if h != x.Server[i] {
					g.servers[h]++
				}
			}
		}
		from, to := q.Replies(i)
		for _, line := range q.ReplyText[from:to] {
			if g := shown(x.ReplyReason(line)); g != nil && g.lastSeen != -1-i {
				g.lastSeen = -1 - i
				for _, h := range hosts {
					g.servers[h]++
				}
			}
		}
	}
}

func replyRow(c *capture.Capture, g *reply, query string) protocol.ReplyRow {
	q, r := c.Queue, g.reason
	text := strings.TrimPrefix(q.Text(g.sample), "Deferred: ")
	m := r.Meaning(text)
	row := protocol.ReplyRow{
		Code: r.CodeText(), Enhanced: r.EnhancedText(), Temporary: r.Code.Temporary(),
		Meaning: m.Short, Standard: m.Standard, Advice: m.Advice,
		Reason: r.Text, Sample: words.Visible(text), Servers: []protocol.TopRow{}, Messages: g.messages, Lines: g.lines,
		Query: capture.Narrow(query, capture.Term("reply", reason.ReplyText(r))),
	}
	switch {
	case g.lines == 0:
		row.SeenIn = "status"
	case !g.status:
		row.SeenIn = "bounces"
	default:
		row.SeenIn = "both"
	}
	t := c.Tally()
	for s, n := range g.servers {
		t.Add(s)
		t.N[s] = uint32(n)
	}
	for _, top := range c.Rank(t, 5).First {
		row.Servers = append(row.Servers, protocol.TopRow{Name: words.Visible(q.Text(top.Value)), Count: top.Count, Query: capture.Narrow(row.Query, capture.Term("remote", q.Text(top.Value)))})
	}
	return row
}
