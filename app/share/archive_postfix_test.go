package share

import (
	"testing"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// An archive of a spool of Postfix is read as the same queue, redacted or not.
func TestArchivePostfix(t *testing.T) {
	for _, c := range corpustest.Postfix(t) {
		name := c.Archives(t)[0]
		q := load(t, name, c.Read(t, name))
		for _, r := range []redact.Redaction{{}, {Addresses: true, Hosts: true, IDs: true, Subjects: true}} {
			back := load(t, "a.tar.gz", export(t, "archive", selection(t, q, r)))
			if len(back.Order) != len(q.Order) {
				t.Fatalf("%s: %d messages came back of %d", c.Name, len(back.Order), len(q.Order))
			}
			count := func(q *queue.Queue) (n [queue.NumStates]int, rcpts, statuses, tried int) {
				for _, i := range q.Order {
					n[q.State[i]]++
					from, to := q.Recipients(i)
					for k := from; k < to; k++ {
						rcpts++
						if q.RcptStat[k] != 0 {
							statuses++
						}
					}
					if q.NextTry(i) != queue.NoNumber {
						tried++
					}
				}
				return n, rcpts, statuses, tried
			}
			wantStates, wantRcpts, wantStatuses, wantTried := count(q)
			states, rcpts, statuses, tried := count(back)
			if states != wantStates || rcpts != wantRcpts || statuses != wantStatuses || tried != wantTried {
				t.Errorf("%s: states %v, %d recipients, %d statuses, %d next tries; want %v, %d, %d, %d", c.Name,
					states, rcpts, statuses, tried, wantStates, wantRcpts, wantStatuses, wantTried)
			}
		}
	}
}
