package paste

import (
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Ends returns the Problem of an error that ends the text at an offset.
func Ends(file string, offset int64, err error) queue.Problem {
	return queue.Problem{
		Pos: queue.Pos{File: file, Offset: offset}, Kind: queue.KindUnreadable,
		Reason: "listing ends early", Err: err,
	}
}

// Shortened returns the Problem of a line that is longer than MaxLine.
func (l Line) Shortened(file string) queue.Problem {
	return queue.Problem{
		Pos: queue.Pos{File: file, Offset: l.Offset, Line: l.Number}, Kind: queue.KindLimit, Err: queue.ErrLimit,
		Reason: fmt.Sprintf("line is longer than %d bytes, the rest is left out", MaxLine),
	}
}

// Cleaned returns the Problem that says what was removed from the lines that were read,
// if anything was.
func (r *Reader) Cleaned(file string) (p queue.Problem, ok bool) {
	coats := r.seen.list
	if len(coats) == 0 {
		return p, false
	}
	return queue.Problem{
		Pos: queue.Pos{File: file, Offset: coats[0].Offset, Line: coats[0].Line}, Kind: queue.KindCleaned,
		Reason: "taken off before reading: " + sentence(coats),
	}, true
}

// sentence joins coats: "escape codes of a terminal, prompts of a pager".
func sentence(coats []Coat) string {
	names := make([]string, len(coats))
	for i, c := range coats {
		names[i] = c.What
	}
	return strings.Join(names, ", ")
}
