// Package share writes files to give away: the messages of a [Selection] as
// CSV, JSON lines, text, mailboxes or a new archive, a report for readers who
// administer no mail, and a viewer. Names are redacted by package redact.
//
// Every writer is deterministic: the same queue, rows and redaction give the
// same bytes. Times are those of the queue, in UTC; "now" is the capture.
package share
