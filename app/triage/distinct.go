package triage

import "slices"

// Distinct removes what is in a list a second time, and keeps the order. It changes the
// list. Most lists are short; others, as the replies in a data file, can have a hundred
// thousand values.
func Distinct[T comparable](list []T) []T {
	const short = 32
	var seen map[T]bool
	out := list[:0]
	for _, v := range list {
		if seen == nil && len(out) > short {
			seen = make(map[T]bool, len(list))
			for _, o := range out {
				seen[o] = true
			}
		}
		if seen == nil && !slices.Contains(out, v) || seen != nil && !seen[v] {
			out = append(out, v)
			if seen != nil {
				seen[v] = true
			}
		}
	}
	return out
}
