package cleanup

import "strings"

// quote makes one shell word of a text.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// commentMax is how much of a text a comment holds, in bytes.
const commentMax = 200

// comment keeps of a text what can neither end a comment nor mislead its
// reader: printable ASCII without quotes, dollars, backticks and backslashes.
// Everything else becomes an underscore.
func comment(s string) string {
	if len(s) > commentMax {
		s = s[:commentMax] + "..."
	}
	b := []byte(s)
	for i, c := range b {
		if c < ' ' || c > '~' || strings.IndexByte("'\"`$\\", c) >= 0 {
			b[i] = '_'
		}
	}
	return strings.TrimSpace(string(b))
}

// isPlain tells whether a text stands for itself in any shell, unquoted.
func isPlain(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !('0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || strings.IndexByte("/._-+", c) >= 0) {
			return false
		}
	}
	return s != ""
}
