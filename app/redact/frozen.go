package redact

import (
	"slices"
	"strings"
)

// frozenBecause are the reasons that Exim itself gives for freezing a message (formats/exim.md §4.2).
var frozenBecause = []string{"frozen", "delivery error message", "message created with -f <>", "frozen by ACL", "frozen by local_scan()", bySystemFilter}

// bySystemFilter is what Exim writes before the text of a filter.
const bySystemFilter = "by the system filter"

// Frozen redacts why Exim froze a message. In a strict redaction nothing stays of what the writer of a
// filter has it say.
func (rd *Redactor) Frozen(why string) string {
	switch {
	case !rd.Strict():
		return rd.Status(why)
	case slices.Contains(frozenBecause, why):
		return why
	case strings.HasPrefix(why, bySystemFilter):
		return bySystemFilter
	}
	return frozenBecause[0]
}

// withoutFilterText leaves out, in a strict redaction, why a message was frozen where Exim itself does
// not say so.
func (rd *Redactor) withoutFilterText(s string) string {
	if !rd.Strict() {
		return s
	}
	const frozen = "Frozen: " // as a reason has it
	if why, ok := strings.CutPrefix(s, frozen); ok {
		return frozen + rd.Frozen(why)
	}
	for from := 0; ; {
		i := strings.Index(s[from:], bySystemFilter+": ")
		if i < 0 {
			return s
		}
		from += i + len(bySystemFilter)
		end := strings.IndexByte(s[from:], '\n')
		if end < 0 {
			return s[:from]
		}
		s = s[:from] + s[from+end:]
	}
}
