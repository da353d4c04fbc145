package causes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
)

// frozenBounces says how many of the n messages that Exim has frozen are bounces, and where the
// returned mail came from: Exim freezes every bounce that cannot be delivered either.
func (s *survey) frozenBounces(n int) string {
	if s.words != &mailsystem.Exim {
		return ""
	}
	var from []*bounceTally
	sum := 0
	for _, b := range s.bounces {
		if b.aside > 0 {
			from = append(from, b)
			sum += b.aside
		}
	}
	if sum == 0 {
		return ""
	}
	text := fmt.Sprintf(" **%s** of them are bounces that could not be delivered themselves", words.Number(sum))
	switch {
	case n == 1:
		text = " It is a bounce that could not be delivered itself"
	case sum == 1:
		text = " **1** of them is a bounce that could not be delivered itself"
	}
	from = slices.DeleteFunc(from, func(b *bounceTally) bool { return !b.isRecorded() })
	if len(from) == 0 {
		return text + "; where the mail that they return came from is not recorded."
	}
	slices.SortFunc(from, func(a, b *bounceTally) int {
		return cmp.Or(cmp.Compare(b.aside, a.aside), strings.Compare(a.source.Name, b.source.Name))
	})
	const most = 3
	var names []string
	for _, b := range from[:min(most, len(from))] {
		names = append(names, fmt.Sprintf("%s (%s)", quote(b.source.Name), words.Number(b.aside)))
	}
	if n := len(from) - len(names); n > 0 {
		names = append(names, words.Plural(n, "other source", "other sources"))
	}
	return text + "; what they return came from " + strings.Join(names, ", ") + "."
}
