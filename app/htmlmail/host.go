package htmlmail

import (
	"net/netip"
	"strings"
	"unicode"
)

// maxLabel is the length of a label of a host, in bytes (RFC 1035 section 2.3.4).
const maxLabel = 63

// splitURL cuts an address into the part before its host, the host, and the rest:
// "https://", "www.example.org", ":8080/path". User names belong to the first part.
// The host is "" for addresses that have none.
func splitURL(s string) (before, host, after string) {
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok {
		return "", "", s
	}
	if strings.EqualFold(scheme, "mailto") {
		at := strings.LastIndexByte(rest[:cutAt(rest, "?")], '@')
		end := cutAt(rest, "?")
		return s[:len(s)-len(rest)+at+1], rest[at+1 : end], rest[end:]
	}
	slashes := len(rest) - len(strings.TrimLeft(rest, `/\`))
	if slashes < 2 && !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "ftp") {
		return "", "", s // browsers need no slashes after those
	}
	authority := rest[slashes:]
	authority = authority[:cutAt(authority, `/\?#`)]
	user := strings.LastIndexByte(authority, '@') + 1
	host = authority[user:]
	if !strings.HasPrefix(host, "[") {
		host = host[:cutAt(host, ":")]
	} else if end := strings.IndexByte(host, ']'); end >= 0 {
		host = host[:end+1]
	}
	at := len(s) - len(rest) + slashes + user
	return s[:at], s[at : at+len(host)], s[at+len(host):]
}

// cutAt returns the index of the first of chars in s, or the length of s.
func cutAt(s, chars string) int {
	if i := strings.IndexAny(s, chars); i >= 0 {
		return i
	}
	return len(s)
}

// registrable returns the part of a host that somebody registers: its last two labels,
// or three where the second is one that registries use below a country. It
// estimates what the public suffix list knows: where it is wrong, a marked
// difference is one within a registry.
func registrable(host string) string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if isAddress(host) {
		return host
	}
	labels := strings.Split(host, ".")
	n := len(labels)
	if n <= 2 {
		return host
	}
	keep := 2
	if len(labels[n-1]) == 2 {
		switch labels[n-2] {
		case "co", "com", "net", "org", "gov", "gob", "edu", "ac", "or", "ne", "go", "gv", "nom", "mil", "sch", "ltd", "plc":
			keep = 3
		}
	}
	return strings.Join(labels[n-keep:], ".")
}

// isAddress reports whether a host is an IP address.
func isAddress(host string) bool {
	_, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil
}

// hostIn finds the first host that a text names, such as "www.example.org" in
// "Sign in at www.example.org/login", "" if it names none.
func hostIn(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) { // not seen
			return -1
		}
		return r
	}, text)
	for _, word := range strings.FieldsFunc(text, func(r rune) bool {
		return r <= ' ' || strings.ContainsRune(`<>()[]{}"'«»„“”‘’,;|`, r)
	}) {
		if _, host, _ := splitURL(word); host != "" {
			word = host
		} else {
			word = word[:cutAt(word, "/?#:")]
			if at := strings.LastIndexByte(word, '@'); at >= 0 {
				word = word[at+1:]
			}
		}
		word = strings.ToLower(strings.Trim(word, ".…!?"))
		if looksLikeHost(word) {
			return word
		}
	}
	return ""
}

// looksLikeHost distinguishes host names from "e.g.", "3.5" and "report.pdf".
func looksLikeHost(s string) bool {
	labels := strings.Split(s, ".")
	top := labels[len(labels)-1]
	if len(labels) < 2 || len([]rune(top)) < 2 || isFileEnding(top) {
		return false
	}
	for _, r := range top {
		if '0' <= r && r <= '9' && !strings.HasPrefix(top, "xn--") || r == '_' {
			return false
		}
	}
	for _, l := range labels {
		if l == "" || len(l) > 63 {
			return false
		}
		for _, r := range l {
			if r < 0x80 && r != '-' && (r < '0' || '9' < r) && (r < 'a' || 'z' < r) {
				return false
			}
		}
	}
	return true
}

// isFileEnding reports whether a last label is more likely the ending of a file name.
func isFileEnding(s string) bool {
	switch s {
	case "pdf", "doc", "docx", "xls", "xlsx", "ppt", "txt", "csv", "jpg", "jpeg", "png", "gif", "htm", "html", "php", "exe", "eml", "ics":
		return true
	}
	return false
}
