package model

import "github.com/spoolscope/spoolscope/app/ui/model/route"

// ListColumns are the columns and lines of the list that the address had last,
// for links to the list that name none. They last as long as the page.
type ListColumns struct {
	Columns string
	Lines   int
}

// Ids of the chooser of columns.
const (
	ColumnsID    = "columns"     // the button that opens it
	ColumnsPopID = "columns-pop" // and what it opens
)

// What the user does with the columns of the list.
type (
	// ColumnsOpened and ColumnsClosed: the chooser.
	ColumnsOpened struct{}
	ColumnsClosed struct{}
	// ColumnSet: a column is to be shown or not.
	ColumnSet struct {
		Name string
		On   bool
	}
	// ColumnMoved: by some places.
	ColumnMoved struct {
		Name string
		By   int
	}
	// LinesSet: rows of one line or of two.
	LinesSet struct{ Lines int }
	// ColumnsReset: columns, their order and rows as delivered.
	ColumnsReset struct{}
)

func (ColumnsOpened) event() {}
func (ColumnsClosed) event() {}
func (ColumnSet) event()     {}
func (ColumnMoved) event()   {}
func (LinesSet) event()      {}
func (ColumnsReset) event()  {}

// updateColumns handles the chooser of columns. What is chosen is in the address
// alone.
func updateColumns(m *Model, e Event) []Command {
	l := &m.List
	switch e := e.(type) {
	case ColumnsOpened:
		l.Choosing = true
		return []Command{Focus{ColumnID("state")}}
	case ColumnsClosed:
		l.Choosing = false
		return []Command{Focus{ColumnsID}}
	case ColumnSet:
		return append(m.goToColumns(m.Route.WithColumn(e.Name, e.On)), Focus{ColumnID(e.Name)})
	case ColumnMoved:
		return append(m.goToColumns(m.Route.MovedColumn(e.Name, e.By)), Focus{MoveID(e.Name, e.By)})
	case LinesSet:
		r := m.Route
		r.Lines = e.Lines
		return m.goToColumns(r)
	case ColumnsReset:
		r := m.Route
		r.Columns, r.Lines = "", 0
		return m.goToColumns(r)
	}
	return nil
}

// goToColumns changes the columns; the address keeps its place in the history.
func (m *Model) goToColumns(r route.Route) []Command {
	m.Columns = ListColumns{r.Columns, r.Lines}
	return m.goTo(r, true)
}

// withColumns completes a route to the list: one that names no columns leads to
// the list as it was.
func (m *Model) withColumns(r route.Route) route.Route {
	switch now := (ListColumns{r.Columns, r.Lines}); {
	case r.View != route.Messages:
	case now != ListColumns{}:
		m.Columns = now
	default:
		r.Columns, r.Lines = m.Columns.Columns, m.Columns.Lines
	}
	return r
}

// ColumnID returns the id of a column's check box in the chooser, MoveID that of the
// button that moves it.
func ColumnID(name string) string { return "column-" + name }

// MoveID: see ColumnID.
func MoveID(name string, by int) string {
	if by < 0 {
		return ColumnID(name) + "-up"
	}
	return ColumnID(name) + "-down"
}
