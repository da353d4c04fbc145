package share

import (
	"path"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Event is a line of a mail log about a message, as JSONLines writes it.
type Event struct {
	Time     string   `json:"time,omitempty"`  // absent: the year is unknown
	Clock    string   `json:"clock,omitempty"` // derived, unsure: year or zone are not in the line
	Kind     string   `json:"kind"`            // as event: of the filter has it
	From     string   `json:"from,omitempty"`  // of an arrival
	To       []string `json:"to,omitempty"`
	Peer     string   `json:"peer,omitempty"` // the server it was sent to, or the client it came from
	IP       string   `json:"ip,omitempty"`
	Login    string   `json:"login,omitempty"`
	Size     *int64   `json:"size,omitempty"`
	Code     int      `json:"code,omitempty"`
	Enhanced string   `json:"enhanced,omitempty"`
	Text     string   `json:"text,omitempty"`
	Delay    *int32   `json:"delay,omitempty"` // seconds since the message arrived
	Count    uint32   `json:"count,omitempty"` // if the line stands for several
	Other    string   `json:"other,omitempty"` // another id: a notice, the next id of the same mail
	Program  string   `json:"program,omitempty"`
	Log      string   `json:"log"`
	Line     int32    `json:"line"`
}

var clockNames = [...]string{queue.ClockDerived: "derived", queue.ClockUnsure: "unsure", queue.ClockUnknown: "unknown"}

// events returns what the logs read with a queue have about row i. Unpredictable texts are left out
// of a redacted file: what a filter added to a header, the dialogue at a high log level.
func (t *texts) events(i int32) []Event {
	h := t.q.History
	var out []Event
	for _, e := range h.Of(i) {
		v := Event{
			Time: clock(e.Time), Clock: clockNames[e.Clock], Kind: e.Kind.String(), Login: t.get(e.Login, anAddress), IP: t.get(e.IP, aHost),
			Code: int(e.Code), Enhanced: t.get(e.Status, anyText), Program: t.once("program ", t.q.Text(e.Program), t.rd.Path), Line: e.Line,
		}
		if e.Sender != 0 {
			if v.From = queue.NullSender; t.q.Text(e.Sender) != queue.NullSender {
				v.From = triage.Bare(t.get(e.Sender, anAddress))
			}
		}
		for _, r := range h.Recipients[e.RcptAt : e.RcptAt+e.RcptN] {
			v.To = append(v.To, triage.Bare(t.get(r, anAddress)))
		}
		if e.Kind.Attempt() || e.Kind == queue.EventNotTried {
			v.Peer = strings.TrimSuffix(t.server(e.Peer), ".")
			if name := t.q.Text(e.Peer); e.IP == 0 && strings.IndexByte(name, '.') < 0 {
				v.Peer = words.UTF8(t.rd.Text(t.rd.Driver(name))) // the transport, of a delivery on the server
			}
		} else {
			v.Peer = t.get(e.Peer, aHost)
		}
		if e.Kind == queue.EventReceived && e.Size >= 0 {
			v.Size = &e.Size
		}
		if e.Delay >= 0 {
			v.Delay = &e.Delay
		}
		if e.Count > 1 {
			v.Count = e.Count
		}
		if t.keepsText(&e) {
			v.Text = t.get(e.Text, anyText)
		}
		if e.Other != 0 {
			v.Other = t.rd.ID(t.q.Text(e.Other))
		}
		if int(e.Log) < len(h.Logs) {
			v.Log = t.once("log ", path.Base(h.Logs[e.Log].Name), t.rd.Path)
		}
		out = append(out, v)
	}
	return out
}

// keepsText reports whether the text of an event may be written: searched for names, like a status.
func (t *texts) keepsText(e *queue.Event) bool {
	switch {
	case e.Kind.Attempt(), e.Kind == queue.EventNotTried, e.Kind == queue.EventExpired:
		return true
	case e.Kind == queue.EventNoted:
		return !t.rd.Redaction().HidesText()
	}
	return !t.rd.Strict()
}
