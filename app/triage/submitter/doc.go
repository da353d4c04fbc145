// Package submitter recognises who submits mail where each message names it
// differently: the sender behind addresses that a program makes for each message,
// and the script behind the lines that called mail().
package submitter
