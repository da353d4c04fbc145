package model

import (
	"cmp"
	"slices"

	"github.com/spoolscope/spoolscope/app/ui/model/finder"
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

// findEntries returns the entries with words that begin with each word of a
// text, those first whose names begin with the text. Without a text it returns
// all.
func findEntries(entries []PaletteEntry, text string) []PaletteEntry {
	wanted := finder.Words(text)
	if len(wanted) == 0 {
		return entries
	}
	type match struct {
		entry PaletteEntry
		rank  int
	}
	var found []match
	for _, e := range entries {
		if rank, ok := finder.Rank(e.Name, []string{e.words, e.Note, e.Kind}, wanted); ok {
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
