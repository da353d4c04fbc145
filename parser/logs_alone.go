package parser

import (
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/history"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// alone makes rows of the messages that were not finished at the end of logs without a queue.
func (l *loader) alone(c *history.Collector, wanted *poll.Poll) {
	found := l.History
	open := c.Unfinished(found, wanted)
	h := &queue.History{Logs: found.Logs, Events: found.Events, Recipients: found.Recipients, Totals: found.Totals}
	l.History = h
	for _, n := range open {
		if !wanted.More() || l.fullOfText(l.logs[0].name) {
			break
		}
		o := c.Open(n, found)
		i := l.openRow(&o)
		for len(h.At) < l.Len() {
			h.At, h.N = append(h.At, 0), append(h.N, 0)
		}
		h.At[i], h.N[i] = found.At[n], found.N[n]
		if left := found.Left[int32(n)]; left > 0 {
			if h.Left == nil {
				h.Left = map[int32]int{}
			}
			h.Left[i] = left
		}
	}
	known := 0
	for _, log := range found.Logs {
		known += log.Known
	}
	if known == 0 || len(l.opt.LogIDs) > 0 {
		return
	}
	reason := fmt.Sprintf("%s messages were not finished at the end of the logs", count.Text(int64(len(open))))
	switch len(open) {
	case 0:
		reason = "every message of the logs was finished at their end"
	case 1:
		reason = "one message was not finished at the end of the logs"
	}
	l.Problem(queue.KindLogAlone, l.logs[0].name, "%s", reason)
}

// openRow makes a row of a message that a log knows.
func (l *loader) openRow(o *history.Open) int32 {
	i := l.Row(l.Places.LoggedSpool(o.System, o.Host), o.ID)
	l.Flags[i] |= queue.NoControl | queue.FromLog
	l.Controls++
	l.Created[i], l.LastTry[i], l.Attempts[i] = o.Received, o.Tried, int32(o.Attempts)
	if o.Size >= 0 {
		l.Size[i] = o.Size
	}
	sender := l.Text(o.Sender)
	l.Sender[i], l.Auth[i], l.Client[i] = o.Sender, o.Login, o.Client
	if ip := l.Text(o.IP); ip != "" {
		l.Client[i] = l.Strings.Add(strings.TrimPrefix(l.Text(o.Client)+" ["+ip+"]", " "))
	}
	l.SetFlag(i, queue.HasSender, sender != "")
	l.SetFlag(i, queue.NullFrom, isNull(sender))
	l.SetRecipients(i, len(o.Recipients), func(k int) (string, string) { return l.Text(o.Recipients[k]), l.Text(o.Statuses[k]) })
	l.Status[i], l.Effective[i] = o.Status, o.Status
	l.SetFlag(i, queue.HasStatus, o.Status != 0)
	switch {
	case o.Lost:
		l.State[i] = queue.Lost
	case o.Held:
		l.State[i] = queue.Quarantined
	case o.Status == 0:
		l.State[i] = queue.Held
	default:
		l.State[i] = queue.Deferred
	}
	return i
}
