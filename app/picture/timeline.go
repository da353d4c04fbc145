package picture

import (
	"math"
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// Size is a width for which a timeline is drawn: how many bars it has room for,
// how high they are, and how far texts and marks must stand apart, in percent
// of the width.
type Size struct {
	Bars   int     // at most
	High   float64 // of the bars, in pixels
	Days   float64 // between two labels of the axis
	End    float64 // of the axis, without a label
	Events float64 // between two marks of events
	NowAt  float64 // width of the time now
	Ahead  float64 // width of the text about the time to come
	Say    string  // that
}

// The sizes: above and below 900 pixels.
var (
	Wide = Size{Bars: 150, High: 128, Days: 6, End: 5, Events: 2.5, NowAt: 13, Ahead: 27,
		Say: "from here on: expected to be given up"}
	Narrow = Size{Bars: 42, High: 104, Days: 15, End: 12, Events: 6, NowAt: 32, Ahead: 50,
		Say: "expected to be given up"}
	// Sheet is for the page of a report, on paper and on screens.
	Sheet = Size{Bars: 130, High: 72, Days: 9, End: 7, Events: 3.5, NowAt: 19, Ahead: 38,
		Say: "expected to be given up"}
)

const (
	barsTop   = 46.0 // room for events and for the text about now
	barUnit   = 10.0 // of the drawing that stretches: a bar and the space after it
	stripHigh = 8.0
)

// steps are the lengths of a bar in seconds.
var steps = []int64{60, 300, 900, 3600, 7200, 21600, 43200, 86400, 7 * 86400, 28 * 86400, 364 * 86400}

// Timeline is a protocol.Timeline, laid out.
type Timeline struct {
	Size
	From    protocol.Moment
	Step    int64 // seconds a bar
	Buckets []protocol.TimeBucket
	Height  float64
	Strip   bool                  // last tries are known
	Traffic *protocol.TimeTraffic // nil if no mail log is known
	Aside   string                // what quarantined mail is called
	Top     int                   // what the axis reaches
	Ticks   []Tick
	Days    []Tick
	Now     float64 // in percent of the width
	NowSays string
	NowEnds bool // its text is on the left
	Ahead   bool // there is room for the text to the right of now
	Wave    bool // mail is expected to be given up
	Events  []EventMark
}

// Tick is a place on an axis: in percent of the width, or in pixels from the
// top.
type Tick struct {
	At   float64
	Text string // "" for a line alone
}

// EventMark is one event, or several that are too near to each other.
type EventMark struct {
	At          float64
	First, Last int // of the events
	Row         int // 0 or 1
}

// LayTimeline lays a timeline out for a width.
func LayTimeline(t *protocol.Timeline, size Size) Timeline {
	p := Timeline{Size: size, Aside: Aside(t)}
	p.merge(t)
	p.mergeTraffic(t.Traffic)
	most := 0
	now := p.BucketOf(t.Now)
	for i, b := range p.Buckets {
		most = max(most, b.Bounces+b.Ordinary+b.Quarantined)
		wave := b.GivenUpBounces + b.GivenUpOrdinary
		if i != now { // everything overdue is given up now, and would flatten the rest
			most = max(most, wave)
		}
		p.Strip = p.Strip || b.Tries > 0
		p.Wave = p.Wave || wave > 0
	}
	p.Height = p.axisY() + 14
	var step int
	p.Top, step = top(most)
	for n := step; n < p.Top || n == p.Top && n == step; n += step {
		p.Ticks = append(p.Ticks, Tick{p.base() - float64(n)*size.High/float64(p.Top), Count(n)})
	}
	p.Now, p.NowSays = p.place(t.Now), "now, "+clock(t.Now, "Mon 15:04")
	p.NowEnds = p.Now+size.NowAt > 100
	p.days()
	p.events(t)
	return p
}

// base returns the foot of the bars, axisY the place of the axis labels.
func (p *Timeline) base() float64 { return barsTop + p.High }

func (p *Timeline) axisY() float64 {
	y := p.base() + 18
	if p.Strip {
		y += 12
	}
	if p.Traffic != nil {
		y += trafficHigh
	}
	return y
}

// merge copies the buckets, several as one where there are too many for the
// width.
func (p *Timeline) merge(t *protocol.Timeline) {
	p.Step, p.From = max(1, t.Step), t.From
	n := len(t.Buckets)
	if n == 0 {
		return
	}
	for k := 0; n > p.Bars; k++ {
		s := 2 * p.Step
		if k < len(steps) {
			s = steps[k]
		}
		if s <= p.Step || s%t.Step != 0 {
			continue
		}
		p.Step, p.From = s, t.From-mod(t.From, s)
		n = int((t.From + int64(len(t.Buckets))*t.Step - p.From + s - 1) / s)
	}
	p.Buckets = make([]protocol.TimeBucket, n)
	for i, b := range t.Buckets {
		at := &p.Buckets[(t.From+int64(i)*t.Step-p.From)/p.Step]
		at.Bounces += b.Bounces
		at.Ordinary += b.Ordinary
		at.Quarantined += b.Quarantined
		at.Tries += b.Tries
		at.GivenUpBounces += b.GivenUpBounces
		at.GivenUpOrdinary += b.GivenUpOrdinary
	}
}

func mod(a, b int64) int64 { return (a%b + b) % b }

// End returns the end of the last bar.
func (p *Timeline) End() protocol.Moment { return p.From + int64(len(p.Buckets))*p.Step }

// place returns where a time stands, in percent of the width.
func (p *Timeline) place(at protocol.Moment) float64 {
	if len(p.Buckets) == 0 {
		return 0
	}
	return 100 * float64(at-p.From) / float64(p.End()-p.From)
}

// Bucket returns the bar at a place, given as a share of the width from 0 to 1.
func (p *Timeline) Bucket(share float64) int {
	return max(0, min(len(p.Buckets)-1, int(math.Floor(share*float64(len(p.Buckets))))))
}

// BucketOf returns the bar of a time.
func (p *Timeline) BucketOf(at protocol.Moment) int {
	return max(0, min(len(p.Buckets)-1, int((at-p.From)/max(1, p.Step))))
}

// top returns the next of 1, 2, 4 and 5 times a power of ten, and the distance of the
// lines below it.
func top(most int) (top, step int) {
	for unit := 1; ; unit *= 10 {
		for _, lead := range []struct{ top, quarters int }{{1, 1}, {2, 2}, {4, 4}, {5, 4}} {
			if top := lead.top * unit; most <= top {
				switch {
				case lead.top == 5 || lead.top == 4:
					return top, unit
				case lead.top == 2 && unit >= 10:
					return top, unit / 2
				case lead.top == 1 && unit >= 100:
					return top, unit / 4
				case lead.top == 1 && unit == 10:
					return top, unit / 2
				}
				return top, unit
			}
		}
	}
}

// clock writes a time in UTC.
func clock(at protocol.Moment, layout string) string { return time.Unix(at, 0).UTC().Format(layout) }
