package parser

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// longListing is a listing of n messages.
func longListing(n int) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "\t\t/var/spool/mqueue (%d requests)\n", n)
	b.WriteString("-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n")
	for i := range n {
		fmt.Fprintf(&b, "425A0%d%d%d%06d     469 Tue Mar  5 10:41 <a@example.org>\n", i%10, i/10%10, i/100%10, i)
		b.WriteString("                 (Deferred: Connection refused by mx.example.com.)\n\t\t\t\t\t <b@example.com>\n")
	}
	fmt.Fprintf(&b, "\t\tTotal requests: %d\n", n)
	return b.Bytes()
}

// A load that is canceled while its listings are joined joins no more than the entries
// between two looks, and reports nothing for want of the others.
func TestJoiningPolls(t *testing.T) {
	data := longListing(3 * pollRows)
	joined := 0
	load := func(ctx context.Context, first func()) (*queue.Queue, error) {
		return Load(ctx, []Source{{Name: "mailq.txt", Size: int64(len(data)), At: bytes.NewReader(data)}}, Options{
			Progress: func(p Progress) {
				if p.Joining {
					if joined++; joined == 1 {
						first()
					}
				}
			},
		})
	}
	all := &queuetest.DoneAt{Context: context.Background()}
	before := 0 // looks before the first entry is joined
	q, err := load(all, func() { before = all.Looks + 1 })
	if err != nil || len(q.Order) != 3*pollRows {
		t.Fatalf("%d messages, %v, want %d", len(q.Order), err, 3*pollRows)
	}
	if looks := all.Looks - before; looks < 9 { // for entries, states and reports
		t.Errorf("%d looks while joining, told %d times", looks, joined)
	}
	for k := 1; k <= 3; k++ {
		stopped := &queuetest.DoneAt{Context: context.Background(), End: before + k}
		q, err := load(stopped, func() {})
		if !errors.Is(err, context.Canceled) || len(q.Order) != k*pollRows-1 {
			t.Errorf("done at look %d of joining: %d messages, %v, want %d", k, len(q.Order), err, k*pollRows-1)
		}
		const stages = 2 // logs, and what was given: each looks once, and then does nothing
		if more := stopped.Looks - stopped.End; more > stages {
			t.Errorf("done at look %d of joining: looked at %d times more", k, more)
		}
		for _, p := range q.Problems {
			t.Errorf("done at look %d of joining: %+v", k, p)
		}
	}
	// One that is canceled before is joined as far as it was read.
	q, err = load(&queuetest.DoneAt{Context: context.Background(), End: before}, func() {})
	if !errors.Is(err, context.Canceled) || len(q.Order) != 3*pollRows {
		t.Errorf("done when all was read: %d messages, %v, want %d", len(q.Order), err, 3*pollRows)
	}
}
