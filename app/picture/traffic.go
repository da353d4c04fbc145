package picture

import (
	"math"
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// Sizes of the band that shows deliveries, in pixels.
const (
	trafficHalf = 15.0 // above its line, and below
	trafficHigh = 2*trafficHalf + 10
)

// mergeTraffic copies the deliveries, several steps as one where the bars are
// longer.
func (p *Timeline) mergeTraffic(t *protocol.TimeTraffic) {
	if t == nil || len(t.Steps) == 0 || len(p.Buckets) == 0 {
		return
	}
	step := max(t.Step, p.Step)
	m := &protocol.TimeTraffic{From: t.From - mod(t.From, step), Step: step}
	for i, s := range t.Steps {
		n := int((t.From + int64(i)*t.Step - m.From) / step)
		for len(m.Steps) <= n {
			m.Steps = append(m.Steps, protocol.TrafficStep{})
		}
		m.Steps[n].Delivered += s.Delivered
		m.Steps[n].Failed += s.Failed
	}
	p.Traffic = m
}

// MostTraffic returns the extent of the band, up or down: the most in one step.
func (p *Timeline) MostTraffic() int {
	most := 0
	if p.Traffic != nil {
		for _, s := range p.Traffic.Steps {
			most = max(most, s.Delivered, s.Failed)
		}
	}
	return most
}

// trafficY returns the top of the band, below the strip of last tries.
func (p *Timeline) trafficY() float64 {
	if p.Strip {
		return p.base() + stripHigh + 10
	}
	return p.base() + 5
}

// drawTraffic draws what was delivered above a line, and what failed below it.
func (p *Timeline) drawTraffic() []Element {
	if p.Traffic == nil {
		return nil
	}
	var up, down strings.Builder
	most := float64(max(1, p.MostTraffic()))
	unit := barUnit / float64(p.Step)
	high := func(n int) float64 { return max(1, math.Round(float64(n)*trafficHalf/most)) }
	for i, s := range p.Traffic.Steps {
		from := p.Traffic.From + int64(i)*p.Traffic.Step
		left, right := max(0, float64(from-p.From)*unit)+1, float64(from+p.Traffic.Step-p.From)*unit-1
		if right <= left {
			continue
		}
		cell := func(b *strings.Builder, y, h float64) {
			b.WriteString("M" + num(left) + " " + num(y) + "h" + num(right-left) + "v" + num(h) + "h" + num(left-right) + "z")
		}
		if s.Delivered > 0 {
			h := high(s.Delivered)
			cell(&up, trafficHalf-h, h)
		}
		if s.Failed > 0 {
			cell(&down, trafficHalf+1, high(s.Failed))
		}
	}
	y := p.trafficY()
	middle := num(y + trafficHalf + .5)
	return []Element{
		stretched("0", num(y), "100%", barUnit*float64(len(p.Buckets)), 2*trafficHalf+1).with(path("dl", up.String()), path("fl", down.String())),
		el("line", "grid", "x1", "0", "x2", percent(p.Now), "y1", middle, "y2", middle),
		beside(y+trafficHalf-3, "delivered"),
		beside(y+2*trafficHalf-2, "failed"),
	}
}

// trafficIn adds up the steps that are whole within a time.
func (p *Timeline) trafficIn(from, to protocol.Moment) (s protocol.TrafficStep) {
	if p.Traffic == nil {
		return s
	}
	for i, t := range p.Traffic.Steps {
		if at := p.Traffic.From + int64(i)*p.Traffic.Step; at >= from && at+p.Traffic.Step <= to {
			s.Delivered += t.Delivered
			s.Failed += t.Failed
		}
	}
	return s
}

// saysTraffic puts deliveries into words, "" for none.
func saysTraffic(s protocol.TrafficStep) string {
	if s == (protocol.TrafficStep{}) {
		return ""
	}
	return words.Number(s.Delivered) + " delivered and " + words.Plural(s.Failed, "failed attempt", "failed attempts") + " in the mail log"
}
