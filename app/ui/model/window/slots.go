package window

// Slots returns how many rows the window can have at most in a viewport of the given
// height. Row n is drawn in slot n modulo this number: while the list scrolls, a
// row that stays in the window stays in its slot, and only those that come into
// it are drawn.
func (s Shape) Slots(height int) int { return s.ViewRows(height) + 1 + 2*overscan }

// RowIn returns the row of the window that is drawn in a slot, if there is one.
func (w Window) RowIn(slot, slots int) (n int, ok bool) {
	n = w.First + ((slot-w.First)%slots+slots)%slots
	return n, n < w.End
}
