package engine

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Reasons that are no longer kept apart are reported, with their number.
func TestManyReasonsAreSaid(t *testing.T) {
	var s strings.Builder
	s.WriteString("\t\t/var/spool/mqueue (3 requests)\n-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n")
	for i := range triage.MaxReasons + 1 {
		word := strings.Map(func(r rune) rune { return r - '0' + 'g' }, fmt.Sprintf("%07d", i))
		fmt.Fprintf(&s, "6%013d     5 Wed Nov 15 10:00 <a@example.net>\n                 (Deferred: %s)\n\t\t\t\t\t <b@example.org>\n", i, word)
	}
	e := newEngine()
	load(t, e, memorySource("mailq.txt", []byte(s.String())))
	if !slices.ContainsFunc(e.shown.Queue.Problems, func(p queue.Problem) bool { return p.Kind == queue.KindReasons }) {
		t.Errorf("no problem reports it: %v", e.shown.Queue.Problems)
	}
}
