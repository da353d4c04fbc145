package exim

import (
	"cmp"
	"slices"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// zones are those of a server's clock, in the order of what the clock showed: summer time may
// begin or end while messages wait.
type zones []zone

// zone is how far the clock was ahead of UTC while it showed these times.
type zone struct{ from, to, east int64 }

// zonesOf compares the first line of each log with the envelope, which has the same time in UTC
// (formats/exim.md §12).
func (s *spools) zonesOf() map[uint16]zones {
	readings := map[uint16]zones{}
	for i := range s.facts {
		if !s.Poll.More() {
			break
		}
		l := &s.facts[i].log
		if row := int32(i); l.read && !l.zoned && l.received > 0 && s.Created[row] != queue.NoNumber {
			if east, ok := offset(l.received - s.Created[row]); ok {
				readings[s.Dir[row]] = append(readings[s.Dir[row]], zone{l.received, l.received, east})
			}
		}
	}
	for d, all := range readings {
		slices.SortFunc(all, func(a, b zone) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.east, b.east)) })
		merged := all[:0]
		for _, z := range all {
			if n := len(merged); n > 0 && merged[n-1].east == z.east {
				merged[n-1].to = z.to
				continue
			}
			merged = append(merged, z)
		}
		readings[d] = merged
	}
	return readings
}

// offset returns the zone that makes two clocks differ by that much, to a few seconds.
func offset(apart int64) (east int64, ok bool) {
	const quarter, widest, close = 15 * 60, 14 * 60 * 60, 60
	half := int64(quarter / 2)
	if apart < 0 {
		half = -half
	}
	east = (apart + half) / quarter * quarter
	return east, max(apart-east, east-apart) <= close && max(east, -east) <= widest
}

// unix returns a time that the clock showed as Unix seconds, in the zone of the nearest message.
func (z zones) unix(local int64) int64 {
	best, apart := int64(0), int64(-1)
	for _, r := range z {
		if d := max(r.from-local, local-r.to, 0); apart < 0 || d < apart {
			best, apart = r.east, d
		}
	}
	return local - best
}
