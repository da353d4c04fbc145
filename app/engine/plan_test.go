package engine

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/list"
	"github.com/spoolscope/spoolscope/app/engine/internal/plan"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// The numbers of a plan add up, and each query selects as many messages as its
// number says.
func TestPlan(t *testing.T) {
	for _, c := range corpustest.Sendmail(t) {
		e := open(t, c, c.Archives(t)[0])
		for _, rule := range []string{"refused", "grep", "older=1", "all"} {
			for _, method := range []string{"quarantine", "aside", "delete", "release", "retry", "bounce"} {
				p, err := plan.Plan(e.shown, protocol.PlanRequest{Rule: rule, Method: method, Count: 20, Reason: "x"})
				if err != nil {
					t.Fatal(err)
				}
				if p.Goes.Messages+p.Stays.Messages != p.Messages || p.Goes.Bytes+p.Stays.Bytes != p.Bytes {
					t.Errorf("%s, %s, %s: %d go and %d stay of %d", c.Name, rule, method, p.Goes.Messages, p.Stays.Messages, p.Messages)
				}
				if (p.Script == "") != (p.Goes.Messages == 0) || len(p.Rows) != min(p.Of, 20) {
					t.Errorf("%s, %s, %s: %d go, script %q, %d rows of %d", c.Name, rule, method, p.Goes.Messages, p.Script, len(p.Rows), p.Of)
				}
				total := 0
				for _, part := range p.Stays.Parts {
					total += part.Count
				}
				if total != p.Stays.Messages {
					t.Errorf("%s, %s, %s: the parts of what stays are %d of %d: %v", c.Name, rule, method, total, p.Stays.Messages, p.Stays.Parts)
				}
				counts := append(append(append([]protocol.TopRow{
					{Name: "goes", Count: p.Goes.Messages, Query: p.Goes.Query}, {Name: "stays", Count: p.Stays.Messages, Query: p.Stays.Query}, {Name: "grep", Count: p.GrepMore, Query: p.GrepQuery},
				}, p.Rules...), p.Goes.Parts...), p.Stays.Parts...)
				for _, n := range append(counts, p.Hosts...) {
					if n.Query == "" {
						continue
					}
					if got := list.Messages(e.shown, protocol.MessagesRequest{Query: n.Query}); got.Matched != n.Count || got.QueryError != nil {
						t.Errorf("%s, %s, %s: %s: %q selects %d messages (%v), want %d", c.Name, rule, method, n.Name, n.Query, got.Matched, got.QueryError, n.Count)
					}
				}
			}
		}
	}
}

// A message kept by hand is in none of the plan's files.
func TestPlanKept(t *testing.T) {
	e := open(t, corpustest.Open(t, "bounces"), "incident.tar.xz")
	req := protocol.PlanRequest{Rule: "refused", Method: "quarantine", Count: 5, Reason: "spam"}
	all, err := plan.Plan(e.shown, req)
	if err != nil || len(all.Rows) < 2 {
		t.Fatalf("Plan has %d rows, %v", len(all.Rows), err)
	}
	keep, goes := all.Rows[0], all.Rows[1]
	req.Kept = []int{keep.Ref, -1, 1 << 30}
	some, err := plan.Plan(e.shown, req)
	if err != nil || some.Goes.Messages != all.Goes.Messages-1 || !some.Rows[0].Kept || some.Of != all.Of {
		t.Fatalf("Plan without one = %d of %d, kept %v, %v", some.Goes.Messages, all.Goes.Messages, some.Rows[0].Kept, err)
	}
	for _, f := range some.Files {
		file, err := plan.PlanFile(e.shown, protocol.PlanFileRequest{PlanRequest: req, Name: f.Name})
		if err != nil || bytes.Contains(file.Data, []byte(keep.ID)) || f.Size >= 0 && f.Size != len(file.Data) {
			t.Errorf("%s has %d bytes, want %d, without %s: %v", f.Name, len(file.Data), f.Size, keep.ID, err)
		}
		if f.Name != "manifest.sha256" && !bytes.Contains(file.Data, []byte(" "+goes.ID+" ")) {
			t.Errorf("%s does not name %s", f.Name, goes.ID)
		}
	}
	req = protocol.PlanRequest{Rule: protocol.PickedRule, Picked: []int{goes.Ref}, Method: "aside", Reason: "spam", Spool: "/srv/mqueue", Count: 9}
	if p, err := plan.Plan(e.shown, req); err != nil || p.Goes.Messages != 1 || p.Rows[0].ID != goes.ID || !strings.HasPrefix(p.Queues[0], "/srv/mqueue") {
		t.Errorf("Plan of one = %+v, %v", p, err)
	}
}

func TestPlanErrors(t *testing.T) {
	e := open(t, corpustest.Open(t, "basic"), "spool.tgz")
	for _, req := range []protocol.PlanRequest{
		{Rule: "older=0", Method: "aside"}, {Rule: "x", Method: "aside"}, {Rule: "all", Method: "x"}, {Rule: "all", Method: "aside", Query: "zz:x"},
	} {
		if _, err := plan.Plan(e.shown, req); err == nil {
			t.Errorf("Plan(%+v) has no error", req)
		}
	}
	for _, req := range []protocol.PlanFileRequest{
		{PlanRequest: protocol.PlanRequest{Rule: "all", Method: "aside"}, Name: "purge.sh"},
		{PlanRequest: protocol.PlanRequest{Rule: "all", Method: "aside", Reason: "x"}, Name: "../x"},
		{PlanRequest: protocol.PlanRequest{Rule: "all", Method: "retry", Reason: "x"}, Name: "undo.sh"},
		{PlanRequest: protocol.PlanRequest{Rule: protocol.PickedRule, Method: "aside", Reason: "x"}, Name: "purge.sh"},
	} {
		if f, err := plan.PlanFile(e.shown, req); err == nil {
			t.Errorf("PlanFile(%+v) = %d bytes", req, len(f.Data))
		}
	}
}
