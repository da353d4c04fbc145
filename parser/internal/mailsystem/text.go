package mailsystem

import (
	"errors"
	"fmt"
	"io"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// MaxControl is the number of bytes of a control file that are read: 16 MiB,
// some 200,000 recipients.
const MaxControl = 16 << 20

// ReadText reads a control file up to MaxControl.
func (w *Rows) ReadText(r io.Reader, name string) (string, error) {
	if b, ok := archive.Whole(r); ok && len(b) <= MaxControl {
		return string(b), nil
	}
	w.Buffer = w.Buffer[:0]
	for {
		if len(w.Buffer) == cap(w.Buffer) {
			w.Buffer = append(w.Buffer, 0)[:len(w.Buffer)]
		}
		n, err := r.Read(w.Buffer[len(w.Buffer):cap(w.Buffer)])
		w.Buffer = w.Buffer[:len(w.Buffer)+n]
		if len(w.Buffer) > MaxControl {
			w.AddProblems(queue.Problem{
				Pos: queue.Pos{File: name, Offset: MaxControl}, Kind: queue.KindLimit, Err: queue.ErrLimit,
				Reason: fmt.Sprintf("control file is longer than %s bytes; the rest was left out", count.Text(MaxControl)),
			})
			return string(w.Buffer[:MaxControl]), nil
		}
		if err != nil {
			return string(w.Buffer), ReadError(err)
		}
	}
}

// ReadError drops errors that only mean that the data ends here; the walk
// reports an archive that ends early itself.
func ReadError(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

// ErrFull ends the walk of a source.
var ErrFull = errors.New("as much is kept as sources of this size may need")
