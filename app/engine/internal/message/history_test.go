package message

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// logged returns a queue of a message and its bounce, with a log that has both.
func logged() *capture.Capture {
	q := triagetest.Queue(queue.Dir{Host: "mail.example.org", Path: "/var/spool/mqueue"},
		triagetest.Mail{To: "<desk@example.net>", State: queue.Deferred, Age: 3600},
		triagetest.Mail{To: "<anna@example.org>", State: queue.Deferred, Age: 60, Bounce: "failure"})
	add := q.Strings.Add
	born := q.Created[0]
	h := &queue.History{
		Logs:       []queue.Log{{Name: "var/log/maillog", Lines: 40, First: born - 10, Last: q.Taken}},
		Recipients: []queue.Str{add("<desk@example.net>")},
		At:         []uint32{0, 4}, N: []uint32{4, 1},
		Events: []queue.Event{
			{Kind: queue.EventReceived, Time: born, Sender: add("<anna@example.org>"), Peer: add("pc7.example.org"), IP: add("192.0.2.7"), Size: 2048, Delay: -1, Line: 3, Count: 1},
			{Kind: queue.EventDeferred, Time: born + 5, RcptN: 1, Peer: add("mx.example.net"), Code: 451, Status: add("4.7.1"), Text: add("451 4.7.1 come back \x1b later"), Delay: 5, Size: -1, Line: 4, Count: 1, Clock: queue.ClockUnsure},
			{Kind: queue.EventHeld, Time: born + 6, Delay: -1, Size: -1, Line: 5, Count: 1},
			{Kind: queue.EventNotice, Time: q.Taken - 60, Other: q.ID[1], Text: add("User unknown"), Delay: -1, Size: -1, Line: 9, Count: 1},
			{Kind: queue.EventDeferred, Time: q.Taken - 50, Delay: 10, Size: -1, Line: 11, Count: 3},
		},
	}
	q.History = h
	return capture.New(q, nil)
}

func TestHistoryOfAMessage(t *testing.T) {
	c := logged()
	h := History(c, 0)
	if h == nil || len(h.Events) != 4 || h.Count != 4 {
		t.Fatalf("history = %+v, want 4 events", h)
	}
	received, deferred, held, notice := h.Events[0], h.Events[1], h.Events[2], h.Events[3]
	if received.Whom != "from anna@example.org" || received.Where != "by pc7.example.org [192.0.2.7]" || received.Age != -1 || len(received.Notes) != 1 {
		t.Errorf("received = %+v", received)
	}
	if deferred.Whom != "to desk@example.net" || deferred.Where != "at mx.example.net" || deferred.Age != 5 || deferred.Source != "maillog:4" || deferred.Clock == "" {
		t.Errorf("deferred = %+v", deferred)
	}
	if deferred.Said != `451 4.7.1 come back \033 later` {
		t.Errorf("said %q, want the reply with its control character shown", deferred.Said)
	}
	if held.Title != "Quarantined" {
		t.Errorf("held is called %q, want sendmail's word", held.Title)
	}
	if notice.Other == nil || notice.Other.Query == "" || notice.Other.As != "notice" {
		t.Errorf("notice = %+v, want a link to the bounce", notice.Other)
	}
}

func TestHistoryOfABounceLeadsToItsCause(t *testing.T) {
	h := History(logged(), 1)
	if h.Parent == nil || h.Parent.As != "notice about" || h.Parent.ID != "id000000" || h.Parent.Query == "" {
		t.Errorf("parent = %+v, want the message that bounced", h.Parent)
	}
	if len(h.Notes) == 0 || !strings.Contains(h.Notes[0], "makes itself") {
		t.Errorf("notes = %q, want why it has no arrival", h.Notes)
	}
	if got := h.Events[0].Notes; len(got) != 1 || got[0] != "3 times" {
		t.Errorf("notes of a repeated line = %q", got)
	}
}

// The original of a bounce is known where it left the queue long ago.
func TestParentThatLeft(t *testing.T) {
	c := logged()
	q, h := c.Queue, *c.Queue.History
	gone := q.Strings.Add("id777777")
	h.Events[3].Other = 0
	h.Also = map[queue.Str]queue.AlsoOf{gone: {At: uint32(len(h.Events)), N: 2}}
	h.Events = append(h.Events,
		queue.Event{Kind: queue.EventFailed, Time: q.Taken - 61, Delay: -1, Size: -1, Line: 20, Count: 1},
		queue.Event{Kind: queue.EventNotice, Time: q.Taken - 60, Other: q.ID[1], Delay: -1, Size: -1, Line: 21, Count: 1})
	q.History = &h
	got := History(capture.New(q, nil), 1).Parent
	if got == nil || got.As != "notice about" || got.ID != "id777777" || got.Query != "" || !strings.HasPrefix(got.Fate, "bounced") {
		t.Errorf("parent = %+v, want the message that left", got)
	}
}

func TestNoLogNoHistory(t *testing.T) {
	q := triagetest.Queue(queue.Dir{}, triagetest.Mail{State: queue.Deferred})
	if h := History(capture.New(q, nil), 0); h != nil {
		t.Errorf("history = %+v without a log", h)
	}
}
