package model

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// PaletteEntry is something that the command palette does.
type PaletteEntry struct {
	Kind  string // "View", "Action", "Filter key", "Recent filter"
	Name  string
	Note  string // the keys that do the same, or what a filter key means
	words string // further words to find it by
	event Event
}

// The kinds of entries.
const (
	viewEntry   = "View"
	actionEntry = "Action"
	keyEntry    = "Filter key"
	recentEntry = "Recent filter"
)

// Mono reports whether the name is a part of a filter.
func (e PaletteEntry) Mono() bool { return e.Kind == keyEntry || e.Kind == recentEntry }

// findEntries returns the entries of which words begin with all words of a text,
// those first whose names begin with it. Without a text it returns all.
func findEntries(entries []PaletteEntry, text string) []PaletteEntry {
	wanted := paletteWords(text)
	if len(wanted) == 0 {
		return entries
	}
	type match struct {
		entry PaletteEntry
		rank  int
	}
	var found []match
	for _, e := range entries {
		if rank, ok := e.rank(wanted); ok {
			found = append(found, match{e, rank})
		}
	}
	slices.SortStableFunc(found, func(a, b match) int { return cmp.Compare(a.rank, b.rank) })
	out := make([]PaletteEntry, len(found))
	for i, f := range found {
		out[i] = f.entry
	}
	return out
}

// rank says how well an entry matches, 0 best: its name begins with the words;
// they are words of its name; they are other words of it.
func (e *PaletteEntry) rank(wanted []string) (rank int, ok bool) {
	name := paletteWords(e.Name)
	all := slices.Concat(name, paletteWords(e.words), paletteWords(e.Note), paletteWords(e.Kind))
	for i, w := range wanted {
		at := slices.IndexFunc(all, func(s string) bool { return strings.HasPrefix(s, w) })
		switch {
		case at < 0:
			return 0, false
		case at >= len(name):
			rank = 2
		case at != i:
			rank = max(rank, 1)
		}
	}
	return rank, true
}

// paletteWords splits a text into words of letters and digits, in lower case.
func paletteWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
