package share

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/words"
)

// leakKinds name what was found.
var leakKinds = map[string]string{
	"addresses": "address", "hosts": "host", "subjects": "subject", "bodies": "body", "ids": "message ID",
}

// shareLeaks lists what is left in a file that should not be.
func shareLeaks(s *protocol.Shared) app.UI {
	var rows []app.UI
	for _, l := range s.Leaks {
		kind := leakKinds[l.Category]
		if l.Encoding != "" {
			kind += ", " + l.Encoding
		}
		rows = append(rows, app.Tr().Body(
			app.Td().Body(app.Mark().Text(l.Found), app.Br(), app.Span().Class("out").Text(kind)),
			app.Td().Body(app.Text(l.Excerpt), app.Br(), app.Span().Class("out").Text(l.Where))))
	}
	more := app.P().Class("dim")
	if s.MoreLeaks > 0 {
		more.Text("and " + words.Number(s.MoreLeaks) + " more")
	}
	n := len(s.Leaks) + s.MoreLeaks
	return app.Div().Body(
		app.H2().ID(model.ShareLeaksID).TabIndex(-1).Text("What should have been left out is still in "+words.Plural(n, "place", "places")),
		app.Div().Class("redact").Body(app.Table().Aria("labelledby", model.ShareLeaksID).Body(
			app.THead().Body(app.Tr().Body(app.Th().Scope("col").Text("Found"), app.Th().Scope("col").Text("Where"))),
			app.TBody().Body(rows...))),
		more)
}

func shareLeaksHelp() app.UI {
	return app.Div().Body(
		app.H2().Text("Not saved yet"),
		app.P().Text("The file was searched for everything that it should hide, including encoded and escaped forms. This is what was found."),
		app.P().Text("Go back and leave out more, or narrow the messages down. A name that is also an ordinary word may be a false alarm: look at each place before you save anyway."))
}

func shareLeaksFoot(s *model.ShareState, send model.Send) []app.UI {
	return []app.UI{
		app.Div().Class("grow").Body(app.B().Class("mono").Text(s.Made.Name), app.Br(), app.Span().Class("dim").Text("made, not saved")),
		app.Button().Type("button").Class("btn").
			OnClick(func(app.Context, app.Event) { send(model.ShareForced{}) }).Text("Save anyway"),
		app.Button().Type("button").Class("btn", "btn-primary").
			OnClick(func(app.Context, app.Event) { send(model.ShareBack{}) }).Text("Back"),
	}
}
