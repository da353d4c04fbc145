package parser

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// longListing returns a listing of n messages.
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

// A load that is canceled while listings are joined joins no more than the entries
// between two checks of the context, and does not report the rest as missing.
func TestJoiningPolls(t *testing.T) {
	data := longListing(3 * poll.Every)
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
	before := 0 // checks before the first entry is joined
	q, err := load(all, func() { before = all.Looks + 1 })
	if err != nil || len(q.Order) != 3*poll.Every {
		t.Fatalf("%d messages, %v, want %d", len(q.Order), err, 3*poll.Every)
	}
	if looks := all.Looks - before; looks < 9 { // for entries, states and reports
		t.Errorf("%d looks while joining, told %d times", looks, joined)
	}
	for k := 1; k <= 3; k++ {
		stopped := &queuetest.DoneAt{Context: context.Background(), End: before + k}
		q, err := load(stopped, func() {})
		if !errors.Is(err, context.Canceled) || len(q.Order) != k*poll.Every-1 {
			t.Errorf("done at look %d of joining: %d messages, %v, want %d", k, len(q.Order), err, k*poll.Every-1)
		}
		const stages = 2 // logs and unrelated sources: each checks once, and then does nothing
		if more := stopped.Looks - stopped.End; more > stages {
			t.Errorf("done at look %d of joining: looked at %d times more", k, more)
		}
		for _, p := range q.Problems {
			t.Errorf("done at look %d of joining: %+v", k, p)
		}
	}
	// A load that was canceled earlier is joined as far as it was read.
	q, err = load(&queuetest.DoneAt{Context: context.Background(), End: before}, func() {})
	if !errors.Is(err, context.Canceled) || len(q.Order) != 3*poll.Every {
		t.Errorf("done when all was read: %d messages, %v, want %d", len(q.Order), err, 3*poll.Every)
	}
}

// deferredLines returns a log with a line about each of n messages.
func deferredLines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "2005-09-15T10:%02d:%02d+00:00 mail sm-mta[1]: 4259f7%c%c%06d: to=<b@example.com>, delay=00:00:01, mailer=esmtp, relay=mx.example.com., dsn=4.0.0, stat=Deferred: Connection refused by mx.example.com.\n",
			i/60%60, i%60, 'A'+i/10_000, 'A'+i%26, i)
	}
	return b.String()
}

// Whatever is loaded, no loop over rows goes on after the load was canceled: each check at which
// it ends is one of the last.
func TestFinishingPolls(t *testing.T) {
	const rows = 3 * poll.Every
	each := func(of func(i int) []file) []file {
		var out []file
		for i := range rows {
			out = append(out, of(i)...)
		}
		return out
	}
	sendmail := func(folder string) func(i int) []file {
		return func(i int) []file {
			return message(folder, fmt.Sprintf("4259f7%c%c%06d", 'A'+i/10_000, 'A'+i%26, i))[:1]
		}
	}
	for _, tt := range []struct {
		name  string
		files []file
		loops int // over all rows at least
	}{
		// capture twice, states, sort, problems, directories
		{"sendmail", each(sendmail("var/spool/mqueue/")), 6},
		// rows of the folder and of where the link stands, and all of the above for both
		{"a linked folder", append([]file{{name: "var/spool/mqueue", sym: "/data/queue"}}, each(sendmail("data/queue/"))...), 8},
		{"Exim", each(func(i int) []file {
			return eximMessage("var/spool/exim4/input/", fmt.Sprintf("1uafSI-%011d-0U6S", i))[:1]
		}), 7},
		// all of sendmail's, and for its log the messages, events and their order
		{"sendmail with a log", append(each(sendmail("var/spool/mqueue/")), file{name: "var/log/maillog", data: deferredLines(rows)}), 9},
		// events, their order, those that are not finished, and their rows, then as above
		{"a log alone", []file{{name: "var/log/maillog", data: deferredLines(rows)}}, 8},
	} {
		data := tarOf(t, tt.files...)
		load := func(ctx *queuetest.DoneAt) (before int, q *queue.Queue, err error) {
			q, err = Load(ctx, []Source{{Name: "spool.tar", Size: int64(len(data)), At: bytes.NewReader(data)}}, Options{Parsers: 1, Progress: func(p Progress) {
				if p.Joining && before == 0 {
					before = ctx.Looks + 1
				}
			}})
			return before, q, err
		}
		before, q, err := load(&queuetest.DoneAt{Context: context.Background()})
		if err != nil || len(q.Order) != rows {
			t.Fatalf("%s: %d messages, %v", tt.name, len(q.Order), err)
		}
		all := &queuetest.DoneAt{Context: context.Background()}
		_, _, _ = load(all)
		looks := all.Looks - before
		if looks < tt.loops*rows/poll.Every {
			t.Errorf("%s: %d looks while %d rows were put together, want %d", tt.name, looks, rows, tt.loops*rows/poll.Every)
		}
		for k := 1; k < looks; k += 1 + looks/7 { // the last check is for unrelated sources
			stopped := &queuetest.DoneAt{Context: context.Background(), End: before + k}
			_, q, err := load(stopped)
			if !errors.Is(err, context.Canceled) || q == nil {
				t.Errorf("%s: done at look %d of %d: %v", tt.name, k, looks, err)
			}
			const stages = 2 // logs and unrelated sources: each checks once, and then does nothing
			if more := stopped.Looks - stopped.End; more > stages {
				t.Errorf("%s: done at look %d of %d: looked at %d times more", tt.name, k, looks, more)
			}
		}
	}
}
