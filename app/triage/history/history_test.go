package history

import (
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// made builds the history of one message, each event with one recipient by number; 0 is none.
type made struct {
	kind queue.EventKind
	at   int64
	to   queue.Str
	text queue.Str
}

func build(events ...made) *queue.History {
	h := &queue.History{At: []uint32{0}, N: []uint32{uint32(len(events))}}
	for _, m := range events {
		e := queue.Event{Kind: m.kind, Time: m.at, Text: m.text, Count: 1, RcptAt: uint32(len(h.Recipients)), Delay: -1, Size: -1}
		if m.to != 0 {
			e.RcptN = 1
			h.Recipients = append(h.Recipients, m.to)
		}
		h.Events = append(h.Events, e)
	}
	return h
}

func TestEnds(t *testing.T) {
	for _, c := range []struct {
		name   string
		events []made
		want   Fate
		partly bool
	}{
		{"nothing", nil, Unknown, false},
		{"arrived", []made{{kind: queue.EventReceived}}, Waiting, false},
		{"delivered", []made{{kind: queue.EventReceived}, {kind: queue.EventDelivered, to: 1}}, Delivered, false},
		{"one still waits", []made{{kind: queue.EventDelivered, to: 1}, {kind: queue.EventDeferred, to: 2}}, Waiting, true},
		{"deferred, then delivered", []made{{kind: queue.EventDeferred, to: 1}, {kind: queue.EventDelivered, to: 1}}, Delivered, false},
		{"one bounced", []made{{kind: queue.EventDelivered, to: 1}, {kind: queue.EventFailed, to: 2}}, Bounced, true},
		{"expired", []made{{kind: queue.EventDelivered, to: 1}, {kind: queue.EventDeferred, to: 2}, {kind: queue.EventExpired}}, Expired, true},
		{"removed by hand", []made{{kind: queue.EventDeferred, to: 2}, {kind: queue.EventRemoved}}, Removed, false},
		{"held", []made{{kind: queue.EventReceived}, {kind: queue.EventHeld}}, Held, false},
		{"released, then delivered", []made{{kind: queue.EventHeld}, {kind: queue.EventReleased}, {kind: queue.EventDelivered, to: 1}}, Delivered, false},
		{"never accepted", []made{{kind: queue.EventRejected}}, Rejected, false},
		{"one recipient was refused", []made{{kind: queue.EventReceived}, {kind: queue.EventRejected}, {kind: queue.EventDelivered, to: 1}}, Delivered, false},
		{"a list with an owner", []made{{kind: queue.EventReceived}, {kind: queue.EventMoved}}, Moved, false},
	} {
		h := build(c.events...)
		if got := EndOf(h, h.Events); got.Fate != c.want || got.Partly != c.partly {
			t.Errorf("%s: fate %d, partly %v, want %d, %v", c.name, got.Fate, got.Partly, c.want, c.partly)
		}
	}
}

func TestTriesAreAttempts(t *testing.T) {
	h := build(
		made{queue.EventReceived, 1000, 0, 0},
		made{queue.EventDeferred, 1001, 1, 7}, made{queue.EventDeferred, 1010, 2, 7}, // of one attempt
		made{queue.EventNotTried, 1600, 1, 8},
		made{queue.EventDeferred, 2000, 1, 9},
	)
	got := Of(h.Events)
	if got.Count != 2 || got.First != 1001 || got.Last != 2000 || got.FailingSince != 1001 || got.Failure == nil || got.Failure.Text != 9 {
		t.Errorf("tries = %+v", got)
	}
}

func TestWhatRepeatsIsFolded(t *testing.T) {
	var events []made
	events = append(events, made{kind: queue.EventReceived})
	for n := range 10 {
		events = append(events, made{queue.EventDeferred, int64(n), 1, 7})
	}
	events = append(events, made{kind: queue.EventDelivered, to: 1})
	h := build(events...)
	want := []Row{{0, 1}, {1, 2}, {2, 10}, {10, 11}, {11, 12}}
	if got := Fold(h.Events); !slices.Equal(got, want) {
		t.Errorf("rows = %v, want %v", got, want)
	}
}

func TestATimeLineIsBounded(t *testing.T) {
	var events []made
	for n := range 500 {
		events = append(events, made{queue.EventDeferred, int64(n), 1, queue.Str(n)})
	}
	h := build(events...)
	rows := Fold(h.Events)
	if len(rows) > maxRows {
		t.Errorf("%d rows, want at most %d", len(rows), maxRows)
	}
	at := 0
	for _, r := range rows {
		if r.From != at {
			t.Fatalf("a row begins at %d, want %d", r.From, at)
		}
		at = r.To
	}
	if at != len(h.Events) {
		t.Errorf("the rows end at %d, want %d", at, len(h.Events))
	}
}
