package messages

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/model/window"
)

// grid is the table: the rows of the window between two empty ones that stand
// for those before and after.
func grid(m *model.Model, w window.Window, send model.Send) app.UI {
	l := &m.List
	columns := m.Route.ShownColumns()
	cols := []app.UI{app.Col().Attr("width", route.PickWidth)}
	for _, width := range route.ColumnWidths(columns, m.ListWidth()) {
		col := app.Col()
		if width > 0 {
			col.Attr("width", width)
		}
		cols = append(cols, col)
	}
	rows := make([]app.UI, 0, w.End-w.First)
	if !l.Known {
		for i := range 30 {
			rows = append(rows, gridSkeleton(columns, i))
		}
	}
	cells := rowCells{columns, m.Taken(), send}
	for n := w.First; n < w.End && l.Known; n++ {
		row, ok := l.Rows.At(n)
		if !ok {
			rows = append(rows, gridSkeleton(columns, n))
			continue
		}
		rows = append(rows, cells.row(row, n, n-w.First, l.HasMark && n == l.Cursor, m.Cleanup.Picked[row.Ref]))
	}
	t := app.Table().Class("table table-fixed msgs list-rows").Attr("role", "grid").ID(model.GridID).
		TabIndex(0).Aria("label", "Messages").Attr("data-lines", lines(m))
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
		gridHead(m, columns, send),
		gridGap(w.Above),
		app.TBody().Attr("role", "rowgroup").Body(rows...),
		gridGap(w.Below),
	)
}

// lines is how many lines a row has.
func lines(m *model.Model) int {
	if m.TwoLines() {
		return 2
	}
	return 1
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

func gridHead(m *model.Model, columns []route.Column, send model.Send) app.UI {
	sorted, desc := m.Route.Order()
	cells := []app.UI{app.Th().Scope("col").Attr("role", "columnheader").Body(app.Span().Class("vh").Text("Picked"))}
	for _, c := range columns {
		th := app.Th().Scope("col").Attr("role", "columnheader").
			Title(headTitle(c)).
			OnClick(func(app.Context, app.Event) { send(model.SortedBy{Column: c.Name}) }, app.EventScope("sort", c.Name))
		if c.Name != sorted {
			cells = append(cells, th.Class(number(c)).Text(c.Title))
			continue
		}
		direction := "ascending"
		if desc {
			direction = "descending"
		}
		cells = append(cells, th.Class(number(c)).Class("sorted").Aria("sort", direction).
			Body(sortIcon(desc), app.Text(" "+c.Title)))
	}
	return app.THead().Attr("role", "rowgroup").Body(
		app.Tr().Attr("role", "row").Aria("rowindex", 1).Body(cells...))
}

// headTitle says what a head does, and more of its column than it has room for.
func headTitle(c route.Column) string {
	title := "Sort by " + strings.ToLower(c.Title)
	switch c.Name {
	case "next":
		return title + " from the tries so far; times are UTC"
	case "end":
		return title + " at the end of the queue lifetime; times are UTC"
	}
	return title
}

// sortIcon points where the values grow.
func sortIcon(desc bool) app.UI {
	if desc {
		return draw.SmallIcon("sort")
	}
	return draw.SmallIcon("sort-up")
}

// number is the class of a column of numbers.
func number(c route.Column) string {
	switch c.Name {
	case "age", "tries", "size":
		return "num"
	}
	return ""
}

// gridSkeleton is a row that is on its way.
func gridSkeleton(columns []route.Column, n int) app.UI {
	cells := []app.UI{app.Td().Attr("role", "gridcell").Class("k-chk")}
	for i, c := range columns {
		cells = append(cells, app.Td().Attr("role", "gridcell").Class("m-"+c.Name).Class(number(c)).Body(
			app.Span().Class("skel").Attr("data-w", 80-(n*7+i*5)%4*8)))
	}
	return app.Tr().Attr("role", "row").ID(rowElementID(n)).
		Aria("rowindex", n+2).Aria("selected", "false").Body(cells...)
}
