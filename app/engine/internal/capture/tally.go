package capture

import (
	"cmp"
	"slices"
	"sort"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Keep forgets the values that a test does not hold for.
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

// Tally gives an empty one, good until the next call: its memory is used again.
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

// AddN counts several messages.
func (t *tally) AddN(s queue.Str, n int) {
	if t.N[s] == 0 && n > 0 {
		t.Seen = append(t.Seen, s)
	}
	t.N[s] += uint32(n)
}

// Ranking is the beginning of a ranking: the values that most messages have,
// equal ones by name.
type Ranking struct {
	First  []Counted
	Values int // in all
	Rest   int // messages of the values that are not among the first
}

// Rank finds the first values. Those in always are added behind them if they
// were counted at all.
func (c *Capture) Rank(t *tally, limit int, always ...queue.Str) Ranking {
	before := func(a, b Counted) int {
		return cmp.Or(b.Count-a.Count, c.Queue.Strings.Compare(a.Value, b.Value))
	}
	r := Ranking{Values: len(t.Seen), First: make([]Counted, 0, min(limit, len(t.Seen)))}
	total := 0
	// A heap with the last of the first on top: most values fall short of it.
	heap := r.First
	for _, s := range t.Seen {
		top := Counted{s, int(t.N[s])}
		total += top.Count
		switch {
		case len(heap) < limit:
			heap = append(heap, top)
			for i := len(heap) - 1; i > 0 && before(heap[(i-1)/2], heap[i]) < 0; i = (i - 1) / 2 {
				heap[i], heap[(i-1)/2] = heap[(i-1)/2], heap[i]
			}
		case limit > 0 && top.Count >= heap[0].Count && before(top, heap[0]) < 0:
			heap[0] = top
			for i := 0; ; {
				last := i
				for k := 2*i + 1; k <= 2*i+2 && k < len(heap); k++ {
					if before(heap[last], heap[k]) < 0 {
						last = k
					}
				}
				if last == i {
					break
				}
				heap[i], heap[last] = heap[last], heap[i]
				i = last
			}
		}
	}
	sort.Slice(heap, func(i, j int) bool { return before(heap[i], heap[j]) < 0 })
	r.First, r.Rest = heap, total
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
