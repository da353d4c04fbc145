package words

import "strings"

// commentMax is how much of a text a comment holds, in bytes.
const commentMax = 200

// Comment keeps of a text what can neither end a comment of a shell script nor
// mislead its reader: printable ASCII without quotes, dollars, backticks and
// backslashes. Every other byte becomes an underscore.
func Comment(s string) string {
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
