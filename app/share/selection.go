package share

import (
	"io"

	"github.com/spoolscope/spoolscope/app/triage"
)

// Selection is what an export writes: messages of a queue, in the order of
// Rows, through a mask. A request for an export carries a filter and an order,
// which make the rows, a Redaction and a format:
//
//	mask, err := share.NewMask(q, redaction, nil)
//	sel := share.Selection{Index: x, Rows: rows, Mask: mask}
//	err = share.CSV(&file, sel)
//	leaks := mask.Leaks(file.Bytes())
type Selection struct {
	Index *triage.Index
	Rows  []int32
	Mask  *Mask // nil hides nothing
}

// Opener gives a message as sendmail would send it: the header, which ends
// with a line end and has no empty line behind it, and the text, nil without
// one. It returns an error when neither can be read.
type Opener func(row int32) (header []byte, body io.Reader, err error)

// Formats are the exports, as the command and its --format name them.
var Formats = []string{"csv", "jsonl", "text", "mbox", "eml", "archive"}
