package ui

// detailState is the part of the Model behind the detail screen.
type detailState struct{}

// updateDetail handles the events of the detail screen.
func updateDetail(m *Model, e Event) []Command { return nil }
