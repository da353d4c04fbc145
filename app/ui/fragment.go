package ui

import "strings"

// EscapeStray writes percent signs that begin no escape as %25, as in the
// fragment #/messages?q=100% that somebody typed.
func EscapeStray(fragment string) string {
	var b strings.Builder
	for i := range len(fragment) {
		b.WriteByte(fragment[i])
		if fragment[i] == '%' && !(i+2 < len(fragment) && isHex(fragment[i+1]) && isHex(fragment[i+2])) {
			b.WriteString("25")
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
