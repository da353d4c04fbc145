// Package triage turns a queue into answers: why each message is stuck, which
// messages are stuck for the same reason, and what to make of it.
//
// A status becomes a Reason by Parse: what varies from message to message is
// set apart, so that messages with the same reason and the same server form
// one group, whichever way mailq indented or cut the text. The rules are those
// of formats/sendmail.md §6.
package triage
