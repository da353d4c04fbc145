// Package message answers what there is to know of one message: why it is
// stuck, its recipients, envelope and files, its text and its source, and what
// is damaged in a queue, line by line.
package message
