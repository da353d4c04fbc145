package model

import "github.com/spoolscope/spoolscope/app/ui/model/route"

// KeyEvent returns what a key does, and whether it does anything. Every key has
// a visible control. In a field only Escape has a meaning.
func (m *Model) KeyEvent(key string, inField bool) (Event, bool) {
	if key == PaletteKey {
		switch m.Dialog {
		case NoDialog:
			return PaletteOpened{}, true
		case PaletteDialog:
			return DialogClosed{}, true
		}
		return nil, false
	}
	if m.Dialog != NoDialog {
		if key == "Escape" {
			return DialogClosed{}, true
		}
		return nil, false
	}
	if m.List.Choosing {
		if key == "Escape" {
			return ColumnsClosed{}, true
		}
		return nil, false
	}
	if inField {
		if key == "Escape" {
			if m.Filter.Offers != nil {
				return OffersClosed{}, true
			}
			return FilterLeft{}, true
		}
		return nil, false
	}
	if m.Prefix {
		for _, v := range viewKeys {
			if v.key == key && m.Stage == Open {
				return GoTo{Route: route.Route{View: v.view, Query: m.Route.Query}}, true
			}
		}
	}
	switch key {
	case "t":
		return ThemeCycled{}, true
	case "?":
		return DialogOpened{Dialog: HelpDialog, Back: HelpButtonID}, true
	}
	switch m.Stage {
	case Loading:
		if key == "Escape" {
			return LoadCanceled{}, true
		}
	case Open:
		switch key {
		case "/":
			return FilterFocused{}, true
		case "g":
			return PrefixPressed{}, true
		case "j", "k", "ArrowDown", "ArrowUp", "Home", "End", "PageDown", "PageUp",
			"Enter", "Escape", "[", "]", "c", "s", "S", "x":
			if m.Route.View == route.Messages && !m.scrollsItself(key) {
				return Pressed{key}, true
			}
		}
	}
	return nil, false
}

// scrollsItself reports whether a key is left to the browser: a message at full
// width scrolls as any page does.
func (m *Model) scrollsItself(key string) bool {
	switch key {
	case "ArrowDown", "ArrowUp", "Home", "End", "PageDown", "PageUp":
		return m.Route.ID != "" && m.Route.Wide
	}
	return false
}
