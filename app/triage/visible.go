package triage

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// visible turns the bytes of a status into text that can be shown: blanks
// become one space each run, control characters and those that change the
// direction of writing become \ooo or \u escapes, and what is not UTF-8 is
// read as ISO 8859-1. A character that the cut went through is dropped.
func visible(s string, cut bool) string {
	if plain(s) {
		return s
	}
	if cut {
		s = dropHalf(s)
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	space := false
	put := func(r rune) {
		if r == ' ' || r == '\t' || r == '\n' || r == '\r' {
			if !space {
				b.WriteByte(' ')
			}
			space = true
			return
		}
		space = false
		switch {
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&b, `\%03o`, r)
		case r >= 0x80 && !unicode.IsGraphic(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	if utf8.ValidString(s) {
		for _, r := range s {
			put(r)
		}
	} else {
		for i := range len(s) {
			put(rune(s[i]))
		}
	}
	return b.String()
}

// plain tells whether s can be shown as it is.
func plain(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && i > 0 && s[i-1] == ' ' {
			return false
		}
	}
	return true
}

// dropHalf removes the beginning of a UTF-8 character from the end of s, if
// all before it is UTF-8.
func dropHalf(s string) string {
	for n := 1; n < utf8.UTFMax && n <= len(s); n++ {
		if c := s[len(s)-n]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRuneInString(s[len(s)-n:]) && utf8.ValidString(s[:len(s)-n]) {
				return s[:len(s)-n]
			}
			break
		}
	}
	return s
}
