package logline

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// accepted reads the line with which smtpd begins a message:
//
//	client=NAME[IP][, sasl_method=M][, sasl_username=U][, sasl_sender=S][, orig_queue_id=ID][, orig_client=C]
func accepted(text string, e *maillog.Entry) bool {
	client, ok := strings.CutPrefix(text, "client=")
	if !ok {
		return false
	}
	name, ip, rest, ok := cutHost(client)
	if !ok {
		return false
	}
	e.Kind, e.Born = queue.EventReceived, true
	e.Peer, e.IP = name, ip
	e.Text = ""
	if port, ok := strings.CutPrefix(rest, ":"); ok { // smtpd_client_port_logging
		_, rest, _ = maillog.CutNumber(port)
	}
	_, rest, _ = cutValue(rest, "sasl_method")
	e.Login, rest, _ = cutValue(rest, "sasl_username")
	_, rest, _ = cutValue(rest, "sasl_sender")
	if before, _, ok := cutValue(rest, "orig_queue_id"); ok && queue.IsPostfixLogID(before) {
		e.Other = before
	}
	return true
}

// cutValue cuts ", NAME=VALUE" off a text. The value ends where a later field begins, or with the
// line.
func cutValue(text, name string) (value, rest string, ok bool) {
	after, ok := afterName(text, name)
	if !ok {
		return "", text, false
	}
	for at := 0; ; at += len(", ") {
		i := strings.Index(after[at:], ", ")
		if i < 0 {
			return after, "", true
		}
		at += i
		for _, next := range [...]string{"sasl_method=", "sasl_username=", "sasl_sender=", "orig_queue_id=", "orig_client="} {
			if strings.HasPrefix(after[at+len(", "):], next) {
				return after[:at], after[at:], true
			}
		}
	}
}

// pickedUp reads the line with which pickup begins a message that a program on this server
// submitted, or that postsuper put there to be queued again: "uid=N from=<X>[ orig_id=OLD]".
func pickedUp(text string, e *maillog.Entry) bool {
	after, ok := strings.CutPrefix(text, "uid=")
	if !ok {
		return false
	}
	_, rest, numbered := maillog.CutNumber(after)
	from, ok := strings.CutPrefix(rest, " from=<")
	if !numbered || !ok {
		return false
	}
	// The end of the line is Postfix's, whatever the sender is.
	if at := strings.LastIndex(from, "> orig_id="); at >= 0 && queue.IsPostfixLogID(from[at+len("> orig_id="):]) {
		e.Other = from[at+len("> orig_id="):]
		from = from[:at+1]
	}
	from, ok = strings.CutSuffix(from, ">")
	if !ok {
		e.Other = ""
		return false // cut short
	}
	e.Kind, e.Born = queue.EventReceived, true
	e.Sender = maillog.Sender(from)
	e.Text = text[:len(text)-len(rest)]
	return true
}

// identified reads cleanup's line with the message id, which runs to the end of the line: whoever
// sent the message chose it.
func identified(text string, e *maillog.Entry) bool {
	id, ok := strings.CutPrefix(strings.TrimPrefix(text, "resent-"), "message-id=")
	if ok {
		e.MessageID, e.Text = id, ""
	}
	return ok
}

// dropped reads how cleanup ends a message that never was in the queue (from 3.12 on).
func dropped(text string, e *maillog.Entry) bool {
	if text == "removed (canceled)" || text == "removed (discarded)" {
		e.Kind = queue.EventEnded
		return true
	}
	return false
}

// interrupted reports whether smtpd says that a client broke off.
func interrupted(text string) bool {
	for _, what := range [...]string{"lost connection after ", "timeout after ", "replacing command ", "reply filter "} {
		if strings.HasPrefix(text, what) {
			return true
		}
	}
	return false
}
