package engine

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// The meaning of a problem, and what to do, are worded for the queue's mail
// system.
func TestProblemsOfPostfix(t *testing.T) {
	c := corpustest.Open(t, "postfix")
	e := newEngine()
	load(t, e, memorySource("spool.tar.gz", c.Read(t, "spool.tar.gz")), memorySource("mailq.txt", c.Read(t, "mailq.txt")))
	a, _ := ask(t.Context(), e, protocol.Request{Problems: &protocol.ProblemsRequest{}})
	if a.Problems == nil || len(a.Problems.Groups) == 0 {
		t.Fatalf("no problems: %+v", a)
	}
	for _, g := range a.Problems.Groups {
		if strings.Contains(g.Means+g.Do, "-qQ") || strings.Contains(g.Means+g.Do, "sendmail") {
			t.Errorf("%s: %s %s", g.Kind, g.Means, g.Do)
		}
	}
	cut := string(c.Read(t, "mailq.txt"))
	e = newEngine()
	load(t, e, memorySource("mailq.txt", []byte(cut[:len(cut)/2])))
	a, _ = ask(t.Context(), e, protocol.Request{Problems: &protocol.ProblemsRequest{}})
	if g := a.Problems.Groups; len(g) == 0 || !strings.Contains(g[0].Do, "postqueue -j") {
		t.Errorf("a cut listing: %+v", g)
	}
}
