// Package compare answers what changed between two captures of one queue: messages
// that came, went and stayed, counted by cause and by server. What became of those
// that went is read in the mail logs of both captures, where they reach.
package compare
