// Package schedule decides when the engine works on which request.
//
// Questions are answered one at a time, in the order in which they came. A load
// runs beside them; while it does, questions wait until it is between two files
// and are then answered from what was read so far. A question for a slot of the
// screen makes the earlier ones for the same slot pointless: those that still
// wait are dropped, one that is worked on is told to stop.
//
// Take may be called from any goroutine and never blocks. Whatever Work does
// with its state it does under one lock, which the scheduler holds: Work needs
// none of its own.
package schedule
