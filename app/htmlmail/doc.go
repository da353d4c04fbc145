// Package htmlmail says what the HTML of a message would do: where its links lead,
// what it would load and from whom, and what pretends to be something else.
//
// It works on what the page found in the document that it shows (Facts), not on
// the message's source: a list of links that a parser of our own had found might
// differ from what the browser made of the same bytes. The page only collects; all
// decisions are here, in Go, where they can be tested without a browser.
package htmlmail
