package reason

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
)

// IsHost reports whether word is a host name: labels with dots between, the
// last one like a top-level domain. "e.g", "8.17.1" and "sendmail.cf" are not.
func IsHost(word string) bool {
	last := strings.LastIndexByte(word, '.')
	if last < 1 || len(word)-last < 3 || len(word) > 253 {
		return false
	}
	tld := word[last+1:]
	puny := len(tld) > 4 && strings.EqualFold(tld[:4], "xn--")
	upper := 0
	for i := range len(tld) {
		c := tld[i]
		if c >= 'A' && c <= 'Z' {
			upper++
		} else if (c < 'a' || c > 'z') && !puny {
			return false
		}
	}
	two := strings.IndexByte(word, '.') == last
	if two && (extensions[tld] || upper > 0 && upper < len(tld)) {
		// A file, or a sentence without a space: "Rejected.Please".
		return false
	}
	label := 0
	for i := range last {
		switch c := word[i]; {
		case c == '.':
			if label == 0 || label > 63 {
				return false
			}
			label = 0
			continue
		case !words.IsAlnum(c) && c != '-' && c != '_':
			return false
		}
		label++
	}
	return label > 0 && label <= 63
}

// extensions are those of files mentioned in replies. Some are also top-level
// domains, but a name with two labels is unlikely here.
var extensions = map[string]bool{
	"cf": true, "conf": true, "cfg": true, "db": true, "html": true, "htm": true, "php": true, "txt": true, "log": true, "exe": true,
	"dll": true, "zip": true, "doc": true, "docx": true, "xls": true, "xlsx": true, "pdf": true, "jpg": true, "png": true, "gif": true,
	"rar": true, "scr": true, "bat": true, "lua": true, "js": true, "vbs": true, "eml": true, "cpp": true,
}

// IsID reports whether word identifies one message, session or host: at least
// eight characters, in which letters and digits alternate.
func IsID(word string) bool {
	if len(word) < 8 {
		return false
	}
	digits, letters, turns := 0, 0, 0
	var prev byte
	hex := true
	for i := range len(word) {
		c := word[i]
		var kind byte
		switch {
		case c >= '0' && c <= '9':
			kind = '0'
			digits++
		case words.IsAlnum(c):
			kind = 'a'
			letters++
			hex = hex && hexByte(c)
		case c == '-' || c == '_' || c == '.' || c == '+' || c == '~' || c == '$':
			continue
		default:
			return false
		}
		if prev != 0 && kind != prev {
			turns++
		}
		prev = kind
	}
	if digits < 2 || letters == 0 || cipher(word) {
		return false
	}
	return turns >= 2 || hex && digits >= 4 || len(word) >= 20 && digits >= 4
}

// isMachine reports whether word is the name of one of many mail servers, without
// their domain: "mxgmx016", "smtp-in042".
func isMachine(word string) bool {
	name := strings.TrimRight(word, "0123456789")
	if len(word)-len(name) < 2 {
		return false
	}
	for _, role := range [...]string{"mx", "mta", "smtp", "mail", "relay"} {
		if rest, ok := strings.CutPrefix(name, role); ok {
			return strings.Trim(rest, "abcdefghijklmnopqrstuvwxyz-") == ""
		}
	}
	return false
}

// cipher reports whether word is the name of a cipher suite, which stays.
func cipher(word string) bool {
	return strings.Contains(word, "AES") || strings.Contains(word, "SHA") || strings.Contains(word, "RSA")
}

// number reads a number at the start of s. It stays if it is part of the
// reason: one digit, codes, versions, ports.
func (sc *scanner) number(s string) (n int, stays, ok bool) {
	digits, dots, commas := 0, 0, 0
	const longest = 64
	i := 0
	for i < min(len(s), longest) {
		if c := s[i]; c >= '0' && c <= '9' {
			digits++
		} else if (c == '.' || c == ',') && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9' {
			if c == '.' {
				dots++
			} else {
				commas++
			}
		} else {
			break
		}
		i++
	}
	if i == longest {
		return i, false, true
	}
	rest := s[i:]
	if rest != "" && wordByte(rest[0]) && rest[0] != '.' && rest[0] != '-' && rest[0] != '+' && !sizeUnit(rest) {
		return 0, false, false // the start of an id
	}
	if rest != "" && rest[0] == '-' && len(rest) > 1 && (words.IsAlnum(rest[1])) && wordLen(s) > i && IsID(s[:wordLen(s)]) {
		return 0, false, false
	}
	word, _ := sc.before()
	after := strings.TrimLeft(rest, " ")
	switch {
	case dots >= 2:
		return i, true, true // an enhanced code or a version
	case keepsNumber[word]:
		return i, true, true
	case dots == 1 || commas > 0:
		return i, false, true
	case digits == 3 && s[0] >= '2' && s[0] <= '5' && (codeWord[word] || startsEnhanced(strings.TrimPrefix(after, "-"))):
		return i, true, true
	case digits == 1:
		return i, !shortUnit(after, sc.cut), true
	}
	return i, false, true
}

// keepsNumber are words after which a number is part of a name.
var keepsNumber = map[string]bool{
	"rfc": true, "port": true, "tls": true, "ssl": true, "version": true, "part": true, "section": true, "signal": true, "smtp": true,
	"mx": true, "step": true, "rule": true,
}

// codeWord are words after which three digits are a reply code.
var codeWord = map[string]bool{
	"code": true, "error": true, "status": true, "reply": true, "response": true, "said": true, "<<<": true, "smtp": true, "was": true,
}

func startsEnhanced(s string) bool {
	return len(s) >= 5 && (s[0] == '2' || s[0] == '4' || s[0] == '5') && s[1] == '.' && s[3] == '.'
}

// sizeUnit reports whether s begins with a unit of size written without a
// space, as in "25MB".
func sizeUnit(s string) bool {
	w := strings.ToLower(s[:min(wordLen(s), 6)])
	switch strings.TrimRight(w, ".") {
	case "k", "b", "kb", "mb", "gb", "kib", "mib", "gib", "bytes", "g":
		return true
	}
	return false
}

// shortUnit reports whether s begins with a unit in which waiting times count
// down, so that even a single digit varies.
func shortUnit(s string, cut bool) bool {
	w := strings.ToLower(s[:wordEnd(s)])
	if w == "" {
		return false
	}
	for _, u := range [...]string{"seconds", "second", "secs", "sec", "minutes", "minute", "mins", "min", "hours", "hour", "hrs"} {
		if w == u || cut && len(w) == len(s) && strings.HasPrefix(u, w) {
			return true
		}
	}
	return false
}

// wordEnd returns the number of ASCII letters with which s begins.
func wordEnd(s string) int {
	i := 0
	for i < len(s) && words.IsAlnum(s[i]) && (s[i] < '0' || s[i] > '9') {
		i++
	}
	return i
}
