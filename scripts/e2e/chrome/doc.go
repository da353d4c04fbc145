// Package chrome drives Chromium by its DevTools protocol.
package chrome
