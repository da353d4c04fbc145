package triage

import (
	"context"
	"errors"
	"testing"

	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// doneAt is a context that counts how often it is looked at, and is done from one look
// on; 0 is never.
type doneAt struct {
	context.Context
	n, end int
}

// Err implements context.Context.
func (d *doneAt) Err() error {
	d.n++
	if d.end > 0 && d.n >= d.end {
		return context.Canceled
	}
	return nil
}

// Whoever indexes a queue is told and looks at the context between a few thousand rows,
// and ends at the first look at which it is done.
func TestIndexPolls(t *testing.T) {
	mails := triagetest.Copies(3*pollRows, triagetest.Mail{Status: "Deferred: Connection refused by mx.example.com.", To: "a@example.com", Age: 60, Tried: 60})
	q := triagetest.Queue(queue.Dir{Path: "/var/spool/mqueue"}, mails...)
	told := 0
	all := &doneAt{Context: context.Background()}
	x, err := NewIndexContext(all, q, func() { told++ })
	if err != nil || x == nil {
		t.Fatalf("NewIndexContext = %v, %v", x, err)
	}
	const loops = 6 // recipients, senders, sources, statuses, reasons, cells
	if all.n < 3*loops || told != all.n {
		t.Errorf("looked at the context %d times for %d rows, told %d times", all.n, q.Len(), told)
	}
	for end := 1; end <= all.n; end++ {
		stopped := &doneAt{Context: context.Background(), end: end}
		x, err := NewIndexContext(stopped, q, func() {})
		if x != nil || !errors.Is(err, context.Canceled) || stopped.n != end {
			t.Errorf("done at look %d of %d: %d looks, %v", end, all.n, stopped.n, err)
		}
	}
}
