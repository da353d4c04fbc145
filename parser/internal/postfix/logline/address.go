package logline

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
)

// cutAddress cuts an address in angle brackets off a text, which must go on with one of the
// endings. A quoted local part may hold brackets. A site may have addresses logged without their
// quotes (before 3.5 all are): then the first bracket with an ending behind it counts.
func cutAddress(text string, endings ...string) (address, rest string, ok bool) {
	text, ok = strings.CutPrefix(text, "<")
	if !ok {
		return "", text, false
	}
	for _, from := range [...]int{quotedLength(text), 0} {
		for i := from; i < len(text); i++ {
			if text[i] == '>' && hasEnding(text[i+1:], endings) {
				return text[:i], text[i+1:], true
			}
		}
	}
	return "", text, false
}

// quotedLength returns the length of the quoted local part that begins an address, 0 for none. Without
// a domain or the end of the address behind it, the quotes are not those of a local part.
func quotedLength(text string) int {
	n := maillog.QuotedLength(text)
	if strings.HasPrefix(text[n:], "@") || strings.HasPrefix(text[n:], ">") {
		return n
	}
	return 0
}

func hasEnding(text string, endings []string) bool {
	for _, e := range endings {
		if strings.HasPrefix(text, e) {
			return true
		}
	}
	return false
}

// cutHost splits "NAME[IP]" and what follows it. The path of a socket may take the place of IP.
func cutHost(text string) (name, ip, rest string, ok bool) {
	open := strings.IndexByte(text, '[')
	if open < 0 {
		return text, "", "", false
	}
	end := strings.IndexByte(text[open:], ']')
	if end < 0 {
		return text, "", "", false
	}
	name, ip, rest = text[:open], text[open+1:open+end], text[open+end+1:]
	if strings.ContainsAny(name, " \t") {
		return "", "", text, false
	}
	if !maillog.IsIP(ip) {
		ip = ""
	}
	return name, ip, rest, true
}
