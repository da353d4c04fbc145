// Package logline reads the lines of Exim's main log, and of its other logs (formats/logs.md §4).
//
// A flag of two characters behind the id says what a line is about; nobody else can write there.
// Much of the rest was chosen by others: addresses, which Exim logs without their quotes, HELO
// names, subjects, and the replies of servers. So fields are cut one after the other as Exim writes
// them, from the beginning, and are never searched for.
package logline

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

var _ maillog.Grammar = Parse

// Parse reads a line of Exim, without its stamp, into an entry that was reset. Recipients are the
// addresses of the envelope, even if a line also has what they became; senders are without angle
// brackets, and the null sender is "<>". Text is what follows the address, as a message's own log
// has it.
//
// Other of a Received is the id of the message that a bounce or a warning is about, which has no
// line of its own about it; that of a Delivered is the next server's claim.
func Parse(_, text string, e *maillog.Entry) bool {
	n := queue.EximLogIDLen(text)
	e.ID, e.Text = text[:n], text
	if n == 0 {
		return general(text, e)
	}
	text = strings.TrimPrefix(text[n:], " ")
	e.Text = text
	if len(text) >= 3 && text[2] == ' ' {
		rest := text[3:]
		switch text[:2] {
		case "<=", "(=":
			return received(rest, e)
		case "=>", "->", ">>":
			return delivered(rest, e)
		case "*>": // -N: it was not delivered
			return delivered(rest, e) && noted(e)
		case "**":
			return failed(rest, e)
		case "==":
			return deferred(rest, e)
		}
	}
	return changed(text, e)
}

// noted marks an entry as one that changes nothing.
func noted(e *maillog.Entry) bool {
	e.Kind, e.Other = queue.EventNoted, ""
	return true
}

// changed reads a line without a flag about a message.
func changed(text string, e *maillog.Entry) bool {
	switch {
	case text == "Completed" || strings.HasPrefix(text, "Completed QT="):
		e.Kind = queue.EventEnded
		e.Delay = duration(strings.TrimPrefix(text[len("Completed"):], " QT="))
	case text == "Frozen" || strings.HasPrefix(text, "Frozen "):
		e.Kind, e.Text = queue.EventHeld, why(text)
	case strings.HasPrefix(text, "frozen by "):
		e.Kind = queue.EventHeld
	case strings.HasPrefix(text, "Unfrozen by "), strings.HasPrefix(text, "unfrozen by "):
		e.Kind = queue.EventReleased
	case strings.HasPrefix(text, "removed by "):
		e.Kind = queue.EventRemoved
	case strings.HasPrefix(text, "cancelled by timeout_frozen_after"), strings.HasPrefix(text, "Message removed because older than "):
		e.Kind = queue.EventExpired
	case strings.HasPrefix(text, "cancelled by system filter"): // each recipient has a line with **
	case strings.HasPrefix(text, "cancelled by "):
		e.Kind = queue.EventRemoved
	case strings.HasPrefix(text, "all addresses marked delivered"):
		e.Kind = queue.EventRemoved
	case strings.HasPrefix(text, "address <"):
		return marked(text, e)
	case strings.HasPrefix(text, "no immediate delivery: "):
		e.Kind = queue.EventQueued
	case isLost(text):
		e.Kind = queue.EventLost
	case strings.HasPrefix(text, "H="):
		return byHost(text[len("H="):], e)
	case isRejection(text):
		e.Kind = queue.EventRejected
	default:
		return ignored(text, e) || remarked(text)
	}
	return true
}

// why returns the reason in brackets behind a word.
func why(text string) string {
	if _, reason, ok := strings.Cut(text, " ("); ok {
		return strings.TrimSuffix(reason, ")")
	}
	return text
}

// marked reads "address <X> marked delivered by USER": of the administrator, who spares a recipient
// the message.
func marked(text string, e *maillog.Entry) bool {
	address, by, ok := cutAddress(text[len("address "):], " marked delivered by ")
	if !ok || by == "" {
		return false
	}
	e.Kind, e.Text = queue.EventRemoved, by[len(" "):]
	e.Recipients = append(e.Recipients, address)
	return true
}

// ignored reads "ADDR: error ignored": a bounce that nobody takes was thrown away.
func ignored(text string, e *maillog.Entry) bool {
	a, rest, ok := cutRecipient(text)
	if !ok || !strings.HasPrefix(rest, ": error ignored") {
		return false
	}
	e.Kind, e.Text = queue.EventDiscarded, rest[len(": "):]
	e.Recipients = append(e.Recipients, a)
	return true
}

func isLost(text string) bool {
	for _, begins := range [...]string{"Format error in spool file ", "Error reading spool file ", "Spool error: no recipients "} {
		if strings.HasPrefix(text, begins) {
			return true
		}
	}
	file, found := strings.CutPrefix(text, "Spool file ")
	return found && strings.HasSuffix(file, " not found")
}

func isRejection(text string) bool {
	text = strings.TrimPrefix(text, "temporarily ")
	for _, begins := range [...]string{"rejected ", "local_scan() function "} {
		if strings.HasPrefix(text, begins) {
			return true
		}
	}
	return false
}

// remarked reports whether a line is a remark about a message, which changes nothing.
func remarked(text string) bool {
	for _, begins := range [...]string{
		"Message is frozen", "Spool file is locked", "SMTP ", "DKIM: ", "DKIM ", "malware", "recipient <", "sender address changed to ", "U=", "Warning: ",
		"original recipients ignored", "Delivery deferred by system filter", "TLS ", "LMTP error", "Remote host closed", "removing host ", "error ignored",
		"Failed to ", "failed to ", "PRDR ", "SPF ", "ARC", "Message abandoned", "Process failed ", "Error in system filter", "queue run: ",
	} {
		if strings.HasPrefix(text, begins) {
			return true
		}
	}
	return strings.HasPrefix(text, "<") && strings.Contains(text, " transport output: ")
}
