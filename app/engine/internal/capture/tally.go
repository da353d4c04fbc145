package capture

import (
	"cmp"
	"container/heap"
	"slices"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Counted is a value with the number of messages that have it.
type Counted struct {
	Value queue.Str
	Count int
}

// Tally returns the shared scratch tally, reset; valid until the next call.
func (c *Capture) Tally() *triage.Tally {
	c.scratch.Reset(c.Queue)
	return &c.scratch
}

// Ranking is the top of a ranking: the values that most messages have, ties
// ordered by name.
type Ranking struct {
	First  []Counted
	Values int // in all
	Rest   int // messages whose values are not among First
}

// Rank finds the first values. Those in always are appended if they were
// counted at all.
func (c *Capture) Rank(t *triage.Tally, limit int, always ...queue.Str) Ranking {
	before := func(a, b Counted) int {
		return cmp.Or(b.Count-a.Count, c.Queue.Strings.Compare(a.Value, b.Value))
	}
	r := Ranking{Values: len(t.Seen), First: make([]Counted, 0, min(limit, len(t.Seen)))}
	total := 0
	// The last of the first is on top: most values fall short of it.
	first := &lastOnTop{r.First, before}
	for _, s := range t.Seen {
		top := Counted{s, t.Of(s)}
		total += top.Count
		switch {
		case len(first.list) < limit:
			heap.Push(first, top)
		case limit > 0 && top.Count >= first.list[0].Count && before(top, first.list[0]) < 0:
			first.list[0] = top
			heap.Fix(first, 0)
		}
	}
	slices.SortFunc(first.list, before)
	r.First, r.Rest = first.list, total
	for _, s := range always {
		if t.Of(s) > 0 && !slices.ContainsFunc(r.First, func(top Counted) bool { return top.Value == s }) {
			r.First = append(r.First, Counted{s, t.Of(s)})
		}
	}
	for _, top := range r.First {
		r.Rest -= top.Count
	}
	return r
}

// lastOnTop is a heap of the first values of a ranking, the lowest ranked on
// top.
type lastOnTop struct {
	list   []Counted
	before func(a, b Counted) int
}

func (h *lastOnTop) Len() int           { return len(h.list) }
func (h *lastOnTop) Less(i, j int) bool { return h.before(h.list[i], h.list[j]) > 0 }
func (h *lastOnTop) Swap(i, j int)      { h.list[i], h.list[j] = h.list[j], h.list[i] }

// Push and Pop implement heap.Interface.
func (h *lastOnTop) Push(c any) { h.list = append(h.list, c.(Counted)) }
func (h *lastOnTop) Pop() any {
	last := h.list[len(h.list)-1]
	h.list = h.list[:len(h.list)-1]
	return last
}
