package capture

import (
	"slices"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// EachDomain calls f once for each distinct recipient domain of each message;
// with none it also calls f with 0 for a message without any recipient domain.
func (c *Capture) EachDomain(rows []int32, none bool, f func(i int32, domain queue.Str)) {
	x := c.Index
	first, number := c.Queue.RcptAt, c.Queue.RcptN
	for _, i := range rows {
		from, n := first[i], number[i]
		if n == 1 {
			if d := x.RcptDomain[from]; d != 0 || none {
				f(i, d)
			}
			continue
		}
		domains := x.RcptDomain[from : from+n]
		found := false
		if len(domains) > fewDomains {
			c.met.next(c.Queue.Strings.Len())
		}
		for k, d := range domains {
			switch {
			case d == 0:
				continue
			case len(domains) > fewDomains:
				if !c.met.add(d) {
					continue
				}
			case slices.Contains(domains[:k], d):
				continue
			}
			found = true
			f(i, d)
		}
		if none && !found {
			f(i, 0)
		}
	}
}

// metStrings is a set of strings, emptied and reused for each message: allocating
// one takes longer than all look-ups in it.
type metStrings struct {
	turn []uint32 // by string: the last time that it was met
	now  uint32
}

// next empties the set, for strings below n.
func (m *metStrings) next(n int) {
	if n > len(m.turn) {
		m.turn = make([]uint32, n)
	}
	if m.now++; m.now == 0 { // all turns are used up
		clear(m.turn)
		m.now = 1
	}
}

// add reports whether a string is new.
func (m *metStrings) add(s queue.Str) bool {
	if m.turn[s] == m.now {
		return false
	}
	m.turn[s] = m.now
	return true
}

// fewDomains is the number of recipients up to which domains are compared
// pairwise.
const fewDomains = 8

// TallyDomains counts messages by the domains of their recipients.
func (c *Capture) TallyDomains(rows []int32) *triage.Tally {
	t := c.Tally()
	c.EachDomain(rows, false, func(_ int32, d queue.Str) { t.Add(d) })
	return t
}
