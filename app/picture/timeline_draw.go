package picture

import (
	"math"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// Draw makes the picture. Its links have the Ref of their event.
func (p *Timeline) Draw() Element {
	class := "when"
	if p.Traffic != nil {
		class = "when when-logged" // its words take a wider margin
	}
	root := el("svg", class, "width", "100%", "height", num(p.Height))
	add := func(e ...Element) { root.Body = append(root.Body, e...) }
	for _, t := range p.Ticks {
		add(el("line", "grid", "x1", "0", "x2", "100%", "y1", num(t.At), "y2", num(t.At)))
	}
	low := p.axisY() - 12
	for _, d := range p.Days {
		add(el("line", "day", "x1", percent(d.At), "x2", percent(d.At), "y1", num(barsTop), "y2", num(low)))
	}
	add(stretched("0", num(barsTop), "100%", barUnit*float64(len(p.Buckets)), p.High).with(p.drawBars()...),
		el("line", "base", "x1", "0", "x2", "100%", "y1", num(p.base()+.5), "y2", num(p.base()+.5)))
	if p.Strip {
		add(stretched("0", num(p.base()+5), "100%", barUnit*float64(len(p.Buckets)), stripHigh).with(p.drawStrip()...))
	}
	add(p.drawTraffic()...)
	for _, d := range p.Days {
		if d.Text != "" {
			add(el("text", "ax", "x", percent(d.At), "dx", "4", "y", num(p.axisY())).says(d.Text))
		}
	}
	x := percent(p.Now)
	dx, anchor := "7", "start"
	if p.NowEnds {
		dx, anchor = "-7", "end"
	}
	add(el("line", "now", "x1", x, "x2", x, "y1", "6", "y2", num(low)),
		el("text", "nowt", "x", x, "dx", dx, "y", "15", "text-anchor", anchor).says(p.NowSays))
	if p.Ahead {
		add(el("text", "ax", "x", x, "dx", dx, "y", "31").says(p.Say))
	}
	for i := range p.Events {
		add(p.drawEvent(&p.Events[i]))
	}
	for _, t := range p.Ticks {
		add(beside(t.At+4, t.Text))
	}
	return root
}

// beside returns a label of an axis. It is in the margin to the left of the picture,
// which Style leaves free, so that a first bar never runs into it.
func beside(y float64, text string) Element {
	return el("text", "ax tick", "x", "0", "dx", "-6", "y", num(y), "text-anchor", "end").says(text)
}

// drawBars draws the bars as one path a kind, and before them what is expected
// to be given up, as a line of steps.
func (p *Timeline) drawBars() []Element {
	wave, waveBounces := p.steps(func(b *protocol.TimeBucket) int { return b.GivenUpBounces + b.GivenUpOrdinary }),
		p.steps(func(b *protocol.TimeBucket) int { return b.GivenUpBounces })
	var kinds [3]strings.Builder
	for i := range p.Buckets {
		b := &p.Buckets[i]
		y := p.High
		for k, h := range p.stackOf([3]int{b.Bounces, b.Ordinary, b.Quarantined}) {
			y -= h
			if h > 0 {
				bar(&kinds[k], i, y, h)
			}
		}
	}
	return []Element{
		path("gv", wave), path("gv gb", waveBounces),
		path("kb", kinds[0].String()), path("km", kinds[1].String()), path("kq", kinds[2].String()),
	}
}

func path(class, d string) Element {
	e := el("path", class, "d", d)
	if d == "" {
		return e.hidden()
	}
	return e
}

// stackOf returns how high the parts of a bar are: whole pixels, at least one for
// what is there, and together not more than the picture has.
func (p *Timeline) stackOf(counts [3]int) (heights [3]float64) {
	sum, largest := 0.0, 0
	for i, n := range counts {
		if n > 0 {
			heights[i] = max(1, math.Round(float64(n)*p.High/float64(p.Top)))
		}
		sum += heights[i]
		if heights[i] > heights[largest] {
			largest = i
		}
	}
	if sum > p.High {
		heights[largest] -= sum - p.High
	}
	return heights
}

func bar(b *strings.Builder, i int, y, h float64) {
	b.WriteString("M" + strconv.Itoa(i*int(barUnit)+1) + " " + num(y) + "h8v" + num(h) + "h-8z")
}

// steps returns the outline of a count over the buckets that have some of it.
func (p *Timeline) steps(count func(*protocol.TimeBucket) int) string {
	first, last := -1, -1
	for i := range p.Buckets {
		if count(&p.Buckets[i]) > 0 {
			last = i
			if first < 0 {
				first = i
			}
		}
	}
	if first < 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("M" + strconv.Itoa(first*int(barUnit)) + " " + num(p.High))
	for i := first; i <= last; i++ {
		h := 0.0
		if n := count(&p.Buckets[i]); n > 0 {
			h = min(p.High, max(1, math.Round(float64(n)*p.High/float64(p.Top))))
		}
		b.WriteString("V" + num(p.High-h) + "h" + num(barUnit))
	}
	b.WriteString("V" + num(p.High))
	return b.String()
}

// drawStrip draws when messages were last tried, in three steps of darkness.
func (p *Timeline) drawStrip() []Element {
	most := 0
	for i := range p.Buckets {
		most = max(most, p.Buckets[i].Tries)
	}
	var paths [3]strings.Builder
	for i := range p.Buckets {
		if n := p.Buckets[i].Tries; n > 0 {
			bar(&paths[min(2, 3*n/max(1, most))], i, 0, stripHigh)
		}
	}
	return []Element{path("tr t1", paths[0].String()), path("tr t2", paths[1].String()), path("tr t3", paths[2].String())}
}

// Mark returns the mark that begins with an event.
func (p *Timeline) Mark(event int) EventMark {
	for _, m := range p.Events {
		if m.First == event {
			return m
		}
	}
	return EventMark{First: event, Last: event}
}

// Numbers returns the text in the mark: "2", or "2–3" for several.
func (m *EventMark) Numbers() string {
	if m.Last > m.First {
		return strconv.Itoa(m.First+1) + "–" + strconv.Itoa(m.Last+1)
	}
	return strconv.Itoa(m.First + 1)
}

// drawEvent draws the number of an event over a line; events that are too close
// have one mark with the first and the last number.
func (p *Timeline) drawEvent(m *EventMark) Element {
	x, y := percent(m.At), 10+20*float64(m.Row)
	shape := el("circle", "", "cx", x, "cy", num(y), "r", "9")
	if m.Last > m.First {
		shape = el("rect", "", "x", x, "y", num(y-9), "width", "30", "height", "18", "rx", "9", "transform", "translate(-15 0)")
	}
	e := el("a", "ev").with(
		el("line", "", "x1", x, "x2", x, "y1", num(y+9), "y2", num(p.base())), shape,
		el("text", "", "x", x, "y", num(y+4), "text-anchor", "middle").says(m.Numbers()))
	e.Ref = ref("e", m.First)
	return e
}
