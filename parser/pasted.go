package parser

import "github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"

// IsListing reports whether a text is what mailq prints, of sendmail or of
// another mail system: whether it is meant to be opened when it was pasted
// anywhere. The first 64 KiB decide.
func IsListing(text []byte) bool { return mailq.Sniff(text) != mailq.None }
