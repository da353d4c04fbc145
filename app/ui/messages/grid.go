package messages

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/model/window"
)

// grid is the table: the rows of the window between two empty ones that stand
// for those before and after. On a screen its rows are grids with the same
// tracks, so that a row is laid out without the others.
func grid(m *model.Model, w window.Window, send model.Send) app.UI {
	l := &m.List
	columns := m.Route.ShownColumns()
	t := app.Table().Class("table table-fixed msgs list-rows").Attr("role", "grid").ID(model.GridID).
		TabIndex(0).Aria("label", "Messages").Attr("data-lines", lines(m)).
		Attr("data-cols", route.ColumnTracks(columns, m.Layout().List())).Attr("data-least", route.ColumnsWidth(columns))
	if !m.Paged() && l.Matched > 0 {
		// A browser that lays the list out while only a part of a change is there,
		// as WebKit does, must not find it shorter: it would scroll back.
		shape := window.OneLine
		if m.TwoLines() {
			shape = window.TwoLines
		}
		t.Attr("data-high", shape.Height(l.Matched))
	}
	if l.Known {
		t.Aria("rowcount", l.Matched+1)
	} else {
		t.Aria("busy", "true")
	}
	if l.HasMark && w.First <= l.Cursor && l.Cursor < w.End {
		t.Aria("activedescendant", rowElementID(l.Cursor))
	}
	return t.Body(
		draw.Memo(newHeadProps(m), gridHead, send),
		gridGap(w.Above),
		&rows{Slots: gridSlots(m, w), send: send},
		gridGap(w.Below),
	)
}

// rows are the slots of the rows. In the document they stand in the order of
// their rows all the same: screen.js moves those that were drawn anew.
type rows struct {
	app.Compo

	Slots []slot

	send   model.Send
	growth draw.Growth
	drawn  []slot // what the slots show so far
}

// Limits for one task: rows put on the page, and rows whose texts change.
const (
	rowsAtOnce  = 8
	textsAtOnce = 12
)

// OnMount starts the growth of the list.
func (r *rows) OnMount(ctx app.Context) { r.growth.Mount(ctx, r.send) }

// Render draws the slots that there are so far.
func (r *rows) Render() app.UI {
	slots, waits := r.Slots, false
	if app.IsClient {
		slots, waits = stage(r.drawn, r.Slots, textsAtOnce)
		r.drawn = slots
	}
	list := make([]app.UI, 0, len(slots))
	for n := range slots {
		list = append(list, &row{Slot: slots[n], N: n, send: r.send})
	}
	list, busy := r.growth.Take(list, rowsAtOnce)
	if waits {
		r.growth.Again()
		busy = true
	}
	body := app.TBody().Attr("role", "rowgroup").Attr("data-slots", true)
	if busy {
		body.Aria("busy", "true")
	}
	return body.Body(list...)
}

// stage is what slots show next on the way to what they are to show. Of those that stay at
// their place some get other texts, and the others keep theirs for now. Those that move in
// the list show what they are to show at once: their row may have the focus. It reports
// whether any waits.
func stage(drawn, slots []slot, texts int) (next []slot, waits bool) {
	next = slices.Clone(slots)
	for n := range min(len(drawn), len(slots)) {
		old, to := &drawn[n], &slots[n]
		switch {
		case *old == *to || to.Row == nil || old.N != to.N:
		case texts > 0:
			texts--
		default:
			next[n], waits = *old, true
		}
	}
	return next, waits
}

// gridSlots are what the slots show.
func gridSlots(m *model.Model, w window.Window) []slot {
	l := &m.List
	slots := m.RowSlots()
	used := min(slots, l.Matched)
	if !l.Known && l.Rows == nil {
		w, used = window.Window{End: firstSkeletons}, firstSkeletons
	}
	out := make([]slot, used)
	for i := range out {
		s := &out[i]
		s.N = -1
		if n, ok := w.RowIn(i, slots); ok {
			s.N, s.Columns, s.Taken = n, m.Route.Columns, m.Taken()
			s.Marked = l.Known && l.HasMark && n == l.Cursor
			if s.Row = l.Rows.Row(n); s.Row != nil {
				s.Picked = m.Cleanup.Picked[s.Row.Ref]
			}
		}
	}
	return out
}

// firstSkeletons is how many rows are drawn before their number is known.
const firstSkeletons = 30

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

// number is the class of a column of numbers.
func number(c route.Column) string {
	switch c.Name {
	case "age", "tries", "size":
		return "num"
	}
	return ""
}
