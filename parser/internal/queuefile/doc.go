// Package queuefile parses single files of a sendmail queue. They are parsed ahead of
// the rows that they go into, by other goroutines or on another thread, so they know
// nothing about rows or about each other.
package queuefile
