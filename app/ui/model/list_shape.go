package model

import (
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/model/window"
)

// TwoLines reports whether a row of the list takes two lines: where its columns
// do not fit beside each other, and where the user asked for it.
func (m *Model) TwoLines() bool {
	switch {
	case m.Paged() || m.Route.Lines == 2:
		return true
	case m.Route.Lines == 1:
		return false
	}
	return m.Layout().List() < route.ColumnsWidth(m.Route.ShownColumns())
}

// rowShape returns the shape of the rows as drawn now.
func (m *Model) rowShape() window.Shape {
	if m.TwoLines() {
		return window.TwoLines
	}
	return window.OneLine
}

// reshape keeps the same rows in view when they get another height, and the
// selected one above all.
func (m *Model) reshape() []Command {
	l := &m.List
	was, now := l.shape, m.rowShape()
	l.shape = now
	if was == now || was.Row == 0 || !l.Known || m.Paged() {
		return nil
	}
	height, from := l.viewHeight(), l.Top
	w := was.WindowAt(l.Matched, l.Top, height)
	l.Top = now.RealTop(l.Matched, w.Seen*now.Row, height)
	if l.HasMark && w.Seen <= l.Cursor && l.Cursor < w.Until {
		l.Top, _ = now.TopFor(l.Cursor, l.Matched, l.Top, height)
	}
	return append([]Command{Rescroll{ListID, from, l.Top}}, m.moreRows()...)
}
