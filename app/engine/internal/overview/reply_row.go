package overview

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// maxReplyServers is how many servers a row names.
const maxReplyServers = 5

// replyRow words a reply for the screen, among the messages that match a query.
func replyRow(c *capture.Capture, g *reply, query string) protocol.ReplyRow {
	q, r := c.Queue, &c.Index.Reasons[g.reason]
	topic := &c.Index.Topics[g.reason]
	text := reason.Said(strings.TrimPrefix(q.Text(g.sample), "Deferred: "))
	answer := smtp.ParseAnswer(text)
	row := protocol.ReplyRow{
		Code: r.CodeText(), Enhanced: r.EnhancedText(), Temporary: r.Code.Temporary(),
		Action: g.action.String(), Meaning: topic.Short, Standard: r.Code.Standard(), Advice: topic.Step,
		Reason: r.Text, Text: reason.ReplyLines(text), Sample: text,
		Servers: []protocol.TopRow{}, Messages: g.messages, Lines: g.lines,
	}
	if len(answer.Lines) > 1 {
		row.Sample = answer.OneLine()
	}
	row.Sample = words.Visible(row.Sample)
	if g.action == reason.ActionEcho {
		row.Echo, row.Meaning, row.Advice = true, "Follows from the refusal before it", reason.ActionEcho.Advice()
	}
	row.Query = capture.Narrow(query, g.term(r))
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
		t.AddN(s, n)
	}
	top := c.Rank(t, maxReplyServers)
	row.Others = top.Values - len(top.First)
	for _, s := range top.First {
		row.Servers = append(row.Servers, protocol.TopRow{
			Name: words.Visible(q.Text(s.Value)), Count: s.Count, Query: capture.Narrow(query, g.saidBy(r, q.Text(s.Value))),
		})
	}
	return row
}

// term selects the messages of a reply.
func (g *reply) term(r *reason.Reason) *filter.Node {
	if g.alone {
		return capture.Term("reply", reason.ReplyText(r))
	}
	return capture.Term("action", g.action.String()+" "+reason.ReplyText(r))
}

// saidBy selects the messages in which a server gave a reply.
func (g *reply) saidBy(r *reason.Reason, server string) *filter.Node {
	server = reason.NormalHost(server) + " "
	if !g.alone {
		server += g.action.String() + " "
	}
	return capture.Term("remote", server+reason.ReplyText(r))
}
