package logline

import (
	"math"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
)

// IsProgram reports whether lines of a program are Exim's: "exim", "exim4".
func IsProgram(name string) bool { return strings.HasPrefix(name, "exim") }

// CutPart takes the mark off a part of a line that Exim split for syslog: "[n/m] ". All parts of a
// line have the same m, which is returned as what they are of. A part whose mark has a backslash is the
// last one of its line: what follows is the header of a message that was rejected (formats/logs.md §4.5).
func CutPart(text string) (of string, part maillog.Part, rest string, ok bool) {
	if text == "" || text[0] != '[' {
		return "", maillog.Part{}, "", false
	}
	n, after, _ := maillog.CutNumber(text[1:])
	if n == 0 || after == "" || after[0] != '/' && after[0] != '\\' {
		return "", maillog.Part{}, "", false
	}
	line := after[0] == '\\'
	m, rest, _ := maillog.CutNumber(after[1:])
	if m < n || m > math.MaxInt32 || len(rest) < 2 || rest[:2] != "] " {
		return "", maillog.Part{}, "", false
	}
	return after[1 : len(after)-len(rest)], maillog.Part{N: int(n), Of: int(m), Last: line || n == m}, rest[2:], true
}
