package reason

import (
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/words"
)

// longestAddress is how many bytes of an address in angle brackets are looked at. RFC 5321
// §4.5.3.1.3 allows 256.
const longestAddress = 512

// angle returns the length of an address in angle brackets. "<>" is not
// replaced: an empty address is significant.
func (sc *scanner) angle(s string) int {
	end := strings.IndexByte(s[:min(len(s), longestAddress)], '>')
	if end < 0 {
		// It was cut.
		if sc.cut && len(s) <= longestAddress && len(s) > 1 && (sc.pos == 0 || strings.IndexByte(s, '@') > 0) && oneWord(s) {
			return len(s)
		}
		return 0
	}
	in := s[1:end]
	switch {
	case in == "" || strings.Contains(in, "://"):
		return 0
	case strings.IndexByte(in, '@') >= 0:
		// A quoted local part may hold blanks.
		if oneWord(in) || in[0] == '"' {
			return end + 1
		}
	case sc.pos == 0 && oneWord(in) && (strings.HasPrefix(s[end+1:], ":") || strings.HasPrefix(s[end+1:], "...")):
		// A local name, as in "<root>... Mailbox full".
		return end + 1
	}
	return 0
}

// quotedAddress returns the length of an address with a quoted local part.
func quotedAddress(s string) int {
	end := strings.IndexByte(s[1:], '"') + 2
	if end < 3 || end >= len(s) || s[end] != '@' {
		return 0
	}
	n := domainLen(s[end+1:])
	if n == 0 {
		return 0
	}
	return end + 1 + n
}

// labels precede an address and "=" in logs and replies.
var labels = map[string]bool{
	"to": true, "from": true, "rcpt": true, "sender": true, "user": true, "email": true, "mail": true, "address": true,
	"recipient": true, "mailfrom": true, "rcptto": true, "id": true, "envelope-from": true, "smtp.mailfrom": true,
}

// addressLen returns the length of the address with which s begins, or 0 and
// how much to skip to get to one.
func (sc *scanner) addressLen(s string) (n, skip int) {
	if sc.local <= sc.pos {
		sc.local = sc.pos + lettersLen(s, &localBytes)
	}
	i := sc.local - sc.pos
	if i == 0 || i >= len(s) || s[i] != '@' {
		return 0, 0
	}
	d := domainLen(s[i+1:])
	if d == 0 {
		return 0, 0
	}
	if eq := strings.IndexByte(s[:i], '='); eq > 0 && labels[strings.ToLower(s[:eq])] {
		return 0, eq + 1
	}
	return i + 1 + d, 0
}

// lettersLen returns the length of the beginning of s that consists of ASCII
// characters that ok accepts and letters of scripts that separate words by spaces;
// others run into the surrounding text.
func lettersLen(s string, ok *[256]bool) int {
	for i, r := range s {
		if r < utf8.RuneSelf && !ok[byte(r)] || r >= utf8.RuneSelf && (r >= 0x530 || !unicode.IsLetter(r)) {
			return i
		}
	}
	return len(s)
}

// localBytes and domainBytes are the characters of the two parts of an address.
var localBytes, domainBytes = func() (local, domain [256]bool) {
	for c := range len(local) {
		local[c] = wordByte(byte(c)) || strings.IndexByte("!#%&'*=?^`{|}/", byte(c)) >= 0
		domain[c] = words.IsAlnum(byte(c)) || strings.IndexByte("-._", byte(c)) >= 0
	}
	return local, domain
}()

// domainLen returns the length of a domain after an @.
func domainLen(s string) int {
	if strings.HasPrefix(s, "[") {
		return strings.IndexByte(s, ']') + 1
	}
	i := lettersLen(s, &domainBytes)
	return len(strings.TrimRight(s[:i], ".-_"))
}

// ipLen returns the length of the IP address with which s begins, including
// "IPv6:" and a port.
func ipLen(s string) int {
	tag := 0
	if len(s) > 5 && strings.EqualFold(s[:5], "IPv6:") {
		tag = 5
	}
	if s[tag:] == "" || !hexByte(s[tag]) && s[tag] != ':' {
		return 0
	}
	i, dots, colons := tag, 0, 0
	for i < len(s) && i < tag+48 && (hexByte(s[i]) || s[i] == '.' || s[i] == ':') {
		switch s[i] {
		case '.':
			dots++
		case ':':
			colons++
		}
		i++
	}
	if dots < 3 && colons < 2 || i < len(s) && (wordByte(s[i]) || s[i] == '@') {
		return 0
	}
	for end := i; end > tag; end-- {
		// A full stop, a colon or a port may follow.
		switch a := s[tag:end]; {
		case a[len(a)-1] == '.' || a[len(a)-1] == ':' && !strings.HasSuffix(a, "::"):
			continue
		case strings.Count(a, ":") == 1:
			if p, err := netip.ParseAddrPort(a); err == nil && p.Addr().Is4() {
				return end
			}
		default:
			if _, err := netip.ParseAddr(a); err == nil {
				return end
			}
			return 0
		}
	}
	return 0
}

// gmailCount returns the length of a number after an address in brackets.
// QUIRK: "[192.0.2.10      12] Our system has detected": to a reader the number
// belongs to the address, whether it has one digit or two.
func gmailCount(s string, pos, n int) int {
	rest := s[pos+n:]
	if pos == 0 || s[pos-1] != '[' || !strings.HasPrefix(rest, " ") {
		return 0
	}
	i := 1
	for i < len(rest) && rest[i] >= '0' && rest[i] <= '9' {
		i++
	}
	if i > 1 && i < len(rest) && rest[i] == ']' {
		return i
	}
	return 0
}

// urlLen returns the length of the URL with which s begins. Punctuation at its
// end belongs to the sentence.
func (sc *scanner) urlLen(s string) int {
	i := 0
	for i < len(s) && i < 12 && (words.IsAlnum(s[i]) || s[i] == '+') {
		i++
	}
	www := strings.HasPrefix(s, "www.")
	if i == 0 || !strings.HasPrefix(s[i:], "://") && !www {
		return 0
	}
	if sc.blank <= sc.pos {
		sc.blank = len(sc.text)
		if end := strings.IndexAny(s, " <>\""); end >= 0 {
			sc.blank = sc.pos + end
		}
	}
	u := s[:sc.blank-sc.pos]
	if strings.Contains(u, "(") {
		u = strings.TrimRight(u, ".,;:!?'")
	} else {
		u = strings.TrimRight(u, ".,;:!?')]}")
	}
	if len(u) <= i+3 || www && !strings.Contains(u, "/") {
		return 0
	}
	return len(u)
}

// path returns the length of a file name. Names of programs and their
// configuration stay; others vary by message or user.
func (sc *scanner) path(s string) (int, string) {
	if sc.pos > 0 && strings.IndexByte(" (\"'=:,", sc.text[sc.pos-1]) < 0 {
		return 1, ""
	}
	end := strings.IndexAny(s, " ()<>\",;")
	if end < 0 {
		end = len(s)
	}
	p := strings.TrimRight(s[:end], ".:")
	if len(p) < 3 || strings.Count(p, "/") < 2 && p[0] == '/' {
		return max(len(p), 1), ""
	}
	for _, dir := range [...]string{"/usr/", "/bin/", "/sbin/", "/etc/", "/opt/", "/lib"} {
		if strings.HasPrefix(p, dir) {
			return len(p), ""
		}
	}
	return len(p), "path"
}

func hexByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
