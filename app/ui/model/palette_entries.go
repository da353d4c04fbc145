package model

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/filterkey"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// paletteEntries are all entries that do something now: those for the screen that
// is shown first, the filters of this visit last.
func (m *Model) paletteEntries() []PaletteEntry {
	var out []PaletteEntry
	if m.Stage == Loading {
		if m.Load.Stopping {
			out = append(out, PaletteEntry{Kind: actionEntry, Name: "Discard what was read", words: "stop abort cancel", event: LoadDiscarded{}})
		} else {
			out = append(out, PaletteEntry{Kind: actionEntry, Name: "Cancel reading", Note: "Esc", words: "stop abort", event: LoadCanceled{}})
		}
	}
	if m.Stage == Open {
		out = append(out, m.recentEntries()...)
		out = append(out, m.viewEntries()...)
		out = append(out, m.messageEntries()...)
		out = append(out, m.filterEntries()...)
		out = append(out, m.groupEntries()...)
		out = append(out, m.sortEntries()...)
	}
	out = append(out, m.pageEntries()...)
	if m.Stage == Open {
		for _, k := range filterkey.All {
			out = append(out, PaletteEntry{Kind: keyEntry, Name: k.Name + ":", Note: k.Means, words: "filter key", event: FilterKeyChosen{k.Name}})
		}
	}
	return out
}

// viewKeys are the keys behind g, in the order of the tabs.
var viewKeys = []struct {
	key   string
	view  route.View
	words string
}{
	{"o", route.Overview, "causes answer status summary home"},
	{"m", route.Messages, "list queue mails"},
	{"r", route.Replies, "smtp codes servers said"},
	{"c", route.Cleanup, "clean up purge delete remove plan script"},
	{"d", route.Compare, "diff captures changed"},
	{"p", route.Problems, "errors warnings archive"},
}

func (m *Model) viewEntries() []PaletteEntry {
	var out []PaletteEntry
	for _, v := range viewKeys {
		out = append(out, PaletteEntry{Kind: viewEntry, Name: v.view.Title(), Note: "g " + v.key, words: v.words,
			event: GoTo{Route: route.Route{View: v.view, Query: m.Route.Query}}})
	}
	return append(out, PaletteEntry{Kind: viewEntry, Name: "Start page", words: "home landing open", event: GoTo{Route: route.Route{}}})
}

// recentEntries returns the filters of this visit, except the one that applies.
func (m *Model) recentEntries() []PaletteEntry {
	var out []PaletteEntry
	for _, q := range m.Palette.Recent {
		if q == m.Route.Query {
			continue
		}
		out = append(out, PaletteEntry{Kind: recentEntry, Name: q, words: "filter", event: GoTo{Route: m.filtered(q)}})
	}
	return out
}

// filtered returns the route to what a query selects, on the same view if it shows
// messages.
func (m *Model) filtered(query string) route.Route {
	r := m.Route
	r.Query, r.ID, r.Tab, r.Wide = query, "", "", false
	switch r.View {
	case route.Landing, route.Problems, route.Compare:
		return route.Route{View: route.Messages, Query: query}
	}
	return r
}

// messageEntries are about the list and the open message.
func (m *Model) messageEntries() []PaletteEntry {
	if m.Route.View != route.Messages {
		return nil
	}
	act := func(name, note, words string, e Event) PaletteEntry {
		return PaletteEntry{Kind: actionEntry, Name: name, Note: note, words: words, event: e}
	}
	var out []PaletteEntry
	if m.Route.ID != "" {
		r := m.Route
		for _, t := range DetailTabs {
			r.Tab = t.Name
			if r != m.Route {
				out = append(out, act("Message: "+t.Title, "", "tab open", GoTo{Route: r}))
			}
		}
		r = m.Route
		r.Wide = !r.Wide
		if r.Wide {
			out = append(out, act("Open the message at full width", "Enter", "wide expand", GoTo{Route: r}))
		} else {
			out = append(out, act("Show the message beside the list", "Esc", "narrow", GoTo{Route: r}))
		}
		r.ID, r.Tab, r.Wide = "", "", false
		out = append(out, act("Close the message", "Esc", "", GoTo{Route: r}))
	}
	if m.markedID() != "" {
		out = append(out, act("Copy the message ID", "c", "clipboard", Pressed{"c"}))
	}
	if n := len(m.Cleanup.Picked); n > 0 {
		out = append(out,
			act("Clean up the picked messages", "", "purge delete remove plan", PicksPlanned{}),
			act("Clear the picked messages", "", "unpick deselect", PicksCleared{}))
	}
	if m.Route.Wide && m.Route.ID != "" {
		return out
	}
	if m.List.Known && m.List.Matched > 0 {
		out = append(out, act("Copy the IDs of all messages", "", "clipboard list", IDsCopied{}))
	}
	lines := 2
	name := "Rows of two lines"
	if m.TwoLines() {
		lines, name = 1, "Rows of one line"
	}
	return append(out,
		act("Narrow down by values", "", "facets filter", DialogOpened{Dialog: NarrowDialog, Back: MainID}),
		act("Choose columns", "", "show hide order", ColumnsOpened{}),
		act("Columns and rows as delivered", "", "reset default", ColumnsReset{}),
		act("Panes as delivered", "", "reset default width separator", PanesReset{}),
		act(name, "", "dense height", LinesSet{lines}))
}

// filterEntries are about the filter itself.
func (m *Model) filterEntries() []PaletteEntry {
	out := []PaletteEntry{{Kind: actionEntry, Name: "Go to the filter", Note: "/", words: "search find", event: FilterFocused{}}}
	if m.Route.Query != "" || m.wanted() != "" {
		out = append(out,
			PaletteEntry{Kind: actionEntry, Name: "Clear the filter", words: "reset all messages", event: FilterCleared{}},
			PaletteEntry{Kind: actionEntry, Name: "Copy the filter", words: "clipboard query", event: CopyAsked{Key: filterKey, Text: m.Route.Query}})
	}
	return out
}

// AddressKey is the Copy key of the address of a view: of its text, the fragment,
// the page makes the whole address.
const AddressKey = "address"

// filterKey is the Copy key of the filter's text.
const filterKey = "filter"

// groupEntries choose what a table groups by.
func (m *Model) groupEntries() []PaletteEntry {
	group := func(view route.View, by, name string) PaletteEntry {
		return PaletteEntry{Kind: actionEntry, Name: name, words: "group table", event: GoTo{Route: route.Route{View: view, Query: m.Route.Query, By: by}}}
	}
	return []PaletteEntry{
		group(route.Replies, "", "Replies by what to do"),
		group(route.Replies, protocol.ByCode, "Replies by code"),
		group(route.Replies, protocol.ByServer, "Replies by server"),
		group(route.Overview, "", "Statuses by server"),
		group(route.Overview, "reason", "Statuses by reason"),
		group(route.Overview, "domain", "Statuses by domain"),
	}
}

// sortNames are names for the columns whose titles do not fit into a sentence.
var sortNames = map[string]string{"id": "ID", "from": "sender", "to": "recipient", "next": "next try", "end": "when they are given up"}

// sortEntries sort the list by any column.
func (m *Model) sortEntries() []PaletteEntry {
	from := route.Route{View: route.Messages, Query: m.Route.Query}
	if m.Route.View == route.Messages {
		from = m.Route
	}
	var out []PaletteEntry
	for _, c := range route.Columns {
		name, ok := sortNames[c.Name]
		if !ok {
			name = strings.ToLower(c.Title)
		}
		out = append(out, PaletteEntry{Kind: actionEntry, Name: "Sort messages by " + name, words: "order column " + c.Title, event: GoTo{Route: from.SortedBy(c.Name)}})
	}
	if m.Route.View == route.Messages {
		out = append(out, PaletteEntry{Kind: actionEntry, Name: "Reverse the order of the messages", Note: "S", words: "sort turn descending ascending", event: SortTurned{}})
	}
	return out
}

// pageEntries are about the page: sources, sharing, theme, help.
func (m *Model) pageEntries() []PaletteEntry {
	act := func(name, note, words string, e Event) PaletteEntry {
		return PaletteEntry{Kind: actionEntry, Name: name, Note: note, words: words, event: e}
	}
	var out []PaletteEntry
	if m.Stage == Open {
		out = append(out, act("Copy the address of this view", "", "clipboard url link bookmark", CopyAsked{Key: AddressKey, Text: m.Route.Fragment()}),
			act("Share", "", "export report viewer csv download redact", DialogOpened{Dialog: ShareDialog, Back: ShareButtonID}))
	}
	if m.Stage != Loading {
		out = append(out,
			act("Open files", "", "choose read archive spool", ChooseFiles{}),
			act("Open a folder", "", "choose read directory spool", ChooseFolder{}),
			act("Paste mailq output", "", "listing text status reply explain", DialogOpened{Dialog: PasteDialog, Back: MainID}),
			act("Open the sample queue", "", "example demo", OpenSample{}))
	}
	for _, t := range []struct{ name, theme string }{{"Theme: follow the system", "system"}, {"Theme: light", "light"}, {"Theme: dark", "dark"}} {
		out = append(out, act(t.name, "t", "colours appearance mode", ThemeSet{t.theme}))
	}
	return append(out, act("Help and keys", "?", "shortcuts keyboard filter language version", DialogOpened{Dialog: HelpDialog, Back: HelpButtonID}))
}

// remember puts a filter in front of those of this visit.
func (p PaletteState) remember(query string) []string {
	recent := slices.DeleteFunc(slices.Clone(p.Recent), func(q string) bool { return q == query })
	return append([]string{query}, recent[:min(len(recent), recentFilters-1)]...)
}
