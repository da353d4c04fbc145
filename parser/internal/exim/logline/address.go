package logline

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
)

// cutAddress cuts an address in angle brackets off a text, which must go on with one of the
// endings, or be at its end. A quoted local part may hold brackets.
func cutAddress(text string, endings ...string) (address, rest string, ok bool) {
	text, ok = strings.CutPrefix(text, "<")
	if !ok {
		return "", text, false
	}
	for i := maillog.QuotedLength(text); i < len(text); i++ {
		if text[i] != '>' {
			continue
		}
		for _, ending := range endings {
			if strings.HasPrefix(text[i+1:], ending) {
				return text[:i], text[i+1:], true
			}
		}
		if text[i+1:] == "" {
			return text[:i], "", true
		}
	}
	return "", text, false
}

// marks may follow the address of a recipient.
var marks = [...]string{" R=", " F=<", " Q=", " P=<", " T=", " defer (", " routing defer (", ": ", " : ", " H=", " S="}

func atMark(text string) bool {
	for _, m := range marks {
		if strings.HasPrefix(text, m) {
			return true
		}
	}
	return text == ""
}

// cutRecipient cuts the address of the envelope off a text: "ADDR[ (PARENT)][ <RECIPIENT>]". ADDR is
// what it became, a pipe or a file among other things.
//
// QUIRK: Exim logs ADDR without its quotes, so that spaces and text that looks like fields may
// occur in it. RECIPIENT follows then, with its quotes, which gives ADDR away.
func cutRecipient(text string) (recipient, rest string, ok bool) {
	if recipient, rest, ok = cutUnquoted(text); ok {
		return recipient, rest, true
	}
	if text == "" {
		return "", "", false
	}
	if c := text[0]; c == '|' || c == '/' || c == '>' || strings.HasPrefix(text, "save ") {
		return cutPipe(text)
	}
	end := 0
	for end < len(text) && !(text[end] == ' ' || text[end] == ':' && (end+1 == len(text) || text[end+1] == ' ') && end > 0) {
		end++
	}
	address, rest := text[:end], text[end:]
	if after, found := strings.CutPrefix(rest, " ("); found {
		// Addresses in between, joined by commas.
		if at := strings.Index(after, ") <"); at >= 0 {
			rest = after[at+len(")"):]
		}
	}
	if strings.HasPrefix(rest, " <") {
		if top, after, ok := cutAddress(rest[1:], marks[:]...); ok {
			return top, after, true
		}
	}
	return address, rest, address != "" && atMark(rest)
}

// cutUnquoted cuts `odd one@x <"odd one"@x>` off a text: an address that is only logged without the
// quotes and backslashes that its recipient has.
func cutUnquoted(text string) (recipient, rest string, ok bool) {
	for from := 0; ; {
		i := strings.Index(text[from:], ` <"`)
		if i < 0 {
			return "", text, false
		}
		at := from + i
		address, rest, found := cutAddress(text[at+1:], marks[:]...)
		if found && isUnquoted(text[:at], address) {
			return address, rest, true
		}
		from = at + 1
	}
}

// isUnquoted reports whether plain is a quoted address without its quotes.
func isUnquoted(plain, address string) bool {
	n := maillog.QuotedLength(address)
	if n == 0 {
		return false
	}
	at := 0
	for i := 1; i < n-1; i++ {
		c := address[i]
		if c == '\\' {
			i++
			c = address[i]
		}
		if at >= len(plain) || plain[at] != c {
			return false
		}
		at++
	}
	return strings.EqualFold(plain[at:], address[n:])
}

// cutPipe cuts "|command args (PARENT) <RECIPIENT>" off a text.
func cutPipe(text string) (recipient, rest string, ok bool) {
	for from := 0; ; {
		i := strings.Index(text[from:], " <")
		if i < 0 {
			break
		}
		at := from + i
		if top, after, found := cutAddress(text[at+1:], marks[:]...); found {
			return top, after, true
		}
		from = at + 1
	}
	for i := range len(text) {
		if text[i] == ' ' && atMark(text[i:]) {
			return text[:i], text[i:], true
		}
	}
	return "", text, false
}
