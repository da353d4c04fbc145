package shell

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/messages"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/share"
	"github.com/spoolscope/spoolscope/app/words"
)

// DialogView draws the dialog that is open. The rest of the page is inert
// meanwhile, so the focus stays inside.
func DialogView(m *model.Model, send model.Send) app.UI {
	switch m.Dialog {
	case model.PasteDialog:
		return app.Div().Class("scrim").Body(&pasteDialog{send: send})
	case model.HelpDialog:
		return app.Div().Class("scrim").Body(helpDialog(send))
	case model.PlaceDialog:
		return app.Div().Class("scrim").Body(placeDialog(m, send))
	case model.ShareDialog:
		return app.Div().Class("scrim").Body(share.Dialog(m, send))
	case model.PaletteDialog:
		return app.Div().Class("scrim scrim-top").Body(palette(m, send))
	case model.NarrowDialog:
		return app.Div().Class("scrim").Body(messages.NarrowDialog(m, send))
	}
	if m.Dragging && !onLanding(m) {
		return app.Div().Class("scrim").Body(app.Div().Class("drop").Attr("data-over", true).Body(
			app.H2().Text("Drop to open")))
	}
	return app.Div()
}

func onLanding(m *model.Model) bool {
	return m.Stage == model.Empty || (m.Stage == model.Open && m.Route.View == route.Landing)
}

// pasteDialog takes the text of a listing.
type pasteDialog struct {
	app.Compo

	send model.Send
	text string
}

// Render draws a field and says what belongs into it.
func (d *pasteDialog) Render() app.UI {
	read := app.Button().Type("button").Class("btn", "btn-primary").
		OnClick(func(app.Context, app.Event) {
			if strings.TrimSpace(d.text) != "" {
				d.send(model.Pasted{Text: d.text})
			}
		})
	if strings.TrimSpace(d.text) == "" {
		read.Aria("disabled", "true")
	}
	left := app.Div().Body(
		app.H2().Body(app.Label().For(model.PasteID).Text("Output of mailq")),
		app.Div().Class("row").Body(
			app.Textarea().ID(model.PasteID).Class("field", "mono", "grow").Rows(16).Spellcheck(false).
				OnInput(func(ctx app.Context, e app.Event) { d.text = ctx.JSSrc().Get("value").String() })))
	right := app.Div().Body(
		app.H2().Text("What it contains"),
		app.P().Body(app.Text("The listing of "), app.Code().Text("mailq"), app.Text(", "), app.Code().Text("mailq -v"),
			app.Text(", "), app.Code().Text("postqueue -j"), app.Text(" or "), app.Code().Text("exim -bp"),
			app.Text(" has the ID, size, age, addresses and last status of each message, but no headers, bodies or transcripts: for those, drop the spool too.")),
		app.P().Text("One status or reply, as a log or a bounce has it, is explained: who must act, how long it lasts, whether deleting is safe."))
	foot := []app.UI{
		app.Div().Class("grow", "dim").Text("The text stays in this page."),
		app.Button().Type("button").Class("btn").
			OnClick(func(app.Context, app.Event) { d.send(model.DialogClosed{}) }).Text("Cancel"),
		read.Text("Read the listing"),
	}
	return draw.DialogFrame("Paste mailq output", "", left, right, foot, d.send)
}

// placeDialog asks what to do with a queue when another one is open.
func placeDialog(m *model.Model, send model.Send) app.UI {
	place := func(p model.Place, class, label, id string) app.UI {
		return app.Button().Type("button").ID(id).Class("btn").Class(class).
			OnClick(func(app.Context, app.Event) { send(model.SourcesPlaced{Place: p}) }, app.EventScope("place", p)).Text(label)
	}
	open, text := "Open now", "Compare shows what came, went and stayed between two captures of one queue. "
	left := []app.UI{app.P().Class("mono").Text(m.Name())}
	switch {
	case m.Stage == model.Loading:
		open, text = "Reading now", ""
	case m.Compare.Earlier == nil:
		text += "Add shows both together; messages with the same ID and host count once."
	default:
		text += "The new one will be compared with the one shown."
	}
	left = append([]app.UI{app.H2().Text(open)}, left...)
	right := app.Div().Body(app.H2().Text("Chosen"), sourceNames(m.Pending))
	foot := []app.UI{
		app.Div().Class("grow", "dim").Text(text),
		app.Button().Type("button").Class("btn").
			OnClick(func(app.Context, app.Event) { send(model.DialogClosed{}) }).Text("Cancel"),
	}
	if m.Stage == model.Open {
		foot = append(foot, place(model.Beside, "btn", "Compare with the open one", "place-compare"))
		if m.Compare.Earlier == nil {
			foot = append(foot, place(model.Add, "btn", "Add to the open one", "place-join"))
		}
	}
	foot = append(foot, place(model.Replace, "btn-primary", "Replace", model.PlaceID))
	return draw.DialogFrame("Replace the open queue?", "", app.Div().Body(left...), right, foot, send)
}

// sourceNames lists what was chosen; of a folder with thousands of files, the
// first few.
func sourceNames(sources []protocol.SourceRef) app.UI {
	const most = 8
	var items []app.UI
	for i, s := range sources {
		if i == most {
			items = append(items, app.Li().Class("dim").Text("and "+words.Number(len(sources)-most)+" more"))
			break
		}
		items = append(items, app.Li().Body(app.Span().Class("mono").Text(s.Name), app.Span().Class("dim").Text(" "+words.Size(s.Size))))
	}
	return app.Ul().Body(items...)
}
