package model

// What the pictures of the Overview ask for. The positions of keyboard and
// pointer are the pictures' own state; what they select is in the address.
type (
	// Said: a text for the polite live region.
	Said struct{ Text string }
	// FocusMoved: an arrow moved the focus to the element with this id.
	FocusMoved struct{ ID string }
	// FieldShown: a field has another text.
	FieldShown struct{ ID, Text string }
)

func (Said) event()       {}
func (FocusMoved) event() {}
func (FieldShown) event() {}

// updatePictures handles what the pictures ask for.
func updatePictures(m *Model, e Event) []Command {
	switch e := e.(type) {
	case Said:
		m.Announce = e.Text
	case FocusMoved:
		return []Command{FocusDrawn(e)}
	case FieldShown:
		return []Command{SetValue{e.ID, e.Text}}
	}
	return nil
}

// narrowUpTo is the width of a window, in pixels, whose pictures are narrow;
// pictures.css knows it as well.
const narrowUpTo = 900

// Narrow reports whether the window has no room for bands.
func (m *Model) Narrow() bool { return m.Width > 0 && m.Width <= narrowUpTo }
