package capture

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// ranks returns the place of each key among them all, sorted.
func ranks(keys []string) []int32 {
	order := make([]int32, len(keys))
	for r := range order {
		order[r] = int32(r)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(keys[a], keys[b]) })
	rank := make([]int32, len(order))
	for n, r := range order {
		rank[r] = int32(n)
	}
	return rank
}

// restEvery is the number of rows, or comparisons of texts, between two calls of rest.
const restEvery = 1 << 12

// textRank ranks the distinct strings of a column by what is shown of them;
// equal ones share a rank. It is indexed by queue.Str. It calls rest often, and
// reports false if that did.
func (c *Capture) textRank(of func(i int32) queue.Str, show func(string) string, rest func() bool) ([]uint32, bool) {
	q := c.Queue
	rank := make([]uint32, q.Strings.Len())
	n := uint32(0)
	for i := range int32(q.Len()) {
		if i%restEvery == 0 && !rest() {
			return nil, false
		}
		if s := of(i); rank[s] == 0 {
			rank[s] = 1
			n++
		}
	}
	texts := make([]text, 0, n) // of exactly this length: of a million it takes 32 MB
	for s := range rank {
		if s%restEvery == 0 && !rest() {
			return nil, false
		}
		if rank[s] != 0 {
			texts = append(texts, text{id: queue.Str(s), s: show(q.Text(queue.Str(s)))})
		}
	}
	sorting := sorter{rest: rest}
	if sorting.texts(texts, 0); sorting.stopped {
		return nil, false
	}
	n = 0
	for k, t := range texts {
		if k == 0 || t.s != texts[k-1].s {
			n++
		}
		rank[t.id] = n
	}
	return rank, true
}

// text is a string to be sorted.
type text struct {
	id   queue.Str
	part uint64 // the eight bytes at the depth of the sort
	s    string
}

// sorter sorts texts and rests in between. Once rest has reported false, it leaves
// them in any order.
type sorter struct {
	rest     func() bool
	compared int
	stopped  bool
}

// goesOn counts a comparison.
func (s *sorter) goesOn() bool {
	if s.compared++; s.compared%restEvery == 0 && !s.stopped {
		s.stopped = !s.rest()
	}
	return !s.stopped
}

// texts sorts texts that are equal before depth. Comparing eight bytes at a
// time as a number avoids most accesses to the strings themselves.
func (s *sorter) texts(texts []text, depth int) {
	for i := range texts {
		var b [8]byte
		if s := texts[i].s; len(s) > depth {
			copy(b[:], s[depth:])
		}
		texts[i].part = binary.BigEndian.Uint64(b[:])
	}
	slices.SortFunc(texts, func(a, b text) int {
		if !s.goesOn() {
			return 0
		}
		return cmp.Compare(a.part, b.part)
	})
	for len(texts) > 0 && !s.stopped {
		n, longer := 1, len(texts[0].s) > depth+8
		for n < len(texts) && texts[n].part == texts[0].part {
			longer = longer || len(texts[n].s) > depth+8
			n++
		}
		switch {
		case n == 1:
		case !longer || n < 16 || depth > maxSortDepth:
			// Short ones may differ in NULs at their end.
			slices.SortFunc(texts[:n], func(a, b text) int {
				if !s.goesOn() {
					return 0
				}
				return cmp.Compare(a.s, b.s)
			})
		default:
			s.texts(texts[:n], depth+8)
		}
		texts = texts[n:]
	}
}

// maxSortDepth is the depth from which strings that are still equal are
// compared as a whole.
const maxSortDepth = 256
