// Package causes makes findings about a queue: what holds up a part of it, with
// the evidence, who can remove it, and what to do. A [Cause] selects its
// messages by a filter expression, so that every count leads to them.
package causes
