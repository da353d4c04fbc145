package model

import "github.com/spoolscope/spoolscope/app/ui/model/window"

// Panes are the widths that the user gave to the panes of the screen Messages,
// in pixels; 0 as delivered. They last as long as the page.
type Panes struct{ Rail, Detail int }

// Ids of the separators between panes, of what each makes wider.
const (
	RailGripID   = "grip-rail"
	DetailGripID = "grip-detail"
	RailID       = "rail"
	DetailID     = "message"
)

// What the user does with a separator.
type (
	// GripMoved: it was dragged until its pane is so wide, in pixels; 0 is a
	// double click, as delivered.
	GripMoved struct {
		ID    string
		Width int
	}
	// GripPressed: a key while it has the focus.
	GripPressed struct {
		ID, Key string
		Shift   bool
	}
	// PanesReset: all panes as delivered.
	PanesReset struct{}
)

func (GripMoved) event()   {}
func (GripPressed) event() {}
func (PanesReset) event()  {}

// Widths in pixels. design.css and messages.css know the two limits of the
// window as well: from railFrom on there is room for the rail, up to coverUpTo
// the open message covers the list.
const (
	railFrom    = 1241
	coverUpTo   = 900
	railWidth   = 200
	railLeast   = 160
	railMost    = 360
	detailLeast = 400
	listLeast   = 320
	gripWidth   = 1
)

// HasRail reports whether there is room for the facets beside the list.
func (m *Model) HasRail() bool { return m.windowWidth() >= railFrom }

// HasDetail reports whether a message is open beside the list.
func (m *Model) HasDetail() bool {
	return m.Route.ID != "" && !m.Route.Wide && m.windowWidth() > coverUpTo
}

// windowWidth is that of the window, a common one until the browser reports it.
func (m *Model) windowWidth() int {
	if m.Width > 0 {
		return m.Width
	}
	return 1440
}

// RailGrip is the separator between the facets and the list.
func (m *Model) RailGrip() window.Grip {
	g := window.Grip{Least: railLeast, Width: railWidth, Most: railMost}
	if m.Panes.Rail > 0 {
		g.Width = m.Panes.Rail
	}
	g.Width = max(g.Least, min(g.Width, g.Most))
	return g
}

// DetailGrip is the separator between the list and the open message.
func (m *Model) DetailGrip() window.Grip {
	room := m.windowWidth() - gripWidth
	share := room * 46 / 100
	if m.HasRail() {
		room -= m.RailGrip().Width + gripWidth
		share = room * 100 / 215 // the list gets 1.15 of it
	}
	g := window.Grip{Least: detailLeast, Width: share, Most: max(detailLeast, room-listLeast)}
	if m.Panes.Detail > 0 {
		g.Width = m.Panes.Detail
	}
	g.Width = max(g.Least, min(g.Width, g.Most))
	return g
}

// ListWidth is the width of the list in pixels.
func (m *Model) ListWidth() int {
	width := m.windowWidth()
	if m.HasRail() {
		width -= m.RailGrip().Width + gripWidth
	}
	if m.HasDetail() {
		width -= m.DetailGrip().Width + gripWidth
	}
	return width
}

// updatePanes handles the separators.
func updatePanes(m *Model, e Event) []Command {
	switch e := e.(type) {
	case PanesReset:
		m.Panes = Panes{}
	case GripMoved:
		m.setPane(e.ID, e.Width)
	case GripPressed:
		if width, ok := m.grip(e.ID).Pressed(e.Key, e.Shift, e.ID == DetailGripID); ok {
			m.setPane(e.ID, width)
		}
	}
	return nil
}

func (m *Model) grip(id string) window.Grip {
	if id == DetailGripID {
		return m.DetailGrip()
	}
	return m.RailGrip()
}

func (m *Model) setPane(id string, width int) {
	switch id {
	case RailGripID:
		m.Panes.Rail = width
	case DetailGripID:
		m.Panes.Detail = width
	}
}
