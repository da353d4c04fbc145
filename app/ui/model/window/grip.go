package window

// Grip is a separator between panes as it stands: the width of its pane, and
// within what it can be moved, in pixels.
type Grip struct{ Least, Width, Most int }

// How far a key moves a separator, in pixels.
const (
	gripStep = 16
	gripLeap = 64 // with Shift
)

// Pressed returns the width of the pane after a key, which moves the line
// between the panes: Home as far as it goes to the left, End to the right. The
// pane of a line can be at its right.
func (g Grip) Pressed(key string, shift, right bool) (width int, ok bool) {
	step := gripStep
	if shift {
		step = gripLeap
	}
	if right {
		step = -step
	}
	switch key {
	case "ArrowLeft":
		width = g.Width - step
	case "ArrowRight":
		width = g.Width + step
	case "Home":
		width = g.Least
		if right {
			width = g.Most
		}
	case "End":
		width = g.Most
		if right {
			width = g.Least
		}
	default:
		return 0, false
	}
	return max(g.Least, min(width, g.Most)), true
}

// within returns the separator with a width that it can have.
func (g Grip) within() Grip {
	g.Width = max(g.Least, min(g.Width, g.Most))
	return g
}
