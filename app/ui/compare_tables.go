package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// figures are the numbers of a comparison, and those of a row: what they are
// called, and where their messages are.
var figures = [...]struct{ term, label, more, at string }{
	{"Before", "before", "", AtEarlier},
	{"Went", "went", "diff:went", AtEarlier},
	{"Stayed", "stayed", "diff:stayed", AtLater},
	{"Came", "came", "diff:came", AtLater},
	{"After", "after", "", AtLater},
	{"Stayed, but changed", "", "diff:changed", AtLater}, // not of a row
}

// compareFigures are the numbers, each of which leads to its messages.
func compareFigures(d *protocol.Comparison) app.UI {
	numbers := [...]int{d.Before.Matched, d.Went, d.Stayed, d.Came, d.After.Matched, d.Changed}
	wholes := [...]int{d.Before.Total, d.Before.Matched, d.After.Matched, d.After.Matched, d.After.Total, d.Stayed}
	var list []app.UI
	for k := range figures {
		f, n, of := &figures[k], numbers[k], wholes[k]
		if !d.Alike && f.more != "" {
			continue
		}
		note := "messages"
		if n != of {
			note = wholePercent(n, of) + " of " + words.Number(of)
		}
		list = append(list, kpi(f.term, diffLink(d.Query, f.more, f.at, words.Number(n)), note))
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
func diffLink(query, more, at, number string) app.UI {
	if number == "0" {
		return el("span", "dim", app.Text(number))
	}
	return linkTo("cell", diffHref(query, more, at), app.Text(number))
}

// el is an element with a class; fewer types than those of package app, and
// less code for each use.
func el(tag, class string, body ...app.UI) app.UI {
	e := app.Elem(tag)
	if class != "" {
		e.Class(class)
	}
	return e.Body(body...)
}

// linkTo is a link with a text or more in it.
func linkTo(class, href string, body app.UI) app.UI {
	return app.A().Class(class).Href(href).Body(body)
}

// compareCard is a section with a title, and what stands beside it.
func compareCard(title string, head app.UI, body ...app.UI) app.UI {
	if head == nil {
		head = el("span", "")
	}
	return app.Section().Class("card").Aria("label", title).Body(append([]app.UI{
		el("div", "card-head", el("h2", "", app.Text(title)), el("p", "grow"), head)}, body...)...)
}

// compareCounts is a table of kinds of change.
func compareCounts(title string, list []protocol.DiffCount, at string) app.UI {
	if len(list) == 0 {
		return compareCard(title, nil, el("p", "card-body dim", app.Text("There are none.")))
	}
	most := 0
	for _, c := range list {
		most = max(most, c.Count)
	}
	var rows []app.UI
	for k := range list {
		c := &list[k]
		rows = append(rows, el("tr", "",
			el("td", "", countBar(c.Count, most, "st-x")),
			el("td", "wrap",
				linkTo("cell", diffHref(c.Query, "", at), el("b", "", app.Text(c.Title))),
				el("p", "dim", app.Text(c.Text)))))
	}
	return compareCard(title, nil, el("table", "table table-fixed",
		el("colgroup", "", el("col", "w-cnt"), el("col", "")), el("tbody", "", rows...)))
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
func compareTable(title, column string, head app.UI, rows []protocol.DiffRow, all string) app.UI {
	heads := []app.UI{diffCell("th", "", "", "", app.Text("Change")), diffCell("th", "", "", "", app.Text(column))}
	for _, f := range figures[:5] {
		heads = append(heads, diffCell("th", "num", "", "", app.Text(f.term)))
	}
	var body []app.UI
	for k := range rows {
		body = append(body, diffRow(&rows[k]))
	}
	foot := []app.UI{el("span", "", app.Text("What changed most comes first. Those that stayed were in the queue before, perhaps for another reason."))}
	if all != "" {
		foot = append(foot, linkTo("", all, app.Text("Show all")))
	}
	return compareCard(title, head,
		role("table", "table", "table table-fixed t-stack t-diff", columns(84, 0, 76, 76, 76, 76, 84),
			role("thead", "rowgroup", "", role("tr", "row", "", heads...)), role("tbody", "rowgroup", "", body...)),
		el("div", "card-foot", foot...))
}

// role is an element with a role: tables are stacked on phones, which takes
// that of a table from them.
func role(tag, role, class string, body ...app.UI) app.UI {
	return app.Elem(tag).Attr("role", role).Class(class).Body(body...)
}

// diffCell is a cell with its whole text, and a label for where no head stands
// above it.
func diffCell(tag, class, label, title string, content app.UI) app.UI {
	e := app.Elem(tag).Attr("role", "cell").Class(class).Attr("data-label", label).Title(title)
	if tag == "th" {
		e.Attr("role", "columnheader").Attr("scope", "col")
	}
	return e.Body(content)
}

// diffRow is a row with its numbers, each of which leads to its messages.
func diffRow(r *protocol.DiffRow) app.UI {
	at := AtLater
	if r.After == 0 {
		at = AtEarlier
	}
	cells := []app.UI{
		diffCell("td", "k-end", "", "", el("span", "tag trend-"+r.Trend, app.Text(trends[r.Trend]))),
		diffCell("td", "k-main", "", r.Title, linkTo("cell", diffHref(r.Query, "", at), app.Text(r.Title))),
	}
	for k, n := range [...]int{r.Before, r.Went, r.Stayed, r.Came, r.After} {
		f := &figures[k]
		cells = append(cells, diffCell("td", "num k-tail", f.label, words.Number(n), diffLink(r.Query, f.more, f.at, words.Short(n))))
	}
	return role("tr", "row", "", cells...)
}
