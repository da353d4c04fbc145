package overview

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/history"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// loggedServers is how many next hops of the logs are listed.
const loggedServers = 8

// logged sums up what the logs have about all mail; nil without logs that have any.
func logged(c *capture.Capture) *protocol.Logged {
	q, h := c.Queue, c.Index.History
	if h == nil || len(h.Totals.Hours) == 0 {
		return nil
	}
	first, last := history.Reach(h)
	out := &protocol.Logged{From: moment(first), To: moment(last), Logs: len(h.Logs), Servers: []protocol.LoggedServer{}, ServersOf: len(h.Totals.Hops)}
	for n := range h.Logs {
		out.Lines += h.Logs[n].Lines
	}
	for n := range h.Totals.Hours {
		k := &h.Totals.Hours[n].N
		out.Received += int(k[queue.EventReceived])
		out.Delivered += int(k[queue.EventDelivered])
		out.Deferred += int(k[queue.EventDeferred])
		out.Failed += int(k[queue.EventFailed])
	}
	for n := range h.Totals.Hops[:min(loggedServers, len(h.Totals.Hops))] {
		hop := &h.Totals.Hops[n]
		name := strings.TrimSuffix(q.Text(hop.Peer), ".")
		s := protocol.LoggedServer{
			Name: words.Visible(name), LastDelivery: moment(hop.LastDelivery), LastFailure: moment(hop.LastFailure),
			Delivered: int(hop.N[queue.EventDelivered]), Deferred: int(hop.N[queue.EventDeferred]), Failed: int(hop.N[queue.EventFailed]),
		}
		term := capture.Term("server", capture.Exact("server", name))
		if s.Waiting = c.Index.Count(term, q.Order); s.Waiting > 0 {
			s.Query = term.String()
		}
		out.Servers = append(out.Servers, s)
	}
	out.Senders = loggedSenders(c, h.Totals.Senders)
	return out
}

// moment returns a time of a log for an answer, 0 unknown.
func moment(at int64) protocol.Moment {
	if at == queue.NoNumber {
		return 0
	}
	return at
}

// loggedSenders ranks the senders of all mail, which a log writes with brackets
// and without.
func loggedSenders(c *capture.Capture, senders []queue.SenderTotal) protocol.TopTable {
	t := protocol.TopTable{Rows: []protocol.TopRow{}}
	at := map[string]int{}
	var bytes []int64
	for n := range senders {
		s := &senders[n]
		name := c.Queue.Text(s.Sender)
		if name != queue.NullSender {
			name = triage.Bare(name)
		}
		k, ok := at[name]
		if !ok {
			k = len(t.Rows)
			at[name] = k
			t.Rows, bytes = append(t.Rows, protocol.TopRow{Name: name}), append(bytes, 0)
		}
		t.Rows[k].Count += int(s.Messages)
		bytes[k] += s.Bytes
	}
	t.Values = len(t.Rows)
	for _, r := range t.Rows[min(overviewTop, len(t.Rows)):] {
		t.Rest += r.Count
	}
	t.Rows = t.Rows[:min(overviewTop, len(t.Rows))]
	for k := range t.Rows {
		r := &t.Rows[k]
		term := capture.Term("from", capture.ExactAddress(r.Name))
		if c.Index.Count(term, c.Queue.Order) > 0 {
			r.Query = term.String()
		}
		r.Note = words.Size(bytes[k])
		if r.Name == queue.NullSender {
			r.Note += ", bounces and notices"
		}
		r.Name = words.Visible(r.Name)
	}
	return t
}

// LoggedSentence sums up in a sentence what the logs have about all mail, with
// no name; "" without a log.
func LoggedSentence(l *protocol.Logged) string {
	if l == nil || l.From == 0 {
		return ""
	}
	text := "From " + words.Date(l.From) + " to " + words.Date(l.To) + " the mail log has " + words.Plural(l.Received, "message", "messages") +
		" that came in. Mail was delivered to " + words.Plural(l.Delivered, "recipient", "recipients")
	if l.Failed > 0 {
		text += " and refused for good for " + words.Number(l.Failed)
	}
	return text + "; " + words.Plural(l.Deferred, "attempt", "attempts") + " failed for the time being."
}
