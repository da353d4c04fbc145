package capture

import (
	"slices"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Waiting counts messages that the mail system tries by how many of some ages they have reached, and
// apart from these the ones with an empty sender.
type Waiting struct{ All, Null []int }

// reached is by row how many of some ages a message has reached, twice that, and one more with an
// empty sender.
type reached struct {
	ages []int64
	rows []uint8
}

// notWaiting is the number in reached of a message that is not tried, or whose age is unknown.
const notWaiting = 255

// CountWaiting counts the messages of a view that have reached each of some ages, in seconds and in
// ascending order. There are at most 126. What each message has reached is kept for the next view.
func (c *Capture) CountWaiting(v *View, ages []int64) Waiting {
	if c.reached.rows == nil || !slices.Equal(c.reached.ages, ages) {
		c.reached = reached{ages, c.reach(ages)}
	}
	var count [256]int
	for _, i := range v.Rows {
		count[c.reached.rows[i]]++
	}
	w := Waiting{make([]int, len(ages)), make([]int, len(ages))}
	all, null := 0, 0
	for n := len(ages) - 1; n >= 0; n-- { // who reached an age has reached those before
		null += count[2*(n+1)+1]
		all += count[2*(n+1)] + count[2*(n+1)+1]
		w.All[n], w.Null[n] = all, null
	}
	return w
}

func (c *Capture) reach(ages []int64) []uint8 {
	q := c.Queue
	out := make([]uint8, q.Len())
	for i := range out {
		age := c.Age(int32(i))
		if out[i] = notWaiting; !q.State[i].Waits() || age < 0 {
			continue
		}
		n, found := slices.BinarySearch(ages, age)
		if found {
			n++
		}
		out[i] = uint8(2 * n)
		if q.Flags[i]&queue.NullFrom != 0 {
			out[i]++
		}
	}
	return out
}
