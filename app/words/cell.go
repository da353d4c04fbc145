package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Cell makes a text that no spreadsheet takes for a formula. An apostrophe is
// put before =, +, - and @ (in full width, too) where the text begins, blanks,
// invisible characters and quotes aside, and where a cell would begin if a program took a comma,
// semicolon, tab or vertical bar inside the text for the end of one. Line
// breaks and tabs become blanks, other control characters U+FFFD.
func Cell(s string) string {
	if cannotCompute(s) {
		return s
	}
	var b strings.Builder
	begins := true // a cell may begin here
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
			r, begins = ' ', true
		case r < ' ' || r >= 0x7f && r < 0xa0:
			r = utf8.RuneError
		}
		switch {
		case r == '"', r == '\'', unicode.IsSpace(r), unicode.Is(unicode.Cf, r), r == '\u180e':
		case strings.ContainsRune(operators, r):
			if begins {
				b.WriteByte('\'')
			}
			begins = false
		default:
			begins = r == ',' || r == ';' || r == '|'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// operators begin formulas: = + - @, in full width, as small forms, and the minus sign.
const operators = "=+-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212"

// cannotCompute returns a fast check that a text is harmless in a cell. It may report
// false for a harmless text.
func cannotCompute(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !IsAlnum(c) && c != '.' && c != ' ' && !(i > 0 && strings.IndexByte("@-:/_<>()[]", c) >= 0 && IsAlnum(s[i-1])) {
			return false
		}
	}
	return true
}
