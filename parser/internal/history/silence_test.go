package history

import (
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// A missing piece of a log is distinguished from the silence of a server that nobody uses at
// night or at weekends.
func TestMissingPieces(t *testing.T) {
	const minute = 60
	// times returns the times of lines at a fixed interval, for a time.
	times := func(from, every, length int64) (out []int64) {
		for at := from; at < from+length; at += every {
			out = append(out, at)
		}
		return out
	}
	join := func(parts ...[]int64) []int64 { return slices.Concat(parts...) }
	var office, short []int64 // Monday to Friday from eight to six
	for d := range int64(28) {
		if d%7 < 5 {
			office = append(office, times(d*day+8*hour, 10*minute, 10*hour)...)
		}
	}
	short = office[:len(office)/4+20] // one weekend
	busy := times(0, minute, 4*day)
	for _, tt := range []struct {
		name string
		at   []int64
		want []int32 // lines
	}{
		{"nothing is missing", busy, nil},
		{"a day", join(busy, times(5*day+hour, minute, day)), []int32{5761}},
		{"two pieces", join(busy, times(6*day, minute, day), times(12*day, minute, day)), []int32{5761, 7201}},
		{"the nights and weekends of an office", office, nil},
		{"one weekend of an office", short, nil},
		{"two weeks of an office", join(office[:600], office[600:][:0], shifted(office[600:], 14*day)), []int32{601}},
		{"a few lines that were searched for", join(times(0, hour, 5*hour), times(9*day, hour, 5*hour)), nil},
		{"a clock that was wrong for one line", join(busy, []int64{90 * day}, times(4*day, minute, day)), nil},
		{"lines of several processes", join(busy, times(4*day-20, minute, day)), nil},
		{"an hour twice", join(busy, times(4*day-hour, minute, day)), nil},
	} {
		s := silences{reach: queue.NoNumber}
		for n, at := range tt.at {
			s.line(at, noZone, int32(n+1))
		}
		pieces, _ := s.missing(int32(len(tt.at)))
		var got []int32
		for _, p := range pieces {
			got = append(got, p.line)
		}
		slices.Sort(got)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: before the lines %v, want %v", tt.name, got, tt.want)
		}
	}
}

func shifted(at []int64, by int64) []int64 {
	out := slices.Clone(at)
	for k := range out {
		out[k] += by
	}
	return out
}
