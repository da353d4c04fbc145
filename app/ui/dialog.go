package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// dialogView draws the dialog that is open. The rest of the page is inert
// meanwhile, so the focus stays inside.
func dialogView(m *Model, send Send) app.UI {
	switch m.Dialog {
	case PasteDialog:
		return app.Div().Class("scrim").Body(&pasteDialog{send: send})
	case HelpDialog:
		return app.Div().Class("scrim").Body(helpDialog(send))
	case PlaceDialog:
		return app.Div().Class("scrim").Body(placeDialog(m, send))
	case ShareDialog:
		return app.Div().Class("scrim").Body(shareDialog(m, send))
	case NarrowDialog:
		return app.Div().Class("scrim").Body(facetDialog(m, send))
	}
	if m.Dragging && !onLanding(m) {
		return app.Div().Class("scrim").Body(app.Div().Class("drop").Attr("data-over", true).Body(
			app.H2().Text("Drop to open")))
	}
	return app.Div()
}

func onLanding(m *Model) bool {
	return m.Stage == Empty || (m.Stage == Open && m.Route.View == Landing)
}

// dialogFrame has a title with a remark, a button to close, two columns, and
// buttons at the end.
func dialogFrame(title, text string, left, right app.UI, foot []app.UI, send Send) app.UI {
	head := []app.UI{app.H2().ID("h-dialog").Text(title)}
	if text != "" {
		head = append(head, app.P().Text(text))
	}
	body := []app.UI{
		app.Header().Class("dialog-head").Body(
			app.Div().Class("grow").Body(head...),
			app.Button().Type("button").ID(closeID).Class("btn", "btn-ghost", "icon-btn").
				Aria("label", "Close").Title("Close (Esc)").
				OnClick(func(app.Context, app.Event) { send(DialogClosed{}) }).Body(Icon("x"))),
		app.Div().Class("dialog-body").Body(left, right),
	}
	if len(foot) > 0 {
		body = append(body, app.Footer().Class("dialog-foot").Body(foot...))
	}
	return app.Div().Class("dialog").Attr("role", "dialog").Aria("modal", "true").Aria("labelledby", "h-dialog").Body(body...)
}

// pasteDialog takes the text of a listing.
type pasteDialog struct {
	app.Compo

	send Send
	text string
}

// Render draws a field and says what belongs into it.
func (d *pasteDialog) Render() app.UI {
	read := app.Button().Type("button").Class("btn", "btn-primary").
		OnClick(func(app.Context, app.Event) {
			if strings.TrimSpace(d.text) != "" {
				d.send(Pasted{d.text})
			}
		})
	if strings.TrimSpace(d.text) == "" {
		read.Aria("disabled", "true")
	}
	left := app.Div().Body(
		app.H2().Body(app.Label().For(pasteID).Text("Output of mailq")),
		app.Div().Class("row").Body(
			app.Textarea().ID(pasteID).Class("field", "mono", "grow").Rows(16).Spellcheck(false).
				OnInput(func(ctx app.Context, e app.Event) { d.text = ctx.JSSrc().Get("value").String() })))
	right := app.Div().Body(
		app.H2().Text("What it can tell"),
		app.P().Body(app.Text("The listing of "), app.Code().Text("mailq"), app.Text(", "), app.Code().Text("mailq -v"),
			app.Text(" or "), app.Code().Text("sendmail -bp"),
			app.Text(" has ids, sizes, ages, addresses and the last status of each message. It has no headers, no texts and no transcripts: for those, drop the spool too.")))
	foot := []app.UI{
		app.Div().Class("grow", "dim").Text("The text stays in this page."),
		app.Button().Type("button").Class("btn").
			OnClick(func(app.Context, app.Event) { d.send(DialogClosed{}) }).Text("Cancel"),
		read.Text("Read the listing"),
	}
	return dialogFrame("Paste mailq output", "", left, right, foot, d.send)
}

// placeDialog asks what to do with a queue when another one is open.
func placeDialog(m *Model, send Send) app.UI {
	place := func(p Place, class, label, id string) app.UI {
		return app.Button().Type("button").ID(id).Class("btn").Class(class).
			OnClick(func(app.Context, app.Event) { send(SourcesPlaced{p}) }, app.EventScope("place", p)).Text(label)
	}
	open, text := "Open now", "Compared: what came, went and stayed between two captures of one queue. "
	left := []app.UI{app.P().Class("mono").Text(m.name())}
	switch {
	case m.Stage == Loading:
		open, text = "Being read", ""
	case m.Compare.Earlier == nil:
		text += "Added: shown together; messages with the same ID and host are one."
	default:
		text += "The new one is compared with the one that is shown."
	}
	left = append([]app.UI{app.H2().Text(open)}, left...)
	right := app.Div().Body(app.H2().Text("Chosen"), sourceNames(m.Pending))
	foot := []app.UI{
		app.Div().Class("grow", "dim").Text(text),
		app.Button().Type("button").Class("btn").
			OnClick(func(app.Context, app.Event) { send(DialogClosed{}) }).Text("Cancel"),
	}
	if m.Stage == Open {
		foot = append(foot, place(Beside, "btn", "Compare with the open one", "place-compare"))
		if m.Compare.Earlier == nil {
			foot = append(foot, place(Add, "btn", "Add to the open one", "place-join"))
		}
	}
	foot = append(foot, place(Replace, "btn-primary", "Replace", placeID))
	return dialogFrame("Replace the open queue?", "", app.Div().Body(left...), right, foot, send)
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
