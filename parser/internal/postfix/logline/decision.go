package logline

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// decided reads what a rule of this server did with a message or a recipient (access(5),
// header_checks(5), milters):
//
//	ACTION: RCPT from NAME[IP]: 550 5.1.1 TEXT; from=<X> to=<Y> proto=ESMTP helo=<Z>
//	ACTION: header TEXT from CLIENT; from=<X> to=<Y> proto=ESMTP helo=<Z>[: NOTE]
func decided(text string, e *maillog.Entry) bool {
	action, rest, ok := strings.Cut(text, ": ")
	if !ok {
		return false
	}
	kind, ok := decision(action)
	if !ok {
		return false
	}
	e.Kind, e.Text = kind, rest
	where, after, ok := strings.Cut(rest, " ")
	if !ok || where != "" && 'a' <= where[0] && where[0] <= 'z' {
		return true // a line of the message, which others wrote
	}
	command, client, ok := strings.Cut(after, "from ")
	if !ok || strings.Trim(command, "ABCDEFGHIJKLMNOPQRSTUVWXYZ- ") != "" {
		return true
	}
	name, ip, why, ok := cutHost(client)
	if !ok {
		return true
	}
	e.Peer, e.IP = name, ip
	if port, ok := strings.CutPrefix(why, ":"); ok {
		if _, rest, ok := maillog.CutNumber(port); ok {
			why = rest
		}
	}
	why, ok = strings.CutPrefix(why, ": ")
	if !ok {
		return true
	}
	why, envelope, _ := strings.Cut(why, "; from=")
	why, _, _ = strings.Cut(why, "; proto=")
	e.Text = why
	e.Code, e.Status = maillog.Reply(why)
	if e.Code == 0 {
		e.Status = maillog.Status(why)
	}
	// The rest is what the client said; it can only misrepresent itself.
	from, envelope, ok := cutAddress(envelope, " to=<", ", to=<", " proto=", ", proto=")
	if !ok {
		return true
	}
	e.Sender = maillog.Sender(from)
	envelope = strings.TrimPrefix(envelope, ",")
	if to, ok := strings.CutPrefix(envelope, " to="); ok {
		if to, _, ok := cutAddress(to, " proto=", ", proto="); ok {
			e.Recipients = append(e.Recipients, to)
		}
	}
	return true
}

// decision returns what an action means for the message.
func decision(action string) (kind queue.EventKind, ok bool) {
	switch action {
	case "reject", "milter-reject":
		return queue.EventRejected, true
	case "discard", "milter-discard":
		return queue.EventDiscarded, true
	case "hold", "milter-hold":
		return queue.EventHeld, true
	case "reject_warning", "warning", "warn", "info", "filter", "redirect", "bcc", "prepend", "replace", "strip", "delay", "pass", "permit", "trigger":
		return queue.EventNoted, true
	}
	return queue.EventNoted, strings.HasPrefix(action, "milter-header-") || strings.HasPrefix(action, "milter-body-") || action == "milter"
}
