package ui

import (
	"slices"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/cleanup"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

func cannedPlan() *protocol.Plan {
	return &protocol.Plan{
		Rules: []protocol.TopRow{
			{Name: "refused", Count: 75, Query: "is:refused-bounce"}, {Name: "grep", Count: 84, Query: "is:refused"},
			{Name: "older=3", Count: 2, Query: "age:>3d"}, {Name: "all", Count: 117}, {Name: protocol.PickedRule},
		},
		Host: "mx1", Queues: []string{"/var/spool/mqueue"}, ID: "0123456789ab", InUse: 3,
		Goes:  protocol.PlanSide{Messages: 75, Bytes: 1 << 20, Query: "is:refused-bounce", Parts: []protocol.TopRow{{Name: "Unknown user", Count: 30, Query: "is:refused-bounce said:unknown-user"}}},
		Stays: protocol.PlanSide{Messages: 42, Bytes: 1 << 20, Query: "-is:refused-bounce", Parts: []protocol.TopRow{{Name: "Ordinary mail", Count: 42}}},
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

// planned returns a model with a plan on the screen.
func planned(t *testing.T) model.Model {
	t.Helper()
	m, cmds := play(opened(), model.Navigated{Fragment: "#/cleanup"})
	req, ok := asks(cmds, isPlan)
	if !ok || req.Plan.Rule != "refused" || req.Plan.Method != "quarantine" || req.Plan.Count != model.PlanRows {
		t.Fatalf("asked %+v, want a plan for refused bounces", cmds)
	}
	m, _ = play(m, answered(model.PlanSlot, protocol.Answer{Plan: cannedPlan()}))
	return m
}

func TestPlanScreen(t *testing.T) {
	m := planned(t)
	page := app.HTMLString(cleanup.View(&m, func(model.Event) {}))
	for _, want := range []string{
		"75 messages", "1\u00a0MB, 50% of the queue", `href="#/messages?q=is:refused-bounce+said:unknown-user"`, "3 were being processed", "It would wrongly take ",
		`href="#/messages?q=is:refused+-is:refused-bounce"`, "of which 6 only quote a bounce", "Could still be delivered to: a@example.net and 2 more",
		"550 5.1.1 &lt;b&gt;no&lt;/b&gt;", "Left out: in use when the archive was made", "Download purge.sh", "manifest.sha256", "<strong>4 recipients</strong>",
	} {
		if !strings.Contains(page, want) && !strings.Contains(page, strings.ReplaceAll(want, "strong>", "b>")) {
			t.Errorf("the screen lacks %q:\n%s", want, page)
		}
	}
}

// A plan for Postfix offers what its commands can do, and names no other system.
func TestPlanOfPostfix(t *testing.T) {
	plan := *cannedPlan()
	plan.System, plan.Queues = "postfix", []string{"/var/spool/postfix"}
	m, _ := play(opened(), model.Navigated{Fragment: "#/cleanup"}, answered(model.PlanSlot, protocol.Answer{Plan: &plan}), model.PlanMethod{Method: "delete"})
	page := app.HTMLString(cleanup.View(&m, func(model.Event) {}))
	for _, want := range []string{"Hold, then remove", "postsuper -h", "by ID and arrival time", "Messages in use are skipped", "/var/spool/postfix"} {
		if !strings.Contains(page, want) {
			t.Errorf("the screen lacks %q", want)
		}
	}
	for _, other := range []string{"sendmail", "qtool", "mqueue", "Move aside", "takes no lock"} {
		if strings.Contains(page, other) {
			t.Errorf("the screen for Postfix says %q", other)
		}
	}
}

// Each choice makes another plan, and answers to earlier requests are stale.
func TestPlanChoices(t *testing.T) {
	for _, tt := range []struct {
		name   string
		events []model.Event
		is     func(*protocol.PlanRequest) bool
	}{
		{"rule", []model.Event{model.PlanRuled{Rule: "grep"}}, func(r *protocol.PlanRequest) bool { return r.Rule == "grep" }},
		{"method", []model.Event{model.PlanMethod{Method: "aside"}}, func(r *protocol.PlanRequest) bool { return r.Method == "aside" }},
		{"host", []model.Event{model.PlanHosted{Host: "mx2"}}, func(r *protocol.PlanRequest) bool { return r.Host == "mx2" }},
		{"kept", []model.Event{model.PlanKept{Ref: 7}, model.PlanKept{Ref: 9}, model.PlanKept{Ref: 7}}, func(r *protocol.PlanRequest) bool { return slices.Equal(r.Kept, []int{9}) }},
		{"a rule forgets what was kept", []model.Event{model.PlanKept{Ref: 7}, model.PlanRuled{Rule: "all"}}, func(r *protocol.PlanRequest) bool { return len(r.Kept) == 0 }},
		{"others", []model.Event{model.PlanOthers{}}, func(r *protocol.PlanRequest) bool { return r.Others }},
		{"more", []model.Event{model.PlanGrown{}}, func(r *protocol.PlanRequest) bool { return r.Count == model.PlanRows+model.PlanMore }},
		{"filter", []model.Event{model.Navigated{Fragment: "#/cleanup?q=state:held"}}, func(r *protocol.PlanRequest) bool { return r.Query == "state:held" && r.Rule == "refused" }},
	} {
		m, cmds := play(planned(t), tt.events...)
		if req, ok := asks(cmds, isPlan); !ok || !tt.is(req.Plan) {
			t.Errorf("%s: asked %+v", tt.name, req.Plan)
		}
		if _, cmds := play(m, model.PlanMethod{Method: m.Cleanup.Method}); has(cmds, model.Ask{}) {
			t.Errorf("%s: the same plan is asked for twice", tt.name)
		}
	}
	m, cmds := play(planned(t), model.PlanTyped{Field: model.DaysField, Text: "14"}, model.PlanTyped{Field: model.SpoolField, Text: " /srv/mqueue "})
	if _, ok := asks(cmds, isPlan); ok {
		t.Error("a plan is asked for while it is typed")
	}
	_, cmds = play(m, model.Elapsed{Timer: model.PlanTimer, Gen: 0})
	if req, ok := asks(cmds, isPlan); !ok || req.Plan.Rule != "older=14" || req.Plan.Spool != "/srv/mqueue" {
		t.Errorf("asked %+v, want the older than 14 days", req.Plan)
	}
}

// No file is saved without a reason; the file is about the current plan.
func TestPlanSaved(t *testing.T) {
	m, cmds := play(planned(t), model.PlanSaved{Name: "purge.sh", Copy: false})
	if _, ok := asks(cmds, isPlanFile); ok || !m.Cleanup.NoWhy || !has(cmds, model.Focus{ID: model.PlanReasonID}) {
		t.Errorf("commands %+v, want the focus on the reason", cmds)
	}
	m, cmds = play(m, model.PlanTyped{Field: model.ReasonField, Text: " spam "}, model.PlanSaved{Name: "purge.sh", Copy: false})
	req, ok := asks(cmds, isPlanFile)
	if !ok || req.PlanFile.Reason != "spam" || req.PlanFile.Name != "purge.sh" || m.Cleanup.NoWhy {
		t.Fatalf("asked %+v, want purge.sh", cmds)
	}
	file := protocol.File{Name: "purge.sh", Data: []byte("#!/bin/sh\n")}
	saved, cmds := play(m, answered(model.PlanFileSlot, protocol.Answer{File: &file}))
	if saved.Cleanup.Saved != "purge.sh" || !slices.ContainsFunc(cmds, func(c model.Command) bool { s, ok := c.(model.Save); return ok && s.File.Name == "purge.sh" }) {
		t.Errorf("commands %+v, want the file saved", cmds)
	}
	m, _ = play(m, model.PlanSaved{Name: "purge.sh", Copy: true})
	if _, cmds = play(m, answered(model.PlanFileSlot, protocol.Answer{File: &file})); !has(cmds, model.Copy{Key: model.PlanCopyKey, Text: "#!/bin/sh\n"}) {
		t.Errorf("commands %+v, want the file copied", cmds)
	}
}

// Messages are picked by key or box, and forgotten with their queue.
func TestPicked(t *testing.T) {
	m, _ := play(opened(), model.Navigated{Fragment: "#/messages"})
	m, _ = play(m, answered(model.PageSlot, protocol.Answer{Page: &protocol.Page{Matched: 2, Total: 2, Rows: []protocol.Row{{Ref: 5, ID: "A"}, {Ref: 6, ID: "B"}}}}))
	m, _ = play(m, model.RowPicked{Slot: 1}, model.Pressed{Key: "j"}, model.Pressed{Key: "x"})
	if !m.Cleanup.Picked[5] || !m.Cleanup.Picked[6] || m.Announce != "2 messages are picked" {
		t.Fatalf("picked %v, %q", m.Cleanup.Picked, m.Announce)
	}
	m, cmds := play(m, model.Pressed{Key: "x"}, model.PicksPlanned{})
	if req, ok := asks(cmds, isPlan); !ok || req.Plan.Rule != protocol.PickedRule || !slices.Equal(req.Plan.Picked, []int{6}) || m.Route.View != route.Cleanup {
		t.Errorf("asked %+v, want a plan for the picked message", cmds)
	}
	if m, _ := play(m, model.PicksCleared{}); len(m.Cleanup.Picked) != 0 {
		t.Errorf("picked %v after clearing", m.Cleanup.Picked)
	}
	if m, _ := play(m, model.LoadCanceled{}, model.QueueChanged{}); len(m.Cleanup.Picked) != 0 {
		t.Errorf("picked %v in another queue", m.Cleanup.Picked)
	}
}
