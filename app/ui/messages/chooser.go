package messages

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// chooser returns the button Columns, and what it opens.
func chooser(m *model.Model, send model.Send) app.UI {
	open := m.List.Choosing
	button := app.Button().Type("button").Class("btn btn-s").ID(model.ColumnsID).
		Aria("expanded", draw.AriaBool(open)).Aria("controls", model.ColumnsPopID).Aria("label", "Columns").
		OnClick(func(app.Context, app.Event) { send(turnChooser(open)) }, app.EventScope("columns", open)).
		Body(draw.SmallIcon("cols"), app.Span().Class("btn-text").Text("Columns"))
	if !open {
		return app.Div().Class("chooser").Body(button)
	}
	// A click anywhere else closes it.
	shade := app.Div().Class("pop-shade").OnClick(func(app.Context, app.Event) { send(model.ColumnsClosed{}) })
	return app.Div().Class("chooser").Body(button, shade, columnsPop(m, send))
}

func turnChooser(open bool) model.Event {
	if open {
		return model.ColumnsClosed{}
	}
	return model.ColumnsOpened{}
}

// columnsPop lists the columns: those shown in their order, then the others.
func columnsPop(m *model.Model, send model.Send) app.UI {
	shown, hidden := m.Route.ShownColumns(), m.Route.HiddenColumns()
	var on, off []app.UI
	for i, c := range shown {
		on = append(on, app.Li().Body(append(columnBox(c, true, send),
			app.Span().Class("mv").Body(
				moveButton(c, -1, i == 0, send),
				moveButton(c, 1, i == len(shown)-1, send)))...))
	}
	for _, c := range hidden {
		off = append(off, app.Li().Body(columnBox(c, false, send)...))
	}
	body := []app.UI{app.H2().Text("Shown, in this order"), app.Ul().Body(on...)}
	if len(off) > 0 {
		body = append(body, app.H2().Text("Not shown"), app.Ul().Body(off...))
	}
	foot := []app.UI{app.Span().Class("grow")}
	if !m.Paged() {
		foot[0] = app.Span().Class("seg grow").Attr("role", "group").Aria("label", "Rows").Body(
			linesButton(m, 1, "One line", send), linesButton(m, 2, "Two lines", send))
	}
	foot = append(foot, app.Button().Type("button").Class("btn btn-s btn-ghost").Text("As delivered").
		OnClick(func(app.Context, app.Event) { send(model.ColumnsReset{}) }))
	body = append(body, app.Div().Class("pop-foot").Body(foot...))
	return app.Div().Class("pop").ID(model.ColumnsPopID).Attr("role", "group").Aria("label", "Columns").Body(body...)
}

// columnBox returns a check box with its label. A button with that role shows what
// the Model says; the browser would change the state of a real one by itself, at
// a place that then belongs to another column.
func columnBox(c route.Column, on bool, send model.Send) []app.UI {
	id := model.ColumnID(c.Name)
	box := app.Button().Type("button").Class("check").ID(id).Attr("role", "checkbox").
		Aria("checked", draw.AriaBool(on)).Aria("label", c.Title)
	if c.Name == "id" {
		box.Aria("disabled", "true").Title("The ID names the row")
	} else {
		box.Aria("disabled", "false").Title("")
	}
	return []app.UI{
		box.OnClick(func(app.Context, app.Event) { send(model.ColumnSet{Name: c.Name, On: !on}) }, app.EventScope("column", c.Name, on)),
		app.Label().For(id).Text(c.Title),
	}
}

func moveButton(c route.Column, by int, off bool, send model.Send) app.UI {
	label, icon := c.Title+": one place down", draw.Icon("chev-d", "icon-s")
	if by < 0 {
		label, icon = c.Title+": one place up", draw.Icon("chev-d", "icon-s", "up")
	}
	return app.Button().Type("button").Class("btn btn-ghost icon-btn btn-s").ID(model.MoveID(c.Name, by)).
		Aria("label", label).Aria("disabled", draw.AriaBool(off)).
		OnClick(func(app.Context, app.Event) { send(model.ColumnMoved{Name: c.Name, By: by}) }, app.EventScope("move", c.Name, by)).
		Body(icon)
}

func linesButton(m *model.Model, n int, text string, send model.Send) app.UI {
	return app.Button().Type("button").Aria("pressed", draw.AriaBool(lines(m) == n)).Text(text).
		OnClick(func(app.Context, app.Event) { send(model.LinesSet{Lines: n}) }, app.EventScope("lines", n))
}

// sorter sorts rows of two lines, which have no heads to click on.
func sorter(m *model.Model, send model.Send) app.UI {
	sorted, desc := m.Route.Order()
	columns := m.Route.ShownColumns()
	var options []app.UI
	known := false
	for _, c := range columns {
		known = known || c.Name == sorted
	}
	if !known {
		columns = append([]route.Column{route.ColumnOf(sorted)}, columns...)
	}
	for _, c := range columns {
		options = append(options, app.Option().Value(c.Name).Selected(c.Name == sorted).Text(c.Title))
	}
	label := "Smallest first"
	if desc {
		label = "Largest first"
	}
	return app.Span().Class("sorter").Body(
		app.Select().Class("field").Aria("label", "Sort by").
			OnChange(func(ctx app.Context, _ app.Event) {
				send(model.SortedBy{Column: ctx.JSSrc().Get("value").String()})
			}).Body(options...),
		app.Button().Type("button").Class("btn btn-s icon-btn").Aria("label", label).Title(label+" (S)").
			OnClick(func(app.Context, app.Event) { send(model.SortTurned{}) }).Body(sortIcon(desc)))
}
