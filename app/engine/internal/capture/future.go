package capture

import (
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// NextTry returns when a message is tried next, 0 unknown. Postfix records it. No
// queue records how often sendmail runs it, so that is an estimate: it takes the mean time between the tries so far, of which
// the first was at once, and adds it to the last one.
func (c *Capture) NextTry(i int32) protocol.Moment {
	q := c.Queue
	if t, _ := c.Index.NextTry(i); t != 0 {
		return t
	}
	created, last, tries := q.Created[i], q.LastTry[i], int64(q.Attempts[i])
	if !q.State[i].Waits() || created == queue.NoNumber || last == queue.NoNumber || last <= created || tries < 2 {
		return 0
	}
	return last + (last-created)/(tries-1)
}

// GivenUp returns when the mail system is expected to give a message up, 0 unknown or
// never: quarantined mail stays.
func (c *Capture) GivenUp(i int32) protocol.Moment {
	since := c.Index.KeptSince(i)
	if !c.Queue.State[i].Waits() || since == queue.NoNumber {
		return 0
	}
	return since + c.Index.KeptFor(i)
}
