package ui

// listState is the part of the Model behind the list screen.
type listState struct{}

// updateList handles the events of the list screen.
func updateList(m *Model, e Event) []Command { return nil }
