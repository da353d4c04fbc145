package window

import "slices"

// Keys are those that were typed while the list was renewed and wait for its rows,
// in their order. It is a value: With returns a changed copy.
type Keys []string

// With adds a key at the end.
func (k Keys) With(key string) Keys { return append(slices.Clip(k), key) }

// NeedsRows reports whether a key does something with the rows of the list.
func NeedsRows(key string) bool {
	switch key {
	case "j", "k", "ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", "Enter", "x":
		return true
	}
	return false
}
