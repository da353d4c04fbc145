// Package firefox drives Firefox by WebDriver BiDi, the W3C's protocol over a
// websocket, as of its editor's draft: session, browsingContext, script, input,
// log, network.
package firefox
