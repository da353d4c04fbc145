package engine

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// display makes text of bytes for showing: UTF-8 where it is, else Latin-1;
// control and direction characters, which could mislead a reader, are shown as
// escapes.
func display(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] >= 0x20 && s[i] < 0x7F
	}
	if plain {
		return s
	}
	if !utf8.ValidString(s) {
		b := make([]rune, len(s))
		for i := range len(s) {
			b[i] = rune(s[i])
		}
		s = string(b)
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\t':
			b.WriteRune(r)
		case r < 0x20 || r == 0x7F:
			fmt.Fprintf(&b, "\\%03o", r)
		case r >= 0x80 && !unicode.IsPrint(r) && !unicode.IsSpace(r), unicode.Is(unicode.Bidi_Control, r):
			fmt.Fprintf(&b, "\\u%04X", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// displayLines is display for a text of several lines.
func displayLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = display(lines[i])
	}
	return strings.Join(lines, "\n")
}
