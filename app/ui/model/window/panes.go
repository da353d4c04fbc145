package window

import "cmp"

// Panes are the widths that the user gave to the panes of the screen Messages,
// in pixels; 0 is the default. They last as long as the page.
type Panes struct{ Rail, Detail int }

// Layout is how the panes share the window: the rail of facets, the list, and the
// open message.
type Layout struct {
	Window int // its width in pixels; 0 until the browser reports it
	Panes  Panes
	Open   bool // a message is open, and not at full width
}

// Widths in pixels. design.css and messages.css know the two limits of the
// window as well: from railFrom on there is room for the rail, up to coverUpTo
// the open message covers the list.
const (
	commonWidth = 1440
	railFrom    = 1241
	coverUpTo   = 900
	railWidth   = 200
	railLeast   = 160
	railMost    = 360
	detailLeast = 400
	listLeast   = 320
	gripWidth   = 1
)

func (l Layout) width() int { return cmp.Or(l.Window, commonWidth) }

// HasRail reports whether there is room for the facets beside the list.
func (l Layout) HasRail() bool { return l.width() >= railFrom }

// HasDetail reports whether a message is open beside the list.
func (l Layout) HasDetail() bool { return l.Open && l.width() > coverUpTo }

// RailGrip returns the separator between the facets and the list.
func (l Layout) RailGrip() Grip {
	return Grip{Least: railLeast, Width: cmp.Or(l.Panes.Rail, railWidth), Most: railMost}.within()
}

// DetailGrip returns the separator between the list and the open message.
func (l Layout) DetailGrip() Grip {
	room := l.width() - gripWidth
	share := room * 46 / 100
	if l.HasRail() {
		room -= l.RailGrip().Width + gripWidth
		share = room * 100 / 215 // the list gets 1.15 of it
	}
	return Grip{Least: detailLeast, Width: cmp.Or(l.Panes.Detail, share), Most: max(detailLeast, room-listLeast)}.within()
}

// List returns the width of the list in pixels.
func (l Layout) List() int {
	width := l.width()
	if l.HasRail() {
		width -= l.RailGrip().Width + gripWidth
	}
	if l.HasDetail() {
		width -= l.DetailGrip().Width + gripWidth
	}
	return width
}
