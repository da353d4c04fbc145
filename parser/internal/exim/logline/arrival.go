package logline

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// received reads "SENDER[ R=PARENT][ H=HOST][ U=USER][ P=PROTOCOL][ A=AUTH:LOGIN] S=SIZE[ id=ID][ T="SUBJECT"][ from <X>][ for A B]".
func received(text string, e *maillog.Entry) bool {
	end := maillog.QuotedLength(text)
	for end < len(text) && text[end] != ' ' {
		end++
	}
	if end == 0 {
		return false
	}
	e.Kind, e.Born, e.Text = queue.EventReceived, true, ""
	e.Sender = text[:end]
	rest := text[end:]
	for rest != "" {
		if strings.HasPrefix(rest, " from <") {
			var found bool
			if _, rest, found = cutAddress(rest[len(" from "):], " for "); !found {
				return true
			}
			continue
		}
		if list, found := strings.CutPrefix(rest, " for "); found {
			e.Recipients = appendList(e.Recipients, list)
			return true
		}
		name, value, after, ok := cutField(rest)
		if !ok {
			rest = skipWord(rest)
			continue
		}
		switch name {
		case "R":
			if queue.IsEximLogID(value) {
				e.Other = value
			}
		case "H":
			if host, ip, after, ok := cutClient(rest[len(" H="):]); ok {
				e.Peer, e.IP, rest = host, ip, after
				continue
			}
		case "U":
			if e.Peer == "" {
				e.Text = rest[1 : len(rest)-len(after)]
			}
		case "A":
			if _, login, found := strings.Cut(value, ":"); found {
				e.Login, _, _ = strings.Cut(login, ":")
			}
		case "S":
			if n, left, ok := maillog.CutNumber(value); ok && left == "" {
				e.Size = n
			}
		case "id", "id*":
			if e.MessageID == "" {
				e.MessageID = value
			}
		}
		rest = after
	}
	return true
}

// cutClient cuts "NAME (HELO) [IP]:PORT" off what follows "H=". A client chooses its HELO name: the
// last address before the protocol is its own.
func cutClient(text string) (name, ip, rest string, ok bool) {
	before, _, _ := strings.Cut(text, " P=")
	at := strings.LastIndex(before, " [") + 1
	if at == 0 || strings.HasPrefix(text, "[") {
		return cutHost(text)
	}
	_, ip, rest, ok = cutHost(text[at:])
	if !ok {
		return "", "", text, false
	}
	if !strings.HasPrefix(text, "(") {
		name, _, _ = strings.Cut(text[:at], " ")
	}
	return name, ip, rest, true
}

// appendList adds addresses that are separated by blanks.
func appendList(to []string, list string) []string {
	for list != "" {
		end := maillog.QuotedLength(list)
		for end < len(list) && list[end] != ' ' {
			end++
		}
		if end > 0 {
			to = append(to, list[:end])
		}
		list = strings.TrimPrefix(list[end:], " ")
		if end == 0 && list != "" && list[0] == ' ' {
			list = strings.TrimLeft(list, " ")
		}
	}
	return to
}

// beginnings are those of lines that are not about a message.
var beginnings = [...]string{
	"H=", "Start ", "End ", "exim ", "SMTP ", "TLS ", "no host name found", "no IP address found", "unexpected ", "refused ", "Connection ", "connection ",
	"daemon ", "pid ", "cwd=", "Warning: ", "rejected ", "log ", "SIGHUP", "queue run", "Failed to ", "failed to ", "ident ", "host ", "fixed_", "dovecot", "plain", "login",
	"lowest numbered MX", "Exim configuration", "socket ", "retry record", "DKIM", "U=", "P=",
}

// general reads a line about no message.
func general(text string, e *maillog.Entry) bool {
	if client, found := strings.CutPrefix(text, "H="); found && byHost(client, e) {
		if strings.HasSuffix(e.Text, ": discarded by RCPT ACL") {
			e.Kind = queue.EventDiscarded
		}
		return true
	}
	for _, begins := range beginnings {
		if strings.HasPrefix(text, begins) {
			return true
		}
	}
	return false
}
