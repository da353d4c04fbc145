package compare

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// figures are the numbers of a comparison, and those of a row: what they are
// called, and where their messages are.
var figures = [...]struct{ term, label, more, at string }{
	{"Before", "before", "", route.AtEarlier},
	{"Went", "went", "diff:went", route.AtEarlier},
	{"Stayed", "stayed", "diff:stayed", route.AtLater},
	{"Came", "came", "diff:came", route.AtLater},
	{"After", "after", "", route.AtLater},
	{"Stayed, but changed", "", "diff:changed", route.AtLater}, // not of a row
}

// compareFigures returns the numbers, each of which leads to its messages.
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
		if n == 1 {
			note = "message"
		}
		if n != of {
			note = draw.WholePercent(n, of) + " of " + words.Number(of)
		}
		list = append(list, draw.KPI(f.term, diffLink(d.Query, f.more, f.at, words.Number(n)), note))
	}
	return app.Section().Class("card kpis kpis-only").Aria("label", "What changed").Body(app.Dl().Class("kpi-list").Body(list...))
}

// diffHref leads to messages of one of the captures.
func diffHref(query, more, at string) string {
	if more != "" {
		query = filter.And(query, more)
	}
	return route.Route{View: route.Messages, Query: query, At: at}.Fragment()
}

// diffLink returns a number that leads to its messages.
func diffLink(query, more, at, number string) app.UI {
	if number == "0" {
		return draw.El("span", "dim", app.Text(number))
	}
	return draw.LinkTo("cell", diffHref(query, more, at), app.Text(number))
}

// compareCounts returns a table of kinds of change.
func compareCounts(title string, list []protocol.Kind, at string) app.UI {
	if len(list) == 0 {
		return draw.Card(title, nil, draw.El("p", "card-body dim", app.Text("None.")))
	}
	most := 0
	for _, c := range list {
		most = max(most, c.Count)
	}
	var rows []app.UI
	for k := range list {
		c := &list[k]
		rows = append(rows, draw.El("tr", "",
			draw.El("td", "", draw.CountBar(c.Count, most, "st-x")),
			draw.El("td", "wrap",
				draw.LinkTo("cell", diffHref(c.Query, "", at), draw.El("b", "", app.Text(c.Title))),
				draw.El("p", "dim", app.Text(c.Text)))))
	}
	return draw.Card(title, nil, draw.El("table", "table table-fixed",
		draw.El("colgroup", "", draw.El("col", "w-cnt"), draw.El("col", "")), draw.El("tbody", "", rows...)))
}

// compareGroupings are what the second table compares by: the value in the
// address, the button and the title.
var compareGroupings = [...][3]string{
	{"", "Server", "By responsible server"},
	{"reason", "Reason", "By kind of reason"},
	{"domain", "Domain", "By recipient domain"},
}

func compareBy(p CompareProps, send model.Send) app.UI {
	by := compareGroupings[0]
	var buttons []app.UI
	for _, g := range compareGroupings {
		if g[0] == p.Route.By {
			by = g
		}
		buttons = append(buttons, app.Button().Type("button").Aria("pressed", strconv.FormatBool(g[0] == p.Route.By)).
			OnClick(func(app.Context, app.Event) { send(model.GroupedBy{By: g[0]}) }, app.EventScope(g[0])).Text(g[1]))
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
	foot := []app.UI{draw.El("span", "", app.Text("The largest changes come first. Messages that stayed were in the queue before, perhaps for another reason."))}
	if all != "" {
		foot = append(foot, draw.LinkTo("", all, app.Text("Show all")))
	}
	return draw.Card(title, head,
		draw.Role("table", "table", "table table-fixed t-stack t-diff", draw.Columns(84, 0, 76, 76, 76, 76, 84),
			draw.Role("thead", "rowgroup", "", draw.Role("tr", "row", "", heads...)), draw.Role("tbody", "rowgroup", "", body...)),
		draw.El("div", "card-foot", foot...))
}

// diffCell returns a cell with its whole text, and a label for where no head is
// above it.
func diffCell(tag, class, label, title string, content app.UI) app.UI {
	e := app.Elem(tag).Attr("role", "cell").Class(class).Attr("data-label", label).Title(title)
	if tag == "th" {
		e.Attr("role", "columnheader").Attr("scope", "col")
	}
	return e.Body(content)
}

// diffRow returns a row with its numbers, each of which leads to its messages.
func diffRow(r *protocol.DiffRow) app.UI {
	at := route.AtLater
	if r.After == 0 {
		at = route.AtEarlier
	}
	cells := []app.UI{
		diffCell("td", "k-end", "", "", draw.El("span", "tag trend-"+r.Trend, app.Text(trends[r.Trend]))),
		diffCell("td", "k-main", "", r.Title, draw.LinkTo("cell", diffHref(r.Query, "", at), app.Text(r.Title))),
	}
	for k, n := range [...]int{r.Before, r.Went, r.Stayed, r.Came, r.After} {
		f := &figures[k]
		cells = append(cells, diffCell("td", "num k-tail", f.label, words.Number(n), diffLink(r.Query, f.more, f.at, words.Short(n))))
	}
	return draw.Role("tr", "row", "", cells...)
}
