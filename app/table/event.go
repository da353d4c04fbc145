package table

import (
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/app/share"
)

// Event is a row of the table events.
type Event struct {
	Origin
	Queue    string `parquet:"queue,dict" json:"queue" doc:"as in messages"`
	ID       string `parquet:"id" json:"id" doc:"as in messages"`
	N        int32  `parquet:"n" json:"n" doc:"the position of the event in the history of the message, from 0, the oldest first"`
	Time     *Time  `parquet:"time,optional,timestamp(millisecond)" json:"time,omitempty" doc:"when it happened" null:"the log does not show the year"`
	Clock    string `parquet:"clock,optional,dict" json:"clock,omitempty" doc:"how sure the time is: derived (year or zone follow from other lines), unsure (by an hour), unknown" null:"it is exact"`
	Event    string `parquet:"event,dict" json:"event" doc:"what happened, as event: in a filter: received, deferred, delivered …"`
	From     string `parquet:"from,optional,dict" json:"from,omitempty" doc:"for an arrival, the envelope sender; <> is the null sender" null:"the line has none"`
	To       string `parquet:"to,optional" json:"to,omitempty" doc:"the recipients that it is about, joined by commas" null:"the line has none"`
	Peer     string `parquet:"peer,optional,dict" json:"peer,omitempty" doc:"the server it was sent to, or the client it came from" null:"the line has none"`
	IP       string `parquet:"ip,optional,dict" json:"ip,omitempty" doc:"the address of the peer" null:"the line has none"`
	Login    string `parquet:"login,optional,dict" json:"login,omitempty" doc:"the login with which the message was submitted" null:"submitted without a login, or not in the log"`
	Size     *int64 `parquet:"size,optional" json:"size,omitempty" doc:"for an arrival, the size of the message" unit:"bytes" null:"the line has none"`
	Code     *int32 `parquet:"code,optional" json:"code,omitempty" doc:"SMTP reply code: 451" null:"the line has none"`
	Enhanced string `parquet:"enhanced,optional,dict" json:"enhanced,omitempty" doc:"enhanced status code: 4.7.1" null:"the line has none"`
	Text     string `parquet:"text,optional,dict" json:"text,omitempty" doc:"reply, status or reason" null:"the line has none, or it is redacted"`
	Delay    *int32 `parquet:"delay,optional" json:"delay,omitempty" doc:"age of the message as the line gives it" unit:"seconds" null:"the line has none"`
	Count    int32  `parquet:"count" json:"count" doc:"how often it happened: 1 unless the log repeats the line"`
	Other    string `parquet:"other,optional" json:"other,omitempty" doc:"another queue ID: that of a notice, or the next one of the same message" null:"the line has none"`
	Program  string `parquet:"program,optional,dict" json:"program,omitempty" doc:"the program that wrote the line" null:"not known"`
	Log      string `parquet:"log,dict" json:"log" doc:"the file"`
	Line     int32  `parquet:"line" json:"line" doc:"the line in it, from 1"`
}

// eventRows makes the rows of events in the order of the messages. Those of one message are made
// together.
type eventRows struct {
	*rows
	n      int // of all
	at     int // the message, in Rows
	of     int // its event
	events []share.Event
}

func (r *rows) events() *eventRows {
	e := &eventRows{rows: r, at: -1}
	for _, i := range r.Rows {
		e.n += len(r.Index.Queue.History.Of(i))
	}
	return e
}

// next makes the next row; rows are asked for in their order.
func (e *eventRows) next(int) Event {
	for e.of >= len(e.events) {
		e.at++
		e.events, e.of = e.read.Events(e.Rows[e.at]), 0
	}
	i, v := e.Rows[e.at], &e.events[e.of]
	row := Event{
		Origin: e.origin, Queue: e.read.Queue(i), ID: e.read.ID(i), N: int32(e.of), Clock: v.Clock, Event: v.Kind, From: v.From, To: strings.Join(v.To, ","),
		Peer: v.Peer, IP: v.IP, Login: v.Login, Size: v.Size, Enhanced: v.Enhanced, Text: v.Text, Delay: v.Delay, Count: int32(max(v.Count, 1)),
		Other: v.Other, Program: v.Program, Log: v.Log, Line: v.Line,
	}
	if at, err := time.Parse(time.RFC3339, v.Time); err == nil {
		row.Time = instant(at.Unix())
	}
	if v.Code != 0 {
		code := int32(v.Code)
		row.Code = &code
	}
	e.of++
	return row
}
