package smtp

import (
	"strconv"
	"strings"
)

// Enhanced is an enhanced status code (RFC 3463 §2): class 2, 4 or 5, subject
// and detail. The zero value means that there is none.
type Enhanced struct{ Class, Subject, Detail int }

// IsZero reports whether there is no enhanced code.
func (e Enhanced) IsZero() bool { return e == Enhanced{} }

// String returns "4.7.1", or "" if there is none.
func (e Enhanced) String() string {
	if e.IsZero() {
		return ""
	}
	return strconv.Itoa(e.Class) + "." + strconv.Itoa(e.Subject) + "." + strconv.Itoa(e.Detail)
}

// ParseEnhanced reads an enhanced code from the start of s. The rest is what
// follows it, without blanks and a colon; it is s itself if ok is false.
// QUIRK: several products write a "#" before it ("#5.1.0 Address rejected"), or
// a colon, comma, dash or full stop after it.
func ParseEnhanced(s string) (e Enhanced, rest string, ok bool) {
	i := 0
	if i < len(s) && s[i] == '#' {
		i++
	}
	if i >= len(s) || s[i] != '2' && s[i] != '4' && s[i] != '5' {
		return Enhanced{}, s, false
	}
	e.Class = int(s[i] - '0')
	i++
	for _, part := range [...]*int{&e.Subject, &e.Detail} {
		if i >= len(s) || s[i] != '.' {
			return Enhanced{}, s, false
		}
		i++
		start := i
		for i < len(s) && isDigit(s[i]) && i-start < 3 {
			*part = *part*10 + int(s[i]-'0')
			i++
		}
		if i == start {
			return Enhanced{}, s, false
		}
	}
	rest = s[i:]
	if rest == "" {
		return e, "", true
	}
	switch rest[0] {
	case ' ', '\t', ':', ',', ';', '-', '\r', '\n':
	case '.':
		// The end of a sentence, but no IP address or version.
		if len(rest) > 1 && !isBlank(rest[1]) {
			return Enhanced{}, s, false
		}
	default:
		return Enhanced{}, s, false
	}
	if rest[0] == ':' || rest[0] == '-' || rest[0] == '.' || rest[0] == ',' || rest[0] == ';' {
		rest = rest[1:]
	}
	return e, trim(rest), true
}

// tagged finds an enhanced code behind a product's own mark. The rest is the
// text without the code.
// QUIRK: Barracuda writes "450 cuda_nsu 4.7.1 Recipient address rejected".
func tagged(text string) (e Enhanced, rest string, ok bool) {
	tag, after, found := strings.Cut(text, " ")
	if !found || len(tag) > 24 || strings.IndexByte(tag, '_') < 1 {
		return Enhanced{}, text, false
	}
	for i := range len(tag) {
		if c := tag[i]; !isDigit(c) && c != '_' && (c|0x20 < 'a' || c|0x20 > 'z') {
			return Enhanced{}, text, false
		}
	}
	if e, rest, ok = ParseEnhanced(after); !ok {
		return Enhanced{}, text, false
	}
	return e, tag + " " + rest, true
}

// trailing finds an enhanced code as qmail and its relatives write it: in
// brackets anywhere in the text, "(#5.7.1)".
func trailing(text string) (Enhanced, bool) {
	for i := 0; i+7 <= len(text); i++ {
		if text[i] != '(' || text[i+1] != '#' {
			continue
		}
		for j := i + 2; j < len(text) && j < i+14; j++ {
			if text[j] == ')' {
				e, rest, ok := ParseEnhanced(text[i+2 : j])
				return e, ok && rest == ""
			}
		}
	}
	return Enhanced{}, false
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isBlank(b byte) bool { return b == ' ' || b == '\t' || b == '\r' || b == '\n' }

// trim removes blanks and line ends from both ends; everything else, such as
// bytes that are not UTF-8, stays.
func trim(s string) string {
	for s != "" && isBlank(s[0]) {
		s = s[1:]
	}
	for s != "" && isBlank(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}
