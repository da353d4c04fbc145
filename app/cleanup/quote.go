package cleanup

import "strings"

// quote quotes a text as one shell word.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// IsPlain reports whether s stands for itself in any shell, unquoted: letters,
// digits and /._-+ only.
func IsPlain(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !('0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || strings.IndexByte("/._-+", c) >= 0) {
			return false
		}
	}
	return s != ""
}
