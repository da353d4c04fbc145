package shell

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/selftest"
)

// SelfTestView returns the button and, once it was pressed, a row for each way: all
// at once, so that nothing moves while they are tried.
func SelfTestView(t *selftest.Run, single bool, send model.Send) app.UI {
	button := app.Button().Type("button").Class("btn", "btn-s").
		OnClick(func(app.Context, app.Event) { send(model.SelfTestAsked{}) }).Text("Test it here")
	if t.Running {
		button.Aria("disabled", "true")
	}
	body := []app.UI{app.Div().Class("selftest-head").Body(
		button, app.Span().Attr("role", "status").Text(t.Summary()))}
	if !t.Running && len(t.Tried) == 0 {
		return app.Div().Class("selftest").Body(body...)
	}
	var rows []app.UI
	for _, w := range WaysOut {
		tr := t.Of(w.Way)
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
		app.P().Class("dim").Text("No browser has a policy for WebRTC, for navigating to another page (the address bar would show it), or for opening a connection without sending anything, as Chromium does for a frame. Spoolscope uses none of these."))
	if !single {
		body = append(body, app.P().Class("dim").Body(
			app.Code().Text("'self'"), app.Text(" also allows other addresses of the server that this page came from. Spoolscope asks it for nothing but its own files, which Network shows; the single file cannot even do that.")))
	}
	return app.Div().Class("selftest").Body(body...)
}

func verdictBadge(t selftest.Tried) app.UI {
	state, icon, text := "st-lost", "todo", "…"
	switch {
	case t.Verdict == selftest.ByPolicy:
		state, icon, text = "st-ok", "check", "Blocked by the policy"
	case t.Verdict == selftest.Refused:
		state, icon, text = "st-ok", "check", "Blocked"
	case t.Verdict == selftest.NotHere:
		state, icon, text = "st-lost", "none", "Not in this browser"
	case t.Verdict == selftest.NotBlocked && t.Way == selftest.WebRTC:
		state, icon, text = "st-defer", "warn", "No policy for it"
	case t.Verdict == selftest.NotBlocked:
		state, icon, text = "st-fail", "fail", "NOT blocked"
	}
	return app.Span().Class("badge", "badge-plain", state).Body(draw.SmallIcon(icon), app.Text(text))
}

// WaysOut are all that are tried, in this order.
var WaysOut = []struct{ Way, name string }{
	{"fetch", "fetch"}, {"xhr", "XMLHttpRequest"}, {"websocket", "WebSocket"}, {"eventsource", "EventSource"},
	{"webtransport", "WebTransport"}, {"beacon", "sendBeacon"}, {"image", "Image"}, {"media", "Sound, video"},
	{"style", "Style sheet"}, {"font", "Font"}, {"script", "Script"}, {"frame", "Frame"}, {"form", "Form"},
	{"preload", "Preload"}, {"prefetch", "Prefetch"}, {"worker", "Worker fetch"}, {selftest.WebRTC, "WebRTC"},
}
