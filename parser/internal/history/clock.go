package history

import (
	"slices"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const (
	hour = 3600
	day  = 24 * hour
	// halfYear is the step back between two lines from which a new year has begun; a smaller one
	// is disorder, or a clock that was set.
	halfYear = 183 * day
	quarter  = 900 // seconds: zones are multiples of it
)

// clock works out year and zone of the lines of one log, which traditional stamps leave out
// (formats/logs.md §1.6). Events have the time that a wall clock showed, with the year that is
// assumed, until the whole log was read.
type clock struct {
	year   int   // of the current line, assumed
	sure   bool  // the year follows from ids, not from the time of a file
	latest int64 // see Log.Latest
	prev   int64 // time of the line before, NoNumber at the beginning
	top    int64 // the latest time so far
	bare   int   // lines without a year
	local  int   // lines without a zone
	first  int64 // time of the first line, as local time unless zoned
	last   int64
	zoned  [2]int32 // zones of first and last line, noZone if they have none

	silences

	shift map[int]int // by how many years the assumed one is wrong, and how many lines say so
	runs  []run
	steps []step
}

const noZone = 1 << 30

// run is a range of lines, some of which show the zone.
type run struct {
	from, to int32
	zone     int32
	n        int32
}

// step is a line at which the clock goes back by about an hour.
type step struct {
	line int32
	time int64 // before it
}

const (
	maxRuns  = 64
	maxSteps = 64
)

func newClock(l Log) clock {
	c := clock{latest: l.Latest, year: l.Year, sure: l.Year != 0, prev: queue.NoNumber, silences: silences{reach: queue.NoNumber}, first: queue.NoNumber, last: queue.NoNumber}
	if c.year == 0 && l.Latest > 0 {
		c.year = -1 // the first line decides
	}
	return c
}

// civil returns the time that a line shows, with a year.
func (c *clock) civil(l *maillog.Line, number int32) int64 {
	t := l.Civil
	if !l.Dated {
		c.bare++
		t = c.dated(l)
	}
	z := int32(noZone)
	if l.Zoned {
		z = l.Zone
	} else {
		c.local++
		if c.prev != queue.NoNumber && t < c.top-hour/3 && t > c.top-2*hour && len(c.steps) < maxSteps && t < c.prev-hour/3 {
			c.steps = append(c.steps, step{line: number, time: c.prev})
		}
	}
	if c.first == queue.NoNumber {
		c.first, c.zoned[0] = t, z
		c.top = t
	}
	c.silences.line(t, z, number)
	c.prev, c.last, c.zoned[1] = t, t, z
	c.top = max(c.top, t)
	if l.Zoned {
		t -= int64(l.Zone)
	}
	return t
}

// dated gives a stamp without a year the one of the line before, or the next one.
func (c *clock) dated(l *maillog.Line) int64 {
	if c.year <= 0 {
		year := fallbackYear
		if c.latest > 0 {
			year = maillog.YearOf(c.latest + day)
			if maillog.InYear(l.Civil, year) > c.latest+day {
				year--
			}
		}
		c.year = year
	}
	t := maillog.InYear(l.Civil, c.year)
	if c.prev == queue.NoNumber {
		return t
	}
	switch {
	case t < c.prev-halfYear:
		c.year++
		return maillog.InYear(l.Civil, c.year)
	case t > c.prev+halfYear: // a line of the old year behind one of the new
		return maillog.InYear(l.Civil, c.year-1)
	}
	return t
}

// fallbackYear is assumed while the year is unknown; such times are not shown.
const fallbackYear = 2000

// vote takes the true time of a line, which shows its year and zone.
func (c *clock) vote(where at, unix int64, dated bool) {
	if where.time == queue.NoNumber {
		return
	}
	off := where.time - unix
	years := 0
	if !dated {
		for _, y := range [...]int{0, -1, 1, -2, 2, -3, 3} {
			t := maillog.Shift(where.time, y)
			if d := t - unix; d > -13*hour && d < 15*hour {
				off, years = d, y
				break
			}
		}
		if off <= -13*hour || off >= 15*hour {
			for y := -30; y <= 30; y++ { // a fallback year
				if d := maillog.Shift(where.time, y) - unix; d > -13*hour && d < 15*hour {
					off, years = d, y
				}
			}
		}
	}
	zone := rounded(off, quarter)
	if zone < -12*hour || zone > 14*hour || max(off-zone, zone-off) > 5 {
		return
	}
	if c.shift == nil {
		c.shift = map[int]int{}
	}
	c.shift[years]++
	c.run(where.line, int32(zone))
}

// weakVote takes the time in an id: its message was logged then, or some seconds later.
func (c *clock) weakVote(where at, unix int64) {
	const lag, step = 240, 2 * quarter
	off := where.time - unix
	if off < -13*hour || off > 15*hour {
		for y := -30; y <= 30; y++ {
			if d := maillog.Shift(where.time, y) - unix; d > -13*hour && d < 15*hour {
				if c.shift == nil {
					c.shift = map[int]int{}
				}
				c.shift[y]++
				off = d
				break
			}
		}
	} else {
		if c.shift == nil {
			c.shift = map[int]int{}
		}
		c.shift[0]++
	}
	zone := floor(off+2, step)
	if zone < -12*hour || zone > 14*hour || off-zone > lag {
		return
	}
	c.run(where.line, int32(zone))
}

func rounded(v, to int64) int64 { return floor(v+to/2, to) }

func floor(v, to int64) int64 {
	q := v / to
	if v%to < 0 {
		q--
	}
	return q * to
}

// run notes that a line has a zone. A single line that differs from those around it is an accident.
func (c *clock) run(line, zone int32) {
	k := len(c.runs) - 1
	switch {
	case k >= 0 && line < c.runs[k].from: // a line that was looked up
	case k >= 0 && c.runs[k].zone == zone:
		c.runs[k].to = line
		c.runs[k].n++
	case k >= 1 && c.runs[k].n <= 2 && c.runs[k-1].zone == zone:
		c.runs = c.runs[:k]
		c.runs[k-1].to = line
		c.runs[k-1].n++
	case len(c.runs) < maxRuns:
		c.runs = append(c.runs, run{line, line, zone, 1})
	}
}

// settle decides which runs are right: those of few lines, beside those of many, are accidents.
func (c *clock) settle() {
	total := int32(0)
	for _, r := range c.runs {
		total += r.n
	}
	c.runs = slices.DeleteFunc(c.runs, func(r run) bool { return r.n <= 2 && r.n*10 < total })
	var merged []run
	for _, r := range c.runs {
		if k := len(merged) - 1; k >= 0 && merged[k].zone == r.zone {
			merged[k].to = r.to
			merged[k].n += r.n
			continue
		}
		merged = append(merged, r)
	}
	c.runs = merged
}

// years returns by how many years the assumed year has to be moved.
func (c *clock) years() int {
	best, most := 0, 0
	for y, n := range c.shift {
		if d := max(y, -y) - max(best, -best); n > most || n == most && (d < 0 || d == 0 && y < best) {
			best, most = y, n
		}
	}
	if most == 0 && !c.sure && c.latest > 0 && c.last != queue.NoNumber && c.last > c.latest+2*day {
		best = -1
	}
	return best
}

// yearKnown reports whether anything showed the year.
func (c *clock) yearKnown() bool { return c.sure || c.latest > 0 || len(c.shift) > 0 }

// zoneAt returns the zone of a line, and how sure it is.
func (c *clock) zoneAt(line int32, t int64) (int32, queue.Clock) {
	k, found := slices.BinarySearchFunc(c.runs, line, func(r run, line int32) int {
		switch {
		case r.to < line:
			return -1
		case r.from > line:
			return 1
		}
		return 0
	})
	switch {
	case found:
		return c.runs[k].zone, queue.ClockDerived
	case k == 0:
		return c.runs[0].zone, queue.ClockDerived
	case k == len(c.runs):
		return c.runs[k-1].zone, queue.ClockDerived
	}
	// Between two runs the clock was set.
	before, after := c.runs[k-1], c.runs[k]
	for _, s := range c.steps {
		if s.line > before.to && s.line <= after.from {
			if line >= s.line {
				return after.zone, queue.ClockDerived
			}
			return before.zone, queue.ClockDerived
		}
	}
	if after.zone > before.zone {
		if tod := t % day; tod >= 3*hour && tod < 12*hour {
			return after.zone, queue.ClockDerived
		}
	}
	return before.zone, queue.ClockUnsure
}
