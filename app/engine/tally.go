package engine

import (
	"cmp"
	"slices"
	"sort"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// counted is a value with the number of messages that have it.
type counted struct {
	value queue.Str
	count int
}

// tally counts messages by an interned string. Strings are small numbers, so
// a slice does what a map would, several times faster.
type tally struct {
	n    []uint32
	seen []queue.Str // in the order of their first message
}

// tally gives an empty one, good until the next call: its memory is used again.
func (e *capture) tally() *tally {
	t := &e.scratch
	for _, s := range t.seen {
		t.n[s] = 0
	}
	t.seen = t.seen[:0]
	if more := e.queue.Strings.Len() - len(t.n); more > 0 {
		t.n = slices.Grow(t.n, more)[:len(t.n)+more]
	}
	return t
}

func (t *tally) add(s queue.Str) {
	if t.n[s] == 0 {
		t.seen = append(t.seen, s)
	}
	t.n[s]++
}

// addN counts several messages.
func (t *tally) addN(s queue.Str, n int) {
	if t.n[s] == 0 && n > 0 {
		t.seen = append(t.seen, s)
	}
	t.n[s] += uint32(n)
}

// ranking is the beginning of a ranking: the values that most messages have,
// equal ones by name.
type ranking struct {
	first  []counted
	values int // in all
	rest   int // messages of the values that are not among the first
}

// rank finds the first values. Those in always are added behind them if they
// were counted at all.
func (e *capture) rank(t *tally, limit int, always ...queue.Str) ranking {
	before := func(a, b counted) int {
		return cmp.Or(b.count-a.count, e.queue.Strings.Compare(a.value, b.value))
	}
	r := ranking{values: len(t.seen), first: make([]counted, 0, min(limit, len(t.seen)))}
	total := 0
	// A heap with the last of the first on top: most values fall short of it.
	heap := r.first
	for _, s := range t.seen {
		c := counted{s, int(t.n[s])}
		total += c.count
		switch {
		case len(heap) < limit:
			heap = append(heap, c)
			for i := len(heap) - 1; i > 0 && before(heap[(i-1)/2], heap[i]) < 0; i = (i - 1) / 2 {
				heap[i], heap[(i-1)/2] = heap[(i-1)/2], heap[i]
			}
		case limit > 0 && c.count >= heap[0].count && before(c, heap[0]) < 0:
			heap[0] = c
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
	r.first, r.rest = heap, total
	for _, s := range always {
		if int(s) < len(t.n) && t.n[s] > 0 && !slices.ContainsFunc(r.first, func(c counted) bool { return c.value == s }) {
			r.first = append(r.first, counted{s, int(t.n[s])})
		}
	}
	for _, c := range r.first {
		r.rest -= c.count
	}
	return r
}
