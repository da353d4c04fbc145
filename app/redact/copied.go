package redact

import (
	"bytes"
	"fmt"

	"github.com/spoolscope/spoolscope/app/redact/internal/word"
)

// returns takes the lines of a notice of Exim up to 4.85, which has no parts, that lead to the message
// it returns: what follows is redacted as an enclosed message (formats/exim.md §8). A site can replace
// these lines, so the field with which Exim begins each copy is recognised too. The subject that a
// delay warning quotes is left out like the subject of a header.
func (b *bodyRedactor) returns(line, text []byte) bool {
	const returnPath, subject = "return-path:", "The subject of the message is:"
	switch {
	case b.rd.hide.Subjects && bytes.HasPrefix(text, []byte(subject)):
		b.flushBlock()
		fmt.Fprintf(b.w, "%s %s\n", subject, LeftOut)
		return true
	case b.first != "" || b.encoding != "":
		return false
	case bytes.HasPrefix(text, []byte("------ This is a copy of ")):
		b.flushBlock()
		b.w.Write(line)
		b.copies = true
		return true
	case b.copies && (len(text) == 0 || bytes.HasPrefix(text, []byte("------ "))):
		return false // how much of it is returned
	case b.copies, len(text) > len(returnPath) && word.Lower(string(text[:len(returnPath)])) == returnPath:
		b.flushBlock()
		b.copies, b.inHeader, b.inside = false, true, true
		b.field = append(b.field, line...)
		return true
	}
	return false
}
