package messages

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/model/window"
)

// gridProps is what the table is drawn from.
type gridProps struct {
	Head         headProps
	Tracks       string // as route.ColumnTracks
	Least        int    // as route.ColumnsWidth
	Lines        int    // of a row
	High         int    // of all rows, in pixels; 0 where they are in pages
	Known        bool
	Matched      int
	Active       string // id of the marked row, if it is drawn
	Slots        []slot
	Above, Below int // pixels of the rows that are not drawn
}

func newGridProps(m *model.Model) gridProps {
	l, w := &m.List, m.RowsShown()
	columns := m.Route.ShownColumns()
	p := gridProps{
		Head: newHeadProps(m), Tracks: route.ColumnTracks(columns, m.Layout().List()), Least: route.ColumnsWidth(columns),
		Lines: lines(m), Known: l.Known, Matched: l.Matched, Slots: gridSlots(m, w), Above: w.Above, Below: w.Below,
	}
	if !m.Paged() && l.Matched > 0 {
		// A browser that lays the list out while only a part of a change is there,
		// as WebKit does, must not find it shorter: it would scroll back.
		shape := window.OneLine
		if m.TwoLines() {
			shape = window.TwoLines
		}
		p.High = shape.Height(l.Matched)
	}
	if l.HasMark && w.First <= l.Cursor && l.Cursor < w.End {
		p.Active = rowElementID(l.Cursor)
	}
	return p
}

// grid returns the table: the rows of the window between two empty ones in place
// of those before and after. On a screen its rows are grids with the same tracks,
// so that a row is laid out without the others.
func grid(p gridProps, send model.Send) app.UI {
	t := app.Table().Class("table table-fixed msgs list-rows").Attr("role", "grid").ID(model.GridID).
		TabIndex(0).Aria("label", "Messages").Attr("data-lines", p.Lines).
		Attr("data-cols", p.Tracks).Attr("data-least", p.Least)
	if p.High > 0 {
		t.Attr("data-high", p.High)
	}
	if p.Known {
		t.Aria("rowcount", p.Matched+1)
	} else {
		t.Aria("busy", "true")
	}
	if p.Active != "" {
		t.Aria("activedescendant", p.Active)
	}
	return t.Body(
		draw.Memo(p.Head, gridHead, send),
		gridGap(p.Above),
		&rows{Slots: p.Slots, send: send},
		gridGap(p.Below),
	)
}

// lines returns how many lines a row has.
func lines(m *model.Model) int {
	if m.TwoLines() {
		return 2
	}
	return 1
}

// gridGap returns an empty row as high as those that are not drawn. It spans no
// columns: it would bring back those that are hidden.
func gridGap(height int) app.UI {
	gap := app.TBody().Aria("hidden", "true")
	if height <= 0 {
		return gap
	}
	return gap.Body(app.Tr().Attr("data-height", height).Body(
		app.Td().Attr("data-height", height)))
}
