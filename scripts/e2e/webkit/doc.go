// Package webkit drives WebKitGTK through W3C WebDriver: WebKitWebDriver starts
// WebKit's MiniBrowser on a virtual screen.
//
// Notable limits of this engine's WebDriver: it reports neither console messages
// nor requests nor exceptions, and cannot run a script before the page's own. So
// the page is made to record its faults as soon as its document is there, and a
// script that must run first is inserted into a copy of the file. Requests are
// counted by the canary.
package webkit
