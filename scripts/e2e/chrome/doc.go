// Package chrome drives the built site in a real Chromium: it serves the
// site, counts what is asked for, drops files on the page as a user does, and
// collects everything the page complains of.
package chrome
