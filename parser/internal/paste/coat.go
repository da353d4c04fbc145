package paste

import (
	"slices"
)

// Coat is something that was taken off a text.
type Coat struct {
	What   string // "escape codes of a terminal"
	Line   int    // the first one with it
	Offset int64  // of that line
}

// What a text can be wrapped in.
const (
	UTF16     = "UTF-16"
	Escapes   = "escape codes of a terminal"
	Overtyped = "backspaces and overtyped text"
	Pager     = "prompts of a pager"
	Quotation = `quotation marks ("> ")`
	Blanks    = "no-break and other Unicode spaces"
	HTML      = "HTML markup"
	BBCode    = "forum markup"
	Links     = "mail links"
	Quoted    = "line ends written as in JSON"
	Printable = "quoted-printable encoding"
	Base64    = "base64 encoding"
	Aligned   = "columns aligned by column -t"
	Listed    = "lines written as a list of Python"
)

// coats are the coats that were seen, in the order of their first line.
type coats struct {
	list   []Coat
	line   int // the current one
	offset int64
}

func (c *coats) add(what string) {
	if !slices.ContainsFunc(c.list, func(x Coat) bool { return x.What == what }) {
		c.list = append(c.list, Coat{what, c.line, c.offset})
	}
}

// Coats returns what was removed from the lines that were read.
func (r *Reader) Coats() []Coat { return r.seen.list }
