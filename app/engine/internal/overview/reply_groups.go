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
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// maxReplyGroups bounds the servers that replies are grouped by.
const maxReplyGroups = 50

// groups puts replies into groups by what is to be done, by code or by server.
func (l *replies) groups(t *protocol.ReplyTable, found []*reply, by, query string) {
	if by == protocol.ByServer {
		l.byServer(t, found, query)
		return
	}
	key := func(g *reply) int32 { return int32(g.action) }
	if by == protocol.ByCode {
		key = func(g *reply) int32 { return int32(l.Index.Reasons[g.reason].Code) }
	}
	count := l.countGroups(key)
	at := map[int32]int{}
	for _, g := range found {
		k := key(g)
		if _, ok := at[k]; !ok {
			at[k] = len(t.Groups)
			group := protocol.ReplyGroup{Messages: count[k]}
			if by == protocol.ByCode {
				code := smtp.Code(k).String()
				group.Key, group.Title, group.Advice = code, code, smtp.Code(k).Standard()
				group.Query = capture.Narrow(query, filter.Word("reply", code+"*"))
			} else {
				action := reason.Action(k)
				group.Key, group.Title, group.Advice = action.String(), action.Title(), action.Advice()
				group.Query = capture.Narrow(query, filter.Word("action", group.Key))
			}
			t.Groups = append(t.Groups, group)
		}
		group := &t.Groups[at[k]]
		group.Rows = append(group.Rows, replyRow(l.Capture, g, query))
	}
	slices.SortStableFunc(t.Groups, func(a, b protocol.ReplyGroup) int {
		if by == protocol.ByCode {
			return strings.Compare(a.Key, b.Key)
		}
		return 0
	})
	if by == protocol.ByAction {
		slices.SortStableFunc(t.Groups, func(a, b protocol.ReplyGroup) int { return cmp.Compare(actionOf(a.Key), actionOf(b.Key)) })
	}
}

func actionOf(name string) reason.Action {
	for t := range reason.NumActions {
		if t.String() == name {
			return t
		}
	}
	return reason.NumActions
}

// countGroups counts the messages that have a reply of each group.
func (l *replies) countGroups(key func(*reply) int32) map[int32]int {
	count, lastSeen := map[int32]int{}, map[int32]int32{}
	for n := range l.sums.Cells {
		sum := &l.sums.Cells[n]
		if g := l.status(l.Index.Cells[sum.Cell].Reason); g != nil {
			count[key(g)] += sum.N()
		}
	}
	for _, place := range l.sums.Transcripts {
		i := l.rows[place]
		if g := l.status(l.Index.Reason[i]); g != nil {
			lastSeen[key(g)] = i + 1 // counted with its cell
		}
		for k, end := l.Queue.Replies(i); k < end; k++ {
			if g := l.of(l.texts.Said[k]); g != nil && lastSeen[key(g)] != i+1 {
				lastSeen[key(g)] = i + 1
				count[key(g)]++
			}
		}
	}
	return count
}

// byServer groups replies by who said them: one that several said is in each
// of their groups.
func (l *replies) byServer(t *protocol.ReplyTable, found []*reply, query string) {
	q, x := l.Queue, l.Index
	tally := l.Tally()
	for n := range l.sums.Cells {
		sum := &l.sums.Cells[n]
		if of := x.Cells[sum.Cell]; of.Server != 0 && x.Reasons[of.Reason].Code.Valid() {
			tally.AddN(of.Server, sum.N())
		}
	}
	var hosts []queue.Str
	for _, place := range l.sums.Transcripts {
		i := l.rows[place]
		hosts = x.Remotes(i, hosts[:0])
		for _, h := range hosts {
			if h != x.Server[i] || !x.Reasons[x.Reason[i]].Code.Valid() {
				tally.Add(h)
			}
		}
	}
	rank := l.Rank(tally, maxReplyGroups)
	rows := make([]protocol.ReplyRow, len(found))
	for n, g := range found {
		rows[n] = replyRow(l.Capture, g, query)
		rows[n].Servers, rows[n].Others = []protocol.TopRow{}, 0
	}
	t.More = rank.Values - len(rank.First)
	for _, top := range rank.First {
		name := q.Text(top.Value)
		group := protocol.ReplyGroup{
			Key: words.Visible(name), Title: words.Visible(name), Messages: top.Count, Query: capture.Narrow(query, capture.Term("remote", name)), Rows: []protocol.ReplyRow{},
		}
		for n, g := range found {
			if count := g.servers[top.Value]; count > 0 {
				row := rows[n]
				row.Messages, row.Query = count, capture.Narrow(query, g.saidBy(&l.Index.Reasons[g.reason], name))
				group.Rows = append(group.Rows, row)
			}
		}
		slices.SortStableFunc(group.Rows, func(a, b protocol.ReplyRow) int {
			switch {
			case a.Echo == b.Echo:
				return b.Messages - a.Messages
			case a.Echo:
				return 1
			}
			return -1
		})
		t.Groups = append(t.Groups, group)
	}
}
