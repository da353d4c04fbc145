// Package finder ranks names by what is typed to find them, for the palette. Each
// typed word has to begin a word of the name, or one of the further words for it.
package finder

import (
	"slices"
	"strings"
	"unicode"
)

// Words splits a text into words of letters and digits, in lower case.
func Words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// Rank says how well a name and further words for it match what is wanted, 0
// best: the name begins with the words; they are words of the name; they are
// among the others. ok is false if a wanted word begins none of them.
func Rank(name string, others []string, wanted []string) (rank int, ok bool) {
	names := Words(name)
	all := slices.Clone(names)
	for _, o := range others {
		all = append(all, Words(o)...)
	}
	for i, w := range wanted {
		at := slices.IndexFunc(all, func(s string) bool { return strings.HasPrefix(s, w) })
		switch {
		case at < 0:
			return 0, false
		case at >= len(names):
			rank = 2
		case at != i:
			rank = max(rank, 1)
		}
	}
	return rank, true
}
