// Package message answers everything about one message: why it is stuck, its
// recipients, envelope and files, its text and its source. It also shows, line
// by line, what is damaged in a queue.
package message
