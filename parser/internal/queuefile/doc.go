// Package queuefile holds what the files of a queue of sendmail say by themselves. They
// are parsed ahead of the rows that they go into, by other goroutines or on another
// thread, and so know nothing of rows, nor of each other.
package queuefile
