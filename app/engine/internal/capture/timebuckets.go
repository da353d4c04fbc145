package capture

import (
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Times are the messages of a view by the buckets of a TimeAxis, and by kind where
// that makes a difference.
type Times struct {
	Arrived, GivenUp [triage.NumKinds]buckets
	Tried            buckets
}

// buckets counts by bucket; the last ones count what is in none.
type buckets [256]int32

// Places in buckets beyond those of the axis, of which there are maxBuckets at most.
const (
	Earlier = 254 // before the axis begins
	NoTime  = 255 // at no time that is known, or is shown
)

// rowTimes are the buckets of each row. Working them out takes longer than counting.
type rowTimes struct{ arrived, tried, givenUp []uint8 }

// Times counts the messages in some rows by the buckets of the axis.
func (a *TimeAxis) Times(c *Capture, rows []int32) *Times {
	if a.rows == nil {
		a.rows = a.rowTimes(c)
	}
	t, r := &Times{}, a.rows
	for _, i := range rows {
		kind := c.Index.Kind(i)
		t.Arrived[kind][r.arrived[i]]++
		t.GivenUp[kind][r.givenUp[i]]++
		t.Tried[r.tried[i]]++
	}
	return t
}

// CountEvents counts the messages in some rows that each event of the axis is about.
func (a *TimeAxis) CountEvents(c *Capture, rows []int32) []int {
	if a.about == nil {
		a.about = make([]uint8, c.Queue.Len())
		for n, e := range a.Events {
			selected, _ := c.Index.Select(e.Term) // cannot fail: it is our own
			for _, i := range selected {
				a.about[i] |= 1 << n
			}
		}
	}
	var sets [256]int
	for _, i := range rows {
		sets[a.about[i]]++
	}
	count := make([]int, len(a.Events))
	for n := range count {
		for set, messages := range sets {
			if set>>n&1 != 0 {
				count[n] += messages
			}
		}
	}
	return count
}

// rowTimes finds the buckets of each row.
func (a *TimeAxis) rowTimes(c *Capture) *rowTimes {
	q := c.Queue
	all := make([]uint8, 3*q.Len())
	r := &rowTimes{all[:q.Len()], all[q.Len() : 2*q.Len()], all[2*q.Len():]}
	past, end := a.From+int64(a.Past)*a.Step, a.From+int64(a.Buckets)*a.Step
	bucket := func(at, end int64) uint8 {
		switch {
		case at == queue.NoNumber || at >= end:
			return NoTime
		case at < a.From:
			return Earlier
		}
		return uint8((at - a.From) / a.Step)
	}
	for i := range r.arrived {
		r.arrived[i] = bucket(q.Created[i], past)
		r.tried[i] = bucket(q.LastTry[i], past)
		r.givenUp[i] = bucket(c.GiveUp(int32(i)), end)
	}
	return r
}
