package mailq

import "github.com/spoolscope/spoolscope/parser/queue"

// Pair is a date of a listing and the same moment in UTC (Unix), from the message's
// T line or its queue id. An id may be a little older than its message.
type Pair struct {
	Date queue.ListingDate
	Unix int64
}

const (
	quarter = 15 * 60
	// Zones reach from 12 hours west to 14 hours east.
	minZone, maxZone = -12 * 60 * 60, 14 * 60 * 60
	// A date has no seconds, so it is up to a minute before the moment; a process
	// may take its id up to some minutes before it accepts the message.
	maxEarly, maxLate = 59, 5 * 60
)

// Zone works out the server's offset east of UTC, in seconds, a multiple of 15
// minutes. Each pair votes for the offset that makes its date and its time the
// same moment; most votes win, and of offsets with as many votes the one of the
// latest message, as summer time may have begun meanwhile. It reports false when
// no pair votes.
func Zone(pairs []Pair) (offset int, ok bool) {
	votes := make(map[int]int)
	latest := make(map[int]int64)
	for _, p := range pairs {
		if zone, fits := zoneOf(p); fits {
			votes[zone]++
			latest[zone] = max(latest[zone], p.Unix)
		}
	}
	best := 0
	for zone := minZone; zone <= maxZone; zone += quarter {
		n := votes[zone]
		if n > best || (n > 0 && n == best && latest[zone] > latest[offset]) {
			offset, best = zone, n
		}
	}
	return offset, best > 0
}

// zoneOf returns the offset at which a pair's date is its time.
func zoneOf(p Pair) (int, bool) {
	if p.Date.Month == 0 {
		return 0, false
	}
	// As if the date were UTC, it is off by the zone, at most 14 hours.
	local, ok := nearest(p.Date, p.Unix, 0)
	if !ok || local-p.Unix < minZone-maxEarly || local-p.Unix > maxZone+maxLate {
		return 0, false
	}
	off := int(local - p.Unix)
	// maxEarly and maxLate are less than half a quarter, so one zone fits at most.
	for zone := floor(off, quarter); zone <= floor(off, quarter)+quarter; zone += quarter {
		if d := off - zone; d >= -maxEarly && d <= maxLate && zone >= minZone && zone <= maxZone {
			return zone, true
		}
	}
	return 0, false
}

// floor rounds down to a multiple of step.
func floor(n, step int) int { return n - (n%step+step)%step }
