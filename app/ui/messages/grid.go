package messages

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/words"
)

// column is a column of the list.
type column struct {
	Name  string // what it sorts by
	Title string
	Width string // pixels, "" shares what is left
	Class string // of its cells; p3 and p4 are left out on narrow screens
	Skel  string // width of the bar in a row that is not there yet, percent
}

// listColumns are what the list shows. In front of them stands an empty one: the
// second cell of a row is set in the fixed width font (design.css, section 13).
var listColumns = []column{
	{"id", "ID", "116", "", "80"},
	{"state", "State", "104", "k-lead", "70"},
	{"age", "Age", "64", "num k-end", "60"},
	{"tries", "Tries", "46", "num p3 p4", "60"},
	{"size", "Size", "62", "num p3 p4", "60"},
	{"from", "From", "", "k-main p3", "60"},
	{"to", "To", "", "k-tail", "50"},
	{"reason", "Reason", "", "k-sub dim", "75"},
}

// place keeps, of a column's classes, those that hide and align it.
func (c column) place() string {
	var keep []string
	for _, class := range strings.Fields(c.Class) {
		if class == "num" || class == "p3" || class == "p4" {
			keep = append(keep, class)
		}
	}
	return strings.Join(keep, " ")
}

// grid is the table: the rows of the window between two empty ones that stand
// for those before and after.
func grid(m *model.Model, w model.Window, send model.Send) app.UI {
	l := &m.List
	cols := []app.UI{app.Col().Attr("width", "34")}
	for _, c := range listColumns {
		col := app.Col().Class(strings.TrimPrefix(c.place(), "num "))
		if c.Width != "" {
			col.Attr("width", c.Width)
		}
		cols = append(cols, col)
	}
	rows := make([]app.UI, 0, w.End-w.First)
	if !l.Known {
		for i := range 30 {
			rows = append(rows, gridSkeleton(i))
		}
	}
	for n := w.First; n < w.End && l.Known; n++ {
		row, ok := l.Rows.At(n)
		if !ok {
			rows = append(rows, gridSkeleton(n))
			continue
		}
		rows = append(rows, gridRow(row, n, n-w.First, l.HasMark && n == l.Cursor, m.Cleanup.Picked[row.Ref], send))
	}
	t := app.Table().Class("table table-fixed msgs t-stack").Attr("role", "grid").ID(model.GridID).
		TabIndex(0).Aria("label", "Messages")
	if l.Known {
		t.Aria("rowcount", l.Matched+1)
	} else {
		t.Aria("busy", "true")
	}
	if l.HasMark && w.First <= l.Cursor && l.Cursor < w.End {
		t.Aria("activedescendant", rowElementID(l.Cursor))
	}
	return t.Body(
		app.ColGroup().Body(cols...),
		gridHead(m, send),
		gridGap(w.Above),
		app.TBody().Attr("role", "rowgroup").Body(rows...),
		gridGap(w.Below),
	)
}

// gridGap is an empty row as high as those that are not drawn. It spans no
// columns: it would bring back those that are hidden.
func gridGap(height int) app.UI {
	gap := app.TBody().Aria("hidden", "true")
	if height <= 0 {
		return gap
	}
	return gap.Body(app.Tr().Attr("data-height", height).Body(
		app.Td().Attr("data-height", height)))
}

func gridHead(m *model.Model, send model.Send) app.UI {
	sorted, desc := m.Route.Order()
	cells := []app.UI{app.Th().Scope("col").Attr("role", "columnheader").Body(app.Span().Class("vh").Text("Picked"))}
	for _, c := range listColumns {
		th := app.Th().Scope("col").Attr("role", "columnheader").
			Title("Sort by "+strings.ToLower(c.Title)).
			OnClick(func(app.Context, app.Event) { send(model.SortedBy{Column: c.Name}) }, app.EventScope("sort", c.Name))
		if c.Name != sorted {
			cells = append(cells, th.Class(c.place()).Text(c.Title))
			continue
		}
		direction, icon := "ascending", draw.Icon("sort-up", "icon-s")
		if desc {
			direction, icon = "descending", draw.Icon("sort", "icon-s")
		}
		cells = append(cells, th.Class(c.place()).Class("sorted").Aria("sort", direction).
			Body(icon, app.Text(" "+c.Title)))
	}
	return app.THead().Attr("role", "rowgroup").Body(
		app.Tr().Attr("role", "row").Aria("rowindex", 1).Body(cells...))
}

// gridRow draws a message at position n, in a place of the window. The handler
// goes by the place: rows come and go under it, it stays.
func gridRow(r protocol.Row, n, place int, marked, picked bool, send model.Send) app.UI {
	texts := [...][]app.UI{
		{app.Text(r.ID)},
		{draw.PlainBadge(r.State)},
		{app.Text(draw.AgeCell(r.Age))},
		{app.Text(draw.TriesCell(r.Tries))},
		{app.Text(draw.SizeCell(r.Size))},
		{senderCell(r)},
		{RecipientCell(r)},
		append([]app.UI{app.Text(draw.Reply(r.Code, r.Enhanced))}, draw.Pieces(r.Reason)...),
	}
	titles := [...]string{r.ID, "", "", "", "", r.From, r.To, draw.Reply(r.Code, r.Enhanced) + words.Join(r.Reason)}
	cells := make([]app.UI, 0, len(listColumns)+1)
	cells = append(cells, app.Td().Attr("role", "gridcell").Class("k-chk").
		OnClick(func(_ app.Context, e app.Event) { e.StopImmediatePropagation() }). // it does not open the message
		Body(app.Input().Type("checkbox").Class("check").TabIndex(-1).Checked(picked).Aria("label", "Pick "+r.ID).
			OnChange(func(app.Context, app.Event) { send(model.RowPicked{Place: place}) }, app.EventScope("pick", place))))
	for i, c := range listColumns {
		td := app.Td().Attr("role", "gridcell").Class(c.Class).Body(texts[i]...)
		if titles[i] != "" {
			td.Title(titles[i])
		}
		cells = append(cells, td)
	}
	return app.Tr().Attr("role", "row").ID(rowElementID(n)).
		Aria("rowindex", n+2).Aria("selected", strconv.FormatBool(marked)).
		OnClick(func(app.Context, app.Event) { send(model.RowOpened{Place: place}) }, app.EventScope("row", place)).
		Body(cells...)
}

// gridSkeleton is a row that is on its way.
func gridSkeleton(n int) app.UI {
	cells := []app.UI{app.Td().Attr("role", "gridcell").Class("k-chk")}
	for i, c := range listColumns {
		width, _ := strconv.Atoi(c.Skel)
		cells = append(cells, app.Td().Attr("role", "gridcell").Class(c.Class).Body(
			app.Span().Class("skel").Attr("data-w", width-(n*7+i*5)%4*8)))
	}
	return app.Tr().Attr("role", "row").ID(rowElementID(n)).
		Aria("rowindex", n+2).Aria("selected", "false").Body(cells...)
}

// senderCell shows a null sender as what it means.
func senderCell(r protocol.Row) app.UI {
	switch {
	case r.From != "":
		return app.Text(shortAddress(r.From))
	case r.FromNote == "unknown":
		return app.Span().Class("dim").Text("(not readable)")
	}
	return app.Span().Class("dim").Text(strings.TrimSpace("<> " + r.FromNote))
}

// RecipientCell is the first recipient and how many more there are.
func RecipientCell(r protocol.Row) app.UI {
	to := app.Span().Class("cut").Text(shortAddress(r.To))
	if r.To == "" {
		to = app.Span().Class("cut dim").Text("(not readable)")
	}
	body := []app.UI{app.Span().Class("only-s dim").Aria("hidden", "true").Text("→"), to}
	if r.More > 0 {
		body = append(body, app.Span().Class("plus").Title("and "+words.Number(r.More)+" more").Text("+"+words.Number(r.More)))
	}
	return app.Span().Class("addr").Body(body...)
}

// longAddress is the length from which an address is cut before its domain.
const longAddress = 80

// shortAddress cuts the local part of a long address: the domain says where
// the mail is stuck.
func shortAddress(a string) string {
	at := strings.LastIndexByte(a, '@')
	runes := []rune(a)
	if len(runes) <= longAddress || at < 0 {
		return a
	}
	domain := []rune(a[at:])
	keep := max(8, longAddress-1-len(domain))
	local := []rune(a[:at])
	if keep >= len(local) {
		return a
	}
	return string(local[:keep]) + "…" + string(domain)
}
