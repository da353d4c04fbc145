package history

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// maxForeign is how many pairs of hosts are distinguished.
const maxForeign = 20

// seeHosts notes events in lines of another host than their message's.
func (c *Collector) seeHosts(s *subject, events []event) {
	if !s.Named || s.Host == "" {
		return
	}
	for k := range events {
		host := c.strings.Get(events[k].host)
		if SameHost(host, s.Host) || host == "localhost" || maillog.IsIP(host) {
			continue
		}
		key := [2]string{host, s.Host}
		if c.foreign == nil {
			c.foreign = map[[2]string]int{}
		}
		if _, ok := c.foreign[key]; ok || len(c.foreign) < maxForeign {
			c.foreign[key]++
		}
	}
}

// ofHost drops events in lines of other hosts where the message's own host has some: an id that comes
// again can be that of two messages.
func (c *Collector) ofHost(s *subject, events []event) []event {
	if s.Host == "" || !c.reused(s) {
		return events
	}
	own := func(e event) bool {
		host := c.strings.Get(e.host)
		return host != "" && SameHost(host, s.Host)
	}
	if !slices.ContainsFunc(events, own) {
		return events
	}
	return slices.DeleteFunc(events, func(e event) bool {
		host := c.strings.Get(e.host)
		return host != "" && !own(e) && !unnamed(host)
	})
}

// quietDay is how long a mail server has to be silent between two logs, and quietTimes as long as it is
// in them, for a file to be missing.
const quietDay = day

// gaps finds times that no log of a host covers.
func (c *Collector) gaps(wanted *poll.Poll) {
	for k := range c.logs {
		l := &c.logs[k]
		for _, b := range l.Breaks {
			c.found = append(c.found, queue.Problem{
				Pos: queue.Pos{File: l.Name, Offset: -1, Line: int(b.Line)}, Kind: queue.KindLogGap,
				Reason: fmt.Sprintf("it has no line between %s and %s", dateOf(b.From), dateOf(b.To)),
			})
		}
	}
	var logs []*log
	for k := range c.logs {
		if l := &c.logs[k]; l.First != queue.NoNumber && l.Last != queue.NoNumber && l.Known > 0 {
			logs = append(logs, l)
		}
	}
	slices.SortStableFunc(logs, func(a, b *log) int { return cmp.Compare(a.First, b.First) })
	for k, l := range logs {
		var before *log // the one that reaches farthest
		silence := l.Silent
		for _, o := range logs[:k] {
			if !wanted.More() {
				return
			}
			if SameHost(o.Host, l.Host) && (before == nil || o.Last > before.Last) {
				before = o
			}
			silence = max(silence, o.Silent)
		}
		if before == nil || l.First-before.Last < max(quietDay, quietTimes*silence) {
			continue
		}
		c.found = append(c.found, queue.Problem{
			Pos: queue.Pos{File: l.Name, Offset: -1}, Kind: queue.KindLogGap,
			Reason: fmt.Sprintf("%s ends on %s, and %s begins on %s", before.Name, dateOf(before.Last), l.Name, dateOf(l.First)),
		})
	}
	for _, key := range c.pairs() {
		c.found = append(c.found, queue.Problem{
			Pos: queue.Pos{Offset: -1}, Kind: queue.KindLogHost,
			Reason: fmt.Sprintf("%s lines of %s are about messages of %s", count.Text(int64(c.foreign[key])), key[0], key[1]),
		})
	}
}

func (c *Collector) pairs() [][2]string {
	var out [][2]string
	for key := range c.foreign {
		out = append(out, key)
	}
	slices.SortFunc(out, func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return out
}

func dateOf(t int64) string { return time.Unix(t, 0).UTC().Format("2 January 2006 15:04") }
