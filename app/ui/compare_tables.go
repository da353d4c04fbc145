package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/filter"
)

// compareFigures are the numbers, each of which leads to its messages.
func compareFigures(d *engine.Comparison) app.UI {
	var list []app.UI
	for _, f := range [...]struct {
		term, more, at string
		n, of          int
	}{
		{"Before", "", AtEarlier, d.Before.Matched, d.Before.Total},
		{"Went", "diff:went", AtEarlier, d.Went, d.Before.Matched},
		{"Stayed", "diff:stayed", AtLater, d.Stayed, d.After.Matched},
		{"Stayed, but changed", "diff:changed", AtLater, d.Changed, d.Stayed},
		{"Came", "diff:came", AtLater, d.Came, d.After.Matched},
		{"After", "", AtLater, d.After.Matched, d.After.Total},
	} {
		if !d.Alike && f.more != "" {
			continue
		}
		note := "messages"
		if f.n != f.of {
			note = wholePercent(f.n, f.of) + " of " + number(f.of)
		}
		list = append(list, kpi(f.term, diffLink(d.Query, f.more, f.at, f.n), note))
	}
	return app.Section().Class("card kpis kpis-only").Aria("label", "What changed").Body(app.Dl().Class("kpi-list").Body(list...))
}

// diffHref leads to messages of one of the captures.
func diffHref(query, more, at string) string {
	if more != "" {
		query = filter.And(query, more)
	}
	return Route{View: Messages, Query: query, At: at}.Fragment()
}

// diffLink is a number that leads to its messages.
func diffLink(query, more, at string, n int) app.UI {
	if n == 0 {
		return app.Span().Class("dim").Text("0")
	}
	return app.A().Class("cell").Title(number(n)).Href(diffHref(query, more, at)).Text(shortNumber(n))
}

// compareCard is a section with a title, and what stands beside it.
func compareCard(title string, head app.UI, body ...app.UI) app.UI {
	if head == nil {
		head = app.Span()
	}
	return app.Section().Class("card").Aria("label", title).Body(append([]app.UI{
		app.Div().Class("card-head").Body(app.H2().Class("grow").Text(title), head)}, body...)...)
}

// compareCounts is a table of kinds of change.
func compareCounts(title string, list []engine.DiffCount, at string) app.UI {
	if len(list) == 0 {
		return compareCard(title, nil, app.P().Class("card-body dim").Text("There are none."))
	}
	most := 0
	for _, c := range list {
		most = max(most, c.Count)
	}
	var rows []app.UI
	for _, c := range list {
		what := app.Td().Class("wrap").Body(
			app.A().Class("cell").Href(diffHref(c.Query, "", at)).Body(app.B().Text(c.Title)),
			app.Br(), app.Span().Class("dim").Text(c.Text))
		rows = append(rows, app.Tr().Body(app.Td().Body(countBar(c.Count, most, "st-x")), what))
	}
	return compareCard(title, nil, app.Table().Class("table table-fixed").Body(
		app.ColGroup().Body(app.Col().Class("w-cnt"), app.Col()), app.TBody().Body(rows...)))
}

// compareGroupings are what the second table compares by: the value in the
// address, the button and the title.
var compareGroupings = [...][3]string{
	{"", "Server", "By responsible server"},
	{"reason", "Reason", "By kind of reason"},
	{"domain", "Domain", "By recipient domain"},
}

func compareBy(p compareProps, send Send) app.UI {
	by := compareGroupings[0]
	var buttons []app.UI
	for _, g := range compareGroupings {
		if g[0] == p.Route.By {
			by = g
		}
		buttons = append(buttons, app.Button().Type("button").Aria("pressed", strconv.FormatBool(g[0] == p.Route.By)).
			OnClick(func(app.Context, app.Event) { send(GroupedBy{g[0]}) }, app.EventScope(g[0])).Text(g[1]))
	}
	d, all := p.Answer, ""
	if len(d.Rows) < d.Values && !p.Route.All {
		r := p.Route
		r.All = true
		all = r.Fragment()
	}
	return compareTable(by[2], by[1], app.Div().Class("seg").Attr("role", "group").Aria("label", "Compare by").Body(buttons...), d.Rows, all)
}

// trends are the words for how a number changed.
var trends = map[string]string{"new": "New", "gone": "Gone", "grew": "Grew", "shrank": "Shrank", "same": "Same"}

// compareTable compares the numbers of rows; all leads to more of them.
func compareTable(title, column string, head app.UI, rows []engine.DiffRow, all string) app.UI {
	var heads, body []app.UI
	for k, text := range [...]string{"Change", column, "Before", "Went", "Stayed", "Came", "After"} {
		th := app.Th().Scope("col").Attr("role", "columnheader").Text(text)
		if k > 1 {
			th.Class("num")
		}
		heads = append(heads, th)
	}
	td := func(class string, content app.UI) app.HTMLTd {
		return app.Td().Attr("role", "cell").Class(class).Body(content)
	}
	for _, r := range rows {
		at := AtLater
		if r.After == 0 {
			at = AtEarlier
		}
		cells := []app.UI{
			td("k-end", app.Span().Class("tag trend-"+r.Trend).Text(trends[r.Trend])),
			td("k-main", app.A().Class("cell").Href(diffHref(r.Query, "", at)).Text(r.Title)).Title(r.Title),
		}
		for _, c := range [...]struct {
			label, more, at string
			n               int
		}{
			{"before", "", AtEarlier, r.Before}, {"went", "diff:went", AtEarlier, r.Went}, {"stayed", "diff:stayed", AtLater, r.Stayed},
			{"came", "diff:came", AtLater, r.Came}, {"after", "", AtLater, r.After},
		} {
			cells = append(cells, td("num k-tail", diffLink(r.Query, c.more, c.at, c.n)).Attr("data-label", c.label))
		}
		body = append(body, app.Tr().Attr("role", "row").Body(cells...))
	}
	foot := app.UI(app.Span().Text(plural(len(rows), "row", "rows") + ", what changed most comes first"))
	if all != "" {
		foot = app.A().Href(all).Text("Show all")
	}
	return compareCard(title, head, app.Table().Class("table table-fixed t-stack t-diff").Attr("role", "table").Body(
		columns(84, 0, 76, 76, 76, 76, 84),
		app.THead().Attr("role", "rowgroup").Body(app.Tr().Attr("role", "row").Body(heads...)),
		app.TBody().Attr("role", "rowgroup").Body(body...)),
		app.Div().Class("card-foot").Body(foot))
}
