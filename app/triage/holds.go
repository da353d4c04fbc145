package triage

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Hold is a family of reasons, and the server that mail waits for because of it. Together they decide on
// the obstacle.
type Hold struct {
	Family   uint16    // index in Index.Families
	Obstacle int32     // index in Index.Obstacles
	Server   queue.Str // 0 none named
}

// Holds are the different ones of a queue. There are far fewer than messages, and fewer than cells.
type Holds struct {
	All []Hold  // in the order of the names of their servers
	Of  []int32 // by cell: index in All
}

// Holds returns those of the queue. They are worked out once.
func (x *Index) Holds() *Holds {
	if x.holds == nil {
		x.holds = x.makeHolds()
	}
	return x.holds
}

func (x *Index) makeHolds() *Holds {
	h := &Holds{Of: make([]int32, len(x.Cells))}
	at := map[Hold]int32{}
	for c := range x.Cells {
		hold := Hold{x.Family[x.Cells[c].Reason], x.Obstacle[c], x.Cells[c].Server}
		n, ok := at[hold]
		if !ok {
			n = int32(len(h.All))
			at[hold] = n
			h.All = append(h.All, hold)
		}
		h.Of[c] = n
	}
	order := make([]int32, len(h.All))
	names := make([]string, len(h.All))
	for n := range order {
		order[n], names[n] = int32(n), x.Queue.Text(h.All[n].Server)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return strings.Compare(names[a], names[b]) })
	sorted, place := make([]Hold, len(order)), make([]int32, len(order))
	for n, k := range order {
		sorted[n], place[k] = h.All[k], int32(n)
	}
	for c, n := range h.Of {
		h.Of[c] = place[n]
	}
	h.All = sorted
	return h
}

// ByCount returns the places of some counts, those of the largest first, and of equal ones as
// they stand.
func ByCount(counts []int) []int {
	keys := make([]uint64, len(counts))
	for k, n := range counts {
		keys[k] = uint64(^uint32(n))<<32 | uint64(k)
	}
	slices.Sort(keys)
	out := make([]int, len(keys))
	for n, key := range keys {
		out[n] = int(uint32(key))
	}
	return out
}
