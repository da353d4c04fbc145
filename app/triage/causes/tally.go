package causes

import (
	"cmp"
	"slices"
	"sort"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// tally counts messages.
type tally struct {
	n int
	triage.Moments
	sample  queue.Str
	place   int32 // of the message with the sample, where cells are added up
	left    int   // of these, those that were not tried because their destination had just failed
	guessed int   // of these, those whose topic is only a guess from words
	hosts   hostSet
}

// count adds a message.
func (s *survey) count(t *tally, i int32) {
	q := s.q
	t.n++
	t.Add(q.Created[i], q.LastTry[i])
	if t.sample == 0 {
		t.sample = q.Effective[i]
	}
	if s.hostOf != nil {
		t.hosts.add(s.hostOf[q.Dir[i]])
	}
}

// merge adds the messages of another tally.
func (t *tally) merge(u *tally) {
	t.n += u.n
	t.Moments.Merge(u.Moments)
	t.guessed += u.guessed
	t.left += u.left
	if t.sample == 0 {
		t.sample = u.sample
	}
	t.hosts.merge(u.hosts)
}

// tallies counts messages by a value.
type tallies map[queue.Str]*tally

// of returns the tally of a value.
func (m tallies) of(v queue.Str) *tally {
	t := m[v]
	if t == nil {
		t = &tally{}
		m[v] = t
	}
	return t
}

// named is a value with its tally.
type named struct {
	name string
	*tally
}

// ranked orders tallies by size, ties by name.
func (m tallies) ranked(q *queue.Queue) []*named {
	out := make([]*named, 0, len(m))
	for v, t := range m {
		out = append(out, &named{q.Text(v), t})
	}
	rank(out)
	return out
}

func rank(list []*named) {
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		return a.n > b.n || a.n == b.n && a.name < b.name
	})
}

// hostSet is a set of hosts by their number: 64 a word, in order, without the empty words. Where
// thousands of servers each have mail for a host of their own, most sets have one word.
type hostSet []hostWord

type hostWord struct {
	at   int32 // of its first host, in words
	bits uint64
}

// word returns where the word of a host is, or belongs.
func (h hostSet) word(at int32) (int, bool) {
	return slices.BinarySearchFunc(h, at, func(w hostWord, at int32) int { return cmp.Compare(w.at, at) })
}

func (h *hostSet) add(host int32) { h.set(hostWord{host >> 6, 1 << (host & 63)}) }

func (h *hostSet) set(w hostWord) {
	k, ok := h.word(w.at)
	if !ok {
		*h = slices.Insert(*h, k, hostWord{at: w.at})
	}
	(*h)[k].bits |= w.bits
}

func (h *hostSet) merge(g hostSet) {
	for _, w := range g {
		h.set(w)
	}
}

func (h hostSet) has(host int) bool {
	k, ok := h.word(int32(host >> 6))
	return ok && h[k].bits&(1<<(host&63)) != 0
}
