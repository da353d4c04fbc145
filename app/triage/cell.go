package triage

import (
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Cell is how most answers distinguish messages: by state, reason and the
// server responsible. There are far fewer cells than messages, so whatever
// depends on these three only is tested and counted by cell.
type Cell struct {
	State  queue.State
	Reason int32
	Server queue.Str
}

// cells finds the distinct cells, and a representative message of each.
func (x *Index) cells(wanted *poll.Poll) bool {
	q := x.Queue
	x.Cell = make([]int32, q.Len())
	type pair struct {
		reason int32
		server queue.Str
	}
	pairs := map[pair]int32{}
	var known []int32 // by pair and state: the cell plus one
	for i := range x.Cell {
		if !wanted.More() {
			return false
		}
		p := pair{x.Reason[i], x.Server[i]}
		n, ok := pairs[p]
		if !ok {
			n = int32(len(pairs))
			pairs[p] = n
			known = append(known, make([]int32, queue.NumStates)...)
		}
		c := &known[int(n)*queue.NumStates+int(q.State[i])]
		if *c == 0 {
			x.Cells = append(x.Cells, Cell{q.State[i], p.reason, p.server})
			x.standsFor = append(x.standsFor, int32(i))
			*c = int32(len(x.Cells))
		}
		x.Cell[i] = *c - 1
	}
	return true
}

// byCell turns a test that depends on the cell only into a table of its
// results.
func (x *Index) byCell(t test) []bool {
	ok := make([]bool, len(x.Cells))
	for c, i := range x.standsFor {
		ok[c] = t.holds(i)
	}
	return ok
}
