package overview

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// capturesNote says that the sources hold other captures of the queue than the
// one that is shown, and offers them.
func capturesNote(a *protocol.Archive, picked int, send model.Send) app.UI {
	all := a.Captures
	n, shown, last := len(all)+a.CapturesLeft, model.Shown(all), all[len(all)-1]
	text := "**" + words.Plural(n, "capture", "captures") + "** in `" + a.Name + "`: "
	if shown.Number == last.Number || shown.Taken != 0 && shown.Taken == last.Taken {
		text += "the newest is shown"
	} else {
		text += "number " + words.Number(shown.Number) + " is shown"
	}
	if shown.Taken != 0 {
		text += ", of " + words.Date(shown.Taken)
	}
	return app.Section().Class("note", "captures").Aria("label", "Captures").Body(
		draw.Icon("defer"),
		app.P().Class("grow").Body(draw.Prose(text+".")...),
		app.Div().Class("capture-pick").Body(
			draw.CaptureField("Capture", all, picked, func(n int) { send(model.CapturePicked{Number: n}) }),
			app.Button().Type("button").Class("btn").OnClick(func(app.Context, app.Event) { send(model.CaptureShown{}) }).Text("Show"),
			draw.LinkTo("btn btn-ghost", route.Route{View: route.Compare}.Fragment(), app.Text("Compare"))))
}
