package logline

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// ParseOwn reads a line of the log that Exim keeps of one message in the spool, without its stamp,
// into an entry that was reset (formats/logs.md §4.4). It has neither an id nor flags; apart from
// that the lines are those of the main log.
func ParseOwn(text string, e *maillog.Entry) bool {
	e.Text = text
	if from, found := strings.CutPrefix(text, "Received from "); found {
		return received(from, e)
	}
	if frozen, found := strings.CutPrefix(text, "*** "); found {
		return changed(frozen, e)
	}
	// A failure of routing has words before it, in place of the flag.
	after, failure := strings.CutPrefix(text, "routing failed for ")
	who, rest, ok := cutRecipient(after)
	if !ok || !strings.ContainsAny(who, "@|/") || forged(who) {
		return changed(text, e)
	}
	if said, found := strings.CutPrefix(rest, ": "); found && !failure {
		for _, ending := range [...]string{" transport succeeded", " router succeeded"} {
			if by, found := strings.CutSuffix(said, ending); found && !strings.Contains(by, " ") {
				e.Kind, e.Peer, e.Text = queue.EventDelivered, by, said
				e.Recipients = append(e.Recipients, who)
				return true
			}
		}
		if strings.HasPrefix(said, "error ignored") {
			return changed(text, e)
		}
	}
	if attemptOf(rest).errnoGiven {
		return deferred(text, e)
	}
	return failed(after, e)
}
