package postqueue

import (
	"fmt"
	"maps"
	"slices"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// problems collects Problems, at most MaxProblems of a kind.
type problems struct {
	list []queue.Problem
	seen map[queue.Kind]int
	more map[queue.Kind]queue.Pos // of the first that was left out
}

func (ps *problems) add(p queue.Problem) {
	if ps.seen == nil {
		ps.seen, ps.more = map[queue.Kind]int{}, map[queue.Kind]queue.Pos{}
	}
	ps.seen[p.Kind]++
	switch n := ps.seen[p.Kind]; {
	case n <= MaxProblems:
		ps.list = append(ps.list, p)
	case n == MaxProblems+1:
		ps.more[p.Kind] = p.Pos
	}
}

// all returns the Problems, with one for the rest of each kind.
func (ps *problems) all() []queue.Problem {
	for _, k := range slices.Sorted(maps.Keys(ps.more)) {
		ps.list = append(ps.list, queue.Problem{Pos: ps.more[k], Kind: k, Reason: fmt.Sprintf("and %d more", ps.seen[k]-MaxProblems)})
	}
	return ps.list
}
