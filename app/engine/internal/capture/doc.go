// Package capture holds one open queue and everything derived from it that
// several screens share: the messages that match a query, in every order; their
// counts by cell and by value; and the queries that select the messages behind
// a number.
//
// A Capture belongs to one goroutine at a time. Slices that it returns are its
// own, kept for the next question: callers must not change them.
package capture
