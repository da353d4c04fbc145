package logline

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// from reads what follows "from=" in the line about the arrival of a message (§2.1):
//
//	ADDR, size=N, class=N[, pri=N], nrcpts=N[, msgid=ID][, proto=P][, daemon=NAME][, …], relay=CLIENT
//
// A message of no bytes, or for nobody, never was one.
func from(text string, e *maillog.Entry) bool {
	address, rest, ok := cutSender(text)
	if !ok {
		address, _, _ = strings.Cut(text, ", ")
		e.Sender = address
		return strings.Contains(text, ", relay=") // an old release with a short buffer
	}
	e.Sender = unescape(address)
	var n int64
	if n, rest, ok = maillog.CutNumber(rest); !ok {
		return false
	}
	e.Size, e.Kind, e.Text = n, queue.EventReceived, ""
	if at := strings.LastIndex(rest, ", relay="); at >= 0 {
		e.Peer, e.IP = host(rest[at+len(", relay="):])
		rest = rest[:at]
	}
	_, recipients, counted := strings.Cut(rest, ", nrcpts=")
	nrcpts, rest, _ := maillog.CutNumber(recipients)
	if id, ok := strings.CutPrefix(rest, ", msgid="); ok {
		for _, next := range [...]string{", tls_verify=", ", daemon=", ", proto=", ", bodytype="} {
			if at := strings.LastIndex(id, next); at >= 0 {
				id = id[:at]
			}
		}
		e.MessageID = unescape(id)
	}
	if e.Size == 0 || counted && nrcpts == 0 {
		e.Kind = queue.EventRejected
	}
	return true
}

// cutSender cuts a text around the ", size=" behind an address: in an address that is not closed, as
// it was cut, around the first that is followed by what follows a size.
func cutSender(text string) (address, rest string, ok bool) {
	if end := addressEnd(text); end >= 0 {
		if after, found := strings.CutPrefix(text[end:], ", size="); found && sized(after) {
			return text[:end], after, true
		}
	}
	address, rest, ok = strings.Cut(text, ", size=")
	for ok && !sized(rest) { // the address holds it
		more, after, found := strings.Cut(rest, ", size=")
		address, rest, ok = text[:len(address)+len(", size=")+len(more)], after, found
	}
	return address, rest, ok
}

// addressEnd returns where the field behind an address begins: at the first ", " that is neither in
// brackets nor in quotes, in which a sender may write what looks like one. -1 if there is none, as
// behind an address that was cut.
func addressEnd(text string) int {
	for from := 0; ; from++ {
		n, _ := comma(text[from:])
		if n < 0 {
			return -1
		}
		if from += n; strings.HasPrefix(text[from:], ", ") {
			return from
		}
	}
}

// sized reports whether a text is what follows "size=": a number and the next field.
func sized(s string) bool {
	_, rest, ok := maillog.CutNumber(s)
	return ok && strings.HasPrefix(rest, ", class=")
}

// host reads "name [ip]", "name. [ip] (may be forged)", "[ip]" or "user@localhost".
func host(s string) (name, ip string) {
	s = strings.TrimSuffix(s, " (may be forged)")
	open := strings.LastIndexByte(s, '[')
	if open < 0 || s[len(s)-1] != ']' {
		return s, ""
	}
	ip = strings.TrimPrefix(s[open+1:len(s)-1], "IPv6:")
	name = strings.TrimSuffix(s[:open], " ")
	if strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]") {
		name = name[1 : len(name)-1]
	}
	return name, ip
}
