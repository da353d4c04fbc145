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
		if n := cmp.Compare(b.Count, a.Count); n != 0 {
			return n
		}
		return c.Queue.Strings.Compare(a.Value, b.Value)
	}
	r := Ranking{Values: len(t.Seen)}
	first := &lastOnTop[Counted]{make([]Counted, 0, min(limit, len(t.Seen))), before}
	for _, s := range t.Seen {
		top := Counted{s, t.Of(s)}
		r.Rest += top.Count
		first.add(top, limit)
	}
	slices.SortFunc(first.list, before)
	r.First = first.list
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

// First returns the first of a list by an order; equal ones keep their order.
func First[T any](list []T, limit int, order func(a, b T) int) []T {
	type placed struct {
		value T
		place int
	}
	before := func(a, b placed) int { return cmp.Or(order(a.value, b.value), cmp.Compare(a.place, b.place)) }
	first := &lastOnTop[placed]{before: before}
	for n, v := range list {
		first.add(placed{v, n}, limit)
	}
	slices.SortFunc(first.list, before)
	out := make([]T, len(first.list))
	for n := range out {
		out[n] = first.list[n].value
	}
	return out
}

// lastOnTop is a heap of the first of many, the last of them on top: most others
// fall short of it.
type lastOnTop[T any] struct {
	list   []T
	before func(a, b T) int
}

// add takes v if it is among the first.
func (h *lastOnTop[T]) add(v T, limit int) {
	switch {
	case len(h.list) < limit:
		heap.Push(h, v)
	case limit > 0 && h.before(v, h.list[0]) < 0:
		h.list[0] = v
		heap.Fix(h, 0)
	}
}

func (h *lastOnTop[T]) Len() int           { return len(h.list) }
func (h *lastOnTop[T]) Less(i, j int) bool { return h.before(h.list[i], h.list[j]) > 0 }
func (h *lastOnTop[T]) Swap(i, j int)      { h.list[i], h.list[j] = h.list[j], h.list[i] }

// Push and Pop implement heap.Interface.
func (h *lastOnTop[T]) Push(v any) { h.list = append(h.list, v.(T)) }
func (h *lastOnTop[T]) Pop() any {
	last := h.list[len(h.list)-1]
	h.list = h.list[:len(h.list)-1]
	return last
}
