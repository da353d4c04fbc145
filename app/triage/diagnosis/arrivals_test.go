package diagnosis

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// past makes arrivals from messages of some ages, in seconds.
func past(ages ...int64) *arrivals {
	q := queuetest.New()
	q.Dirs = []queue.Dir{{}}
	q.Taken = 1_700_000_000
	for n, age := range ages {
		i := q.Row(0, strconv.Itoa(n))
		q.Created[i] = q.Taken - age
		q.Order = append(q.Order, i)
	}
	a := newArrivals(triage.NewIndex(q.Queue), q.Order, 0)
	return &a
}

func TestJump(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	spread := func(n int, from, to int64) (ages []int64) {
		for range n {
			ages = append(ages, to+r.Int64N(from-to))
		}
		return ages
	}
	// What is left over on a working server after five days.
	left := func(n int) (ages []int64) {
		for range n {
			u := r.Float64()
			ages = append(ages, int64(math.Pow(u, 3)*5*day))
		}
		return ages
	}
	tests := []struct {
		name string
		ages []int64
		want int64 // age of the jump, 0 none
		over bool
	}{
		{"none", nil, 0, false},
		{"one message", []int64{hour}, 0, false},
		{"what is left of a working day", left(500), 0, false},
		{"much of it", left(20_000), 0, false},
		{"evenly spread", spread(2000, 5*day, 0), 0, false},
		{"a jump hours ago", append(left(200), spread(1500, 8*hour, 0)...), 8 * hour, false},
		{"a jump minutes ago", append(left(200), spread(2000, 50*minute, 0)...), 50 * minute, false},
		{"a jump days ago", append(spread(100, 5*day, 0), spread(3000, 2*day, 0)...), 2 * day, false},
		{"all came at once", spread(400, 3*hour, 0), 0, false},
		{"a wave that ended", append(spread(100, 5*day, 0), spread(3000, 30*hour, 20*hour)...), 30 * hour, true},
		{"too few", append(spread(100, 5*day, 0), spread(15, 3*hour, 0)...), 0, false},
	}
	for _, tt := range tests {
		a := past(tt.ages...)
		j, ok := a.jump()
		if ok != (tt.want != 0) {
			t.Errorf("%s: jump = %+v, %v, want %v", tt.name, j, ok, tt.want != 0)
			continue
		}
		if !ok {
			continue
		}
		age := a.end - a.at(j.from)
		if diff := age - tt.want; diff < -tt.want/20-60 || diff > tt.want/20+60 {
			t.Errorf("%s: jump %d minutes ago, want %d", tt.name, age/60, tt.want/60)
		}
		if over := j.to < len(a.minutes); over != tt.over {
			t.Errorf("%s: over = %v, want %v", tt.name, over, tt.over)
		}
		if j.before >= j.since/2 {
			t.Errorf("%s: %.1f an hour before, %.1f since", tt.name, j.before, j.since)
		}
	}
}
