package history

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Reasons gives messages that wait without a recorded reason the one from their history: a
// queue file has only the last status, which can be that the sender was warned, or nothing.
func Reasons(q *queue.Queue, p *poll.Poll) {
	if q.History == nil {
		return
	}
	for _, i := range q.Order {
		if !p.More() {
			return
		}
		if q.State[i] != queue.Deferred && q.State[i] != queue.Processing || !hidesReason(q.Text(q.Effective[i])) {
			continue
		}
		if s := lastFailure(q, i); s != 0 {
			q.Effective[i] = s
			q.Flags[i] |= queue.LogStatus
		}
	}
}

// hidesReason reports whether a status does not say why a message waits.
func hidesReason(status string) bool {
	switch strings.TrimRight(status, ": ") {
	case "", "Deferred":
		return true
	}
	return strings.HasPrefix(status, "Warning: could not send message for past ")
}

// lastFailure returns the status of the last attempt that failed temporarily, as the queue would have
// it, 0 if none is known or a later event ends it.
func lastFailure(q *queue.Queue, i int32) queue.Str {
	events := q.History.Of(i)
	for n := len(events) - 1; n >= 0; n-- {
		e := &events[n]
		if e.Kind != queue.EventDeferred && e.Kind != queue.EventNotTried {
			continue
		}
		text := q.Text(e.Text)
		if hidesReason(text) || text == "queued" {
			continue
		}
		if q.Dirs[q.Dir[i]].System == queue.Sendmail && e.Code != 0 && !strings.HasPrefix(text, "Deferred: ") {
			return q.Strings.Add("Deferred: " + text) // what a server replied
		}
		return e.Text
	}
	return 0
}
