package triage

import (
	"context"
	"errors"
	"testing"

	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// Indexing a queue checks the context and reports progress every few thousand rows, and
// ends at the first check at which it is done.
func TestIndexPolls(t *testing.T) {
	mails := triagetest.Copies(3*poll.Every, triagetest.Mail{Status: "Deferred: Connection refused by mx.example.com.", To: "a@example.com", Age: 60, Tried: 60})
	q := triagetest.Queue(queue.Dir{Path: "/var/spool/mqueue"}, mails...)
	told := 0
	all := &queuetest.DoneAt{Context: context.Background()}
	x, err := NewIndexContext(all, q, func() { told++ })
	if err != nil || x == nil {
		t.Fatalf("NewIndexContext = %v, %v", x, err)
	}
	const loops = 13 // systems, recipients, senders, scripts, logins, sources, three of originals, statuses, reasons, cells, and less than one of others
	if all.Looks < 3*(loops-2) || told != all.Looks {
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

// So does comparing two captures, which leaves both as they were.
func TestComparingPolls(t *testing.T) {
	mails := triagetest.Copies(3*poll.Every, triagetest.Mail{Status: "Deferred: Connection refused by mx.example.com.", To: "a@example.com", Age: 60, Tried: 60})
	index := func() *Index {
		return NewIndex(triagetest.Queue(queue.Dir{Path: "/var/spool/mqueue"}, mails...))
	}
	before, after := index(), index()
	all := &queuetest.DoneAt{Context: context.Background()}
	whole, ok := Compare(before, after, poll.New(all, func() {}))
	const loops = 7 // names and directories of each capture, ids, pairs, those that came and went
	if !ok || whole.Both != 3*poll.Every || all.Looks < 3*loops {
		t.Fatalf("%+v, %v, after %d looks", whole, ok, all.Looks)
	}
	for end := 1; end <= all.Looks; end++ {
		before, after := index(), index()
		stopped := &queuetest.DoneAt{Context: context.Background(), End: end}
		if d, ok := Compare(before, after, poll.New(stopped, func() {})); ok || d.Both != 0 || stopped.Looks != end || before.marks != nil || after.partner != nil {
			t.Errorf("done at look %d of %d: %+v, %v, %d looks", end, all.Looks, d, ok, stopped.Looks)
		}
	}
}
