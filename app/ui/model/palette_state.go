package model

import (
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/ui/model/window"
)

// PaletteState is the command palette: every view, action, filter key and recent
// filter by its name. Recent filters are forgotten with the page.
type PaletteState struct {
	Text   string
	Found  []PaletteEntry // those that match Text, the best first
	Pick   int            // the one that Enter runs
	Recent []string       // filters of this visit, the newest first

	top, height int // of the list of entries, as it is scrolled
}

// PaletteKey is Ctrl+K as the browser reports it, Cmd+K on a Mac.
const PaletteKey = "Mod+k"

// Ids of the palette's elements.
const (
	PaletteInputID = "palette-text"
	PaletteListID  = "palette-list"
)

const (
	recentFilters = 8
	entryHeight   = 32  // pixels; messages.css fixes it
	entriesHeight = 384 // of their list until the browser reports it
)

// What the user does with the palette.
type (
	PaletteOpened struct{}
	// PaletteTyped: the text in its field.
	PaletteTyped struct{ Text string }
	// PaletteMoved: an arrow, or a page of entries.
	PaletteMoved struct{ By int }
	// PaletteRan: the n-th entry, -1 the picked one.
	PaletteRan struct{ N int }
	// FilterKeyChosen: go on with a key in the filter.
	FilterKeyChosen struct{ Key string }
	// ThemeSet: system, light or dark.
	ThemeSet struct{ Theme string }
)

func (PaletteOpened) event()   {}
func (PaletteTyped) event()    {}
func (PaletteMoved) event()    {}
func (PaletteRan) event()      {}
func (FilterKeyChosen) event() {}
func (ThemeSet) event()        {}

// updatePalette handles the command palette.
func updatePalette(m *Model, e Event) []Command {
	p := &m.Palette
	switch e := e.(type) {
	case PaletteOpened:
		*p = PaletteState{Recent: p.Recent}
		p.Found = m.paletteEntries()
		cmds := []Command{Focus{PaletteInputID}}
		if m.Dialog == NoDialog { // another dialog knows where the focus goes back to
			m.Back = ""
			cmds = append([]Command{KeepFocus{}}, cmds...)
		}
		m.Dialog = PaletteDialog
		return cmds
	case PaletteTyped:
		p.Text, p.Pick, p.top = e.Text, 0, 0
		p.Found = findEntries(m.paletteEntries(), e.Text)
		return []Command{ScrollTo{PaletteListID, 0}}
	case PaletteMoved:
		return p.move(e.By)
	case PaletteRan:
		return m.runEntry(e.N)
	case Scrolled:
		if e.ID == PaletteListID {
			p.top, p.height = e.Top, e.Height
		}
	case RouteChanged:
		q := m.Route.Query
		if _, err := filter.Parse(q); err == nil && q != "" && (!m.Filter.Live || e.From.View != m.Route.View) {
			p.Recent = p.remember(q)
		}
	}
	return nil
}

// move picks another entry and brings it into view. A single step goes on at the
// other end.
func (p *PaletteState) move(by int) []Command {
	n := len(p.Found)
	if n == 0 {
		return nil
	}
	pick := p.Pick + by
	if by == 1 || by == -1 {
		pick = (pick + n) % n
	}
	p.Pick = max(0, min(pick, n-1))
	height := p.height
	if height == 0 {
		height = entriesHeight
	}
	top, moved := window.Shape{Row: entryHeight}.TopFor(p.Pick, n, p.top, height)
	if !moved {
		return nil
	}
	p.top = top
	return []Command{ScrollTo{PaletteListID, top}}
}

// runEntry closes the palette and does what an entry stands for. The focus goes
// back unless that moves it.
func (m *Model) runEntry(n int) []Command {
	p := &m.Palette
	if n < 0 {
		n = p.Pick
	}
	if m.Dialog != PaletteDialog || n >= len(p.Found) {
		return nil
	}
	entry := p.Found[n]
	back := m.closeDialog()
	cmds := m.update(entry.event)
	for _, c := range cmds {
		if _, ok := c.(Focus); ok {
			return cmds
		}
	}
	return append(back, cmds...)
}
