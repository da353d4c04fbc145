// Package logline reads the lines that sendmail logs (formats/logs.md §2).
//
// A line is "ID: name=value, name=value": values may hold what looks like the next field, as
// addresses, message ids and replies were chosen by others. So fields are cut in the order in which
// sendmail writes them, and what became of a recipient is decided by the enhanced status code
// (dsn=), which precedes anything that a server said.
package logline

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

var _ maillog.Grammar = Parse

// IsProgram reports whether lines of a program are sendmail's by its name, which option -L may set
// to anything.
func IsProgram(name string) bool {
	return strings.HasPrefix(name, "sendmail") || strings.HasPrefix(name, "sm-")
}

// Parse reads a line of sendmail into an entry that was reset. Addresses are as written, with their
// angle brackets.
func Parse(_, text string, e *maillog.Entry) bool {
	id, rest, ok := cutID(text)
	if !ok {
		return general(text, e)
	}
	e.ID, e.Text = id, rest
	switch {
	case strings.HasPrefix(rest, "to="):
		return to(rest[len("to="):], e)
	case strings.HasPrefix(rest, "from="):
		return from(rest[len("from="):], e)
	}
	if child, notice, ok := cutID(rest); ok {
		return noticed(child, notice, e)
	}
	e.Text = unescape(rest)
	return other(rest, e)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// cutID cuts "ID: " off a text.
func cutID(text string) (id, rest string, ok bool) {
	const longest = 20
	for n := range len(text) {
		switch {
		case text[n] == ':':
			if !queue.IsSendmailLogID(text[:n]) || n+1 < len(text) && text[n+1] != ' ' {
				return "", "", false
			}
			return text[:n], text[min(n+2, len(text)):], true
		case n == longest || text[n] == ' ':
			return "", "", false
		}
	}
	return "", "", false
}

// CutPart takes the number out of "ID[n]: " in a line that sendmail split, and off all parts but the
// first the id. All but the last end in " ..." (§2.8).
func CutPart(text string) (id string, part maillog.Part, rest string, ok bool) {
	const longest = 20
	open := strings.IndexByte(text[:min(len(text), longest+1)], '[')
	if open < 0 || !queue.IsSendmailLogID(text[:open]) {
		return "", maillog.Part{}, "", false
	}
	n, at := 0, open+1
	for at < len(text) && at < open+4 && isDigit(text[at]) {
		n = n*10 + int(text[at]-'0')
		at++
	}
	rest, ok = strings.CutPrefix(text[at:], "]: ")
	if !ok || n == 0 {
		return "", maillog.Part{}, "", false
	}
	rest, more := strings.CutSuffix(rest, " ...")
	if n == 1 {
		rest = text[:open] + ": " + rest
	}
	return text[:open], maillog.Part{N: n, Last: !more}, rest, true
}

// noticed reads "PARENT: CHILD: KIND: TEXT". The kind of a notice does not distinguish a warning
// from a failure; its text does (§2.4).
func noticed(child, notice string, e *maillog.Entry) bool {
	e.Kind, e.Other, e.Text = queue.EventNotice, child, unescape(notice)
	kind, text, ok := strings.Cut(notice, ": ")
	switch {
	case !ok:
		return false
	case kind == "clone":
		e.Kind = queue.EventMoved
	case strings.HasPrefix(text, "Cannot send message for "), strings.HasPrefix(text, "Cannot send message within "):
		e.Kind = queue.EventExpired
	}
	return true
}

// unescape undoes sendmail's escapes of control characters and bytes beyond ASCII. A text without
// them is returned as it is.
func unescape(s string) string {
	at := strings.IndexByte(s, '\\')
	if at < 0 {
		return s
	}
	b := append(make([]byte, 0, len(s)), s[:at]...)
	for ; at < len(s); at++ {
		c := s[at]
		if c != '\\' || at+1 == len(s) {
			b = append(b, c)
			continue
		}
		at++
		switch c = s[at]; {
		case c == 't':
			b = append(b, '\t')
		case c == 'n':
			b = append(b, '\n')
		case c == 'r':
			b = append(b, '\r')
		case c >= '0' && c <= '3' && at+2 < len(s) && isOctal(s[at+1]) && isOctal(s[at+2]):
			b = append(b, (c-'0')<<6|(s[at+1]-'0')<<3|(s[at+2]-'0'))
			at += 2
		case c == '\\':
			b = append(b, c)
		default:
			b = append(b, '\\', c)
		}
	}
	return string(b)
}

func isOctal(c byte) bool { return '0' <= c && c <= '7' }
