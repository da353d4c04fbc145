package model

// The list draws only the rows that are seen, and some on either side, between
// two empty rows that are as high as all the others together. No engine draws
// elements of any height: Firefox gives up at 17.9 million pixels. So the
// scrolled height is capped, and beyond the cap a pixel stands for several.
const (
	rowHeight  = 30         // pixels; section 13 of design.css fixes it
	headHeight = 30         // the sticky head, which covers the first rows
	MaxHeight  = 10_000_000 // pixels of the scrolled content at most
	overscan   = 10         // rows drawn above and below those seen
	maxSeen    = 200        // rows seen at once at most; a taller viewport is a mistake
)

// Window is the part of a list that is drawn, in rows and pixels.
type Window struct {
	First, End  int // rows drawn: First ≤ n < End
	Seen, Until int // rows seen: Seen ≤ n < Until
	Above       int // height of the empty row before them
	Below       int // and after them
}

// contentHeight is the height of the scrolled rows as the browser sees it.
func contentHeight(rows int) int { return min(rows*rowHeight, MaxHeight) }

// windowAt computes what to draw of a list of rows that is scrolled to top in
// a viewport of the given height, both in pixels.
func windowAt(rows, top, height int) Window {
	if rows <= 0 {
		return Window{}
	}
	seen := viewRows(height)
	content := contentHeight(rows)
	top = max(0, min(top, maxTop(rows, height)))
	y := virtualTop(rows, top, height)

	var w Window
	w.Seen = min(y/rowHeight, rows-1)
	w.Until = min(w.Seen+seen+1, rows)
	w.First = max(0, w.Seen-overscan)
	w.End = min(rows, w.Until+overscan)

	// The seen row stands where the scroll position is, shifted by the part
	// of it that is scrolled out; those before it stand above it.
	w.Above = top - y%rowHeight - (w.Seen-w.First)*rowHeight
	if w.Above < 0 {
		// Near the top of a scaled list there is no room for all of the
		// rows above: draw fewer.
		drop := (-w.Above + rowHeight - 1) / rowHeight
		drop = min(drop, w.Seen-w.First)
		w.First += drop
		w.Above = max(0, w.Above+drop*rowHeight)
	}
	w.Below = content - w.Above - (w.End-w.First)*rowHeight
	if w.Below < 0 {
		drop := min((-w.Below+rowHeight-1)/rowHeight, w.End-w.Until)
		w.End -= drop
		w.Below += drop * rowHeight
		if w.Below < 0 { // a scaled pixel too far down: the rows move up
			w.Above, w.Below = w.Above+w.Below, 0
		}
	}
	return w
}

// viewRows is the number of whole rows in a viewport.
func viewRows(height int) int {
	return max(1, min((height-headHeight)/rowHeight, maxSeen))
}

// maxTop is the last scroll position of a list.
func maxTop(rows, height int) int {
	return max(0, contentHeight(rows)+headHeight-height)
}

// virtualTop is the scroll position in pixels of a list without a cap.
func virtualTop(rows, top, height int) int {
	last := maxTop(rows, height)
	if rows*rowHeight <= MaxHeight || last == 0 {
		return top
	}
	full := rows*rowHeight + headHeight - height
	return int(float64(top) * (float64(full) / float64(last)))
}

// topFor is the scroll position that shows row n, and whether the list must
// move for it: a row that is already seen in full stays where it is.
func topFor(n, rows, top, height int) (int, bool) {
	y := virtualTop(rows, max(0, min(top, maxTop(rows, height))), height)
	visible := viewRows(height) * rowHeight
	switch at := n * rowHeight; {
	case at < y:
		y = at
	case at+rowHeight > y+visible:
		y = at + rowHeight - visible
	default:
		return top, false
	}
	return realTop(rows, y, height), true
}

// realTop is the inverse of virtualTop, rounded so that the row asked for is
// not lost by a scaled pixel.
func realTop(rows, y, height int) int {
	last := maxTop(rows, height)
	if rows*rowHeight <= MaxHeight || last == 0 {
		return max(0, min(y, last))
	}
	full := rows*rowHeight + headHeight - height
	return max(0, min(int(float64(y)*(float64(last)/float64(full))+0.5), last))
}
