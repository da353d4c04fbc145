// Package history reads what mail logs have about a message: how often it was
// tried, since when it has failed, why, and what became of it. Its functions
// take the events of one message, oldest first, as queue.History.Of returns
// them.
package history

import "github.com/spoolscope/spoolscope/parser/queue"

// sameAttempt is the number of seconds within which events belong to one attempt: each
// recipient, and each server, has a line of its own.
const sameAttempt = 60

// Tries are the attempts to deliver a message that a log has.
type Tries struct {
	Count        int   // attempts; failures that were only repeated do not count
	First, Last  int64 // times of the first and the last, queue.NoNumber unknown
	FailingSince int64 // the first of the latest unbroken run of deferrals, queue.NoNumber if it does not fail
	Failure      *queue.Event
}

// Of sums up the attempts among the events of a message. Failure is the last failure, by which
// the message waits; nil if the log has none, or none with a reason.
func Of(events []queue.Event) Tries {
	t := Tries{First: queue.NoNumber, Last: queue.NoNumber, FailingSince: queue.NoNumber}
	for n := range events {
		e := &events[n]
		switch e.Kind {
		case queue.EventDeferred, queue.EventNotTried:
			if t.FailingSince == queue.NoNumber {
				t.FailingSince = e.Time
			}
		case queue.EventReleased, queue.EventReceived:
			t.FailingSince = queue.NoNumber
		}
		if e.Kind == queue.EventDeferred || e.Kind == queue.EventNotTried {
			if e.Text != 0 || e.Code != 0 {
				t.Failure = e
			}
		}
		if !e.Kind.Attempt() {
			continue
		}
		if t.Count == 0 || e.Time == queue.NoNumber || t.Last == queue.NoNumber || e.Time-t.Last > sameAttempt {
			t.Count += int(max(e.Count, 1))
		}
		if t.First == queue.NoNumber {
			t.First = e.Time
		}
		if e.Time != queue.NoNumber {
			t.Last = e.Time
		}
	}
	return t
}
