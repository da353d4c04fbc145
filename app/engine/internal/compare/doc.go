// Package compare answers what changed between two captures of one queue: messages
// that came, went and stayed, counted by cause and by server. What became of those
// that went comes from the mail logs of both captures, as far as they reach.
package compare
