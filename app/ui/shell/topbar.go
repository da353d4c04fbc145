package shell

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/share"
	"github.com/spoolscope/spoolscope/app/words"
)

// TopBar draws the brand, the archive, the views and the buttons that every
// screen has.
func TopBar(m *model.Model, send model.Send) app.UI {
	header := app.Header().Class("topbar")
	body := []app.UI{
		app.A().Class("brand").Href(route.Route{}.Fragment()).Aria("label", "Spoolscope, start page").Body(
			draw.Icon("spool"), app.Span().Text("Spoolscope")),
	}
	if m.Stage == model.Empty {
		// The tabs push the buttons to the right; here nothing stands between.
		body = append(body, app.Span().Class("grow"))
	} else {
		header.Attr("data-archive", true)
		body = append(body, archiveChip(m), tabs(m))
	}
	var end []app.UI
	if m.Stage != model.Empty {
		end = append(end, share.Button(m, send))
	}
	return header.Body(append(body, app.Div().Class("topbar-end").Body(append(end,
		app.Button().Type("button").Class("btn", "btn-ghost", "icon-btn").
			Aria("label", model.ThemeLabel(m.Theme)).Title("Theme (t)").
			OnClick(func(app.Context, app.Event) { send(model.ThemeCycled{}) }).Body(draw.Icon("theme")),
		app.Button().Type("button").ID(model.HelpButtonID).Class("btn", "btn-ghost", "icon-btn", "p-help").
			Aria("label", "Help and keys").Title("Help and keys (?)").
			OnClick(func(app.Context, app.Event) {
				send(model.DialogOpened{Dialog: model.HelpDialog, Back: model.HelpButtonID})
			}).Body(draw.Icon("help")),
	)...))...)
}

func archiveChip(m *model.Model) app.UI {
	name := app.B().Class("mono", "cut").Text(m.Name())
	if m.Stage == model.Loading {
		return app.Span().Class("archive").Body(draw.SmallIcon("archive"), name,
			app.Span().Class("archive-when").Text("reading"))
	}
	chip := app.A().Class("archive").Href(draw.ViewHref(route.Problems, m.Route.Query)).Title("About this archive")
	a := m.Archive
	body := []app.UI{draw.SmallIcon("archive"), name}
	if a.Taken != 0 {
		when := "captured "
		if a.Loose {
			when = "captured not before "
		}
		body = append(body, app.Span().Class("archive-when").Title(takenFrom(a.TakenFrom)).
			Text(when+words.Date(a.Taken)))
	}
	if a.Truncated {
		body = append(body, app.Span().Class("badge", "st-defer", "hide-s").Body(draw.SmallIcon("warn"), app.Text("ends early")))
	}
	return chip.Body(body...)
}

// takenFrom says how the moment of the capture is known.
func takenFrom(how string) string {
	if how == "" {
		return ""
	}
	return "Known from the " + how
}

func tabs(m *model.Model) app.UI {
	var out []app.UI
	for _, v := range []route.View{route.Overview, route.Messages, route.Replies, route.Cleanup, route.Compare, route.Problems} {
		if m.Stage == model.Loading {
			// Only the overview fills while the archive is read.
			tab := app.Span().Class("tab").Text(v.Title())
			if v == route.Overview {
				tab.Aria("current", "page")
			} else {
				tab.Aria("disabled", "true")
			}
			out = append(out, tab)
			continue
		}
		tab := app.A().Class("tab").Href(draw.ViewHref(v, m.Route.Query))
		if v == m.Route.View {
			tab.Aria("current", "page")
		}
		body := []app.UI{app.Text(v.Title())}
		if n := m.Archive.Problems; v == route.Problems && n > 0 {
			body = append(body, app.Text(" "), app.Span().Class("count", "count-warn").
				Aria("label", words.Plural(n, "problem", "problems")).Text(words.Number(n)))
		}
		out = append(out, tab.Body(body...))
	}
	return app.Nav().Class("tabs").Aria("label", "Views").Body(out...)
}
