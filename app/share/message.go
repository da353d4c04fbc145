package share

import (
	"time"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// MessageSchema is the schema of a line of JSONLines. Fields may be added without
// notice; the number grows when one changes its meaning or is removed.
const MessageSchema = "spoolscope.message/1"

// Message is a message as JSONLines writes it, one object per line. Texts are
// UTF-8; a text that is not valid UTF-8 is read as ISO 8859-1. What is unknown
// is absent. Times are RFC 3339 in UTC.
type Message struct {
	Schema     string      `json:"schema"` // MessageSchema
	ID         string      `json:"id"`
	Host       string      `json:"host,omitempty"`
	Queue      string      `json:"queue"` // the directory on the server
	State      string      `json:"state"` // deferred, unavailable, held, processing, quarantined, lost, orphan, incomplete
	Why        string      `json:"why"`   // kind of reason, as in a filter
	Reason     string      `json:"reason"`
	Code       string      `json:"code,omitempty"`     // of the status: "451"
	Enhanced   string      `json:"enhanced,omitempty"` // "4.7.1"
	Server     string      `json:"server,omitempty"`   // the one responsible
	Status     string      `json:"status,omitempty"`   // as sendmail wrote it
	From       string      `json:"from,omitempty"`     // "<>" the null sender
	To         []Recipient `json:"to"`
	Created    string      `json:"created,omitempty"`
	LastTry    string      `json:"last_try,omitempty"`      // absent: never
	NextTry    string      `json:"next_try,omitempty"`      // not before it, where the mail system records that
	Failing    string      `json:"failing_since,omitempty"` // its destination, for any message, as Exim records it
	Age        *int64      `json:"age,omitempty"`           // seconds, at the capture
	Tries      *int32      `json:"tries,omitempty"`
	Priority   *int64      `json:"priority,omitempty"`
	Size       *int64      `json:"size,omitempty"` // bytes of the data file
	Subject    string      `json:"subject,omitempty"`
	Client     string      `json:"client,omitempty"` // the relay client: name and address
	Login      string      `json:"login,omitempty"`
	Quarantine string      `json:"quarantine,omitempty"` // the reason given
	Bounce     string      `json:"bounce,omitempty"`     // failure, warning-timeout …: a DSN that this server made
	Origin     string      `json:"origin,omitempty"`     // of a bounce: the sender of the message that failed
	OriginBy   string      `json:"origin_client,omitempty"`
	Replies    []Reply     `json:"replies,omitempty"` // of a bounce: what servers said
	Events     []Event     `json:"events,omitempty"`  // what the mail log has, oldest first
	Source     string      `json:"source"`            // where it came from: a script, a login, a client or this server
	Obstacle   string      `json:"obstacle"`          // what holds it up, as in a filter
	Side       string      `json:"side"`              // that must act: here, theirs, network, other
}

// Recipient is a recipient that the message is still queued for.
type Recipient struct {
	Address string `json:"address"`
	Domain  string `json:"domain,omitempty"`
	Status  string `json:"status,omitempty"`
}

// Reply is a line of a transcript.
type Reply struct {
	Server string `json:"server,omitempty"`
	Text   string `json:"text"`
}

// message returns the Message of a row.
func (s Selection) message(t *texts, i int32) Message {
	q, x := t.q, s.Index
	r, obstacle := &x.Reasons[x.Reason[i]], &x.Obstacles[x.Obstacle[x.Cell[i]]]
	m := Message{
		Schema: MessageSchema, ID: t.id(i), Host: t.once("host ", q.Dirs[q.Dir[i]].Host, t.rd.Host), Queue: t.queue(i),
		State: q.State[i].String(), Why: x.Topics[x.Reason[i]].ID, Reason: t.reason(s.Index, x.Reason[i]),
		Code: r.CodeText(), Enhanced: r.EnhancedText(), Server: t.server(x.Server[i]), Status: t.status(i),
		To: []Recipient{}, Created: clock(q.Created[i]), Subject: words.UTF8(t.rd.Subject(q.Text(q.Subject[i]))),
		Client: t.get(q.Client[i], aHost), Login: t.get(q.Auth[i], anAddress), Quarantine: t.get(q.Columns.Reason[i], t.quarantineKind(i)),
		Bounce: t.get(q.Bounce[i], aKind), Origin: triage.Bare(t.get(q.Origin[i], anAddress)), OriginBy: t.get(q.OriginBy[i], aHost),
		Source: t.source(x, x.Source[i]), Obstacle: obstacle.ID, Side: string(obstacle.Side),
	}
	m.From = t.from(i)
	if q.LastTry[i] > 0 {
		m.LastTry = clock(q.LastTry[i])
	}
	if at := q.NextTry(i); at != queue.NoNumber {
		m.NextTry = clock(at)
	}
	if at := q.FailingSince(i); at != queue.NoNumber {
		m.Failing = clock(at)
	}
	if age := x.Age(i); age >= 0 && q.Created[i] != queue.NoNumber {
		m.Age = &age
	}
	if n := q.Attempts[i]; n >= 0 {
		m.Tries = &n
	}
	if p := q.Priority[i]; p != queue.NoNumber {
		m.Priority = &p
	}
	if n := q.Size[i]; n >= 0 {
		m.Size = &n
	}
	from, to := q.Recipients(i)
	for k := from; k < to; k++ {
		m.To = append(m.To, t.recipient(k))
	}
	from, to = q.Replies(i)
	for k := from; k < to; k++ {
		m.Replies = append(m.Replies, t.reply(k))
	}
	m.Events = t.events(i)
	return m
}

// quarantineKind returns what the reason for the quarantine of a message is.
func (t *texts) quarantineKind(i int32) uint8 {
	if t.q.Dirs[t.q.Dir[i]].System == queue.Exim {
		return aFreeze
	}
	return anyText
}

// id returns the redacted ID of a message.
func (t *texts) id(i int32) string { return words.UTF8(t.rd.ID(t.q.Text(t.q.ID[i]))) }

// queue returns the redacted directory of a message, cached.
func (t *texts) queue(i int32) string {
	return t.once("queue ", t.q.Dirs[t.q.Dir[i]].Path, t.rd.Path)
}

// from returns the redacted sender of a message, "" if it is unknown.
func (t *texts) from(i int32) string {
	switch q := t.q; {
	case q.Flags[i]&queue.NullFrom != 0:
		return queue.NullSender
	case q.Flags[i]&queue.HasSender != 0:
		return triage.Bare(t.get(q.Sender[i], anAddress))
	}
	return ""
}

// reply returns a line of a transcript by its place in Queue.ReplyText.
func (t *texts) reply(k uint32) Reply {
	return Reply{Server: t.server(t.q.ReplyHost[k]), Text: t.get(t.q.ReplyText[k], anyText)}
}

// recipient returns a recipient by its place in Queue.RcptAddr.
func (t *texts) recipient(k uint32) Recipient {
	a := triage.Bare(t.get(t.q.RcptAddr[k], anAddress))
	return Recipient{Address: a, Domain: triage.Domain(a), Status: t.get(t.q.RcptStat[k], anyText)}
}

// reason returns the redacted text of a reason, cached.
func (t *texts) reason(x *triage.Index, n int32) string {
	v, ok := t.reasons[n]
	if !ok {
		v = words.UTF8(t.rd.Reason(words.Join(x.Reasons[n].Text)))
		t.reasons[n] = v
	}
	return v
}

// source returns the redacted name of a source, cached.
func (t *texts) source(x *triage.Index, n int32) string {
	v, ok := t.sources[n]
	if !ok {
		v = words.UTF8(x.Sources[n].NameWith(t.rd))
		t.sources[n] = v
	}
	return v
}

// once redacts one of a few texts, a host or a directory, and caches it.
func (t *texts) once(what, s string, redacted func(string) string) string {
	v, ok := t.few[what+s]
	if !ok {
		v = words.UTF8(redacted(s))
		t.few[what+s] = v
	}
	return v
}

// clock formats a time in UTC; it is "" for no time and for years that RFC 3339
// cannot express.
func clock(t int64) string {
	if t == queue.NoNumber || t < 0 || t > 253402300799 {
		return ""
	}
	return time.Unix(t, 0).UTC().Format(time.RFC3339)
}

// status returns the redacted status that the message is classified by.
func (t *texts) status(i int32) string {
	if t.q.Flags[i]&queue.StatusCut != 0 {
		return t.get(t.q.Effective[i], cutText)
	}
	return t.get(t.q.Effective[i], anyText)
}
