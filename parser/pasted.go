package parser

import "github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"

// IsListing reports whether a text is the output of mailq, of sendmail or of
// another mail system, so that it should be opened when pasted anywhere. The
// first 64 KiB decide.
func IsListing(text []byte) bool { return mailq.Sniff(text) != mailq.None }
