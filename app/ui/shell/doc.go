// Package shell draws what surrounds the screens: the top bar, the filter bar,
// the dialogs, and the screens before a queue is open: start and reading.
package shell
