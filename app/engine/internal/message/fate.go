package message

import (
	"github.com/spoolscope/spoolscope/app/triage/history"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// fates are the words for what became of a message.
var fates = [history.NumFates]string{
	history.Waiting: "still waits at the end of the log", history.Held: "put aside", history.Rejected: "never accepted", history.Moved: "goes on under another ID",
	history.Discarded: "discarded", history.Delivered: "delivered", history.Bounced: "bounced", history.Expired: "given up: too old",
	history.Lost: "queue file lost", history.Removed: "removed by hand",
}

// fate says what became of a message by its events, "" if that is unknown.
func fate(h *queue.History, events []queue.Event, taken int64) string {
	end := history.EndOf(h, events)
	text := fates[end.Fate]
	if text == "" {
		return ""
	}
	if end.Partly && (end.Fate == history.Bounced || end.Fate == history.Expired) {
		text = "delivered to some of its recipients, " + text + " for the others"
	}
	if end.Fate > history.Rejected && end.At != queue.NoNumber {
		text += ", " + words.DateNear(end.At, taken)
	}
	return text
}
