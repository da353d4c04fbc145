package triage

import (
	"sync"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Tally counts messages by an interned string. Strings are small numbers, so
// a table does what a map would, several times faster; and since it remembers
// what it counted, neither a reset nor a walk over the values looks at those
// that no message has. The table has pages, made when something is counted there:
// few of millions of strings are clients, and they came early.
type Tally struct {
	pages []*page     // by queue.Str / pageSize; nil where nothing was counted
	Seen  []queue.Str // those counted, in the order of their first message
}

const pageSize = 1 << 10

type page [pageSize]uint32

// count returns where a string is counted.
func (t *Tally) count(s queue.Str) *uint32 {
	n := int(s / pageSize)
	if n >= len(t.pages) { // interned since the reset
		t.pages = append(t.pages, make([]*page, n+1-len(t.pages))...)
	}
	if t.pages[n] == nil {
		t.pages[n] = new(page)
	}
	return &t.pages[n][s%pageSize]
}

// Reset makes a tally empty again, for the strings of a queue.
func (t *Tally) Reset(q *queue.Queue) {
	for _, s := range t.Seen {
		*t.count(s) = 0
	}
	t.Seen = t.Seen[:0]
	if n := q.Strings.Len()/pageSize + 1; n > len(t.pages) {
		t.pages = append(t.pages, make([]*page, n-len(t.pages))...)
	}
}

// Add counts a message.
func (t *Tally) Add(s queue.Str) {
	if n := int(s / pageSize); n < len(t.pages) && t.pages[n] != nil {
		if count := &t.pages[n][s%pageSize]; *count > 0 {
			*count++
			return
		}
	}
	t.AddN(s, 1)
}

// AddN counts n messages.
func (t *Tally) AddN(s queue.Str, n int) {
	count := t.count(s)
	if *count == 0 && n > 0 {
		t.Seen = append(t.Seen, s)
	}
	*count += uint32(n)
}

// Of returns how many messages have a value.
func (t *Tally) Of(s queue.Str) int {
	if n := int(s / pageSize); n < len(t.pages) && t.pages[n] != nil {
		return int(t.pages[n][s%pageSize])
	}
	return 0
}

// Most returns the value that most messages have among those that count, of
// equal ones the first by name; nil takes all. Without any, n is 0.
func (t *Tally) Most(q *queue.Queue, counts func(v queue.Str, n int) bool) (v queue.Str, n int) {
	for _, s := range t.Seen {
		m := t.Of(s)
		if (m > n || m == n && q.Strings.Compare(s, v) < 0) && (counts == nil || counts(s, m)) {
			v, n = s, m
		}
	}
	return v, n
}

// Keep drops the values that is rejects.
func (t *Tally) Keep(is func(queue.Str) bool) {
	kept := t.Seen[:0]
	for _, s := range t.Seen {
		if is(s) {
			kept = append(kept, s)
		} else {
			*t.count(s) = 0
		}
	}
	t.Seen = kept
}

// spare are tallies for the next one who needs some for a moment: one of senders takes
// up to four bytes a string of the queue, of which there may be millions.
var spare = sync.Pool{New: func() any { return new(Tally) }}

// BorrowTally returns an empty tally for the strings of a queue, to be given back
// by ReturnTallies.
func BorrowTally(q *queue.Queue) *Tally {
	t := spare.Get().(*Tally)
	t.Reset(q)
	return t
}

// ReturnTallies takes back tallies that nobody uses any more.
func ReturnTallies(list ...*Tally) {
	for _, t := range list {
		spare.Put(t)
	}
}
