// Package engine answers questions about a queue that it has loaded: an
// overview, a page of rows, one message, a file to share. It runs in the worker
// of the browser and inside the command, and knows neither transport nor screen.
//
// A request goes through
//
//	Handle, Ask        from any goroutine
//	internal/schedule  in order; a load beside the questions; superseded ones dropped
//	handlers.go        a row for each kind of question
//	internal/capture   the queue that the question is about, and what is known of it
//	internal/…         one package for what belongs together on screen
//
// and comes back as a small, finished protocol.Answer.
//
// # Threads
//
// The scheduler makes one answer at a time. A load reads beside it and changes
// what is open only while no answer is made, so nothing else here needs a lock.
//
// # Memory
//
// An answer belongs to its caller. The queue belongs to the engine: a load that
// succeeds replaces it, and what was derived from the old one is dropped before
// anything is derived from the new one. Two captures are open only to be
// compared.
package engine
