package parser

import (
	"io"

	"github.com/spoolscope/spoolscope/parser/internal/postfix/record"
)

// body finds the body of the message in a queue file of Postfix.
func body(file *io.SectionReader) *io.SectionReader {
	text := record.OpenText(record.At(file, file.Size()))
	return io.NewSectionReader(text, text.Body(), text.Size()-text.Body())
}
