package detail

import (
	"cmp"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/words"
)

// messageTabView draws why the message is stuck and what it says.
func messageTabView(p detailProps, wide bool, send model.Send) []app.UI {
	d, c := p.State.Detail, p.State.Content
	top := why(d.Why, wide)
	text := contentText(p, send)
	var files []app.UI
	if c != nil {
		files = contentFiles(p, wide, send)
	}
	links := linkCards(p, send)
	if !wide {
		out := append([]app.UI{top}, text...)
		return append(append(out, links...), files...)
	}
	side := append(links, files...)
	if d.Same != nil && d.Same.Count > 1 {
		side = append(side, samePlace(d.Same))
	}
	return []app.UI{app.Div().Class("delivery").Body(
		app.Div().Body(top, contentCard(p, text)),
		app.Aside().Aria("label", "Parts of the message").Body(side...),
	)}
}

// contentCard returns the card with the text, or with the HTML, at full width.
func contentCard(p detailProps, body []app.UI) app.UI {
	c := p.State.Content
	title, note := "Text", textSource(c)
	if model.ShowsHTML(p.Route, c) {
		title, note = "HTML", htmlSource(c)
	}
	return card("h-text", title, note, showAs(p), app.Div().Class("detail-body").Body(body...))
}

// contentText returns who wrote to whom, and the text.
func contentText(p detailProps, send model.Send) []app.UI {
	c := p.State.Content
	if p.Content != nil {
		return []app.UI{draw.FaultNote(p.Content)}
	}
	if c == nil {
		return []app.UI{draw.TextSkeleton()}
	}
	var who []protocol.Fact
	for _, f := range []protocol.Fact{
		{Name: "From", Value: c.From}, {Name: "To", Value: c.To},
		{Name: "Cc", Value: c.Cc}, {Name: "Date", Value: c.Date},
		{Name: "Source", Value: p.State.Detail.Row.Source},
	} {
		if f.Value != "" {
			who = append(who, f)
		}
	}
	var out []app.UI
	if len(who) > 0 {
		out = append(out, facts(who))
	}
	for _, n := range c.Notes {
		out = append(out, app.Div().Class("note").Body(draw.Icon("info"), app.P().Body(draw.Prose(n)...)))
	}
	html := model.ShowsHTML(p.Route, c)
	if !p.Route.Wide && (c.TextFrom != "" || c.HTML) {
		icon, source := "text", textSource(c)
		if html {
			source = htmlSource(c)
		}
		if strings.Contains(source, "html") {
			icon = "noimg"
		}
		bar := []app.UI{draw.Icon(icon), app.Span().Class("grow").Text(source)}
		if as := showAs(p); as != nil {
			bar = append(bar, as)
		}
		out = append(out, app.Div().Class("remote").Body(bar...))
	}
	if html {
		return append(out, app.Div().Class("html-mail").Body(htmlView(p)...))
	}
	if c.Text != "" {
		view, hidden := bodyText(c.Text, p.State.Lines)
		out = append(out, view)
		if hidden > 0 {
			out = append(out, app.Div().Body(app.Button().Class("btn btn-s").
				OnClick(func(app.Context, app.Event) { send(model.TextGrown{}) }).
				Text("Show "+words.Plural(min(hidden, model.TextLines), "more line", "more lines")+" of "+words.Number(hidden))))
		}
	} else if len(c.Notes) == 0 {
		out = append(out, app.P().Class("dim").Text("The message has no text."))
	}
	if c.Cut > 0 {
		out = append(out, app.Div().Class("note").Body(draw.Icon("info"), app.P().Text(
			words.Size(c.Cut)+" more of the text is not shown. Save the message to read all of it.")))
	}
	return out
}

// textSource says what the text was made from.
func textSource(c *protocol.Content) string {
	if c == nil || c.TextFrom == "" {
		return ""
	}
	if strings.Contains(c.TextFrom, "html") {
		return c.TextFrom + ". Nothing is fetched"
	}
	return c.TextFrom
}

// contentFiles returns the attachments, the MIME parts, and the whole message to
// be saved.
func contentFiles(p detailProps, wide bool, send model.Send) []app.UI {
	c := p.State.Content
	var out []app.UI
	if p.Part != nil {
		out = append(out, draw.FaultNote(p.Part))
	}
	items := make([]app.UI, 0, len(c.Attachments)+1)
	for _, a := range c.Attachments {
		items = append(items, fileItem(thumb(a), a.Name, cmp.Or(a.Kind, a.Type), words.Size(a.Size), a.Path, send))
	}
	items = append(items, fileItem(draw.Icon("mail"), "Whole message (.eml)",
		"As it would be sent", "", "", send))
	list := app.Ul().Class("files").Body(items...)
	if wide {
		title := "Save"
		if n := len(c.Attachments); n > 0 {
			title = words.Plural(n, "attachment", "attachments")
		}
		out = append(out, card("h-att", title, "", nil, app.Div().Class("card-body").Body(list)))
	} else {
		out = append(out, app.Section().Aria("label", "Attachments").Body(list))
	}
	if len(c.Parts) > 1 {
		if wide {
			out = append(out, card("h-mime", "MIME parts", "", nil, app.Div().Class("card-body").Body(partTree(c.Parts))))
		} else {
			out = append(out, app.Details().Body(
				app.Summary().Class("dim").Text(words.Number(len(c.Parts))+" MIME parts"), partTree(c.Parts)))
		}
	}
	return out
}

// thumb returns an attachment drawn small, if it is a picture that may be drawn, or the
// mark of one. Its name is beside it; go-app leaves out an empty alt.
func thumb(a protocol.Part) app.UI {
	switch {
	case a.Thumb != "":
		return app.Img().Src(a.Thumb).Attr("role", "presentation").Width(52).Height(40)
	case strings.HasPrefix(a.Kind, "SVG"):
		return draw.Icon("noimg")
	}
	return draw.Icon("clip")
}

func fileItem(mark app.UI, name, title, size, path string, send model.Send) app.UI {
	label := "Save " + name
	return app.Li().Body(mark, app.Span().Class("grow cut").Title(name+", "+title).Body(app.Text(name), app.Small().Text(title)),
		app.Span().Class("dim num").Text(size),
		app.Button().Class("btn btn-s").Aria("label", label).Text("Save").
			OnClick(func(app.Context, app.Event) { send(model.PartSaved{Path: path}) }, app.EventScope("save", path)))
}

// partTree draws the MIME tree as a list: each level a step to the right.
func partTree(parts []protocol.Part) app.UI {
	var body []app.UI
	for _, part := range parts {
		path := part.Path
		if path == "" {
			path = "all"
		}
		text := part.Type
		if part.Charset != "" {
			text += ", " + part.Charset
		}
		value := []app.UI{app.Text(strings.Repeat(words.NBSP+words.NBSP, min(part.Depth, 20)) + text)}
		if part.Name != "" {
			value = append(value, app.Text(" "), app.Span().Class("dim").Text(part.Name))
		}
		value = append(value, app.Text(" "), app.Span().Class("dim").Text(words.Size(part.Size)))
		body = append(body, app.Dt().Class("mono").Text(path), app.Dd().Body(value...))
	}
	return app.Dl().Class("facts").Body(body...)
}

// samePlace leads to the messages with the same problem.
func samePlace(s *protocol.TopRow) app.UI {
	text := words.Plural(s.Count-1, "other message has", "other messages have") + " the same status."
	if s.Name != "" {
		text = words.Plural(s.Count-1, "other message waits", "other messages wait") + " for " + s.Name + " with the same reply."
	}
	body := []app.UI{app.P().Text(text)}
	if s.Query != "" {
		body = append(body, app.P().Body(app.Br(), app.A().Class("btn btn-s").Href(draw.MessagesHref(s.Query)).
			Text("Show "+words.Plural(s.Count, "message", "messages"))))
	}
	return card("h-same", "Same problem", "", nil, app.Div().Class("card-body").Body(body...))
}
