package mailq

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Lines of hosts that answer in turns are read once all are there, with a check of the
// context every few thousand: a canceled load gets no more entries, and a Problem.
func TestKeptLinesPoll(t *testing.T) {
	var b strings.Builder
	line := func(format string, args ...any) {
		for _, host := range []string{"mail1", "mail2"} {
			fmt.Fprintf(&b, "%s: "+format+"\n", append([]any{host}, args...)...)
		}
	}
	const messages = 2 * pollLines
	line("\t\t/var/spool/mqueue (%d requests)", messages)
	line("-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------")
	for i := range messages {
		line("425A0%d%d%d%06d     469 Tue Mar  5 10:41 <a@example.org>", i%10, i/10%10, i/100%10, i)
		line("\t\t\t\t\t <b@example.com>")
	}
	parse := func(end int) (polls, entries, late int, problems []queue.Problem) {
		done := false
		_, problems = Parse(strings.NewReader(b.String()), "mailq.txt", Options{Poll: func() error {
			if polls++; polls == end {
				done = true
				return context.Canceled
			}
			return nil
		}}, func(int, queue.ListingEntry) {
			entries++
			if done {
				late++
			}
		})
		return polls, entries, late, problems
	}
	all, entries, _, _ := parse(0)
	if entries != 2*messages || all != 2*(2*messages+2)/pollLines {
		t.Fatalf("%d entries, %d polls, want %d and %d", entries, all, 2*messages, 2*(2*messages+2)/pollLines)
	}
	for end := 1; end <= all; end++ {
		polls, entries, late, problems := parse(end)
		if polls != end || entries > end*pollLines/2 || late > 1 { // the current entry is complete
			t.Errorf("ended at poll %d: %d polls, %d entries, %d of them after it", end, polls, entries, late)
		}
		if !slices.ContainsFunc(problems, func(p queue.Problem) bool {
			return p.Kind == queue.KindUnreadable && errors.Is(p.Err, context.Canceled)
		}) {
			t.Errorf("ended at poll %d: %+v", end, problems)
		}
	}
}
