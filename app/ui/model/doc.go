// Package model is the state of the page and the only place that changes it.
//
// A [Model] is a value: [Update] returns a changed copy, and what its pointers
// and slices lead to never changes, so that a screen may keep what it drew
// from. Update has no side effects; what to do in the browser or ask of the
// engine it returns as Commands. Each part of the page has a file here, with
// its part of the Model, its events and its part of Update.
//
// Answers arrive in any order. Every question has a slot and a generation; an
// answer to a question that was superseded is dropped.
package model
