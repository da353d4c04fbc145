// Package triage turns a queue into answers: why each message waits, which
// messages wait for the same reason, and which a filter selects.
//
// An [Index] adds to a queue's columns what is derived from them: the reason of
// each message (package reason), the server responsible, its sender and source.
// Filters (package filter) are compiled against it: the table in keys.go names
// every key. Package causes derives findings from it; [Compare] pairs two
// captures.
package triage
