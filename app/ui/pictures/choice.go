package pictures

import (
	"github.com/spoolscope/spoolscope/app/picture"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// choice is what keyboard or pointer choose in a timeline, before it becomes a
// filter: the bars from anchor to cursor, by their beginnings.
type choice struct {
	cursor, anchor protocol.Moment // 0 none
	span           [2]protocol.Moment
	dragging       bool
}

// chosen reports whether there is a choice.
func (c *choice) chosen() bool { return c.span != [2]protocol.Moment{} }

// begin of a bar.
func begin(p *picture.Timeline, bar int) protocol.Moment { return p.From + int64(bar)*p.Step }

// press moves the chosen bar, or, with shift, widens it to a range. The range
// that the filter has is where it starts. It reports false for other keys.
func (c *choice) press(p *picture.Timeline, t *protocol.Timeline, key string, shift bool) bool {
	last := p.BucketOf(t.Now)
	at := -1
	switch {
	case c.cursor != 0:
		at = min(last, p.BucketOf(c.cursor))
	case t.Range[0] != 0:
		at = min(last, p.BucketOf(t.Range[0]))
	}
	switch key {
	case "ArrowLeft":
		if at--; at < -1 {
			at = last // nothing is chosen yet
		}
	case "ArrowRight":
		at++
	case "Home":
		at = 0
	case "End":
		at = last
	default:
		return false
	}
	c.cursor = begin(p, max(0, min(at, last)))
	if !shift || c.anchor == 0 {
		c.anchor = c.cursor
	}
	c.reach(p, t)
	return true
}

// grab begins a range with the pointer at a bar, or takes hold of an end of the
// range that is shown: the other end stays. end is 0 for the first, 1 for the
// second, -1 for neither.
func (c *choice) grab(p *picture.Timeline, t *protocol.Timeline, bar, end int) {
	from, to := c.shown(t)
	c.dragging = true
	c.cursor = begin(p, bar)
	c.anchor = c.cursor
	switch end {
	case 0:
		c.anchor = begin(p, p.BucketOf(t.Now))
		if to != 0 {
			c.anchor = to - p.Step
		}
	case 1:
		c.anchor = p.From
		if from != 0 {
			c.anchor = from
		}
	}
	c.reach(p, t)
}

// drag moves the pointer's end of a range.
func (c *choice) drag(p *picture.Timeline, t *protocol.Timeline, bar int) {
	c.cursor = begin(p, bar)
	c.reach(p, t)
}

// drop ends a drag and reports whether it has made a range. A click alone
// chooses a bar and does not filter, so that a double click can clear.
func (c *choice) drop() bool {
	was := c.dragging
	c.dragging = false
	return was && c.cursor != c.anchor
}

// reach makes the bars from the anchor to the cursor the range. Nothing has
// arrived after now.
func (c *choice) reach(p *picture.Timeline, t *protocol.Timeline) {
	last := p.BucketOf(t.Now)
	a, b := min(last, p.BucketOf(c.anchor)), min(last, p.BucketOf(c.cursor))
	if a > b {
		a, b = b, a
	}
	c.span = [2]protocol.Moment{begin(p, a), begin(p, b+1)}
}

// says returns the choice in words.
func (c *choice) says(p *picture.Timeline, t *protocol.Timeline) string {
	return p.Says(p.BucketOf(c.span[0]), p.BucketOf(c.span[1]-1)+1, t.Now)
}

// shown returns the range that the picture shows: what is chosen, else what the filter
// selects.
func (c *choice) shown(t *protocol.Timeline) (from, to protocol.Moment) {
	if c.chosen() {
		return c.span[0], c.span[1]
	}
	return t.Range[0], t.Range[1]
}

// term returns the choice as a term of the filter. One that reaches the present has no
// end: it says "since".
func (c *choice) term(t *protocol.Timeline) string {
	span := c.span
	if span[1] > t.Now {
		span[1] = 0
	}
	return createdTerm(span)
}
