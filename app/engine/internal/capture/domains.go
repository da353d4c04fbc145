package capture

import (
	"slices"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Count counts messages by a value, where 0 means none, and ranks the values.
func (c *Capture) Count(rows []int32, limit int, value func(i int32) queue.Str, always ...queue.Str) Ranking {
	t := c.Tally()
	for _, i := range rows {
		if v := value(i); v != 0 {
			t.Add(v)
		}
	}
	return c.Rank(t, limit, always...)
}

// EachDomain calls f once for each distinct recipient domain of each message;
// with none it also calls f with 0 for a message without any recipient domain.
func (c *Capture) EachDomain(rows []int32, none bool, f func(i int32, domain queue.Str)) {
	x := c.Index
	var last []int32 // by domain: the message of many recipients that had it last, plus one
	for _, i := range rows {
		from, to := c.Queue.Recipients(i)
		domains := x.RcptDomain[from:to]
		found := false
		if len(domains) > fewDomains && last == nil {
			last = make([]int32, c.Queue.Strings.Len())
		}
		for k, d := range domains {
			switch {
			case d == 0:
				continue
			case len(domains) > fewDomains:
				if last[d] == i+1 {
					continue
				}
				last[d] = i + 1
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

// fewDomains is the number of recipients up to which domains are compared
// pairwise.
const fewDomains = 8

// TallyDomains counts messages by the domains of their recipients.
func (c *Capture) TallyDomains(rows []int32) *triage.Tally {
	t := c.Tally()
	c.EachDomain(rows, false, func(_ int32, d queue.Str) { t.Add(d) })
	return t
}
