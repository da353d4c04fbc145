package overview

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/words"
)

// firstFindings is how many findings stand open: a row of the widest layout.
const firstFindings = 4

// Findings is the part of the overview that says what holds the queue up.
func Findings(list []protocol.Finding, matched int) []app.UI {
	if len(list) == 0 {
		return nil
	}
	grid := func(list []protocol.Finding) app.UI {
		var body []app.UI
		for i := range list {
			body = append(body, finding(&list[i], matched))
		}
		return app.Div().Class("findings").Body(body...)
	}
	body := []app.UI{
		app.Div().Class("sec-head").Body(
			app.H2().ID("h-causes").Text("Likely causes"),
			app.P().Text("Derived from the queue alone, each with its evidence.")),
		grid(list[:min(len(list), firstFindings)]),
	}
	if n := len(list) - firstFindings; n > 0 {
		body = append(body, app.Details().Class("more").Body(
			app.Summary().Text("Show "+words.Plural(n, "more cause", "more causes")),
			grid(list[firstFindings:])))
	}
	return body
}

// confidences are the words and bars for how sure a finding is.
var confidences = map[string]struct{ class, word string }{
	"certain": {"conf-3", "Certain"},
	"likely":  {"conf-2", "Likely"},
	"look":    {"conf-1", "Worth a look"},
}

// sides are the words for where a cause can be fixed.
var sides = map[string]string{"ours": "Fix on this server", "theirs": "Their side", "network": "Network", "sender": "Sender’s side"}

func finding(f *protocol.Finding, matched int) app.UI {
	sure := confidences[f.Confidence]
	top := []app.UI{app.Span().Class("conf", sure.class).Body(
		app.Elem("i").Aria("hidden", "true").Body(app.B()), app.Text(sure.word))}
	if side := sides[f.Side]; side != "" {
		top = append(top, app.Span().Class("tag").Text(side))
	}
	do := []app.UI{app.Summary().Text("What to do"), app.P().Body(draw.Prose(f.Advice)...)}
	if f.Command != "" {
		do = append(do, app.Code().Text(f.Command))
	}
	share := draw.WholePercent(f.Count, matched)
	return app.Article().Class("finding").Body(
		app.Div().Class("finding-top").Body(top...),
		app.H3().Text(f.Title),
		app.P().Body(draw.Prose(f.Text)...),
		app.Details().Body(do...),
		app.Div().Class("finding-end").Body(
			app.A().Class("btn", "btn-s").Href(draw.MessagesHref(f.Query)).Text("Show "+words.Plural(f.Count, "message", "messages")),
			app.Span().Class("meter").Attr("data-v", draw.Fraction(f.Count, matched)).Attr("role", "img").
				Aria("label", share+" of what is shown"),
			app.Span().Class("dim", "num").Text(share)),
	)
}
