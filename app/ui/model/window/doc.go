// Package window works out what is drawn of a list of any length: the rows in view,
// those of them that are known, and how wide the panes around them may be. It is
// arithmetic, without state of its own.
package window
