package detail

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/htmlmail"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// showAs offers a message's content as text or as HTML, nil where there is no HTML.
func showAs(p detailProps) app.UI {
	c := p.State.Content
	if c == nil || !c.HTML {
		return nil
	}
	html := model.ShowsHTML(p.Route, c)
	var links []app.UI
	for _, as := range []struct {
		name, title string
		on          bool
	}{{route.AsText, "Text", !html}, {route.AsHTML, "HTML", html}} {
		r := p.Route
		r.As = as.name
		a := app.A().Href(r.Fragment()).Text(as.title)
		if as.on {
			a.Aria("current", "true")
		}
		links = append(links, a)
	}
	return app.Div().Class("seg").Attr("role", "group").Aria("label", "Show as").Body(links...)
}

// htmlView draws the HTML of a message: what was blocked, a warning, and the
// document in a frame that the page makes.
func htmlView(p detailProps) []app.UI {
	if p.HTML != nil {
		return []app.UI{draw.FaultNote(p.HTML)}
	}
	v := p.State.HTML
	switch {
	case v == nil:
		return []app.UI{draw.TextSkeleton()}
	case v.Why != "":
		return []app.UI{app.Div().Class("note").Body(draw.Icon("info"), app.P().Text(
			"The HTML is not drawn: "+v.Why+". Its text is under Text, its source under Source."))}
	}
	var out []app.UI
	if s := shield(v); s != nil {
		out = append(out, s)
	}
	if n := linkWarning(v); n != nil {
		out = append(out, n)
	}
	for _, n := range v.Notes {
		out = append(out, app.Div().Class("note shield-note").Body(draw.Icon("info"), app.P().Text(n)))
	}
	// The only figure on the screen: go-app never makes another element of it, while
	// the page's frame is inside.
	return append(out, app.Elem("figure").Class("paper").Attr("data-mail", v.Key))
}

// shield says what would have been loaded, by host, and what was removed.
func shield(v *htmlmail.View) app.UI {
	title := "It would load nothing from elsewhere."
	switch {
	case v.Loads > 0 && v.Images == v.Loads:
		title = "Remote content blocked: " + words.Plural(v.Images, "picture", "pictures") + " from " + words.Plural(len(v.Hosts), "host", "hosts") + "."
	case v.Loads > 0:
		title = "Remote content blocked: " + words.Plural(v.Loads, "file", "files") + " from " + words.Plural(len(v.Hosts), "host", "hosts") + "."
	case len(v.Removed) == 0:
		return nil
	}
	pixels := 0
	rows := make([]app.UI, 0, len(v.Hosts))
	for _, h := range v.Hosts {
		pixels += h.Pixels
		files := strings.Join(h.Files, ", ")
		if h.More > 0 {
			files += " and " + words.Plural(h.More, "more", "more")
		}
		what := []app.UI{app.Text(files)}
		if h.Pixels > 0 {
			what = append(what, app.Span().Class("dim").Text(" Reveals that the mail was opened."))
		}
		name := []app.UI{app.Elem("bdi").Text(h.Name)}
		if h.Odd != "" {
			name = append(name, app.Span().Class("warn").Body(draw.SmallIcon("warn"), app.Text(h.Odd)))
		}
		rows = append(rows, app.Tr().Body(app.Th().Scope("row").Body(name...), app.Td().Body(what...),
			app.Td().Class("num").Text(words.Number(h.Count))))
	}
	note := "Spoolscope never loads any."
	if pixels > 0 {
		note = words.Plural(pixels, "tracker", "trackers") + " among them. " + note
	}
	body := []app.UI{app.Summary().Body(draw.Icon("noimg"),
		app.Span().Body(app.B().Text(title), app.Text(" "), app.Span().Class("dim").Text(note)), draw.SmallIcon("chev-d"))}
	if len(rows) > 0 {
		body = append(body, app.Table().Class("table").Body(
			app.THead().Body(app.Tr().Body(app.Th().Scope("col").Text("Host"), app.Th().Scope("col").Text("What it would load"),
				app.Th().Scope("col").Class("num").Text("Files"))),
			app.TBody().Body(rows...)))
	}
	if len(v.Removed) > 0 {
		body = append(body, app.P().Text("Also removed: "+strings.Join(v.Removed, ", ")+". They can be read under Source."))
	}
	return app.Details().Class("shield").Body(body...)
}

// linkWarning leads to the links that may deceive, nil if there are none.
func linkWarning(v *htmlmail.View) app.UI {
	n := v.Warned()
	if n == 0 {
		return nil
	}
	var where []app.UI
	for i, l := range v.Links {
		if len(l.Warn) > 0 && len(where) < 10 {
			if len(where) > 0 {
				where = append(where, app.Text(", "))
			}
			no := strconv.Itoa(i + 1)
			where = append(where, app.Text("link "+no))
		}
	}
	text := " It is marked in the list of links: "
	if n > 1 {
		text = " They are marked in the list of links: "
	}
	return app.Div().Class("note st-fail shield-note").Body(draw.Icon("warn"), app.P().Body(append([]app.UI{
		app.B().Text(words.Plural(n, "link may deceive.", "links may deceive.")), app.Text(text)}, append(where, app.Text("."))...)...))
}

// linkCard lists where the links of the HTML lead. None can be followed.
func linkCard(v *htmlmail.View, copied string, send model.Send) app.UI {
	items := make([]app.UI, 0, len(v.Links))
	for i, l := range v.Links {
		no := strconv.Itoa(i + 1)
		key := "link" + no
		icon, label := "copy", "Copy the target of link "+no
		if copied == key {
			icon, label = "check", "Copied"
		}
		target := l.Target
		body := []app.UI{
			app.Span().Class("no").Text(no), app.Elem("bdi").Class("link-text").Text(l.Text),
			app.Button().Class("btn btn-ghost icon-btn btn-s").Aria("label", label).Title("Copy").Body(draw.SmallIcon(icon)).
				OnClick(func(app.Context, app.Event) { send(model.CopyAsked{Key: key, Text: target}) }, app.EventScope(key, target)),
			app.Elem("bdi").Class("to").Body(app.Text(l.Before), app.B().Text(l.Who), app.Text(l.After)),
		}
		if l.Note != "" {
			body = append(body, app.Span().Class("to dim").Text(l.Note))
		}
		for _, w := range l.Warn {
			body = append(body, app.Span().Class("warn").Body(draw.SmallIcon("warn"), app.Elem("bdi").Text(w)))
		}
		li := app.Li().Body(body...)
		if len(l.Warn) > 0 {
			li.DataSet("warn", "")
		}
		items = append(items, li)
	}
	note := words.Number(len(v.Links)+v.MoreLinks) + ", to " + words.Plural(v.LinkHosts, "host", "hosts") + ". None can be followed here."
	if v.MoreLinks > 0 {
		note += " The first " + words.Number(len(v.Links)) + " are listed."
	}
	return card("h-links", "Links", note, nil, app.Ol().Class("links").Body(items...))
}

// linkCards returns the list of links if HTML is shown and has any.
func linkCards(p detailProps, send model.Send) []app.UI {
	v := p.State.HTML
	if v == nil || len(v.Links) == 0 || !model.ShowsHTML(p.Route, p.State.Content) {
		return nil
	}
	return []app.UI{linkCard(v, p.Copied, send)}
}

// htmlSource says what is shown.
func htmlSource(c *protocol.Content) string {
	for _, part := range c.Parts {
		if part.Type == "text/html" {
			if part.Charset != "" {
				return part.Type + ", " + part.Charset
			}
			break
		}
	}
	return "text/html"
}
