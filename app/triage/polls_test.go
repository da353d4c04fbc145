package triage

import (
	"context"
	"errors"
	"testing"

	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// Whoever indexes a queue is told and looks at the context between a few thousand rows,
// and ends at the first look at which it is done.
func TestIndexPolls(t *testing.T) {
	mails := triagetest.Copies(3*pollRows, triagetest.Mail{Status: "Deferred: Connection refused by mx.example.com.", To: "a@example.com", Age: 60, Tried: 60})
	q := triagetest.Queue(queue.Dir{Path: "/var/spool/mqueue"}, mails...)
	told := 0
	all := &queuetest.DoneAt{Context: context.Background()}
	x, err := NewIndexContext(all, q, func() { told++ })
	if err != nil || x == nil {
		t.Fatalf("NewIndexContext = %v, %v", x, err)
	}
	const loops = 6 // recipients, senders, sources, statuses, reasons, cells
	if all.Looks < 3*loops || told != all.Looks {
		t.Errorf("looked at the context %d times for %d rows, told %d times", all.Looks, q.Len(), told)
	}
	for end := 1; end <= all.Looks; end++ {
		stopped := &queuetest.DoneAt{Context: context.Background(), End: end}
		x, err := NewIndexContext(stopped, q, func() {})
		if x != nil || !errors.Is(err, context.Canceled) || stopped.Looks != end {
			t.Errorf("done at look %d of %d: %d looks, %v", end, all.Looks, stopped.Looks, err)
		}
	}
}
