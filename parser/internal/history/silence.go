package history

import (
	"cmp"
	"slices"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// silence is the time between two lines of a log, as a wall clock showed it, and the line after it.
type silence struct {
	from, to int64
	zone     [2]int32 // of the two lines, noZone if they have none
	line     int32
}

func (s *silence) length() int64 { return s.to - s.from }

// silences are the longest ones of a log, the longest first.
type silences struct {
	of    []silence
	least int64 // a shorter one is not kept
	reach int64 // the latest time so far
	zone  int32 // of its line
}

// maxSilences is how many are kept, so that up to one fewer missing pieces are found.
const maxSilences = 16

// A silence is a missing piece of a log if it is this many times longer than all ordinary ones. Most
// servers log something every hour; one that is used only in the daytime is silent at night, and longer
// at weekends.
const (
	busyTimes  = 24  // and a day
	quietTimes = 3   // and three days
	pieceLines = 100 // a piece has more lines than this, unlike what grep found in a log
)

// line takes the time of a line.
func (s *silences) line(t int64, zone, number int32) {
	switch {
	case s.reach == queue.NoNumber:
	case t < s.reach: // a clock that was wrong for a while, or lines of several processes
		before := len(s.of)
		s.of = slices.DeleteFunc(s.of, func(o silence) bool { return o.from < t && t < o.to })
		if len(s.of) == before {
			return
		}
		s.least = 0
	case t-s.reach > s.least:
		s.add(silence{from: s.reach, to: t, zone: [2]int32{s.zone, zone}, line: number})
	}
	s.reach, s.zone = t, zone
}

func (s *silences) add(one silence) {
	at, _ := slices.BinarySearchFunc(s.of, one, func(a, b silence) int { return cmp.Compare(b.length(), a.length()) })
	if len(s.of) == maxSilences {
		s.of = s.of[:maxSilences-1]
	}
	if s.of = slices.Insert(s.of, at, one); len(s.of) == maxSilences {
		s.least = s.of[maxSilences-1].length()
	}
}

// missing returns the silences in which pieces of a log with n lines are missing, and the longest of
// the others.
func (s *silences) missing(lines int32) (pieces []silence, longest int64) {
	for k := len(s.of) - 2; k >= 0; k-- {
		d, next := s.of[k].length(), s.of[k+1].length()
		if d < day || d < busyTimes*next && (d < 3*day || d < quietTimes*next) {
			continue
		}
		if !slices.ContainsFunc(s.of[:k+1], func(o silence) bool { return o.line <= pieceLines || lines-o.line < pieceLines }) {
			return s.of[:k+1], next
		}
	}
	if len(s.of) > 0 {
		longest = s.of[0].length()
	}
	return nil, longest
}
