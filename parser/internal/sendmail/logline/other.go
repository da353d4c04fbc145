package logline

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// other reads the lines about a message that have no recipients and no second id (§2.3 to §2.5).
func other(text string, e *maillog.Entry) bool {
	switch {
	case strings.HasPrefix(text, "done; "):
		e.Kind = queue.EventEnded
		if delay, ok := strings.CutPrefix(text, "done; delay="); ok {
			delay, _, _ = strings.Cut(delay, ", ")
			e.Delay = duration(delay)
		}
	case strings.HasPrefix(text, "ruleset="):
		ruleset(text, e)
	case strings.HasPrefix(text, "milter="):
		filtered(text, e)
	case strings.HasPrefix(text, "Milter"):
		milter(text, e)
	case strings.HasPrefix(text, "quarantine="):
		e.Kind, e.Text = queue.EventHeld, e.Text[len("quarantine="):]
	case text == "unquarantine", strings.HasPrefix(text, "unquarantine "):
		e.Kind = queue.EventReleased
	case text == "discarded":
		e.Kind = queue.EventDiscarded
	case strings.HasPrefix(text, "split: "):
		split(text, e)
	case strings.HasPrefix(text, "Losing "):
		e.Kind = queue.EventLost
	case strings.HasPrefix(text, "<") && strings.Contains(text, ">... "), isRefusal(text), strings.HasPrefix(text, "collect: premature EOM"):
		e.Kind = queue.EventRejected
	default:
		return known(text)
	}
	return true
}

// isRefusal reports whether a line says that a message, or one of its recipients, was not accepted.
func isRefusal(text string) bool {
	return strings.HasPrefix(text, "message size (") || strings.HasPrefix(text, "Too many recipients")
}

// ruleset reads "ruleset=NAME, arg1=X[, arg2=Y][, relay=CLIENT], reject=CODE TEXT", or with
// "discard" or "quarantine=TEXT" at the end. Arguments are the client's, so the last one counts.
func ruleset(text string, e *maillog.Entry) {
	e.Kind = queue.EventRejected
	at := strings.LastIndex(text, ", reject=")
	if quarantine := strings.LastIndex(text, ", quarantine="); quarantine > at {
		e.Kind, e.Text, at = queue.EventHeld, unescape(text[quarantine+len(", quarantine="):]), quarantine
	} else if at >= 0 {
		e.Text = unescape(text[at+len(", reject="):])
		e.Code, e.Status = maillog.Reply(e.Text)
	} else if head, ok := strings.CutSuffix(text, ", discard"); ok {
		e.Kind, at = queue.EventDiscarded, len(head)
	} else {
		e.Kind, at = queue.EventNoted, len(text)
	}
	if relay := strings.LastIndex(text[:at], ", relay="); relay >= 0 {
		e.Peer, e.IP = host(text[relay+len(", relay=") : at])
	}
}

// filtered reads "milter=NAME, quarantine=TEXT", "milter=NAME, reject=…", "milter=NAME, action=…".
func filtered(text string, e *maillog.Entry) {
	_, what, _ := strings.Cut(text, ", ")
	switch {
	case strings.HasPrefix(what, "quarantine="):
		e.Kind, e.Text = queue.EventHeld, unescape(what[len("quarantine="):])
	case strings.HasPrefix(what, "reject="):
		rejected(what[len("reject="):], e)
	case what == "discard", strings.HasPrefix(what, "discard,"):
		e.Kind = queue.EventDiscarded
	}
}

// milter reads "Milter: data, reject=CODE TEXT", "Milter: to=ADDR, reject=…", "Milter: data,
// discard"; what a filter adds to a message is noted.
func milter(text string, e *maillog.Entry) {
	if !strings.HasPrefix(text, "Milter: ") {
		return
	}
	if at := strings.Index(text, ", reject="); at >= 0 {
		rejected(text[at+len(", reject="):], e)
		if to, ok := strings.CutPrefix(text[:at], "Milter: to="); ok {
			e.Recipients = append(e.Recipients, unescape(to))
		}
	} else if strings.HasSuffix(text, ", discard") {
		e.Kind = queue.EventDiscarded
	}
}

func rejected(reply string, e *maillog.Entry) {
	e.Kind, e.Text = queue.EventRejected, unescape(reply)
	e.Code, e.Status = maillog.Reply(e.Text)
}

// split reads "split: maxrcpts=5, rcpts=13, count=2, ids=ID; ID" and "split: count=2, id=ID".
func split(text string, e *maillog.Entry) {
	for _, name := range [...]string{", ids=", ", id="} {
		if _, ids, ok := strings.Cut(text, name); ok {
			for id := range strings.SplitSeq(ids, "; ") {
				switch {
				case !queue.IsSendmailLogID(id):
					return
				case e.Other == "":
					e.Kind, e.Other = queue.EventMoved, id
				default:
					e.Siblings = append(e.Siblings, id)
				}
			}
			return
		}
	}
}

// beginnings are those of lines that sendmail writes about a message or a connection, and that
// change nothing.
var beginnings = [...]string{
	"--- ", "<-- ", "SMTP outgoing connect on ", "SYSERR", "NOQUEUE", "lost input channel from ", "timeout waiting for ", "collect: ", "alias ", "forward ",
	"Authentication-Warning: ", "Authentication warning: ", "STARTTLS", "AUTH", "bogus queue file", "saved message in ", "rejecting connections on ", "rejecting ", "makeconnection ",
	"possible SMTP attack", "connect from ", "headers too large", "starting daemon", "restarting ", "stopping daemon", "alias database ", "/etc/mail/", "poststats: ", "error: safesasl",
	"started as: ", "engine=", "TLS", "deferring connections", "daemon ", "accepting connections", "runqueue: ", "grew WorkList", "sender=", "size=", "class=", "msgid=", "relay=", "stat=", "delay=",
	"tls_", "DANE", "TLSMTAs", "milter_", "Milter", "hash map ", "ldap", "unable to ", "cannot ", "queueup: ", "readqf: ", "savemail: ", "dropenvelope", "low on space",
	"truncated ", "sendall: ", "clt_features=", "dns ", "problem ", "out of ", "WARNING: ", "warning: ", "file=", "map ", "NIS ", "discarded", "skipping ", "load average: ", "queue group",
}

// known reports whether a line is one that sendmail writes.
func known(text string) bool {
	for _, begins := range beginnings {
		if strings.HasPrefix(text, begins) {
			return true
		}
	}
	return strings.Contains(text, " did not issue MAIL/EXPN/VRFY/ETRN during connection to ") || strings.Contains(text, ": VRFY ") ||
		strings.Contains(text, ": EXPN ") || strings.Contains(text, ": ETRN ") || strings.Contains(text, "... aliasing/forwarding loop broken") ||
		strings.Contains(text, " [rejected]")
}

// general reads a line about no message.
func general(text string, e *maillog.Entry) bool {
	text = strings.TrimPrefix(text, "NOQUEUE: ")
	e.Text = text
	switch {
	case strings.HasPrefix(text, "ruleset="):
		ruleset(text, e)
	case strings.HasPrefix(text, "AUTH=server, relay="):
		authenticated(text[len("AUTH=server, relay="):], e)
	default:
		return known(text)
	}
	return true
}

// authenticated reads "AUTH=server, relay=CLIENT, authid=USER, mech=M, bits=N": the next message of
// the same process is that user's (§2.6).
func authenticated(text string, e *maillog.Entry) {
	client, rest, ok := strings.Cut(text, ", authid=")
	if !ok {
		return
	}
	if at := strings.LastIndex(rest, ", mech="); at >= 0 {
		rest = rest[:at]
	}
	e.Peer, e.IP = host(client)
	e.Login = unescape(rest)
}
