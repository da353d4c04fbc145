package share

import "io"

// CSV writes a line a message (RFC 4180).
func CSV(w io.Writer, s Selection) error { return nil }

// JSONLines writes a JSON object a message and line.
func JSONLines(w io.Writer, s Selection) error { return nil }

// Text writes statuses and replies, counted as by sort | uniq -c.
func Text(w io.Writer, s Selection) error { return nil }

// Mbox writes the messages as a mailbox, quoted as mboxrd.
func Mbox(w io.Writer, s Selection, open Opener) error { return nil }

// EML writes one message, the only one of the selection.
func EML(w io.Writer, s Selection, open Opener) error { return nil }

// Archive writes the queue files of the messages as a .tar.gz that Spoolscope
// reads again.
func Archive(w io.Writer, s Selection) error { return nil }
