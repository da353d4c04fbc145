package ui

// repliesState is the part of the Model behind the replies screen.
type repliesState struct{}

// updateReplies handles the events of the replies screen.
func updateReplies(m *Model, e Event) []Command { return nil }
