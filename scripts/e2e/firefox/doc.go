// Package firefox drives Firefox through WebDriver BiDi, the W3C's protocol over a
// WebSocket, as in its editor's draft (modules session, browsingContext, script,
// input, log and network).
package firefox
