package logline

import (
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// managed reads a line of the queue manager. A sender stands between the beginning of a line and
// its end; both are Postfix's own.
func managed(text string, e *maillog.Entry) bool {
	switch text {
	case "removed":
		e.Kind = queue.EventEnded
		return true
	case "skipped, still being delivered":
		return true
	}
	from, ok := strings.CutPrefix(text, "from=<")
	if !ok {
		return false
	}
	for _, how := range [...]string{"expired", "force-expired"} {
		if address, ok := strings.CutSuffix(from, ", returned to sender"); ok {
			if address, ok = strings.CutSuffix(address, how); ok {
				if address, ok = strings.CutSuffix(address, ">, status="); ok {
					e.Kind, e.Sender = queue.EventExpired, maillog.Sender(address)
					e.Text = text[len(text)-len(how)-len(", returned to sender"):]
					return true
				}
			}
		}
	}
	// Each attempt begins with it, the first as well as the tenth.
	active, ok := strings.CutSuffix(from, " (queue active)")
	if !ok {
		return false
	}
	at := strings.LastIndex(active, ">, size=")
	if at < 0 {
		return false
	}
	size, recipients, ok := strings.Cut(active[at+len(">, size="):], ", nrcpt=")
	n, errSize := strconv.ParseUint(size, 10, 63)
	if _, err := strconv.ParseUint(recipients, 10, 63); !ok || errSize != nil || err != nil {
		return false
	}
	e.Sender, e.Size = maillog.Sender(active[:at]), int64(n)
	e.Text = text[len(text)-len("queue active)") : len(text)-len(")")]
	return true
}

// notified reads which notice bounce(8) made of a message.
func notified(text string, e *maillog.Entry) bool {
	for _, what := range [...]string{
		"sender non-delivery notification", "sender delay notification", "sender delivery status notification",
		"postmaster non-delivery notification", "postmaster delay notification",
	} {
		if id, ok := strings.CutPrefix(text, what); ok {
			if id, ok = strings.CutPrefix(id, ": "); ok && queue.IsPostfixLogID(id) {
				e.Kind, e.Other, e.Text = queue.EventNotice, id, text[:len(what)]
				return true
			}
		}
	}
	return strings.HasPrefix(text, "not sending trace/success notification") || text == "no trace file -- not sending a notification"
}

// ordered reads what the administrator had done with postsuper. A message that is queued again goes
// on under another id, which only pickup's line has.
func ordered(text string, e *maillog.Entry) bool {
	switch text {
	case "removed":
		e.Kind = queue.EventRemoved
	case "requeued":
		e.Kind = queue.EventMoved
	case "placed on hold":
		e.Kind = queue.EventHeld
	case "released from hold":
		e.Kind = queue.EventReleased
	case "expired":
		e.Kind = queue.EventExpired
	default:
		return false
	}
	return true
}
