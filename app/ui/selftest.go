package ui

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/words"
)

// Verdict tells how an attempt to reach the network from the page ended.
type Verdict string

// The verdicts. Only a violation that the browser itself told of is put down to
// the policy: an address that leads nowhere cannot be reached anyhow.
const (
	ByPolicy   Verdict = "policy"  // the browser told which directive forbade it
	Refused    Verdict = "refused" // the browser refused at once and did not say why
	NotHere    Verdict = "missing" // this browser has no such way
	NotBlocked Verdict = "open"    // the browser tried
)

// Tried is one way out of the page and what became of it.
type Tried struct {
	Way       string // as selftest.js names it
	Verdict   Verdict
	Directive string // of the policy, for ByPolicy
}

// selfTest is a run of the self-test, or the last one.
type selfTest struct {
	Running bool
	Tried   []Tried
}

// webRTC is the one way that no browser has a policy for.
const webRTC = "webrtc"

// waysOut are all that are tried, in this order.
var waysOut = []struct{ way, name string }{
	{"fetch", "fetch"}, {"xhr", "XMLHttpRequest"}, {"websocket", "WebSocket"}, {"eventsource", "EventSource"},
	{"webtransport", "WebTransport"}, {"beacon", "sendBeacon"}, {"image", "Image"}, {"media", "Sound, video"},
	{"style", "Style sheet"}, {"font", "Font"}, {"script", "Script"}, {"frame", "Frame"}, {"form", "Form"},
	{"preload", "Preload"}, {"prefetch", "Prefetch"}, {"worker", "Worker fetch"}, {webRTC, "WebRTC"},
}

// What happens in a self-test.
type (
	// SelfTestAsked: the button.
	SelfTestAsked struct{}
	// WayTried: one attempt has ended. SelfTestEnded: all have.
	WayTried      struct{ Tried }
	SelfTestEnded struct{}
)

func (SelfTestAsked) event() {}
func (WayTried) event()      {}
func (SelfTestEnded) event() {}

func updateSelfTest(m *Model, e Event) []Command {
	t := &m.SelfTest
	switch e := e.(type) {
	case SelfTestAsked:
		if !t.Running {
			m.SelfTest = selfTest{Running: true}
			return []Command{TryWaysOut{}}
		}
	case WayTried:
		t.Tried = append(slices.Clip(t.Tried), e.Tried)
	case SelfTestEnded:
		t.Running = false
	}
	return nil
}

// of is how a way ended, the zero Tried if it was not tried yet.
func (t *selfTest) of(way string) Tried {
	i := slices.IndexFunc(t.Tried, func(tr Tried) bool { return tr.Way == way })
	if i < 0 {
		return Tried{}
	}
	return t.Tried[i]
}

// summary counts the verdicts.
func (t *selfTest) summary() string {
	if t.Running {
		return "Trying…"
	}
	if len(t.Tried) == 0 {
		return ""
	}
	counts := map[Verdict]int{}
	uncovered := 0
	for _, tr := range t.Tried {
		if tr.Way == webRTC && tr.Verdict == NotBlocked {
			uncovered++
		} else {
			counts[tr.Verdict]++
		}
	}
	s := words.Plural(len(t.Tried), "way", "ways") + " tried, " + words.Number(counts[ByPolicy]) + " blocked by the policy"
	add := func(n int, text string) {
		if n > 0 {
			s += ", " + words.Number(n) + " " + text
		}
	}
	add(counts[Refused], "blocked without a word")
	add(counts[NotHere], "not in this browser")
	add(uncovered, "without a policy in any browser")
	add(counts[NotBlocked], "NOT blocked")
	return s + "."
}

// selfTestView is the button and, once it was pressed, a row for each way: all
// at once, so that nothing moves while they are tried.
func selfTestView(t *selfTest, single bool, send Send) app.UI {
	button := app.Button().Type("button").Class("btn", "btn-s").
		OnClick(func(app.Context, app.Event) { send(SelfTestAsked{}) }).Text("Test it here")
	if t.Running {
		button.Aria("disabled", "true")
	}
	body := []app.UI{app.Div().Class("selftest-head").Body(
		button, app.Span().Attr("role", "status").Text(t.summary()))}
	if !t.Running && len(t.Tried) == 0 {
		return app.Div().Class("selftest").Body(body...)
	}
	var rows []app.UI
	for _, w := range waysOut {
		tr := t.of(w.way)
		rows = append(rows, app.Tr().Body(
			app.Th().Scope("row").Text(w.name),
			app.Td().Body(verdictBadge(tr)),
			app.Td().Class("mono", "dim").Text(tr.Directive)))
	}
	body = append(body,
		app.Table().Class("table", "table-fixed").Aria("label", "Ways out of this page").Body(
			app.THead().Body(app.Tr().Body(
				app.Th().Scope("col").Text("Way out"), app.Th().Scope("col").Text("Result"), app.Th().Scope("col").Text("Directive"))),
			app.TBody().Body(rows...)),
		app.P().Class("dim").Body(
			app.Text("The addresses end in "), app.Code().Text("spoolscope-self-test.invalid"),
			app.Text(", a name that cannot exist. An attempt counts as blocked by the policy only when the browser itself names the directive.")),
		app.P().Class("dim").Text("No browser has a policy for WebRTC, for leaving to another page (the address bar would show it), or for greeting a server by its name and sending nothing, as Chromium does for a frame. Spoolscope uses none of them."))
	if !single {
		body = append(body, app.P().Class("dim").Body(
			app.Code().Text("'self'"), app.Text(" also allows other addresses of the server that this page came from. Spoolscope asks it for nothing but its own files, which Network shows; the single file cannot even do that.")))
	}
	return app.Div().Class("selftest").Body(body...)
}

func verdictBadge(t Tried) app.UI {
	state, icon, text := "st-lost", "todo", "…"
	switch {
	case t.Verdict == ByPolicy:
		state, icon, text = "st-ok", "check", "Blocked by the policy"
	case t.Verdict == Refused:
		state, icon, text = "st-ok", "check", "Blocked"
	case t.Verdict == NotHere:
		state, icon, text = "st-lost", "none", "Not in this browser"
	case t.Verdict == NotBlocked && t.Way == webRTC:
		state, icon, text = "st-defer", "warn", "No policy for it"
	case t.Verdict == NotBlocked:
		state, icon, text = "st-fail", "fail", "NOT blocked"
	}
	return app.Span().Class("badge", "badge-plain", state).Body(smallIcon(icon), app.Text(text))
}
