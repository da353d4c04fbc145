package model

import (
	"cmp"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/model/sharing"
)

// Ids of elements that take the focus.
const (
	MainID        = "main"
	FilterID      = "filter"
	FilterErrorID = "filter-error"
	PasteID       = "paste-text"
	CloseID       = "dialog-close"
	PlaceID       = "place-replace"
	KeysID        = "keys"
)

const (
	copiedFor = 2 * time.Second         // as long a button says "Copied"
	prefixFor = 1500 * time.Millisecond // as long g waits for its second key
)

// updateShell handles the address, dialogs, theme, copying and the window.
func updateShell(m *Model, e Event) []Command {
	switch e := e.(type) {
	case Navigated:
		return m.navigated(e.Fragment)
	case RouteChanged:
		if e.From.View != m.Route.View {
			return []Command{ScrollTo{"", 0}}
		}
	case GoTo:
		return m.goTo(e.Route, e.Replace)
	case Resized:
		m.Width, m.Height = e.Width, e.Height
	case DraggedOver:
		m.Dragging = e.Over

	case DialogOpened:
		m.Dialog, m.Back = e.Dialog, e.Back
		return []Command{Focus{m.dialogFocus()}}
	case DialogClosed:
		return m.closeDialog()

	case ThemeCycled:
		m.Theme = nextTheme(m.Theme)
		m.Announce = ThemeLabel(m.Theme)
		return []Command{SetTheme{m.Theme}}
	case ThemeSet:
		m.Theme = e.Theme
		m.Announce = ThemeLabel(m.Theme)
		return []Command{SetTheme{m.Theme}}
	case CopyAsked:
		return []Command{Copy(e)}
	case Copied:
		if !e.OK {
			m.Announce = "The browser did not allow copying"
			return nil
		}
		m.CopiedKey, m.Announce = e.Key, "Copied"
		return []Command{m.after(CopiedTimer, copiedFor)}

	case PrefixPressed:
		m.Prefix = true
		return []Command{m.after(PrefixTimer, prefixFor)}
	case Elapsed:
		switch e.Timer {
		case CopiedTimer:
			m.CopiedKey, m.Announce = "", ""
		case PrefixTimer:
			m.Prefix = false
		}
	}
	if _, prefix := e.(PrefixPressed); !prefix && isKey(e) {
		m.Prefix = false
	}
	return nil
}

// isKey reports whether an event ends a key prefix.
func isKey(e Event) bool {
	switch e.(type) {
	case GoTo, Pressed, DialogOpened, ThemeCycled, FilterFocused:
		return true
	}
	return false
}

// navigated follows the address. A fragment that is not a view is the target of a
// skip link: it takes the focus, and the address goes back to the view. #keys
// opens the help.
func (m *Model) navigated(fragment string) []Command {
	r, ok := route.ParseRoute(fragment)
	if ok {
		if m.Route = m.withColumns(r); m.Route != r {
			return []Command{SetFragment{m.Route.Fragment(), true}}
		}
		return nil
	}
	cmds := []Command{SetFragment{m.Route.Fragment(), true}}
	if fragment == "#"+KeysID {
		m.Dialog, m.Back = HelpDialog, KeysID
		return append(cmds, Focus{CloseID})
	}
	if id := strings.TrimPrefix(fragment, "#"); id != "" && !strings.HasPrefix(id, "/") {
		cmds = append(cmds, Focus{id})
		if id == MainID {
			// The browser jumped to it, and the bars cover its beginning.
			cmds = append(cmds, ScrollTo{"", 0})
		}
	}
	return cmds
}

// closeDialog gives the focus back to where it came from.
func (m *Model) closeDialog() []Command {
	if m.Dialog == NoDialog {
		return nil
	}
	back, palette := m.Back, m.Dialog == PaletteDialog
	m.Dialog, m.Back, m.Pending = NoDialog, "", nil
	switch {
	case back == "" && palette:
		return []Command{RestoreFocus{}}
	case back == "":
		back = MainID
	}
	return []Command{Focus{back}}
}

// dialogFocus returns the id of what a dialog focuses first.
func (m *Model) dialogFocus() string {
	switch m.Dialog {
	case PasteDialog:
		return PasteID
	case PlaceDialog:
		return PlaceID
	case ShareDialog:
		return SharePrefix + cmp.Or(m.Share.Format, sharing.Formats[0].Format)
	}
	return CloseID
}

func nextTheme(theme string) string {
	switch theme {
	case "light":
		return "dark"
	case "dark":
		return "system"
	}
	return "light"
}

// ThemeLabel names what the theme button does next.
func ThemeLabel(theme string) string {
	switch theme {
	case "light", "dark":
		return "Theme: " + theme
	}
	return "Theme: follow the system"
}

const (
	HelpButtonID  = "help-button"
	PasteButtonID = "paste-button"
)
