package model

import "github.com/spoolscope/spoolscope/app/ui/model/window"

// keyInList handles a key on the Messages screen that moves in the list, opens
// or closes.
func (m *Model) keyInList(key string) []Command {
	l := &m.List
	open := m.Route.ID != ""
	if l.Asking && !l.Known && !open && window.NeedsRows(key) {
		l.typed = l.typed.With(key)
		return nil
	}
	page := m.rowShape().ViewRows(l.viewHeight())
	switch key {
	case "j", "ArrowDown":
		return m.moveMark(1)
	case "k", "ArrowUp":
		return m.moveMark(-1)
	case "PageDown":
		return m.moveMark(page)
	case "PageUp":
		return m.moveMark(-page)
	case "Home":
		return m.moveMark(-l.Matched)
	case "End":
		return m.moveMark(l.Matched)
	case "Enter":
		switch {
		case open && !m.Route.Wide:
			r := m.Route
			r.Wide = true
			return m.goTo(r, false)
		case !open && l.HasMark:
			return m.openRow(l.Cursor, false)
		}
	case "Escape":
		switch r := m.Route; {
		case open && r.Wide:
			r.Wide = false
			return m.goTo(r, false)
		case open:
			r.ID, r.Tab = "", ""
			return m.goTo(r, false)
		}
	case "s":
		now, _ := m.Route.Order()
		shown := m.Route.ShownColumns()
		next := 0
		for i, c := range shown {
			if c.Name == now {
				next = (i + 1) % len(shown)
			}
		}
		return m.goTo(m.Route.SortedBy(shown[next].Name), false)
	case "S":
		return m.update(SortTurned{})
	case "x":
		if row, ok := l.Rows.At(l.Cursor); ok && l.HasMark {
			m.pick(row.Ref)
		}
	case "c":
		if id := m.markedID(); id != "" {
			return m.update(CopyAsked{Key: CopyIDKey, Text: id})
		}
	}
	return nil
}

// moveMark moves the selection by some rows. An open message goes with it; its
// neighbours are asked for where the list does not know them.
func (m *Model) moveMark(by int) []Command {
	l := &m.List
	if !l.Known || l.Matched == 0 {
		return nil
	}
	n := 0
	if l.HasMark {
		n = max(0, min(l.Cursor+by, l.Matched-1))
	}
	if m.Route.ID == "" {
		return append(m.mark(n), Focus{GridID})
	}
	if l.HasMark && n == l.Cursor {
		return nil
	}
	if _, ok := l.Rows.At(n); ok {
		return m.openRow(n, true)
	}
	switch by {
	case 1:
		return m.openNeighbour(true)
	case -1:
		return m.openNeighbour(false)
	}
	return m.mark(n)
}

// markedID returns the queue ID of the open message or of the selected row.
func (m *Model) markedID() string {
	if m.Route.ID != "" {
		if d := m.Detail.Detail; d != nil && m.Detail.ID == m.Route.ID {
			return d.Row.ID
		}
		return ""
	}
	if m.List.HasMark {
		if row, ok := m.List.Rows.At(m.List.Cursor); ok {
			return row.ID
		}
	}
	return ""
}
