package messages

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// headProps is what the heads of the columns are drawn from.
type headProps struct {
	Columns string // as Route.Columns
	Sorted  string
	Desc    bool
}

func newHeadProps(m *model.Model) headProps {
	sorted, desc := m.Route.Order()
	return headProps{m.Route.Columns, sorted, desc}
}

func gridHead(p headProps, send model.Send) app.UI {
	columns := route.Route{Columns: p.Columns}.ShownColumns()
	cells := []app.UI{app.Th().Scope("col").Attr("role", "columnheader").Body(app.Span().Class("vh").Text("Picked"))}
	for _, c := range columns {
		th := app.Th().Scope("col").Attr("role", "columnheader").
			Title(headTitle(c)).
			OnClick(func(app.Context, app.Event) { send(model.SortedBy{Column: c.Name}) }, app.EventScope("sort", c.Name))
		if c.Name != p.Sorted {
			cells = append(cells, th.Class(number(c)).Text(c.Title))
			continue
		}
		direction := "ascending"
		if p.Desc {
			direction = "descending"
		}
		cells = append(cells, th.Class(number(c)).Class("sorted").Aria("sort", direction).
			Body(sortIcon(p.Desc), app.Text(" "+c.Title)))
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

// number returns the class of a column of numbers.
func number(c route.Column) string {
	switch c.Name {
	case "age", "tries", "size":
		return "num"
	}
	return ""
}
