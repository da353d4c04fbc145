package reason

import "strings"

// maxStatusLines bounds the lines of a single status or reply.
const maxStatusLines = 40

// IsStatus reports whether a text is one status or one dialogue of replies and
// nothing else, so that Explain has something to say about it.
func IsStatus(text string) bool {
	if strings.Contains(text, "-Q-ID-") || strings.Contains(text, " requests)") {
		return false // a listing in some wrapping
	}
	lines := 0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		line, _ = strings.CutPrefix(strings.TrimSpace(strings.TrimPrefix(line, "<<< ")), "Deferred: ")
		if lines++; lines > maxStatusLines || lines > 1 && !smtpCode(line) {
			return false
		}
	}
	if lines == 0 {
		return false
	}
	x := Explain(text)
	return x.Known || x.Reason.Code >= 400 || x.Reason.Kind == KindDeferred
}
