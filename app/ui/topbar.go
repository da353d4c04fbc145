package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/words"
)

const (
	helpButtonID  = "help-button"
	pasteButtonID = "paste-button"
)

// topBar draws the brand, the archive, the views and the buttons that every
// screen has.
func topBar(m *Model, send Send) app.UI {
	header := app.Header().Class("topbar")
	body := []app.UI{
		app.A().Class("brand").Href(Route{}.Fragment()).Aria("label", "Spoolscope, start page").Body(
			Icon("spool"), app.Span().Text("Spoolscope")),
	}
	if m.Stage == Empty {
		// The tabs push the buttons to the right; here nothing stands between.
		body = append(body, app.Span().Class("grow"))
	} else {
		header.Attr("data-archive", true)
		body = append(body, archiveChip(m), tabs(m))
	}
	var end []app.UI
	if m.Stage != Empty {
		end = append(end, shareButton(m, send))
	}
	return header.Body(append(body, app.Div().Class("topbar-end").Body(append(end,
		app.Button().Type("button").Class("btn", "btn-ghost", "icon-btn").
			Aria("label", themeLabel(m.Theme)).Title("Theme (t)").
			OnClick(func(app.Context, app.Event) { send(ThemeCycled{}) }).Body(Icon("theme")),
		app.Button().Type("button").ID(helpButtonID).Class("btn", "btn-ghost", "icon-btn", "p-help").
			Aria("label", "Help and keys").Title("Help and keys (?)").
			OnClick(func(app.Context, app.Event) { send(DialogOpened{HelpDialog, helpButtonID}) }).Body(Icon("help")),
	)...))...)
}

func archiveChip(m *Model) app.UI {
	name := app.B().Class("mono", "cut").Text(m.name())
	if m.Stage == Loading {
		return app.Span().Class("archive").Body(smallIcon("archive"), name,
			app.Span().Class("archive-when").Text("reading"))
	}
	chip := app.A().Class("archive").Href(viewHref(Problems, m.Route.Query)).Title("About this archive")
	a := m.Archive
	body := []app.UI{smallIcon("archive"), name}
	if a.Taken != 0 {
		body = append(body, app.Span().Class("archive-when").Title(takenFrom(a.TakenFrom)).
			Text("captured "+words.Date(a.Taken)))
	}
	if a.Truncated {
		body = append(body, app.Span().Class("badge", "st-defer", "hide-s").Body(smallIcon("warn"), app.Text("ends early")))
	}
	return chip.Body(body...)
}

// takenFrom tells how the moment of the capture is known.
func takenFrom(how string) string {
	if how == "" {
		return ""
	}
	return "Known from the " + how
}

func tabs(m *Model) app.UI {
	var out []app.UI
	for _, v := range []View{Overview, Messages, Replies, Cleanup, Compare, Problems} {
		if m.Stage == Loading {
			// Only the overview fills while the archive is read.
			tab := app.Span().Class("tab").Text(viewTitle(v))
			if v == Overview {
				tab.Aria("current", "page")
			} else {
				tab.Aria("disabled", "true")
			}
			out = append(out, tab)
			continue
		}
		tab := app.A().Class("tab").Href(viewHref(v, m.Route.Query))
		if v == m.Route.View {
			tab.Aria("current", "page")
		}
		body := []app.UI{app.Text(viewTitle(v))}
		if n := m.Archive.Problems; v == Problems && n > 0 {
			body = append(body, app.Text(" "), app.Span().Class("count", "count-warn").
				Aria("label", words.Plural(n, "problem", "problems")).Text(words.Number(n)))
		}
		out = append(out, tab.Body(body...))
	}
	return app.Nav().Class("tabs").Aria("label", "Views").Body(out...)
}
