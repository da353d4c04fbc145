// Package capture is one queue that is open, with everything worked out of it
// that several screens share: the messages that match a query, in every order;
// counts of them by cell and by value; the queries that lead to what a number
// counts.
//
// A Capture belongs to one goroutine at a time. Slices that it returns are its
// own, kept for the next question: callers must not change them.
package capture
