package causes

import (
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

// hostSet is a set of hosts by their number, a bit each.
type hostSet []uint64

func (h *hostSet) add(host int32) {
	word := int(host >> 6)
	for len(*h) <= word {
		*h = append(*h, 0)
	}
	(*h)[word] |= 1 << (host & 63)
}

func (h *hostSet) merge(g hostSet) {
	for len(*h) < len(g) {
		*h = append(*h, 0)
	}
	for k, word := range g {
		(*h)[k] |= word
	}
}

func (h hostSet) has(host int) bool {
	return host>>6 < len(h) && h[host>>6]&(1<<(host&63)) != 0
}
