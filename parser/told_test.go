package parser

import (
	"context"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// happened returns the events of a row that change something.
func happened(q *queue.Queue, i int32) []queue.Event {
	return slices.DeleteFunc(slices.Clone(q.History.Of(i)), func(e queue.Event) bool { return e.Kind == queue.EventNoted })
}

// Exim's logs of single messages give their histories where the main log is missing or begins later.
// No event appears twice.
func TestLogsOfMessages(t *testing.T) {
	logs, archive := unpackedLogs(t, "exim", "A.tar.gz")
	slices.Reverse(logs)
	main := logs[0]
	if !strings.Contains(main, " <= ") {
		main = logs[1]
	}
	whole := loadBytes(t, Options{}, source("A.tar.gz", corpustest.WithLogs(t, "exim").Read(t, "A.tar.gz")))
	alone := loadBytes(t, Options{InMemory: true}, source("A.tar", archive))
	half := loadBytes(t, Options{}, source("A.tar", archive), source("mainlog", []byte(main[len(main)/2:])))
	if n := alone.History.MailLogs(); n != 0 || len(alone.History.Logs) != 1 || !alone.History.Logs[0].Spool {
		t.Fatalf("logs %+v", alone.History.Logs)
	}
	inOwn := func(e queue.Event) bool { // only the main log has attempts that were not made, and lines around them
		return e.Kind.Attempt() || e.Kind == queue.EventReceived
	}
	for _, i := range whole.Order {
		id := whole.Text(whole.ID[i])
		var want []queue.Event
		for _, e := range happened(whole, i) {
			if inOwn(e) {
				want = append(want, e)
			}
		}
		for name, q := range map[string]*queue.Queue{"alone": alone, "half": half} {
			k := slices.IndexFunc(q.Order, func(k int32) bool { return q.Text(q.ID[k]) == id })
			if k < 0 {
				t.Fatalf("%s: %s is missing", name, id)
			}
			var got []queue.Event
			for _, e := range happened(q, q.Order[k]) {
				if inOwn(e) {
					got = append(got, e)
				}
			}
			if len(got) != len(want) {
				t.Errorf("%s: %s has %d events, want %d", name, id, len(got), len(want))
				continue
			}
			for n, e := range got {
				w := want[n]
				if d := e.Time - w.Time; e.Kind != w.Kind || d < -1 || d > 1 || e.RcptN != w.RcptN && e.Kind != queue.EventReceived || q.Text(e.Text) != whole.Text(w.Text) && e.Kind != queue.EventDelivered {
					t.Errorf("%s: event %d of %s is %v at %d, %q, want %v at %d, %q", name, n, id, e.Kind, e.Time, q.Text(e.Text), w.Kind, w.Time, whole.Text(w.Text))
				}
			}
		}
	}
	for _, i := range alone.Order {
		for _, e := range alone.History.Of(i) {
			line, err := ReadLine(context.Background(), alone, alone.History, e)
			if err != nil || !strings.HasPrefix(line, "2025-03-2") && !strings.HasPrefix(line, "*** Frozen") {
				t.Fatalf("line %d of %s = %q, %v", e.Line, alone.Text(alone.ID[i]), line, err)
			}
		}
	}
	if name := alone.History.Logs[0].Name; path.Base(name) != "msglog" || strings.Contains(name, "input") {
		t.Errorf("the logs are called %s", name)
	}
}
