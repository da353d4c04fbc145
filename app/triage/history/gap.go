package history

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Gap is a time that no log of a host covers, from the last line before it to the first line
// after it, in Unix seconds.
type Gap struct{ From, To int64 }

// Gaps are the times between two captures that no log covers, by host.
type Gaps struct {
	h        *queue.History
	from, to int64
	of       map[string][]Gap
}

// GapsIn finds the gaps inside the logs between two captures: a rotated file that is missing. The
// time after the last line of a host is one, while others' logs go on.
func GapsIn(h *queue.History, from, to int64) *Gaps {
	g := &Gaps{h: h, from: from, to: to, of: map[string][]Gap{}}
	if h == nil {
		return g
	}
	for n := range h.Logs {
		host := label(h.Logs[n].Host)
		if _, done := g.of[host]; !done {
			g.of[host] = gapsOf(h, host, from, to)
		}
	}
	return g
}

// Any returns the first gap, whichever host's it is.
func (g *Gaps) Any() (Gap, bool) {
	var all []Gap
	for host, gaps := range g.of {
		if host != "" || len(g.of) == 1 { // a log of several hosts is part of each one's
			all = append(all, gaps...)
		}
	}
	if len(all) == 0 {
		return Gap{}, false
	}
	return slices.MinFunc(all, func(a, b Gap) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) }), true
}

// After returns the first gap after the last of a message's events, in the logs of its host: what
// happened to it may have been written there.
func (g *Gaps) After(events []queue.Event) (Gap, bool) {
	if len(events) == 0 {
		return Gap{}, false
	}
	last := &events[len(events)-1]
	host := ""
	if int(last.Log) < len(g.h.Logs) {
		host = label(g.h.Logs[last.Log].Host)
	}
	for _, gap := range g.of[host] {
		if last.Time == queue.NoNumber || gap.To > last.Time {
			return gap, true
		}
	}
	return Gap{}, false
}

// gapsOf returns the gaps in the logs of a host, those of unknown or several hosts included. A
// time is not a gap if the host was once silent for as long in a log that is present.
func gapsOf(h *queue.History, host string, from, to int64) []Gap {
	type stretch struct{ first, last int64 } // of a log, without a break
	var logs []stretch
	silent := int64(quiet)
	for n := range h.Logs {
		l := &h.Logs[n]
		if name := label(l.Host); l.First != queue.NoNumber && l.Last != queue.NoNumber && !partial(l.Name) && (host == "" || name == "" || name == host) {
			silent = max(silent, l.Silent)
			one := stretch{l.First, l.Last}
			for _, b := range l.Breaks {
				logs = append(logs, stretch{one.first, b.From})
				one.first = b.To
			}
			logs = append(logs, one)
		}
	}
	if len(logs) == 0 {
		return nil
	}
	slices.SortStableFunc(logs, func(a, b stretch) int { return cmp.Compare(a.first, b.first) })
	var gaps []Gap
	reach := logs[0].last
	add := func(next int64) {
		if next-reach > silent && next > from && (to == 0 || reach < to) {
			gaps = append(gaps, Gap{reach, next})
		}
	}
	for _, l := range logs[1:] {
		add(l.first)
		reach = max(reach, l.last)
	}
	if to != 0 {
		add(to)
	}
	return gaps
}

// label returns the first label of a host's name, which identifies the host of a log: a host has its
// full name in one log and a short one in another.
func label(host string) string {
	if strings.Trim(host, "0123456789.") == "" || strings.Contains(host, ":") { // an address
		return host
	}
	host, _, _ = strings.Cut(host, ".")
	return strings.ToLower(host)
}

// partial reports whether a log has by its nature only some of the lines of its time, so that it
// covers none: Exim's logs of refusals, of its own faults, and of single messages.
func partial(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(base, "rejectlog") || strings.HasPrefix(base, "paniclog") || path.Base(path.Dir(name)) == "msglog"
}
