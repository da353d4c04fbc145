// Package problems collects the Problems of one text, so that a text in which every
// line is strange does not make one for each. The first Most of each kind are kept,
// and one more says how many were left out.
package problems

import (
	"fmt"
	"maps"
	"slices"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Most is the number of Problems of one kind in one text. One more says how many
// were left out.
const Most = 100

// List collects Problems, at most Most of a kind. Its zero value is empty.
type List struct {
	list []queue.Problem
	seen map[queue.Kind]int
	more map[queue.Kind]queue.Pos // of the first that was left out
}

// Add takes one more.
func (ps *List) Add(p queue.Problem) {
	if ps.seen == nil {
		ps.seen, ps.more = map[queue.Kind]int{}, map[queue.Kind]queue.Pos{}
	}
	ps.seen[p.Kind]++
	switch n := ps.seen[p.Kind]; {
	case n <= Most:
		ps.list = append(ps.list, p)
	case n == Most+1:
		ps.more[p.Kind] = p.Pos
	}
}

// All returns the Problems, with one for the rest of each kind.
func (ps *List) All() []queue.Problem {
	for _, k := range slices.Sorted(maps.Keys(ps.more)) {
		ps.list = append(ps.list, queue.Problem{Pos: ps.more[k], Kind: k, Reason: fmt.Sprintf("and %s more", count.Text(int64(ps.seen[k]-Most)))})
	}
	return ps.list
}
