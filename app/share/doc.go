// Package share writes files to give away: the messages of a selection as CSV,
// JSON lines, text, mailboxes or a new archive, with names taken out as a
// [Redaction] says.
//
// A [Mask] replaces addresses, hosts and ids by pseudonyms, the same value by
// the same one everywhere, so that groups and counts stay what they were. It
// can search a finished file for what should not be in it ([Mask.Leaks]), and
// give its list of originals ([Map]), which is private, to a file of its own.
//
// All writers are deterministic: the same queue, rows and redaction give the
// same bytes. Times are those of the queue, in UTC; "now" is the capture.
package share
