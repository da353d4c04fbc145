// Package compare answers what changed between two captures of one queue.
package compare
