// Package engine answers questions about a loaded queue: an overview, a page
// of rows, one message. It runs in the worker of the browser and inside the
// command; it knows no transport and no screen.
package engine
