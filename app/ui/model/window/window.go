package window

// The list draws only the rows that are seen, and some on either side, between
// two empty rows that are as high as all the others together. No engine draws
// elements of any height: Firefox gives up at 17.9 million pixels. So the
// scrolled height is capped, and beyond the cap a pixel stands for several.
const (
	MaxHeight = 10_000_000 // pixels of the scrolled content at most
	overscan  = 10         // rows drawn above and below those seen
	maxSeen   = 200        // rows seen at once at most; a taller viewport is a mistake
)

// Shape is the height of every row of a list and of its sticky head, which
// covers the first rows, in pixels. messages.css fixes both.
type Shape struct{ Row, head int }

// The two shapes that rows have. Rows of two lines have no head.
var (
	OneLine  = Shape{Row: 30, head: 30}
	TwoLines = Shape{Row: 52}
)

// Window is the part of a list that is drawn, in rows and pixels.
type Window struct {
	First, End  int // rows drawn: First ≤ n < End
	Seen, Until int // rows seen: Seen ≤ n < Until
	Above       int // height of the empty row before them
	Below       int // and after them
}

// contentHeight returns the height of the scrolled rows as the browser sees it.
func (s Shape) contentHeight(rows int) int { return min(rows*s.Row, MaxHeight) }

// Height returns the height of a list with its head, whatever of it is drawn.
func (s Shape) Height(rows int) int { return s.contentHeight(rows) + s.head }

// WindowAt computes what to draw of a list of rows that is scrolled to top in
// a viewport of the given height, both in pixels.
func (s Shape) WindowAt(rows, top, height int) Window {
	if rows <= 0 {
		return Window{}
	}
	seen := s.ViewRows(height)
	content := s.contentHeight(rows)
	top = max(0, min(top, s.maxTop(rows, height)))
	y := s.virtualTop(rows, top, height)

	var w Window
	w.Seen = min(y/s.Row, rows-1)
	w.Until = min(w.Seen+seen+1, rows)
	w.First = max(0, w.Seen-overscan)
	w.End = min(rows, w.Until+overscan)

	// The first visible row is at the scroll position, shifted by the part of
	// it that is scrolled out; those before it are above it.
	w.Above = top - y%s.Row - (w.Seen-w.First)*s.Row
	if w.Above < 0 {
		// Near the top of a scaled list there is no room for all of the
		// rows above: draw fewer.
		drop := (-w.Above + s.Row - 1) / s.Row
		drop = min(drop, w.Seen-w.First)
		w.First += drop
		w.Above = max(0, w.Above+drop*s.Row)
	}
	w.Below = content - w.Above - (w.End-w.First)*s.Row
	if w.Below < 0 {
		drop := min((-w.Below+s.Row-1)/s.Row, w.End-w.Until)
		w.End -= drop
		w.Below += drop * s.Row
		if w.Below < 0 { // a scaled pixel too far down: the rows move up
			w.Above, w.Below = w.Above+w.Below, 0
		}
	}
	return w
}

// ViewRows returns the number of whole rows in a viewport.
func (s Shape) ViewRows(height int) int {
	return max(1, min((height-s.head)/s.Row, maxSeen))
}

// maxTop returns the last scroll position of a list.
func (s Shape) maxTop(rows, height int) int {
	return max(0, s.contentHeight(rows)+s.head-height)
}

// virtualTop returns the scroll position in pixels of a list without a cap.
func (s Shape) virtualTop(rows, top, height int) int {
	last := s.maxTop(rows, height)
	if rows*s.Row <= MaxHeight || last == 0 {
		return top
	}
	full := rows*s.Row + s.head - height
	return int(float64(top) * (float64(full) / float64(last)))
}

// TopFor returns the scroll position that shows row n, and whether the list must
// move for it: a row that is already seen in full stays where it is.
func (s Shape) TopFor(n, rows, top, height int) (int, bool) {
	y := s.virtualTop(rows, max(0, min(top, s.maxTop(rows, height))), height)
	visible := s.ViewRows(height) * s.Row
	switch at := n * s.Row; {
	case at < y:
		y = at
	case at+s.Row > y+visible:
		y = at + s.Row - visible
	default:
		return top, false
	}
	return s.RealTop(rows, y, height), true
}

// RealTop returns the inverse of virtualTop, rounded so that the row asked for is
// not lost by a scaled pixel.
func (s Shape) RealTop(rows, y, height int) int {
	last := s.maxTop(rows, height)
	if rows*s.Row <= MaxHeight || last == 0 {
		return max(0, min(y, last))
	}
	full := rows*s.Row + s.head - height
	return max(0, min(int(float64(y)*(float64(last)/float64(full))+0.5), last))
}
