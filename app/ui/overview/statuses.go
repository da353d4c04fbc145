package overview

import (
	"fmt"
	"math"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// groupings are the ways to group the status table.
var groupings = []struct{ by, button, title, text, column string }{
	{"server", "Server", "Statuses by responsible server", "Same reason, same server: one row.", "Responsible server"},
	{"reason", "Reason", "Statuses by reason", "Same kind of reason: one row, whatever the wording and the server.", "Responsible servers"},
	{"domain", "Domain", "Statuses by recipient domain", "Same reason, same domain: one row.", "Recipient domain"},
}

// RowsAtOnce is how many rows of statuses are drawn in one task.
const RowsAtOnce = 4

// StatusRows returns the first n rows of the table of statuses.
func StatusRows(t *protocol.GroupTable, n int) []app.UI {
	rows := make([]app.UI, 0, n)
	for i := range t.Rows[:n] {
		rows = append(rows, statusRow(&t.Rows[i], t.Max))
	}
	return rows
}

// StatusCard returns the table of statuses: same state, same reason, same server, with
// the rows of it that are drawn. While the archive is read, more are to come.
func StatusCard(t *protocol.GroupTable, matched int, r route.Route, rows []app.UI, soFar bool, send model.Send) app.UI {
	by := groupings[0]
	var buttons []app.UI
	for _, g := range groupings {
		if g.by == t.By {
			by = g
		}
		buttons = append(buttons, app.Button().Type("button").Aria("pressed", fmt.Sprint(g.by == t.By)).
			OnClick(func(app.Context, app.Event) { send(model.GroupedBy{By: g.by}) }, app.EventScope("by", g.by)).
			Text(g.button))
	}
	body := []app.UI{
		app.Div().Class("card-head").Body(
			app.H2().ID("h-statuses").Text(by.title),
			app.P().Class("grow").Text(by.text+" Parts that vary are set in ‹grey›."),
			app.Div().Class("seg").Attr("role", "group").Aria("label", "Group by").Body(buttons...),
		),
	}
	if soFar {
		body = append(body, statusTable(by.column, append(rows, draw.SkeletonRows()...)))
	} else {
		body = append(body, statusTable(by.column, rows), statusFoot(t, matched, r))
	}
	return app.Section().Class("card").Aria("labelledby", "h-statuses").Body(body...)
}

func statusTable(column string, rows []app.UI) app.UI {
	th := func(class ...string) app.HTMLTh {
		return app.Th().Scope("col").Attr("role", "columnheader").Class(class...)
	}
	return app.Table().Class("table", "table-fixed", "t-stack").Attr("role", "table").Body(
		app.ColGroup().Body(app.Col().Class("w-cnt"), app.Col().Class("w-state"), app.Col(),
			app.Col().Class("w-server"), app.Col().Class("w-old"), app.Col().Class("w-ages", "p5")),
		app.THead().Attr("role", "rowgroup").Body(app.Tr().Attr("role", "row").Body(
			th("sorted").Aria("sort", "descending").Body(app.Text("\u2003Messages "), draw.SmallIcon("sort")),
			th().Text("State"), th().Text("Reason"), th().Text(column),
			th("num").Text("Oldest"), th("p5").Text("Ages, 5"+words.NBSP+"m to 5"+words.NBSP+"d"),
		)),
		app.TBody().Attr("role", "rowgroup").Body(rows...),
	)
}

func statusRow(g *protocol.GroupRow, most int) app.UI {
	l := draw.LookOf(g.State, g.Called)
	code := draw.Reply(g.Code, g.Enhanced)
	reason := append([]app.UI{app.Text(code)}, draw.Pieces(g.Reason)...)
	if code == "" {
		reason = reason[1:]
	}
	server := []app.UI{app.Text(g.Server)}
	switch {
	case g.Server == "":
		server = []app.UI{app.Text(g.ServerNote)}
	case g.ServerNote != "":
		server = append(server, app.Span().Class("dim").Text(" "+g.ServerNote))
	}
	td := func(class ...string) app.HTMLTd { return app.Td().Attr("role", "cell").Class(class...) }
	return app.Tr().Attr("role", "row").Body(
		td("k-end").Body(draw.CountBar(g.Count, most, l.Class)),
		td("k-lead").Body(draw.StateBadge(g.State, g.Called)),
		td("k-main", "why-here").Title(code+words.Join(g.Reason)).Body(
			app.A().Class("cell").Href(draw.MessagesHref(g.Query)).Body(reason...), WhyHere(g)),
		td("k-sub").Title(strings.TrimSpace(g.Server+" "+g.ServerNote)).Body(server...),
		td("num", "k-tail").Text(words.Age(g.OldestAge)),
		td("p5").Body(sparkline(g.Ages)),
	)
}

// WhyHere says, once it is opened, why the messages are in a row, with
// statuses as the mail system wrote them.
func WhyHere(g *protocol.GroupRow) app.UI {
	return draw.Folded("here", g, whyHereSummary, whyHereBody)
}

func whyHereSummary(*protocol.GroupRow) app.HTMLSummary {
	return app.Summary().Title("Why here").Body(draw.SmallIcon("chev-r"), app.Span().Class("vh").Text("Why here"))
}

func whyHereBody(g *protocol.GroupRow) []app.UI {
	body := []app.UI{app.P().Body(app.B().Text(g.Topic), app.Text(", because of "+g.Because))}
	for _, s := range g.Samples {
		body = append(body, app.Code().Text(s))
	}
	return body
}

// statusFoot says what share of the queue the rows cover.
func statusFoot(t *protocol.GroupTable, matched int, r route.Route) app.UI {
	body := []app.UI{app.Span().Text(fmt.Sprintf("%s of %s, %s of %s",
		words.Number(len(t.Rows)), words.Plural(t.Groups, "group", "groups"),
		words.Number(t.Messages), words.Plural(matched, "message", "messages")))}
	if len(t.Rows) < t.Groups && !r.All {
		r.All = true
		body = append(body, app.A().Href(r.Fragment()).Text("Show all "+words.Number(t.Groups)))
	}
	return app.Div().Class("card-foot").Body(body...)
}

// sparkline draws the ages of a group, young to old, one bar a bucket.
func sparkline(ages []int) app.UI {
	most := 0
	for _, n := range ages {
		most = max(most, n)
	}
	var label []string
	base, bars := "", "" // two paths, not an element a bar
	for i, n := range ages {
		x, tenths := fmt.Sprintf("M%.1f ", 8.4*float64(i)), 0
		if n > 0 {
			tenths = max(1, int(math.Round(10*float64(n)/float64(most))))
			h := max(2, tenths*3/2)
			bars += x + fmt.Sprintf("18v-%dq0-1 1-1h5q1 0 1 1v%dz", h-1, h-1)
		} else {
			base += x + "17h7v1h-7z"
		}
		label = append(label, fmt.Sprint(tenths))
	}
	path := func(d string) app.HTMLElem { return app.Elem("path").XMLNS(draw.SVGNamespace).Attr("d", d) }
	return app.Elem("svg").XMLNS(draw.SVGNamespace).Class("spark").Attr("viewBox", "0 0 84 18").Attr("role", "img").
		Aria("label", "Ages, young to old, in tenths of the peak: "+strings.Join(label, " ")).Body(path(base).Class("base"), path(bars))
}
