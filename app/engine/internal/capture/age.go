package capture

import (
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Older returns the earlier of a time and a message's creation, 0 being unknown.
func (c *Capture) Older(t protocol.Moment, i int32) protocol.Moment {
	created := c.Queue.Created[i]
	if created == queue.NoNumber || t != 0 && t <= created {
		return t
	}
	return created
}

// Age returns a message's age at the capture in seconds, -1 unknown.
func (c *Capture) Age(i int32) int64 { return c.Index.Age(i) }

// bucket returns the age column of a message.
func bucket(age int64) int {
	for b, bound := range protocol.AgeBuckets {
		if age <= bound {
			return b
		}
	}
	return len(protocol.AgeBuckets)
}
