package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/overview"
	"github.com/spoolscope/spoolscope/app/words"
)

func TestCauses(t *testing.T) {
	draw := func(state model.CausesState, list ...protocol.Finding) string {
		return app.HTMLString(overview.Causes(overview.CausesProps{Causes: list, Matched: 3412, Smaller: 5, Hosts: 2, State: state}, func(model.Event) {}))
	}
	if got := draw(model.CausesState{}); strings.Contains(got, "Causes") {
		t.Errorf("without causes there is a heading: %s", got)
	}
	refused := protocol.Finding{
		Key: "connection-refused", Title: "Servers <refuse> connections", Subtitle: "2 servers, mostly mx2.example.org", Hosts: []string{"mx1.home.example"},
		Text: "**604 messages** wait. `421 <x>`", Advice: "Try it.\nThen **wait**.", Confidence: "certain", Side: "theirs", Count: 604, Query: "why:connection-refused",
		PartsAre: "Servers", PartsOf: 9, Parts: []protocol.CausePart{
			{Name: "mx2.example.org", Note: "<b>", Count: 600, Last: 1773303240, Command: "telnet mx2.example.org 25", Query: "why:connection-refused server:mx2.example.org"},
			{Name: "mx3.example.org", Count: 4, Query: "why:connection-refused server:mx3.example.org"},
		},
	}
	got := draw(model.CausesState{}, refused)
	for _, want := range []string{
		`id="cause-connection-refused"`, `<details `, ` open`, `id="cause-connection-refused-line"`, "conf conf-3", "Certain", "#i-there", "Their side",
		"Servers &lt;refuse&gt; connections", "<small>", "2 servers, mostly mx2.example.org, on mx1.home.example", "604 messages", "421 &lt;x&gt;",
		"<ol", "Try it.", "telnet mx2.example.org 25", "Show 604 messages", `width="17.7"`, "18%", "#/messages?q=why:connection-refused",
		"#/messages?q=why:connection-refused+server:mx3.example.org", "&lt;b&gt;", "12 Mar 08:14", "and 7 others", "Copy the command for mx2.example.org",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the cause has no %q: %s", want, got)
		}
	}
	if strings.Contains(got, "style=") || strings.Contains(got, "smaller cause") {
		t.Errorf("a cause alone has a style or a fold: %s", got)
	}
	if got := draw(model.CausesState{Toggled: map[string]bool{refused.Key: false}}, refused); strings.Contains(got, "Evidence") {
		t.Errorf("a closed cause has a body: %s", got)
	}

	// The largest cause that can be removed here is open; causes after the
	// eighth are folded.
	var many []protocol.Finding
	for n := range 10 {
		many = append(many, protocol.Finding{Key: fmt.Sprint("k", n), Title: fmt.Sprint("cause ", n), Confidence: "look", Count: n + 1})
	}
	many[3].Side, many[6].Side = "ours", "ours"
	got = draw(model.CausesState{}, many...)
	if n := strings.Count(got, `class="cause"`); n != 10 || !strings.Contains(got, "2 smaller causes, 5 messages") || !opens(got, `id="cause-k6"`) ||
		strings.Count(got, "Evidence") != 1 || !strings.Contains(got, "&lt;"+words.NBSP+"1%") {
		t.Errorf("ten causes: %d drawn, want 10, two of them folded, the seventh open, each with <1%%: %s", n, got)
	}
	if opens(got, `class="more-line"`) || !opens(draw(model.CausesState{All: true}, many...), `class="more-line"`) {
		t.Errorf("the smaller causes do not unfold: %s", got)
	}
}

// A link to a cause opens it and gives it the focus, even if it was folded.
func TestCauseShown(t *testing.T) {
	m := opened()
	o := protocol.Overview{}
	for n := range 10 {
		o.Causes = append(o.Causes, protocol.Finding{Key: fmt.Sprint("k ", n)})
	}
	m.Overview = &o
	m, cmds := play(m, model.CauseShown{Key: "k 9"})
	if !m.Causes.All || !m.Causes.IsOpen("k 9", false) || !slices.Contains(cmds, model.Command(model.Focus{ID: "cause-k_9-line"})) {
		t.Errorf("causes %+v, commands %+v, want the last one open with the focus", m.Causes, cmds)
	}
	before := m.Causes
	m, _ = play(m, model.CauseToggled{Key: "k 9", Open: false}, model.SmallerCausesToggled{})
	if m.Causes.All || m.Causes.IsOpen("k 9", true) || !before.IsOpen("k 9", false) {
		t.Errorf("causes %+v, want the last one closed and folded, and the earlier state %+v as it was", m.Causes, before)
	}
}

func TestWhyHere(t *testing.T) {
	got := app.HTMLString(overview.WhyHere(&protocol.GroupRow{Topic: "Mailbox full", Because: "“over quota”", Samples: []string{"Deferred: 452 <a@b>"}}))
	for _, want := range []string{"Why here", "Mailbox full", "because of “over quota”", "Deferred: 452 &lt;a@b&gt;"} {
		if !strings.Contains(got, want) {
			t.Errorf("the row has no %q: %s", want, got)
		}
	}
}

// The forecast is sendmail's default at first, and another when it is chosen.
func TestForecast(t *testing.T) {
	f := &overview.ForecastFoot{Forecasts: []protocol.Forecast{
		{Days: 3, Steps: []protocol.ForecastStep{{Within: 0, Count: 7, Query: "age:>=3d"}}},
		{Days: 5, Default: true, Steps: []protocol.ForecastStep{{Within: 0}, {Within: 21600, Count: 12410, Query: "age:>=114h"}}},
	}}
	got := app.HTMLString(f.Render())
	for _, want := range []string{"overdue 0", "12,410", "within 6" + words.NBSP + "h", "q=age:&gt;%3D114h"} {
		if !strings.Contains(got, want) && !strings.Contains(got, strings.ReplaceAll(want, "&gt;", "%3E")) {
			t.Errorf("the forecast has no %q: %s", want, got)
		}
	}
	// Another limit is another request for everything that depends on it.
	m, cmds := play(opened(), model.Navigated{Fragment: "#/overview"}, model.ReturnSet{Days: 3})
	if req, ok := asks(cmds, func(r protocol.Request) bool { return r.Overview != nil }); !ok || req.Days != 3 {
		t.Errorf("commands %+v, want the overview for 3 days", cmds)
	}
	if m, _ = play(m, model.ReturnSet{Days: protocol.DefaultReturnDays}); m.Days != 0 {
		t.Errorf("days = %d with the default, want 0", m.Days)
	}
	// A configuration sets another default, and is named as its source.
	if m, _ = play(m, model.ReturnSet{Days: protocol.DefaultReturnDays, Configured: true}); m.Days != protocol.DefaultReturnDays {
		t.Errorf("days = %d against a configuration, want %d", m.Days, protocol.DefaultReturnDays)
	}
	f.Forecasts[0] = protocol.Forecast{After: 36 * 3600, Default: true, Source: "Timeout.queuereturn in etc/mail/sendmail.cf, line 91"}
	if got := app.HTMLString(f.Render()); !strings.Contains(got, words.Span(36*3600)) || !strings.Contains(got, "(Timeout.queuereturn in etc/mail/sendmail.cf, line 91)") {
		t.Errorf("the forecast does not say what sets the limit: %s", got)
	}
}

// opens reports whether the details element with an attribute is open. go-app
// draws attributes in any order.
func opens(html, attribute string) bool {
	at := strings.Index(html, attribute)
	if at < 0 {
		return false
	}
	tag := html[strings.LastIndex(html[:at], "<"):]
	tag = tag[:strings.Index(tag, ">")]
	return strings.Contains(tag, " open") && !strings.Contains(tag, `open="false"`)
}
