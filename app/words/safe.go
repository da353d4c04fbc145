package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// UTF8 returns a text of bytes as UTF-8: text that is not valid UTF-8 is read as
// ISO 8859-1, in which every byte is a character.
func UTF8(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}

// Visible makes text of a queue safe to show, without loss: control
// characters become octal escapes (\033), and those that are not seen or
// change the direction of writing become \u202e or \U000e0001. Bytes that are
// not UTF-8 are read as ISO 8859-1. Tabs stay.
func Visible(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	for _, r := range UTF8(s) {
		switch {
		case r == '\t':
			b.WriteByte('\t')
		case r < ' ' || r == 0x7f:
			escape(&b, '\\', r, 3, 3)
		case r < 0x80 || unicode.IsGraphic(r):
			b.WriteRune(r)
		case r > 0xffff:
			b.WriteByte('\\')
			escape(&b, 'U', r, 8, 4)
		default:
			b.WriteByte('\\')
			escape(&b, 'u', r, 4, 4)
		}
	}
	return b.String()
}

// escape writes a letter and the number of a character, with some digits of some bits
// each. Package fmt takes ten times as long, and there can be megabytes of them.
func escape(b *strings.Builder, letter byte, r rune, digits, bits int) {
	b.WriteByte(letter)
	for k := digits - 1; k >= 0; k-- {
		b.WriteByte("0123456789abcdef"[r>>(bits*k)&(1<<bits-1)])
	}
}

// VisibleLines is Visible for a text of several lines.
func VisibleLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = Visible(lines[i])
	}
	return strings.Join(lines, "\n")
}

// Printable makes text of a queue harmless in a terminal or a table: it is one
// line, white space is a space, and whatever is not seen, acts on a terminal,
// changes the direction of writing or is not UTF-8 becomes U+FFFD.
func Printable(s string) string {
	if isPlain(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u00a0': // with which this package joins numbers and units
			return r
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// OneLine makes a line of a file that programs read again: breaks and tabs
// become spaces, other control characters and bytes that are not UTF-8 become
// U+FFFD. All else stays as it is.
func OneLine(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\v' || r == '\f' || r == '\r':
			return ' '
		case r < ' ' || 0x7f <= r && r < 0xa0:
			return utf8.RuneError
		}
		return r
	}, s)
}

// isPlain reports whether all of s is printable ASCII.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
