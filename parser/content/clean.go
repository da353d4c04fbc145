package content

import (
	"strings"
	"unicode/utf8"
)

// isPlain reports whether s is printable ASCII, as most text is.
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// cleanLine makes one line of s: line ends and tabs become spaces, other
// control characters visible, and direction marks are removed.
func cleanLine(s string) string {
	if isPlain(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case turnsText(r):
			return -1
		}
		return picture(r)
	}, s)
}

// cleanText keeps lines and tabs, gives every line an LF as its end, and makes
// other control characters visible.
func cleanText(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		return picture(r)
	}, s)
}

// picture returns a visible sign for a control character.
func picture(r rune) rune {
	switch {
	case r < ' ':
		return 0x2400 + r // CONTROL PICTURES
	case r == 0x7f:
		return 0x2421
	case 0x80 <= r && r < 0xa0:
		return utf8.RuneError
	}
	return r
}

// turnsText reports whether r embeds, overrides or isolates a direction
// (UAX #9), which can disguise a name as another.
func turnsText(r rune) bool {
	return 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069
}
