package picture

import "github.com/spoolscope/spoolscope/app/protocol"

// Brush draws a range over the bars, with two handles. 0 is an open end: it
// reaches to the edge, or to now. Without a range the elements are there and not
// displayed. A handle has the attribute data-end, 0 or 1.
func (p *Timeline) Brush(from, to protocol.Moment) []Element {
	span := [2]float64{0, p.Now}
	if from != 0 {
		span[0] = min(100, max(0, p.place(from)))
	}
	if to != 0 {
		span[1] = min(100, max(0, p.place(to)))
	}
	span[1] = max(span[0], span[1])
	out := []Element{el("rect", "brush", "x", percent(span[0]), "y", num(barsTop), "width", percent(span[1]-span[0]), "height", num(p.High))}
	for end, at := range span {
		x := percent(at)
		out = append(out,
			el("line", "edge", "x1", x, "x2", x, "y1", num(barsTop), "y2", num(p.base())),
			el("circle", "knob", "cx", x, "cy", num(barsTop+p.High/2), "r", "6"),
			el("rect", "grab", "x", x, "y", num(barsTop), "width", "24", "height", num(p.High),
				"transform", "translate(-12 0)", "data-end", string(rune('0'+end))))
	}
	if from == 0 && to == 0 {
		for i := range out {
			out[i] = out[i].hidden()
		}
	}
	return out
}
