package picture

import "github.com/spoolscope/spoolscope/app/protocol"

const day = 86400

// intervals are the distances between two labels of the axis, in seconds.
var intervals = []int64{60, 300, 900, 1800, 3600, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600,
	day, 2 * day, 3 * day, 7 * day, 14 * day, 28 * day, 91 * day, 182 * day, 364 * day}

// days sets the lines and labels of the axis: at 00:00, of a short span also at
// whole hours. Lines without a label are those of days that are too close.
func (p *Timeline) days() {
	span := p.End() - p.From
	if span <= 0 {
		return
	}
	every := int64(60) // between two labels
	if span > 3*day {
		every = day
	}
	for k := 0; 100*float64(every)/float64(span) < p.Size.Days; k++ {
		if k >= len(intervals) {
			every *= 2
		} else {
			every = max(every, intervals[k])
		}
	}
	line := min(every, day)
	if span > 60*day {
		line = every
	}
	layout := "Mon 2"
	switch {
	case span > 330*day:
		layout = "Jan 2006"
	case span > 21*day:
		layout = "2 Jan"
	}
	// Labels count from the first midnight, which has one.
	first := p.From + mod(-p.From, day)
	for at := p.From + mod(first-p.From, line); at < p.End(); at += line {
		tick := Tick{At: p.place(at)}
		if tick.At > 0 && mod(at-first, every) == 0 && tick.At <= 100-p.Size.End {
			tick.Text = clock(at, layout)
			if mod(at, day) != 0 {
				tick.Text = clock(at, "15:04")
			}
		}
		if tick.At > 0 {
			p.Days = append(p.Days, tick)
		}
	}
}

// events sets the marks of events into two rows above the bars. The text about
// now has the same place: events there take the second row, and the text about
// the time to come is dropped where the line of an event would cross it.
func (p *Timeline) events(t *protocol.Timeline) {
	said := [2]float64{p.Now - 1, p.Now + p.NowAt}
	ahead := p.Now + p.Size.Ahead
	if p.NowEnds {
		said = [2]float64{p.Now - p.NowAt, p.Now + 1}
	}
	p.Ahead = p.Wave && !p.NowEnds && ahead <= 101
	last := [2]float64{-100, -100}
	for i := range t.Events {
		at := p.place(t.Events[i].At)
		if at < 0 || at > 100 {
			continue
		}
		row := 0
		if at-last[0] < p.Size.Events || at > said[0] && at < said[1] {
			row = 1
		}
		if row == 1 && at-last[1] < p.Size.Events && len(p.Events) > 0 {
			p.Events[len(p.Events)-1].Last = i
			continue
		}
		last[row] = at
		if at > said[0] && at < ahead+1 {
			p.Ahead = false
		}
		p.Events = append(p.Events, EventMark{At: at, First: i, Last: i, Row: row})
	}
}
