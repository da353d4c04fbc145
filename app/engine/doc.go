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
// An answer belongs to whoever asked. The queue belongs to the engine: a load
// that succeeds replaces it, and what was worked out of the old one is dropped
// before the new one is worked out. Two captures are open only to be compared.
package engine
