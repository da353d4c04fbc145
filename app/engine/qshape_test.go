package engine

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Grouping by domain agrees with qshape on the same queue. qshape counts recipients, and the
// groups count messages: they agree if each message has one recipient in the domain, and the
// recipients of each group's messages are those that qshape counts, for each age.
func TestQshape(t *testing.T) {
	const longest = 1280 // minutes; qshape's last column has those that are older
	c := corpustest.Open(t, "postfix-2")
	e := newEngine()
	load(t, e, memorySource("spool.tar.gz", c.Read(t, "spool.tar.gz")))
	type shape struct{ all, old int }
	want := map[string]shape{}
	for _, line := range strings.Split(string(c.Read(t, "qshape-deferred.txt")), "\n") {
		if f := strings.Fields(line); len(f) > 2 && strings.Contains(f[0], ".") {
			all, _ := strconv.Atoi(f[1])
			old, _ := strconv.Atoi(f[len(f)-1])
			want[f[0]] = shape{all, old}
		}
	}
	recipients, messages := map[string]shape{}, map[string]shape{}
	q := e.Read()
	for m := range q.All() {
		if m.State() != queue.Deferred || m.Dir().Path != "/var/spool/postfix" {
			continue
		}
		seen := map[string]bool{}
		for _, r := range m.Recipients() {
			_, domain, _ := strings.Cut(r.Address, "@")
			old := 0
			if q.Taken-m.Created().Unix() > longest*60 {
				old = 1
			}
			count := func(in map[string]shape) { in[domain] = shape{in[domain].all + 1, in[domain].old + old} }
			if count(recipients); !seen[domain] {
				seen[domain] = true
				count(messages)
			}
		}
	}
	// Recipients that a mail filter added are beyond the end of the file as qshape reads it.
	for _, domain := range []string{"refused.example.net", "timeout.example.net"} {
		want[domain] = shape{want[domain].all + 1, want[domain].old}
	}
	if !maps.Equal(recipients, want) {
		t.Errorf("recipients are %v, qshape has %v", recipients, want)
	}
	const deferred = "queue:/var/spool/postfix state:deferred"
	all, old := byDomain(t, e, deferred), byDomain(t, e, fmt.Sprintf("%s age:>%dm", deferred, longest))
	for domain, n := range messages {
		if all[domain] != n.all || old[domain] != n.old {
			t.Errorf("%s: %d messages, %d of them old; want %v", domain, all[domain], old[domain], n)
		}
		if recipients[domain].all == n.all && want[domain] != (shape{all[domain], old[domain]}) {
			t.Errorf("%s: qshape has %v", domain, want[domain])
		}
	}
	if len(all) != len(want) {
		t.Errorf("%d domains, qshape has %d", len(all), len(want))
	}
}

func byDomain(t *testing.T, e *Engine, query string) map[string]int {
	t.Helper()
	a, _ := ask(t.Context(), e, protocol.Request{Breakdown: &protocol.BreakdownRequest{Query: query, By: "domain"}})
	if a.Breakdown == nil {
		t.Fatalf("%s: %+v", query, a)
	}
	out := map[string]int{}
	for _, r := range a.Breakdown.Rows {
		out[r.Name] = r.Count
	}
	return out
}

func load(t *testing.T, e *Engine, sources ...parser.Source) {
	t.Helper()
	if l := e.Load(t.Context(), sources, false, func(protocol.Progress) {}); l.Fatal != nil {
		t.Fatal(*l.Fatal)
	}
}
