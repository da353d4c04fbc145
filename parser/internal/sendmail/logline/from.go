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
	address, rest, ok := strings.Cut(text, ", size=")
	for ok && !sized(rest) { // the address holds it
		more, after, found := strings.Cut(rest, ", size=")
		address, rest, ok = text[:len(address)+len(", size=")+len(more)], after, found
	}
	if end := addressEnd(text); end >= 0 {
		if after, found := strings.CutPrefix(text[end:], ", size="); found && sized(after) {
			address, rest, ok = text[:end], after, true
		}
	}
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

// addressEnd is where the field behind an address begins: at the first ", " that is neither in
// brackets nor in quotes, in which a sender may write what looks like one. -1 if there is none, as
// behind an address that was cut.
func addressEnd(text string) int {
	quoted, bracket := false, false
	for n := 0; n+1 < len(text); n++ {
		switch c := text[n]; {
		case c == '\\':
			n++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '<':
			bracket = true
		case c == '>':
			bracket = false
		case c == ',' && !bracket && text[n+1] == ' ':
			return n
		}
	}
	return -1
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
