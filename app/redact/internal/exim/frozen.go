package exim

import (
	"slices"
	"strings"
)

// because are the reasons that Exim itself gives for freezing a message (formats/exim.md §4.2).
var because = []string{"frozen", "delivery error message", "message created with -f <>", "frozen by ACL", "frozen by local_scan()", byFilter}

// byFilter is what Exim writes before the text of a filter.
const byFilter = "by the system filter"

// Frozen returns why Exim froze a message, without what the writer of a filter has it say.
func Frozen(why string) string {
	switch {
	case slices.Contains(because, why):
		return why
	case strings.HasPrefix(why, byFilter):
		return byFilter
	}
	return because[0]
}

// WithoutFilterText leaves out why a message was frozen where Exim itself does not say so.
func WithoutFilterText(s string) string {
	const frozen = "Frozen: " // as a reason has it
	if why, ok := strings.CutPrefix(s, frozen); ok {
		return frozen + Frozen(why)
	}
	for from := 0; ; {
		i := strings.Index(s[from:], byFilter+": ")
		if i < 0 {
			return s
		}
		from += i + len(byFilter)
		end := strings.IndexByte(s[from:], '\n')
		if end < 0 {
			return s[:from]
		}
		s = s[:from] + s[from+end:]
	}
}
