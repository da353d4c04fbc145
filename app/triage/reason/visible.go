package reason

import (
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/words"
)

// Visible turns the bytes of a status into text that can be shown, as
// words.Visible does, with runs of blanks folded into one space. A character
// split by the cut is dropped.
func Visible(s string, cut bool) string {
	if cut {
		s = dropHalf(s)
	}
	return words.Visible(foldBlanks(s))
}

// foldBlanks replaces each run of blanks and line breaks by one space.
func foldBlanks(s string) string {
	isBlank := func(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
	i := 0
	for i < len(s) && (!isBlank(s[i]) || s[i] == ' ' && (i == 0 || s[i-1] != ' ')) {
		i++
	}
	if i == len(s) {
		return s
	}
	b := append(make([]byte, 0, len(s)), s[:i]...)
	for ; i < len(s); i++ {
		switch {
		case !isBlank(s[i]):
			b = append(b, s[i])
		case len(b) == 0 || b[len(b)-1] != ' ':
			b = append(b, ' ')
		}
	}
	return string(b)
}

// dropHalf removes the first bytes of a UTF-8 character from the end of s if
// everything before is UTF-8.
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
