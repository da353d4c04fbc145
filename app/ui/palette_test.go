package ui

import (
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/ui/filterkey"
	"github.com/spoolscope/spoolscope/app/ui/model"
)

// The palette has every key of the filter, and no others.
func TestPaletteHasAllKeys(t *testing.T) {
	var names []string
	for _, k := range filterkey.All {
		if k.Means == "" {
			t.Errorf("%s: means nothing", k.Name)
		}
		names = append(names, k.Name)
	}
	for _, k := range triage.Keys {
		if !slices.Contains(names, k) {
			t.Errorf("the palette lacks %s:", k)
		}
	}
	if len(names) != len(triage.Keys) {
		t.Errorf("the palette has the keys %s, the filter %s", strings.Join(names, " "), strings.Join(triage.Keys, " "))
	}
}

func TestPaletteView(t *testing.T) {
	p := newPage(t)
	p.root.post(model.Chosen{Sources: spool})
	p.html()
	p.focused = model.FilterID
	if !p.events.Key(model.PaletteKey, true) {
		t.Fatal("Ctrl+K is left to the browser")
	}
	p.shows(`role="combobox"`, `aria-controls="palette-list"`, `role="listbox"`, `aria-activedescendant="entry-0"`,
		`id="entry-0"`, "Overview", "Theme: dark", "age:", "g m", "inert")
	p.root.post(model.PaletteTyped{Text: "no such thing"})
	p.shows("No command begins like that.")
	p.root.post(model.DialogClosed{})
	if html := p.html(); strings.Contains(html, "palette") || p.focused != model.FilterID {
		t.Errorf("closed, the palette is still there or the focus is on %q", p.focused)
	}
}
