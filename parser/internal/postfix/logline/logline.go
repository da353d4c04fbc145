// Package logline reads the lines that Postfix logs (formats/logs.md §3).
//
// Much in them was chosen by others: addresses, HELO names, message ids, and above all the replies
// of servers, any of which may look like the rest of a line. So fields are cut one after the other
// as Postfix writes them, from the end of the line that nobody else can write, and are never
// searched for. Which program wrote a line decides what it may say: "removed" is the end of a
// message if the queue manager says it, and an order of the administrator from postsuper.
package logline

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

var _ maillog.Grammar = Parse

// Parse reads a line of Postfix into an entry that was reset. Addresses are without their angle
// brackets, the null sender is "<>". It allocates nothing but room for recipients.
//
// The lines of one arrival are a Received with the client, and Noted ones with the message id
// (MessageID) and, from the queue manager at each attempt, with sender and size. Other of a
// Delivered is what the next server claims; that of a Received is the id which the message had
// before it was queued again, or went through a filter.
func Parse(program, text string, e *maillog.Entry) bool {
	severity, text := cutSeverity(text)
	n := queue.PostfixLogIDLen(text)
	if n == 0 {
		return general(severity, text, e)
	}
	e.ID = text[:n]
	text = strings.TrimPrefix(text[n+1:], " ")
	e.Text = text
	service := program[strings.LastIndexByte(program, '/')+1:]
	switch {
	case severity:
		return warned(service, text, e)
	case strings.HasPrefix(text, "to=<"):
		return attempted(service, text, e)
	}
	switch service {
	case "smtpd", "qmqpd":
		return accepted(text, e) || decided(text, e) || interrupted(text)
	case "pickup":
		return pickedUp(text, e)
	case "cleanup":
		return identified(text, e) || decided(text, e) || dropped(text, e)
	case "qmgr", "oqmgr", "nqmgr":
		return managed(text, e)
	case "bounce", "defer", "trace":
		return notified(text, e)
	case "postsuper":
		return ordered(text, e)
	}
	// The journal may give the unit instead of the program. Postsuper is in none.
	if service == program && (accepted(text, e) || pickedUp(text, e) || identified(text, e) || managed(text, e) || notified(text, e) || decided(text, e)) {
		return true
	}
	return refusedByOne(text, e) || strings.HasPrefix(text, "enabling PIX workarounds: ") || strings.HasPrefix(text, "replace: ") ||
		strings.HasPrefix(text, "breaking line > ")
}

// warned reads a warning or an error about a message.
func warned(service, text string, e *maillog.Entry) bool {
	switch {
	case text == "undeliverable postmaster notification discarded":
		e.Kind = queue.EventDiscarded
	case service == "cleanup" && strings.HasPrefix(text, "message rejected: "):
		e.Kind = queue.EventRejected
	}
	return true
}

// beginnings are those of lines that are not about a message.
var beginnings = [...]string{
	"connect from ", "disconnect from ", "connect to ", "lost connection ", "timeout after ", "too many errors after ", "improper command pipelining ",
	"Anonymous TLS ", "Trusted TLS ", "Untrusted TLS ", "Verified TLS ", "setting up TLS ", "SSL_accept ", "SSL_connect ", "certificate verification ",
	"statistics: ", "daemon started", "reload", "terminating on signal", "starting the Postfix", "stopping the Postfix", "refreshing the Postfix",
	"the Postfix mail system", "Deleted: ", "Requeued: ", "Placed on hold: ", "Released from hold: ", "Force-expired: ", "Renamed to match inode ",
	"CONNECT from ", "PREGREET ", "HANGUP ", "DNSBL rank ", "PASS ", "WHITELISTED ", "ALLOWLISTED ", "BLACKLISTED ", "DENYLISTED ", "NOQUEUE: client=",
	"NON-SMTP COMMAND ", "BARE NEWLINE ", "COMMAND ", "WHITELIST VETO ", "ALLOWLIST VETO ", "addr ", "table ", "hostname ", "using backwards-compatible ",
	"cache ", "close database ", "postfix/", "process generation", "discarding EHLO keywords: ", "Host offered STARTTLS: ", "sender non-delivery ",
}

// general reads a line about no message.
func general(severity bool, text string, e *maillog.Entry) bool {
	e.Text = text
	if severity {
		if e.ID = corrupt(text); e.ID != "" {
			e.Kind = queue.EventLost
		}
		return true
	}
	if decision, ok := strings.CutPrefix(text, "NOQUEUE: "); ok && decided(decision, e) {
		return true
	}
	for _, begins := range beginnings {
		if strings.HasPrefix(text, begins) {
			return true
		}
	}
	return false
}
