package mailsystem

import (
	"fmt"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// MaxOfKind bounds the problems of one kind; one more says how many there are.
const MaxOfKind = 5000

// AddProblems records problems, up to MaxOfKind of each kind.
func (w *Rows) AddProblems(problems ...queue.Problem) {
	if w.ofKind == nil {
		w.ofKind = map[queue.Kind]int{}
	}
	for _, p := range problems {
		if w.ofKind[p.Kind]++; w.ofKind[p.Kind] <= MaxOfKind {
			w.Problems = append(w.Problems, p)
		}
	}
}

// Problem records a problem with a file as a whole.
func (w *Rows) Problem(kind queue.Kind, file, format string, args ...any) {
	w.AddProblems(queue.Problem{Pos: queue.Pos{File: file, Offset: -1}, Kind: kind, Reason: fmt.Sprintf(format, args...)})
}

// BoundProblems records how many problems were left out.
func (w *Rows) BoundProblems() {
	for k, n := range w.ofKind {
		if n > MaxOfKind {
			w.Problems = append(w.Problems, queue.Problem{
				Pos: queue.Pos{Offset: -1}, Kind: k,
				Reason: fmt.Sprintf("%s more of this kind are not listed", count.Text(int64(n-MaxOfKind))),
			})
		}
	}
}
