package control

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// A status is kept up to a limit, which one Problem names whatever else is wrong.
func TestLongStatus(t *testing.T) {
	long := "MDeferred: " + strings.Repeat("a", 2*MaxStatus) + "\n"
	c, problems := Parse("V8\nT1700000000\n"+strings.Repeat("=bad\n", 3*MaxProblems)+long+"S<a@example.net>\n"+long+"RPFD:<b@example.org>\n.\n", "qfA")
	if len(c.Status) != MaxStatus || len(c.Recipients) != 1 || len(c.Recipients[0].Status) != MaxStatus {
		t.Errorf("statuses of %d bytes, and %d recipients", len(c.Status), len(c.Recipients))
	}
	limits := 0
	for _, p := range problems {
		if p.Kind == queue.KindLimit {
			limits++
		}
	}
	if limits != 1 || len(problems) > MaxProblems+1 {
		t.Errorf("%d problems name a limit, of %d", limits, len(problems))
	}
}
