package model

import "github.com/spoolscope/spoolscope/app/ui/model/window"

// Ids of the separators between panes, of what each makes wider.
const (
	RailGripID   = "grip-rail"
	DetailGripID = "grip-detail"
	RailID       = "rail"
	DetailID     = "message"
)

// What the user does with a separator.
type (
	// GripMoved: it was dragged until its pane has this width, in pixels; 0
	// is a double click, as delivered.
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

// Layout returns how the panes of the screen Messages share the window.
func (m *Model) Layout() window.Layout {
	return window.Layout{Window: m.Width, Panes: m.Panes, Open: m.Route.ID != "" && !m.Route.Wide}
}

// updatePanes handles the separators.
func updatePanes(m *Model, e Event) []Command {
	switch e := e.(type) {
	case PanesReset:
		m.Panes = window.Panes{}
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
		return m.Layout().DetailGrip()
	}
	return m.Layout().RailGrip()
}

func (m *Model) setPane(id string, width int) {
	switch id {
	case RailGripID:
		m.Panes.Rail = width
	case DetailGripID:
		m.Panes.Detail = width
	}
}
