// Package schedule decides when the engine works on which request.
//
// Questions are answered one at a time, in the order of their arrival. A load
// runs concurrently; during it, questions wait until it is between two files
// and are then answered from what has been read so far. A question for a slot
// of the screen supersedes earlier ones for the same slot: those still waiting
// are dropped, and the one being answered is canceled.
//
// Take may be called from any goroutine and never blocks. The scheduler holds
// one lock whenever Work uses its state, so Work needs none of its own.
package schedule
