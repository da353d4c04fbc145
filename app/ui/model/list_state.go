package model

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/model/window"
)

// ListState is the part of the Model behind the list of messages and the
// values to narrow it down by.
type ListState struct {
	Key        window.Key
	Known      bool // the numbers and rows below are those of Key
	Matched    int
	Total      int
	Recipients int
	Bytes      int64
	QueryError *protocol.QueryError

	Rows    window.Chunks
	Top     int // scroll position of the list, pixels
	Height  int // of its viewport, 0 unknown
	Page    int // the page that is shown where the list does not scroll by itself
	shape   window.Shape
	Cursor  int // position of the selected row
	HasMark bool

	Facets    *protocol.Facets
	FacetsFor string         // query of the facets, or of those asked for
	FacetRows map[string]int // values shown, where more than facetRows

	IDs     []string // collected to be copied
	Copying bool

	Choosing bool // the columns are being chosen

	typed       window.Keys // that wait for the rows
	want        int         // one more than the row to open once it is there, 0 none
	Asking      bool        // a chunk is on its way
	chunk       int         // which
	started     bool        // the list was asked for since the queue was opened
	facetsAsked bool        // so were the facets of FacetsFor
}

// What the user does with the list.
type (
	// RowOpened: the row drawn in this slot was clicked.
	RowOpened struct{ Slot int }
	// SortedBy: the head of a column was used.
	SortedBy struct{ Column string }
	// PageTurned: to the next or the previous page of rows, on phones.
	PageTurned struct{ By int }
	// IDsCopied: the button that copies the IDs of all messages that match.
	IDsCopied struct{}
	// SortTurned: the other direction.
	SortTurned struct{}
	// FacetTicked: a value of a facet, by their places.
	FacetTicked struct{ Facet, Value int }
	// FacetGrown: show more values of a facet.
	FacetGrown struct{ Key string }
)

func (RowOpened) event()   {}
func (SortedBy) event()    {}
func (PageTurned) event()  {}
func (IDsCopied) event()   {}
func (SortTurned) event()  {}
func (FacetTicked) event() {}
func (FacetGrown) event()  {}

// Ids of the list's elements.
const (
	ListID   = "list"   // what scrolls
	GridID   = "grid"   // the table: the one tab stop
	NarrowID = "narrow" // the button that opens the facets
)

const (
	MaxIDs     = 10_000 // IDs copied at once
	idsAtOnce  = 1000   // asked for at once
	PhonePage  = 50     // rows of a page on phones
	phoneWidth = 640    // the rows are in pages up to here
	IdsKey     = "ids"  // of the copy button
)

// Paged reports whether the rows are stacked in pages instead of scrolling in a
// window of their own.
func (m *Model) Paged() bool { return m.Width > 0 && m.Width <= phoneWidth }

// RowsShown returns the rows that the list draws.
func (m *Model) RowsShown() window.Window {
	l := &m.List
	if m.Paged() {
		first := l.Page * PhonePage
		end := min(first+PhonePage, l.Matched)
		return window.Window{First: first, End: end, Seen: first, Until: end}
	}
	return m.rowShape().WindowAt(l.Matched, l.Top, l.viewHeight())
}

// RowSlots returns how many slots the rows are drawn in.
func (m *Model) RowSlots() int {
	if m.Paged() {
		return PhonePage
	}
	return m.rowShape().Slots(m.List.viewHeight())
}

// rowIn returns the position of the row in a slot, -1 for none, and while the rows are
// those of the list before.
func (m *Model) rowIn(slot int) int {
	if n, ok := m.RowsShown().RowIn(slot, m.RowSlots()); ok && m.List.Known {
		return n
	}
	return -1
}

// viewHeight returns the height of the list; a common one until the browser reports it.
func (l *ListState) viewHeight() int {
	if l.Height > 0 {
		return l.Height
	}
	return 900
}

// updateList handles the events of the list of messages.
func updateList(m *Model, e Event) []Command {
	l := &m.List
	switch e := e.(type) {
	case QueueChanged:
		m.List = ListState{Height: l.Height, FacetRows: l.FacetRows, shape: l.shape}
		m.drop(PageSlot, FacetsSlot, IDsSlot)
		return m.listFor()
	case RouteChanged:
		l.want, l.typed = 0, nil
		if r := m.Route; r.View != route.Messages || r.ID != e.From.ID || r.Wide != e.From.Wide {
			l.Choosing = false
		}
		cmds := append(m.reshape(), m.listFor()...)
		if e.From.View != route.Messages || e.From.Wide {
			// The list is not on the page yet, and comes with its first row.
			cmds = slices.DeleteFunc(cmds, func(c Command) bool { return c == Command(ScrollTo{ListID, 0}) })
		}
		return cmds
	case Resized, GripMoved, GripPressed, PanesReset:
		return append(m.reshape(), m.moreRows()...)
	case Scrolled:
		if e.ID == ListID && !m.Paged() {
			l.Top, l.Height = e.Top, e.Height
			return m.moreRows()
		}
	case Answered:
		return m.listAnswered(e)
	case RowOpened:
		return m.openRow(m.rowIn(e.Slot), false)
	case SortedBy:
		return m.goTo(m.Route.SortedBy(e.Column), false)
	case SortTurned:
		now, desc := m.Route.Order()
		return m.goTo(m.Route.Sorted(now, !desc), false)
	case PageTurned:
		l.Page = max(0, min(l.Page+e.By, (l.Matched-1)/PhonePage))
		return append(m.moreRows(), ScrollTo{"", 0})
	case Pressed:
		l.want = 0
		if m.Route.View == route.Messages {
			return m.keyInList(e.Key)
		}
	case IDsCopied:
		l.IDs, l.Copying = nil, true
		return []Command{m.askIDs()}
	case FacetTicked:
		return m.tickFacet(e)
	case FacetGrown:
		return m.growFacet(e.Key)
	}
	return nil
}

// listFor asks for what the route shows and is still missing.
func (m *Model) listFor() []Command {
	if m.Stage != Open || m.Route.View != route.Messages {
		return nil
	}
	l := &m.List
	column, desc := m.Route.Order()
	key := window.Key{Query: m.Route.Query, Sort: column, Desc: desc}
	var cmds []Command
	if !l.started || key != l.Key {
		// The numbers and rows stay until the answer comes: the list does not
		// jump while the filter is typed, and new contents are drawn once.
		l.started, l.Key, l.Known = true, key, false
		l.Top, l.Page, l.HasMark, l.Asking = 0, 0, false, false
		l.IDs, l.Copying, l.typed = nil, false, nil
		m.drop(IDsSlot)
		cmds = append(cmds, m.askChunk(0), ScrollTo{ListID, 0})
	}
	return append(cmds, m.askFacets()...)
}

// askChunk asks for a chunk of rows.
func (m *Model) askChunk(n int) Command {
	l := &m.List
	l.Asking, l.chunk = true, n
	return m.ask(PageSlot, protocol.Request{Messages: &protocol.MessagesRequest{
		Query: l.Key.Query, Sort: l.Key.Sort, Desc: l.Key.Desc, From: n * window.ChunkRows, Count: window.ChunkRows,
	}})
}

// moreRows asks for the first chunk that is drawn but not known. One is on
// its way at a time: what a fast scroll passes is never asked for.
func (m *Model) moreRows() []Command {
	l := &m.List
	if !l.started || !l.Known || l.Asking || m.Stage != Open || m.Route.View != route.Messages {
		return nil
	}
	w := m.RowsShown()
	if n, ok := l.Rows.Missing(w.Seen, w.Until); ok {
		return []Command{m.askChunk(n)}
	}
	if n, ok := l.Rows.Missing(w.First, w.End); ok {
		return []Command{m.askChunk(n)}
	}
	return nil
}

// listAnswered takes an answer of the engine.
func (m *Model) listAnswered(e Answered) []Command {
	l := &m.List
	switch e.Slot {
	case PageSlot:
		p, keys := e.Answer.Page, l.typed
		l.Asking, l.typed = false, nil
		if p == nil {
			return nil
		}
		if !l.Known {
			l.Rows = nil // of the list before
		}
		l.Known, l.Matched, l.Total = true, p.Matched, p.Total
		l.Recipients, l.Bytes, l.QueryError = p.Recipients, p.Bytes, p.QueryError
		w := m.RowsShown()
		l.Rows = l.Rows.With(l.chunk, p.Rows, w.Seen)
		if _, ok := l.Rows.At(l.want - 1); ok && l.want > 0 {
			return append(m.openRow(l.want-1, false), m.moreRows()...)
		}
		var cmds []Command
		for _, key := range keys {
			cmds = append(cmds, m.keyInList(key)...)
		}
		return append(cmds, m.moreRows()...)
	case FacetsSlot:
		if e.Answer.Facets != nil {
			l.Facets = e.Answer.Facets
		}
	case DetailSlot:
		if d := e.Answer.Detail; d != nil && d.Index >= 0 && m.Route.ID != "" && !m.Paged() {
			return m.mark(d.Index)
		}
	case IDsSlot:
		return m.collectIDs(e.Answer.Page)
	}
	return nil
}

// mark selects a row and brings it into view.
func (m *Model) mark(n int) []Command {
	l := &m.List
	l.Cursor, l.HasMark = n, true
	if m.Paged() {
		l.Page = n / PhonePage
		return m.moreRows()
	}
	top, moved := m.rowShape().TopFor(n, l.Matched, l.Top, l.viewHeight())
	if !moved {
		return nil
	}
	l.Top = top
	return append([]Command{ScrollTo{ListID, top}}, m.moreRows()...)
}

// openRow opens the message at a position in the list.
func (m *Model) openRow(n int, replace bool) []Command {
	row, ok := m.List.Rows.At(n)
	if !ok {
		m.List.want = n + 1
		return m.moreRows()
	}
	m.List.want = 0
	cmds := m.mark(n)
	r := m.Route
	r.ID = m.RowID(row)
	m.Detail.Hint = detailHint{ID: r.ID, Ref: row.Ref}
	return append(cmds, m.goTo(r, replace)...)
}

// RowID returns how the address names a message: by its ID, and by where it is when
// the queue was put together from several places.
func (m *Model) RowID(r protocol.Row) string {
	if m.Archive == nil || len(m.Archive.Hosts) < 2 && len(m.Archive.Queues) < 2 {
		return r.ID
	}
	id := r.Queue + "/" + r.ID
	if r.Host != "" {
		id = r.Host + "/" + strings.TrimPrefix(id, "/")
	}
	return id
}

// askIDs asks for the next IDs to copy.
func (m *Model) askIDs() Command {
	l := &m.List
	return m.ask(IDsSlot, protocol.Request{Messages: &protocol.MessagesRequest{
		Query: l.Key.Query, Sort: l.Key.Sort, Desc: l.Key.Desc, From: len(l.IDs), Count: idsAtOnce,
	}})
}

// collectIDs takes a page of IDs; after the last one all of them are copied.
func (m *Model) collectIDs(p *protocol.Page) []Command {
	l := &m.List
	if !l.Copying {
		return nil
	}
	if p == nil {
		l.IDs, l.Copying = nil, false
		return nil
	}
	ids := append(make([]string, 0, len(l.IDs)+len(p.Rows)), l.IDs...)
	for _, row := range p.Rows {
		ids = append(ids, row.ID)
	}
	l.IDs = ids
	if len(p.Rows) > 0 && len(ids) < min(p.Matched, MaxIDs) {
		return []Command{m.askIDs()}
	}
	l.IDs, l.Copying = nil, false
	return []Command{Copy{Key: IdsKey, Text: strings.Join(ids, "\n") + "\n"}}
}
