package engine

import (
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/app/words"
)

// reporting writes the sentences of a report.
type reporting struct {
	*capture.Capture
	rd *redact.Redactor
}

// text returns a text of the queue as the report may show it: redacted before
// it is cut, so that no part of a name remains at the cut.
func (r reporting) text(s string) string { return cut(words.Visible(r.rd.Status(s))) }

// cut shortens a text to what a report may have.
func cut(s string) string {
	n := share.ReportText
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
