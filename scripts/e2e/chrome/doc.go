// Package chrome drives Chromium by its DevTools protocol. It implements the
// interface of package drive, so that a test does not know which browser it is in.
package chrome
