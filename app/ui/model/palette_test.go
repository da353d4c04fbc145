package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/model/window"
)

func entryNames(entries []PaletteEntry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Name)
	}
	return out
}

func TestFindEntries(t *testing.T) {
	m := Model{Stage: Open, Archive: &protocol.Archive{}, Route: route.Route{View: route.Overview}}
	all := m.paletteEntries()
	for _, tt := range []struct {
		text  string
		first string // "" nothing is found
	}{
		{"", "Overview"},
		{"mess", "Messages"},
		{"theme d", "Theme: dark"},
		{"dark", "Theme: dark"},
		{"sort sub", "Sort messages by subject"},
		{"by code", "Replies by code"},
		{"age", "age:"},
		{"AGE:", "age:"},
		{"sender-dom", "sender-domain:"},
		{"report", "Share"},
		{"purge", "Cleanup"},
		{"help", "Help and keys"},
		{"zzz", ""},
		{"theme zzz", ""},
		{" - ", "Overview"},
	} {
		got := ""
		if found := findEntries(all, tt.text); len(found) > 0 {
			got = found[0].Name
		}
		if got != tt.first {
			t.Errorf("%q finds %q first, want %q", tt.text, got, tt.first)
		}
	}
}

// Every entry does something, and no name is used for two things.
func TestPaletteEntries(t *testing.T) {
	row := protocol.Row{Ref: 7, ID: "62A00001031001"}
	list := ListState{Known: true, Matched: 1, Rows: window.Chunks{0: {row}}, HasMark: true}
	for name, m := range map[string]Model{
		"empty":    {Stage: Empty},
		"loading":  {Stage: Loading},
		"overview": {Stage: Open, Archive: &protocol.Archive{}, Route: route.Route{View: route.Overview, Query: "state:held"}},
		"messages": {Stage: Open, Archive: &protocol.Archive{}, Route: route.Route{View: route.Messages}, List: list},
		"message":  {Stage: Open, Archive: &protocol.Archive{}, Route: route.Route{View: route.Messages, ID: row.ID, Wide: true}, List: list},
	} {
		seen := map[string]bool{}
		entries := m.paletteEntries()
		if len(entries) < 4 {
			t.Errorf("%s: entries are %q", name, entryNames(entries))
		}
		for _, e := range entries {
			if e.Name == "" || e.Kind == "" || e.event == nil || seen[e.Kind+e.Name] {
				t.Errorf("%s: %+v has no name, kind or event, or is there twice", name, e)
			}
			seen[e.Kind+e.Name] = true
		}
	}
}

func TestPalette(t *testing.T) {
	m := Model{Stage: Open, Archive: &protocol.Archive{}, Route: route.Route{View: route.Overview}}
	var cmds []Command
	do := func(e Event) { m, cmds = Update(m, e) }
	open := func() {
		t.Helper()
		e, ok := m.KeyEvent(PaletteKey, true)
		if !ok {
			t.Fatal("Ctrl+K does nothing")
		}
		do(e)
		if m.Dialog != PaletteDialog || !slices.Contains(cmds, Command(KeepFocus{})) || !slices.Contains(cmds, Command(Focus{PaletteInputID})) {
			t.Fatalf("Ctrl+K leads to dialog %d by %+v", m.Dialog, cmds)
		}
	}
	open()
	do(PaletteMoved{-1})
	if p := m.Palette; p.Pick != len(p.Found)-1 || cmds == nil {
		t.Errorf("an arrow up picks %d of %d by %+v, want the last one in view", p.Pick, len(p.Found), cmds)
	}
	do(PaletteMoved{1})
	do(PaletteMoved{10})
	do(PaletteMoved{-99})
	if m.Palette.Pick != 0 {
		t.Errorf("a page up picks %d, want the first", m.Palette.Pick)
	}
	e, _ := m.KeyEvent("Escape", true)
	do(e)
	if m.Dialog != NoDialog || !slices.Contains(cmds, Command(RestoreFocus{})) {
		t.Errorf("Escape leaves dialog %d by %+v, want the focus back", m.Dialog, cmds)
	}

	open()
	do(PaletteTyped{"theme dark"})
	do(PaletteRan{-1})
	if m.Theme != "dark" || m.Dialog != NoDialog || !slices.Contains(cmds, Command(RestoreFocus{})) {
		t.Errorf("theme %q, dialog %d, %+v; want dark and the focus back", m.Theme, m.Dialog, cmds)
	}
	open()
	do(PaletteTyped{"replies by code"})
	do(PaletteRan{0})
	if got := m.Route.Fragment(); got != "#/replies?by=code" {
		t.Errorf("Replies by code leads to %s", got)
	}
	open()
	do(PaletteTyped{"state:"})
	do(PaletteRan{-1})
	if m.Filter.Draft != "state:" || slices.Contains(cmds, Command(RestoreFocus{})) || !slices.Contains(cmds, Command(Focus{FilterID})) {
		t.Errorf("state: leaves %q in the field by %+v", m.Filter.Draft, cmds)
	}
	open()
	do(PaletteTyped{"nothing like it"})
	do(PaletteRan{-1})
	if len(m.Palette.Found) != 0 || m.Dialog != PaletteDialog {
		t.Errorf("Enter without an entry leaves dialog %d", m.Dialog)
	}
	do(DialogClosed{})

	// Over another dialog, the focus returns to where that dialog would have
	// put it.
	do(DialogOpened{Dialog: HelpDialog, Back: HelpButtonID})
	if _, ok := m.KeyEvent(PaletteKey, false); ok {
		t.Error("Ctrl+K opens the palette over a dialog")
	}
	do(PaletteOpened{})
	do(DialogClosed{})
	if !slices.Contains(cmds, Command(Focus{HelpButtonID})) {
		t.Errorf("from Help the focus goes by %+v", cmds)
	}
}

// Filters of the visit are kept in memory as entered, not after each letter.
func TestRecentFilters(t *testing.T) {
	m := Model{Stage: Open, Archive: &protocol.Archive{}, Route: route.Route{View: route.Overview}}
	recent := func() string { return strings.Join(m.Palette.Recent, ", ") }
	visit := func(q string) { m, _ = Update(m, Navigated{route.Route{View: route.Overview, Query: q}.Fragment()}) }
	visit("state:held")
	visit("age:>1d")
	visit("(")
	visit("state:held")
	if got, want := recent(), "state:held, age:>1d"; got != want {
		t.Errorf("recent are %s, want %s", got, want)
	}
	m.Filter.Live, m.Filter.Draft = true, "size:>1"
	m, _ = Update(m, GoTo{Route: route.Route{View: route.Overview, Query: "state:held size:>1"}})
	if got, want := recent(), "state:held, age:>1d"; got != want {
		t.Errorf("while typing, recent are %s, want %s", got, want)
	}
	m, _ = Update(m, FilterCommitted{}) // what was applied while it was typed
	if got, want := recent(), "state:held size:>1, state:held, age:>1d"; got != want {
		t.Errorf("after Enter, recent are %s, want %s", got, want)
	}
	for n := range 20 {
		visit(fmt.Sprintf("age:>%dd", n+1))
	}
	if len(m.Palette.Recent) != recentFilters || m.Palette.Recent[0] != "age:>20d" {
		t.Errorf("recent are %s", recent())
	}
	m, _ = Update(m, PaletteOpened{})
	if first := m.Palette.Found[0]; first.Kind != recentEntry || first.Name != "age:>19d" {
		t.Errorf("first is %+v, want the filter before this one", first)
	}
	m, _ = Update(m, PaletteRan{0})
	if m.Route.Query != "age:>19d" || m.Route.View != route.Overview {
		t.Errorf("a recent filter leads to %s", m.Route.Fragment())
	}
}
