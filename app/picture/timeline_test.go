package picture

import (
	"regexp"
	"strconv"
	"testing"

	"github.com/spoolscope/spoolscope/app/picture/picturetest"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// timelines returns the sample and extremes.
func timelines(t *testing.T) map[string]*protocol.Timeline {
	sample := picturetest.Timeline(t)
	of := func(step int64, n int, fill func(i int) protocol.TimeBucket) *protocol.Timeline {
		tl := &protocol.Timeline{From: sample.From - mod(sample.From, step), Step: step, Lifetime: 432000}
		for i := range n {
			tl.Buckets = append(tl.Buckets, fill(i))
		}
		tl.Now = tl.From + step*int64(n)*2/3
		return tl
	}
	return map[string]*protocol.Timeline{
		"sample":     sample,
		"none":       {},
		"one bucket": of(60, 1, func(int) protocol.TimeBucket { return protocol.TimeBucket{Ordinary: 1} }),
		"one a bar":  of(300, 90, func(int) protocol.TimeBucket { return protocol.TimeBucket{Bounces: 1, Ordinary: 1, Quarantined: 1} }),
		"a rare peak": of(3600, 120, func(i int) protocol.TimeBucket {
			return protocol.TimeBucket{Bounces: i / 119 * 999_999, Ordinary: 1, Tries: i}
		}),
		"three years": of(86400, 1100, func(i int) protocol.TimeBucket { return protocol.TimeBucket{Ordinary: i % 3} }),
		"forty years": of(86400, 15000, func(i int) protocol.TimeBucket { return protocol.TimeBucket{Ordinary: 1} }),
	}
}

var bars = regexp.MustCompile(`M(\d+) (\d+(?:\.\d+)?)h8v(\d+(?:\.\d+)?)h-8z`)

func TestTimeline(t *testing.T) {
	for name, tl := range timelines(t) {
		for _, size := range []Size{Wide, Narrow} {
			t.Run(name, func(t *testing.T) { checkTimeline(t, tl, LayTimeline(tl, size)) })
		}
	}
}

// checkTimeline asserts what holds for every timeline.
func checkTimeline(t *testing.T, tl *protocol.Timeline, p Timeline) {
	t.Helper()
	if len(p.Buckets) > p.Bars {
		t.Errorf("%d bars, want %d at most", len(p.Buckets), p.Bars)
	}
	if p.Step%60 == 0 && p.From%min(p.Step, day) != 0 {
		t.Errorf("bars of %d s begin at %d, which is not at a whole one", p.Step, p.From)
	}
	have, want := 0, 0
	for _, b := range p.Buckets {
		have += b.Bounces + b.Ordinary + b.Quarantined + b.Tries
		if n := b.Bounces + b.Ordinary + b.Quarantined; n > p.Top {
			t.Errorf("a bar of %d, the axis ends at %d", n, p.Top)
		}
	}
	for _, b := range tl.Buckets {
		want += b.Bounces + b.Ordinary + b.Quarantined + b.Tries
	}
	if have != want {
		t.Errorf("the bars have %d messages and tries, want %d", have, want)
	}
	first := strconv.Itoa(p.Top)[0]
	if p.Top > 0 && first != '1' && first != '2' && first != '4' && first != '5' {
		t.Errorf("the axis ends at %d", p.Top)
	}
	for _, k := range p.Ticks {
		if k.At < barsTop || k.At > p.base() {
			t.Errorf("the line of %s is at %g", k.Text, k.At)
		}
	}
	last := -100.0
	for _, d := range p.Days {
		if d.At < 0 || d.At > 100 {
			t.Errorf("a day at %g%%", d.At)
		}
		if d.Text != "" {
			if d.At-last < p.Size.Days-.01 {
				t.Errorf("%s is at %g%%, the label before at %g%%", d.Text, d.At, last)
			}
			last = d.At
		}
	}
	// Bars are stacked and within the picture, whatever they contain.
	low := map[string]float64{}
	for _, e := range p.drawBars()[2:] {
		for _, a := range e.Attrs {
			for _, m := range bars.FindAllStringSubmatch(a.Value, -1) {
				y, _ := strconv.ParseFloat(m[2], 64)
				h, _ := strconv.ParseFloat(m[3], 64)
				base, ok := low[m[1]]
				if !ok {
					base = p.High
				}
				if h < 1 || y < 0 || y+h != base {
					t.Errorf("a bar at %s from %g is %g high, want it to end at %g", m[1], y, h, base)
				}
				low[m[1]] = y
			}
		}
	}
}

func TestTimelineOfSample(t *testing.T) {
	tl := picturetest.Timeline(t)
	wide, narrow := LayTimeline(tl, Wide), LayTimeline(tl, Narrow)
	if wide.Step != 7200 || narrow.Step != 21600 {
		t.Errorf("bars of %d s and %d s, want 2 h and 6 h", wide.Step, narrow.Step)
	}
	if wide.Top != 400 || len(wide.Ticks) != 3 || wide.Ticks[0].Text != "100" {
		t.Errorf("the axis ends at %d with %+v, want lines at 100, 200 and 300 of 400", wide.Top, wide.Ticks)
	}
	rows := ""
	for _, e := range wide.Events {
		rows += strconv.Itoa(e.First+1) + ":" + strconv.Itoa(e.Row) + " "
	}
	if want := "1:0 2:0 3:1 4:0 "; rows != want {
		t.Errorf("events in rows %q, want %q", rows, want)
	}
	if !wide.Ahead || wide.NowEnds {
		t.Error("the picture does not say what is right of now")
	}
	if got, want := wide.Says(54, 55, tl.Now), "Wed 22:00 to 24:00: "; got[:len(want)] != want {
		t.Errorf("a bar says %q, want %q first", got, want)
	}
}

// Events that are too close to each other take the second row; a third one
// joins its neighbour, and none covers the label of now.
func TestEvents(t *testing.T) {
	tl := picturetest.Timeline(t)
	at := func(percent float64) protocol.TimeEvent {
		return protocol.TimeEvent{At: tl.From + protocol.Moment(percent/100*float64(len(tl.Buckets))*float64(tl.Step))}
	}
	for _, tt := range []struct {
		name   string
		events []protocol.TimeEvent
		want   []EventMark
		ahead  bool
	}{
		{"apart", []protocol.TimeEvent{at(10), at(20)}, []EventMark{{First: 0, Last: 0}, {First: 1, Last: 1}}, true},
		{"near", []protocol.TimeEvent{at(10), at(11), at(20)}, []EventMark{{First: 0, Last: 0}, {First: 1, Last: 1, Row: 1}, {First: 2, Last: 2}}, true},
		{"three", []protocol.TimeEvent{at(10), at(11), at(12)}, []EventMark{{First: 0, Last: 0}, {First: 1, Last: 2, Row: 1}}, true},
		{"beside now", []protocol.TimeEvent{at(52)}, []EventMark{{First: 0, Last: 0, Row: 1}}, false},
		{"outside", []protocol.TimeEvent{at(-3), at(140)}, nil, true},
	} {
		tl.Events = tt.events
		p := LayTimeline(tl, Wide)
		if len(p.Events) != len(tt.want) || p.Ahead != tt.ahead {
			t.Errorf("%s: %+v, said %t, want %+v, %t", tt.name, p.Events, p.Ahead, tt.want, tt.ahead)
			continue
		}
		for i, e := range p.Events {
			if e.At = 0; e != tt.want[i] {
				t.Errorf("%s: event mark %d is %+v, want %+v", tt.name, i, e, tt.want[i])
			}
		}
	}
}

// A listing has no tries: the picture has no strip and is lower.
func TestNoStrip(t *testing.T) {
	tl := picturetest.Timeline(t)
	with := LayTimeline(tl, Wide)
	for i := range tl.Buckets {
		tl.Buckets[i].Tries = 0
	}
	without := LayTimeline(tl, Wide)
	if !with.Strip || without.Strip || without.Height >= with.Height {
		t.Errorf("strip %t, %g px; without tries %t, %g px", with.Strip, with.Height, without.Strip, without.Height)
	}
}

func TestTop(t *testing.T) {
	for most, want := range map[int][2]int{
		0: {1, 1}, 1: {1, 1}, 2: {2, 1}, 3: {4, 1}, 5: {5, 1}, 6: {10, 5}, 11: {20, 5}, 329: {400, 100}, 401: {500, 100}, 812: {1000, 250}, 1_000_001: {2_000_000, 500_000},
	} {
		if top, step := top(most); top != want[0] || step != want[1] {
			t.Errorf("top(%d) = %d, %d, want %v", most, top, step, want)
		}
	}
}

func TestBetween(t *testing.T) {
	tl := picturetest.Timeline(t)
	h := func(n int64) protocol.Moment { return tl.From - 10*3600 + n*3600 } // hours after Sat 7 Mar 00:00
	for _, tt := range []struct {
		from, to protocol.Moment
		want     string
	}{
		{h(118), h(120), "Wed 22:00 to 24:00"},
		{h(118), h(122), "Wed 22:00 to Thu 02:00"},
		{h(20), h(21), "Sat 20:00 to 21:00"},
		{h(-50), h(-49), "4 Mar 22:00 to 23:00"},
	} {
		if got := Between(tt.from, tt.to, tl.Now); got != tt.want {
			t.Errorf("Between = %q, want %q", got, tt.want)
		}
	}
}
