// Package submitter recognises who submits mail: the client as sendmail records it,
// with its network; and where each message names it differently, the sender behind
// addresses that a program makes for each message, and the script behind the lines
// that called mail().
package submitter
