package ui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/overview"
	"github.com/spoolscope/spoolscope/app/words"
)

func TestFindings(t *testing.T) {
	draw := func(list ...protocol.Finding) string {
		return app.HTMLString(app.Div().Body(overview.Findings(list, 3412)...))
	}
	if got := draw(); strings.Contains(got, "Likely causes") {
		t.Errorf("without findings there is a heading: %s", got)
	}
	got := draw(protocol.Finding{
		Title: "mx2.example.org <refuses>", Text: "**604 messages** wait. `421 <x>`", Advice: "Try it.", Command: "telnet mx2.example.org 25",
		Confidence: "certain", Side: "theirs", Count: 604, Query: "why:connection-refused server:mx2.example.org",
	})
	for _, want := range []string{
		"conf conf-3", "Certain", "Their side", "mx2.example.org &lt;refuses&gt;", "604 messages", "421 &lt;x&gt;", "Try it.", "telnet mx2.example.org 25",
		"Show 604 messages", `data-v="0.177"`, "18%", "#/messages?q=why:connection-refused",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the finding has no %q: %s", want, got)
		}
	}
	if strings.Contains(got, "style=") || strings.Contains(got, "more cause") {
		t.Errorf("a finding alone has a style or a fold: %s", got)
	}
	var many []protocol.Finding
	for n := range 9 {
		many = append(many, protocol.Finding{Title: fmt.Sprint("cause ", n), Confidence: "look", Count: 1})
	}
	got = draw(many...)
	if n := strings.Count(got, "<article"); n != 9 || !strings.Contains(got, "Show 5 more causes") || !strings.Contains(got, "&lt; 1%") && !strings.Contains(got, "&lt;"+words.NBSP+"1%") {
		t.Errorf("nine findings: %d drawn, want 9, five of them folded, each with <1%%: %s", n, got)
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
	// Another limit is another question about everything that depends on it.
	m, cmds := play(opened(), model.Navigated{Fragment: "#/overview"}, model.ReturnSet{Days: 3})
	if req, ok := asks(cmds, func(r protocol.Request) bool { return r.Overview != nil }); !ok || req.Days != 3 {
		t.Errorf("commands %+v, want the overview for 3 days", cmds)
	}
	if m, _ = play(m, model.ReturnSet{Days: protocol.DefaultReturnDays}); m.Days != 0 {
		t.Errorf("days = %d with the default, want 0", m.Days)
	}
}
