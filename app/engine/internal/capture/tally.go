package capture

import (
	"cmp"
	"container/heap"
	"slices"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Keep drops the values that is rejects.
func (t *tally) Keep(is func(queue.Str) bool) {
	kept := t.Seen[:0]
	for _, s := range t.Seen {
		if is(s) {
			kept = append(kept, s)
		} else {
			t.N[s] = 0
		}
	}
	t.Seen = kept
}

// Counted is a value with the number of messages that have it.
type Counted struct {
	Value queue.Str
	Count int
}

// tally counts messages by an interned string. Strings are small numbers, so
// a slice does what a map would, several times faster.
type tally struct {
	N    []uint32
	Seen []queue.Str // in the order of their first message
}

// Tally returns the shared scratch tally, reset; valid until the next call.
func (c *Capture) Tally() *tally {
	t := &c.scratch
	for _, s := range t.Seen {
		t.N[s] = 0
	}
	t.Seen = t.Seen[:0]
	if more := c.Queue.Strings.Len() - len(t.N); more > 0 {
		t.N = slices.Grow(t.N, more)[:len(t.N)+more]
	}
	return t
}

func (t *tally) Add(s queue.Str) {
	if t.N[s] == 0 {
		t.Seen = append(t.Seen, s)
	}
	t.N[s]++
}

// AddN counts n messages.
func (t *tally) AddN(s queue.Str, n int) {
	if t.N[s] == 0 && n > 0 {
		t.Seen = append(t.Seen, s)
	}
	t.N[s] += uint32(n)
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
func (c *Capture) Rank(t *tally, limit int, always ...queue.Str) Ranking {
	before := func(a, b Counted) int {
		return cmp.Or(b.Count-a.Count, c.Queue.Strings.Compare(a.Value, b.Value))
	}
	r := Ranking{Values: len(t.Seen), First: make([]Counted, 0, min(limit, len(t.Seen)))}
	total := 0
	// The last of the first is on top: most values fall short of it.
	first := &lastOnTop{r.First, before}
	for _, s := range t.Seen {
		top := Counted{s, int(t.N[s])}
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
		if int(s) < len(t.N) && t.N[s] > 0 && !slices.ContainsFunc(r.First, func(top Counted) bool { return top.Value == s }) {
			r.First = append(r.First, Counted{s, int(t.N[s])})
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
