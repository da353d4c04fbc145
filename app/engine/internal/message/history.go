package message

import (
	"fmt"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage/history"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// History answers what mail logs have about row i, nil without a log.
func History(c *capture.Capture, i int32) *protocol.History {
	q, h := c.Queue, c.Index.History
	if h == nil {
		return nil
	}
	p := past{c: c, h: h, row: i, of: c.Index.WordsOf(i), born: q.Created[i]}
	events := h.Of(i)
	if len(events) == 0 && h.MailLogs() == 0 {
		return nil // other messages have logs of their own
	}
	out := &protocol.History{
		ID: words.Visible(q.Text(q.ID[i])), System: q.Dirs[q.Dir[i]].System.String(), Count: len(events),
		Parent: p.parent(), Events: []protocol.Event{}, Logs: []protocol.LogFact{}, Notes: []string{},
	}
	for n := range h.Logs {
		l := &h.Logs[n]
		out.Logs = append(out.Logs, protocol.LogFact{Name: words.Visible(l.Name), Host: words.Visible(l.Host), Lines: l.Lines, From: known(l.First), To: known(l.Last)})
	}
	out.Gone = p.gone(events)
	for _, r := range history.Fold(events) {
		row := p.event(&events[r.From], r.From)
		if r.To-r.From > 1 {
			row = p.folded(events, r)
		}
		out.Events = append(out.Events, row)
	}
	out.Notes = append(out.Notes, p.notes(events)...)
	if left := h.Left[i]; left > 0 {
		out.Notes = append(out.Notes, fmt.Sprintf("%s between the first and the last are counted and not shown.", words.Plural(left, "more event", "more events")))
	}
	return out
}

// folded is one row for several events.
func (p *past) folded(all []queue.Event, r history.Row) protocol.Event {
	events := all[r.From:r.To]
	row := protocol.Event{N: r.From, At: known(events[0].Time), Until: known(events[len(events)-1].Time), Age: -1, Folded: make([]protocol.Event, 0, len(events))}
	kinds := map[queue.EventKind]bool{}
	for n := range events {
		kinds[events[n].Kind] = true
		row.Folded = append(row.Folded, p.event(&events[n], r.From+n))
	}
	row.Title = words.Plural(len(events), "more event", "more events")
	if len(kinds) == 1 {
		row.Kind, row.Title = events[0].Kind.String(), words.Number(len(events))+" more: "+words.LowerFirst(p.of.Event(events[0].Kind.String()))
	}
	return row
}

// notes say what the logs do not show about the message.
func (p *past) notes(events []queue.Event) []string {
	var out []string
	first, last := history.Reach(p.h)
	taken := p.c.Queue.Taken
	switch {
	case len(p.h.Logs) == 0:
	case first != queue.NoNumber && p.born != queue.NoNumber && first > p.born+60:
		out = append(out, fmt.Sprintf("The log begins %s, after the message arrived: what happened before is not in it.", words.DateNear(first, taken)))
	case len(events) == 0:
		out = append(out, "The logs that were read have no line about this message: they cover another time or another server, or leave out such lines.")
	case !has(events, queue.EventReceived):
		out = append(out, p.unborn())
	}
	if last != queue.NoNumber && taken != 0 && last+3600 < taken {
		out = append(out, fmt.Sprintf("The log ends %s, %s before the capture.", words.DateNear(last, taken), words.Span(taken-last)))
	}
	return out
}

// unborn says why a message can have no line about its arrival.
func (p *past) unborn() string {
	q := p.c.Queue
	switch {
	case q.Flags[p.row]&(queue.MadeHere|queue.NullFrom) != 0 || q.Bounce[p.row] != 0:
		return "It has no line about its arrival: a mail system writes none for what it makes itself."
	case p.parent() != nil:
		return "It has no line about its arrival: it came from another message of this server."
	}
	return "It has no line about its arrival: lines are missing."
}

func has(events []queue.Event, kind queue.EventKind) bool {
	for n := range events {
		if events[n].Kind == kind {
			return true
		}
	}
	return false
}
