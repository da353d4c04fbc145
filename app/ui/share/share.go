// Package share draws the dialog that makes files to give away: what goes in, what
// is redacted, a preview of it, and what the search of the finished file found.
package share

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/sharing"
	"github.com/spoolscope/spoolscope/app/words"
)

// Ids of the Share dialog.
func Button(m *model.Model, send model.Send) app.UI {
	b := app.Button().Type("button").ID(model.ShareButtonID).Class("btn").Aria("label", "Share").
		OnClick(func(app.Context, app.Event) {
			send(model.DialogOpened{Dialog: model.ShareDialog, Back: model.ShareButtonID})
		}).
		Body(draw.Icon("share"), app.Span().Class("btn-text").Text("Share"))
	return b.Disabled(m.Stage != model.Open || m.Archive == nil || m.Archive.Messages == 0)
}

// Dialog chooses a file to give away, and shows what it will hide; or what
// it hides not, once that is known.
func Dialog(m *model.Model, send model.Send) app.UI {
	const title, text = "Share this analysis", "Saves a file on this computer. You decide who gets it."
	s := &m.Share
	if s.Made != nil && len(s.Made.Leaks) > 0 {
		return draw.DialogFrame(title, text, shareLeaks(s.Made), shareLeaksHelp(), shareLeaksFoot(s, send), send)
	}
	left := []app.UI{shareScope(m, send), shareChoices(s, send)}
	if s.Format == "viewer" {
		left = append(left, shareWords(s, send))
	}
	left = append(left, shareWarning(s))
	if note := shareLogs(s); note != nil {
		left = append(left, note)
	}
	right := []app.UI{shareHide(s, send)}
	if s.Hide[sharing.Hosts] {
		right = append(right, shareOwn(s, send))
	}
	right = append(right, sharePreview(m))
	if s.Hidden() != "" {
		right = append(right, sharePrivate(s, send))
	}
	return draw.DialogFrame(title, text, app.Div().Body(left...), app.Div().Body(right...), shareFoot(m, send), send)
}

// shareScope offers the filter's messages where there is a filter.
func shareScope(m *model.Model, send model.Send) app.UI {
	if m.Route.Query == "" {
		return app.Div()
	}
	part := func(filtered bool, label string) app.UI {
		return app.Button().Type("button").Aria("pressed", draw.AriaBool(m.Share.Filtered == filtered)).Text(label).
			OnClick(func(app.Context, app.Event) { send(model.ShareScoped{Filtered: filtered}) }, app.EventScope("scope", filtered))
	}
	return app.Div().Class("share-scope").Body(
		app.H2().ID("h-share-scope").Text("Messages"),
		app.Div().Class("seg").Attr("role", "group").Aria("labelledby", "h-share-scope").Body(
			part(true, "What the filter matches"), part(false, "The whole capture")))
}

func shareChoices(s *model.ShareState, send model.Send) app.UI {
	body := []app.UI{app.Legend().Class("vh").Text("Format"), app.H2().Aria("hidden", "true").Text("Format")}
	for _, f := range sharing.Formats {
		name, text := f.Name, f.Text
		if f.Format == "mbox" && s.Preview != nil && s.Preview.Messages == 1 {
			name, text = "Message", "The message as it would be sent, as .eml."
		}
		size := app.Span().Class("dim", "num")
		if n := s.Size(f.Format); n > 0 {
			size.Text(words.Size(n))
		}
		body = append(body, app.Label().Class("choice").Body(
			app.Input().Type("radio").Class("check").Name("format").ID(model.SharePrefix+f.Format).Checked(s.Format == f.Format).
				OnChange(func(app.Context, app.Event) { send(model.ShareFormat{Format: f.Format}) }, app.EventScope("format", f.Format)),
			app.Span().Class("row").Body(draw.Icon(f.Icon), app.B().Text(name)),
			size, app.Small().Body(draw.Prose(text)...)))
	}
	return app.FieldSet().Class("share-formats").Body(body...)
}

// shareWords returns the fields for what a viewer says of itself.
func shareWords(s *model.ShareState, send model.Send) app.UI {
	field := func(id, label, value string, send func(text string)) []app.UI {
		return []app.UI{
			app.Label().For(id).Text(label),
			app.Input().Type("text").ID(id).Class("field").Value(value).AutoComplete(false).
				OnInput(func(ctx app.Context, _ app.Event) { send(ctx.JSSrc().Get("value").String()) }),
		}
	}
	return app.Div().Class("share-words").Body(append(
		field("share-title", "Title", s.Title, func(t string) { send(model.ShareTitled{Text: t}) }),
		field("share-note", "Note", s.Note, func(t string) { send(model.ShareNoted{Text: t}) })...)...)
}

func shareWarning(s *model.ShareState) app.UI {
	text := "Look through the file before you pass it on. Addresses, hosts and your domains are replaced inside statuses and replies too; the rest of their words stay. Header fields stay only if they are known and needed."
	if !s.Hide[sharing.Texts] {
		text = "Look through the file before you pass it on: subjects and bodies are in it. Addresses, and names that a header has beside them, are replaced; other words that name somebody stay."
	}
	note := app.Div().Class("note")
	icon := "info"
	if s.Hidden() == "" {
		note, icon = note.Class("st-defer"), "warn"
		text = "Nothing is left out: the file holds addresses, hosts and mail unchanged."
		if shareLogs(s) != nil {
			text = "Nothing in the queue is left out: the file holds its addresses, hosts and mail unchanged."
		}
	}
	return note.Body(draw.Icon(icon), app.P().Text(text))
}

// shareLogs says that a file has the queue and not the mail logs beside it, nil if there are none.
func shareLogs(s *model.ShareState) app.UI {
	if s.Preview == nil || s.Preview.Logs == 0 || s.Format != "viewer" && s.Format != "archive" {
		return nil
	}
	return app.Div().Class("note").Body(draw.Icon("info"), app.P().Text(
		"Mail logs are left out: they are about all mail of the server. The file has no histories, and no reasons that only a log has. JSON lines have the events of each message."))
}

func shareHide(s *model.ShareState, send model.Send) app.UI {
	body := []app.UI{app.Legend().Class("vh").Text("Leave out"), app.H2().Aria("hidden", "true").Text("Leave out")}
	for i, o := range sharing.Switches {
		body = append(body, app.Label().Class("opt").Body(
			app.Input().Type("checkbox").Class("switch").Attr("role", "switch").Checked(s.Hide[i]).
				OnChange(func(app.Context, app.Event) { send(model.ShareHid{N: i}) }, app.EventScope("hide", i)),
			app.B().Text(o.Name), app.Small().Text(o.Text)))
	}
	return app.FieldSet().Class("share-hide").Body(body...)
}

// sharePreview shows lines of the queue and what becomes of them.
func sharePreview(m *model.Model) app.UI {
	s := &m.Share
	body := []app.UI{app.H2().ID("h-share-preview").Text("Preview")}
	switch {
	case m.Fault(model.PreviewSlot) != nil:
		return app.Div().Class("share-preview").Body(append(body, draw.FaultNote(m.Fault(model.PreviewSlot)))...)
	case s.Preview == nil:
		return app.Div().Class("share-preview").Body(append(body, app.P().Class("dim").Text("…"))...)
	}
	var rows []app.UI
	for _, r := range s.Preview.Rows {
		after := app.Td()
		if r.Out {
			after.Class("out").Text("left out")
		} else {
			var text []app.UI
			for _, p := range r.After {
				if p.Var {
					text = append(text, app.Mark().Text(p.Text))
				} else {
					text = append(text, app.Text(p.Text))
				}
			}
			after.Body(text...)
		}
		rows = append(rows, app.Tr().Body(app.Td().Text(r.Before), after))
	}
	return app.Div().Class("share-preview").Body(append(body,
		app.Div().Class("redact").Aria("live", "polite").Body(
			app.Table().Aria("labelledby", "h-share-preview").Body(
				app.THead().Body(app.Tr().Body(app.Th().Scope("col").Text("In your queue"), app.Th().Scope("col").Text("In the file"))),
				app.TBody().Body(rows...))))...)
}

// sharePrivate offers the list that undoes the redaction, apart from the file.
func sharePrivate(s *model.ShareState, send model.Send) app.UI {
	button := func(label string, e model.Event) app.UI {
		return app.Button().Type("button").Class("btn", "btn-s").Text(label).
			OnClick(func(app.Context, app.Event) { send(e) }, app.EventScope(label))
	}
	save := "Save the list"
	if s.MapSaved {
		save = "Saved the list"
	}
	row := []app.UI{button(save, model.ShareMapAsked{}), button("Use a saved list", model.ShareMapWanted{})}
	known := app.P().Class("dim")
	if s.Preview != nil && s.Preview.Known > 0 {
		row = append(row, button("Forget it", model.ShareMapForgotten{}))
		known.Text(words.Plural(s.Preview.Known, "name keeps its", "names keep their") + " pseudonym from your list.")
	}
	body := []app.UI{
		app.H2().Text("Private list"),
		app.P().Class("dim").Text("Which pseudonym stands for what. Keep it private: it undoes the redaction, and it gives two files the same pseudonyms."),
		app.Div().Class("row").Body(row...), known,
	}
	if s.MapRefused != nil {
		body = append(body, draw.FaultNote(s.MapRefused))
	}
	return app.Div().Class("share-private").Body(body...)
}

// shareFoot names the file and has the button that makes it, or shows how far
// that is.
func shareFoot(m *model.Model, send model.Send) []app.UI {
	s := &m.Share
	if s.Making {
		return shareProgress(s, send)
	}
	name, about := "", ""
	if p := s.Preview; p != nil {
		name = p.Names[s.EngineFormat()]
		about = words.Plural(p.Messages, "message", "messages")
		if n := s.Size(s.Format); n > 0 {
			about = "about " + words.Size(n) + ", " + about
		}
		if s.Hidden() != "" {
			about += ", redacted"
		}
	}
	text := []app.UI{app.B().Class("mono").Text(name), app.Br(), app.Span().Class("dim").Text(about)}
	switch {
	case m.Fault(model.ShareSlot) != nil:
		text = []app.UI{draw.FaultNote(m.Fault(model.ShareSlot))}
	case s.Saved:
		text = append(text[:2:2], app.Span().Class("saved").Body(draw.SmallIcon("check"), app.Text(s.Verdict())))
	}
	save := app.Button().Type("button").ID(model.ShareSaveID).Class("btn", "btn-primary").
		OnClick(func(app.Context, app.Event) { send(model.ShareAsked{}) })
	if s.Preview == nil || s.Preview.Messages == 0 {
		save.Aria("disabled", "true")
	}
	label := "Save"
	if s.Saved {
		label = "Save again"
	}
	return []app.UI{app.Div().Class("grow").Body(text...), save.Body(draw.Icon("download"), app.Text(label))}
}

func shareProgress(s *model.ShareState, send model.Send) []app.UI {
	p := &s.Progress
	bar := app.Div().Class("progress").Attr("role", "progressbar").Aria("label", "Making the file")
	text := "Making the file"
	if p.Read > 0 {
		text += ": " + words.Size(p.Read)
	}
	if p.Size > 0 {
		text += " of about " + words.Size(max(p.Size, p.Read))
		bar.Attr("data-v", draw.Fraction(int(min(p.Read, p.Size)>>10), int(p.Size>>10)+1)).Aria("valuetext", text)
	} else {
		bar.Attr("data-v", "0").Aria("valuetext", text)
	}
	return []app.UI{
		app.Div().Class("grow", "share-making").Body(app.Span().Class("dim").Text(text), bar),
		app.Button().Type("button").ID(model.ShareStopID).Class("btn").
			OnClick(func(app.Context, app.Event) { send(model.ShareStopped{}) }).Body(draw.Icon("x"), app.Text("Cancel")),
	}
}
