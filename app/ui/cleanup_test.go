package ui

import (
	"slices"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
)

func cannedPlan() *protocol.Plan {
	return &protocol.Plan{
		Rules: []protocol.PlanCount{
			{Name: "refused", Count: 75, Query: "is:refused-bounce"}, {Name: "grep", Count: 84, Query: "is:refused"},
			{Name: "older=3", Count: 2, Query: "age:>3d"}, {Name: "all", Count: 117}, {Name: protocol.PickedRule},
		},
		Host: "mx1", Queues: []string{"/var/spool/mqueue"}, ID: "0123456789ab", InUse: 3,
		Goes:  protocol.PlanSide{Messages: 75, Bytes: 1 << 20, Query: "is:refused-bounce", Parts: []protocol.PlanCount{{Name: "Unknown user", Count: 30, Query: "is:refused-bounce said:unknown-user"}}},
		Stays: protocol.PlanSide{Messages: 42, Bytes: 1 << 20, Query: "-is:refused-bounce", Parts: []protocol.PlanCount{{Name: "Ordinary mail", Count: 42}}},
		Bytes: 2 << 20, Others: 4, OthersOn: 2, GrepMore: 9, GrepQuery: "is:refused -is:refused-bounce", Quoted: 6,
		Rows: []protocol.PlanRow{
			{Row: protocol.Row{Ref: 7, ID: "62C82fas034410", Age: 660, Tries: 1, Size: 6100, To: "hold@quickpost.example", More: 3}, Said: "550 5.1.1 <b>no</b>", Others: []string{"a@example.net"}, More: 2},
			{Row: protocol.Row{Ref: 9, ID: "62C7w3NS034391"}, Left: "in use when the archive was made"},
		},
		Of: 75, Script: "#!/bin/sh\n# purge.sh\nset -u\n", Lines: 3, Files: []protocol.PlanFile{{Name: "purge.sh", Size: 900}, {Name: "undo.sh", Size: 800}, {Name: "manifest.sha256", Size: -1}},
	}
}

func isPlan(r protocol.Request) bool     { return r.Plan != nil }
func isPlanFile(r protocol.Request) bool { return r.PlanFile != nil }

// planned is a model with a plan on the screen.
func planned(t *testing.T) Model {
	t.Helper()
	m, cmds := play(opened(), Navigated{"#/cleanup"})
	req, ok := asks(cmds, isPlan)
	if !ok || req.Plan.Rule != "refused" || req.Plan.Method != "quarantine" || req.Plan.Count != planRows {
		t.Fatalf("asked %+v, want a plan for refused bounces", cmds)
	}
	m, _ = play(m, answered(PlanSlot, protocol.Answer{Plan: cannedPlan()}))
	return m
}

func TestPlanScreen(t *testing.T) {
	m := planned(t)
	page := app.HTMLString(cleanupView(&m, func(Event) {}))
	for _, want := range []string{
		"75 messages", "1\u00a0MB, 50% of the queue", `href="#/messages?q=is:refused-bounce+said:unknown-user"`, "3 were being processed", "It would wrongly take ",
		`href="#/messages?q=is:refused+-is:refused-bounce"`, "of which 6 only quote a bounce", "Could still get it: a@example.net and 2 more",
		"550 5.1.1 &lt;b&gt;no&lt;/b&gt;", "Left out: in use when the archive was made", "Download purge.sh", "manifest.sha256", "<strong>4 recipients</strong>",
	} {
		if !strings.Contains(page, want) && !strings.Contains(page, strings.ReplaceAll(want, "strong>", "b>")) {
			t.Errorf("the screen lacks %q:\n%s", want, page)
		}
	}
}

// Each choice makes another plan, and what was asked before is stale.
func TestPlanChoices(t *testing.T) {
	for _, tt := range []struct {
		name   string
		events []Event
		is     func(*protocol.PlanRequest) bool
	}{
		{"rule", []Event{PlanRuled{"grep"}}, func(r *protocol.PlanRequest) bool { return r.Rule == "grep" }},
		{"method", []Event{PlanMethod{"aside"}}, func(r *protocol.PlanRequest) bool { return r.Method == "aside" }},
		{"host", []Event{PlanHosted{"mx2"}}, func(r *protocol.PlanRequest) bool { return r.Host == "mx2" }},
		{"kept", []Event{PlanKept{7}, PlanKept{9}, PlanKept{7}}, func(r *protocol.PlanRequest) bool { return slices.Equal(r.Kept, []int{9}) }},
		{"a rule forgets what was kept", []Event{PlanKept{7}, PlanRuled{"all"}}, func(r *protocol.PlanRequest) bool { return len(r.Kept) == 0 }},
		{"others", []Event{PlanOthers{}}, func(r *protocol.PlanRequest) bool { return r.Others }},
		{"more", []Event{PlanGrown{}}, func(r *protocol.PlanRequest) bool { return r.Count == 2*planRows }},
		{"filter", []Event{Navigated{"#/cleanup?q=state:held"}}, func(r *protocol.PlanRequest) bool { return r.Query == "state:held" && r.Rule == "refused" }},
	} {
		m, cmds := play(planned(t), tt.events...)
		if req, ok := asks(cmds, isPlan); !ok || !tt.is(req.Plan) {
			t.Errorf("%s: asked %+v", tt.name, req.Plan)
		}
		if _, cmds := play(m, PlanMethod{m.Cleanup.Method}); has(cmds, Ask{}) {
			t.Errorf("%s: the same plan is asked for twice", tt.name)
		}
	}
	m, cmds := play(planned(t), PlanTyped{daysField, "14"}, PlanTyped{spoolField, " /srv/mqueue "})
	if _, ok := asks(cmds, isPlan); ok {
		t.Error("a plan is asked for while it is typed")
	}
	_, cmds = play(m, Elapsed{PlanTimer, 0})
	if req, ok := asks(cmds, isPlan); !ok || req.Plan.Rule != "older=14" || req.Plan.Spool != "/srv/mqueue" {
		t.Errorf("asked %+v, want the older than 14 days", req.Plan)
	}
}

// No file without a reason; the file is about the plan as it is now.
func TestPlanSaved(t *testing.T) {
	m, cmds := play(planned(t), PlanSaved{"purge.sh", false})
	if _, ok := asks(cmds, isPlanFile); ok || !m.Cleanup.NoWhy || !has(cmds, Focus{planReasonID}) {
		t.Errorf("commands %+v, want the focus on the reason", cmds)
	}
	m, cmds = play(m, PlanTyped{reasonField, " spam "}, PlanSaved{"purge.sh", false})
	req, ok := asks(cmds, isPlanFile)
	if !ok || req.PlanFile.Reason != "spam" || req.PlanFile.Name != "purge.sh" || m.Cleanup.NoWhy {
		t.Fatalf("asked %+v, want purge.sh", cmds)
	}
	file := protocol.File{Name: "purge.sh", Data: []byte("#!/bin/sh\n")}
	saved, cmds := play(m, answered(PlanFileSlot, protocol.Answer{File: &file}))
	if saved.Cleanup.Saved != "purge.sh" || !slices.ContainsFunc(cmds, func(c Command) bool { s, ok := c.(Save); return ok && s.File.Name == "purge.sh" }) {
		t.Errorf("commands %+v, want the file saved", cmds)
	}
	m, _ = play(m, PlanSaved{"purge.sh", true})
	if _, cmds = play(m, answered(PlanFileSlot, protocol.Answer{File: &file})); !has(cmds, Copy{planCopyKey, "#!/bin/sh\n"}) {
		t.Errorf("commands %+v, want the file copied", cmds)
	}
}

// Messages are picked by key or box, and forgotten with their queue.
func TestPicked(t *testing.T) {
	m, _ := play(opened(), Navigated{"#/messages"})
	m, _ = play(m, answered(PageSlot, protocol.Answer{Page: &protocol.Page{Matched: 2, Total: 2, Rows: []protocol.Row{{Ref: 5, ID: "A"}, {Ref: 6, ID: "B"}}}}))
	m, _ = play(m, RowPicked{1}, Pressed{"j"}, Pressed{"x"})
	if !m.Cleanup.Picked[5] || !m.Cleanup.Picked[6] || m.Announce != "2 messages are picked" {
		t.Fatalf("picked %v, %q", m.Cleanup.Picked, m.Announce)
	}
	m, cmds := play(m, Pressed{"x"}, PicksPlanned{})
	if req, ok := asks(cmds, isPlan); !ok || req.Plan.Rule != protocol.PickedRule || !slices.Equal(req.Plan.Picked, []int{6}) || m.Route.View != Cleanup {
		t.Errorf("asked %+v, want a plan for the picked message", cmds)
	}
	if m, _ := play(m, PicksCleared{}); len(m.Cleanup.Picked) != 0 {
		t.Errorf("picked %v after clearing", m.Cleanup.Picked)
	}
	if m, _ := play(m, LoadCanceled{}, QueueChanged{}); len(m.Cleanup.Picked) != 0 {
		t.Errorf("picked %v in another queue", m.Cleanup.Picked)
	}
}
