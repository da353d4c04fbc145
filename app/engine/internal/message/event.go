package message

import (
	"path"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/lazyregexp"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// clocks are the notes on times that are not exact.
var clocks = [...]string{queue.ClockUnsure: "may be an hour off", queue.ClockUnknown: "year unknown"}

// event words event n of the message.
func (p *past) event(e *queue.Event, n int) protocol.Event {
	q := p.c.Queue
	out := protocol.Event{
		N: n, At: known(e.Time), Clock: clocks[e.Clock], Kind: e.Kind.String(), Title: p.of.Event(e.Kind.String()), Whom: p.whom(e), Where: p.where(e),
		Said: said(q, e), Age: p.age(e), Other: p.linked(e), By: words.Visible(q.Text(e.Program)),
	}
	if e.Kind == queue.EventReceived && e.Size >= 0 {
		out.Notes = append(out.Notes, words.Size(e.Size))
	}
	if e.Login != 0 {
		out.Notes = append(out.Notes, "login "+words.Visible(q.Text(e.Login)))
	}
	if e.Count > 1 {
		out.Notes = append(out.Notes, words.Number(e.Count)+" times")
	}
	if int(e.Log) < len(p.h.Logs) {
		out.Source = words.Visible(path.Base(p.h.Logs[e.Log].Name)) + ":" + strconv.Itoa(int(e.Line))
	}
	return out
}

// whom says whom an event is about: its recipients, of an arrival the sender too.
func (p *past) whom(e *queue.Event) string {
	q := p.c.Queue
	var parts []string
	if e.Sender != 0 {
		sender := words.Visible(triage.Bare(q.Text(e.Sender)))
		if q.Text(e.Sender) == queue.NullSender {
			sender = queue.NullSender
		}
		parts = append(parts, "from "+sender)
	}
	var to []string
	for _, r := range p.h.Recipients[e.RcptAt : e.RcptAt+min(e.RcptN, maxFor)] {
		to = append(to, words.Visible(triage.Bare(q.Text(r))))
	}
	if len(to) > 0 {
		text := "to " + strings.Join(to, ", ")
		if n := int(e.RcptN) - len(to); n > 0 {
			text += " and " + words.Number(n) + " more"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

// where names the other side: the server that it was sent to, or the client that it came from.
func (p *past) where(e *queue.Event) string {
	where, ip := words.Visible(strings.TrimSuffix(p.c.Queue.Text(e.Peer), ".")), words.Visible(p.c.Queue.Text(e.IP))
	if ip != "" && !strings.Contains(where, ip) {
		where = strings.TrimSpace(where + " [" + ip + "]")
	}
	switch {
	case where == "":
		return ""
	case e.Kind == queue.EventReceived || e.Kind == queue.EventRejected:
		return "by " + where
	case e.Kind.Attempt() || e.Kind == queue.EventNotTried:
		return "at " + where
	}
	return where
}

// enhanced finds an enhanced status code: a server's reply has its own.
var enhanced = lazyregexp.New(`\b[245]\.\d{1,3}\.\d{1,3}\b`)

// said returns what was said, with the codes that its text does not have already.
func said(q *queue.Queue, e *queue.Event) string {
	said := words.Visible(q.Text(e.Text))
	if e.Kind == queue.EventQueued && said == "queued" {
		return ""
	}
	if status := words.Visible(q.Text(e.Status)); status != "" && !enhanced().MatchString(said) {
		said = strings.TrimSpace(status + " " + said)
	}
	if code := strconv.Itoa(int(e.Code)); e.Code != 0 && !strings.Contains(said, code) {
		said = strings.TrimSpace(code + " " + said)
	}
	return said
}

// age returns how old the message was at an event: as the line says, or by the arrival.
func (p *past) age(e *queue.Event) int64 {
	switch {
	case e.Kind == queue.EventReceived:
		return -1
	case e.Delay >= 0:
		return int64(e.Delay)
	case p.born != queue.NoNumber && e.Time != queue.NoNumber && e.Time >= p.born:
		return e.Time - p.born
	}
	return -1
}

// maxFor is how many recipients of an event are named.
const maxFor = 20
