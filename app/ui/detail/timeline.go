package detail

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// labelWidth is how much of the line a label takes.
const labelWidth = 0.17

// label is where the text of a mark is: above or below the line, to the
// right or to the left of the mark; further down if all of these places are taken.
type label struct{ Low, Left, Down bool }

// markLook is the look of a kind of mark, and the best places for its label.
// Labels are placed in the order of this list: the first ones choose first.
var markLooks = []struct {
	Kind, Class string
	Best        label
}{
	{"now", "now", label{}},
	{"end", "end", label{Left: true}},
	{"last", "st-defer", label{Low: true, Left: true}},
	{"next", "next", label{Low: true}},
	{"created", "", label{}},
	{"warned", "st-defer", label{Low: true}},
}

// placeLabels finds a place for each mark's label where it covers no other;
// one for which there is none goes into a row of its own below.
func placeLabels(marks []protocol.Mark) []label {
	type span struct{ low, from, to float64 }
	var taken []span
	fits := func(t float64, l label) (span, bool) {
		s := span{0, t, t + labelWidth} // low: 0 above the line, 1 below it, 2 below that
		if l.Left {
			s.from, s.to = t-labelWidth, t
		}
		if l.Low {
			s.low = 1
		}
		if l.Down {
			s.low = 2
		}
		if s.from < -0.01 || s.to > 1.01 {
			return s, false
		}
		for _, o := range taken {
			if o.low == s.low && s.from < o.to && o.from < s.to {
				return s, false
			}
		}
		return s, true
	}
	out := make([]label, len(marks))
	for _, look := range markLooks {
		for i, m := range marks {
			if m.Kind != look.Kind {
				continue
			}
			best := look.Best
			if m.T+labelWidth > 1.01 {
				best.Left = true
			} else if m.T-labelWidth < -0.01 {
				best.Left = false
			}
			down := label{Low: true, Left: best.Left, Down: true}
			out[i] = down
			for _, l := range []label{
				best, {Low: best.Low, Left: !best.Left}, {Low: !best.Low, Left: best.Left}, {Low: !best.Low, Left: !best.Left}, down, {Low: true, Left: !best.Left, Down: true},
			} {
				if s, ok := fits(m.T, l); ok {
					out[i] = l
					taken = append(taken, s)
					break
				}
			}
		}
	}
	return out
}

func markClass(m protocol.Mark, l label) string {
	var class []string
	for _, look := range markLooks {
		if look.Kind == m.Kind && look.Class != "" {
			class = append(class, look.Class)
		}
	}
	if m.Kind == "try" {
		return "try"
	}
	if l.Low {
		class = append(class, "low")
	}
	if l.Down {
		class = append(class, "down")
	}
	if l.Left {
		class = append(class, "left")
	}
	return strings.Join(class, " ")
}

// timelineCard draws the life of the message. The pane has no room for a line
// and gets a list.
func timelineCard(d *protocol.Detail, wide bool) app.UI {
	tries := false
	for _, m := range d.Timeline {
		tries = tries || m.Kind == "try"
	}
	note := "UTC"
	if tries {
		note = "UTC. The small marks are tries, from the mail log"
	}
	if !wide {
		var fs []protocol.Fact
		for _, m := range d.Timeline {
			if m.Kind != "try" {
				fs = append(fs, protocol.Fact{Name: m.Title, Value: m.Note})
			}
		}
		return card("h-time", "Timeline", "UTC", nil, facts(fs, "card-body"))
	}
	places := placeLabels(d.Timeline)
	items := make([]app.UI, 0, len(d.Timeline))
	for i, m := range d.Timeline {
		li := app.Li().Class(markClass(m, places[i])).Attr("data-t", ratio(m.T))
		if m.Kind != "try" {
			li.Body(app.Div().Body(app.B().Text(m.Title), app.Span().Text(m.Note)))
		}
		items = append(items, li)
	}
	return card("h-time", "Timeline", note, nil,
		app.Ol().Class("tl").Attr("data-now", ratio(d.TimelineNow)).Body(items...))
}

// ratio returns a share of the line as the attributes want it.
func ratio(t float64) string { return strconv.FormatFloat(max(0, min(t, 1)), 'f', 4, 64) }
