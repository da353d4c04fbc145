package parser

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// supersede compares the listing that was read last with those of the same text
// from base on, and lets go of the entries of all but one capture of a queue.
// A log can have thousands.
func (l *loader) supersede(base int) {
	n := len(l.Listings) - 1
	for k := n - 1; k >= base; k-- {
		if l.listings[k].hidden || l.Listings[k].Host != l.Listings[n].Host || !l.overlap(k, n) {
			continue
		}
		old, kept := k, n
		if l.prefers(k, n) {
			old, kept = n, k
		}
		l.group(old, kept)
		l.hide(old)
		if old == n {
			return
		}
	}
}

// overlap tells whether two listings name a directory in common.
func (l *loader) overlap(a, b int) bool {
	for _, q := range l.Listings[a].Queues {
		for _, r := range l.Listings[b].Queues {
			if q.Path == r.Path {
				return true
			}
		}
	}
	// Of a part that was copied there may be no heading.
	return len(l.Listings[a].Queues) == 0 && len(l.Listings[b].Queues) == 0
}

// prefers tells whether capture a is to be shown in place of b: the one that
// was asked for, else the newest of those that are not too new. b was read
// later.
func (l *loader) prefers(a, b int) bool {
	if n := l.opt.Capture - 1; n == a || n == b {
		return n == a
	}
	s, t := l.takenOf(a), l.takenOf(b)
	if limit := l.opt.Before; limit > 0 && (s > limit) != (t > limit) {
		return t > limit
	}
	return s != 0 && t != 0 && s > t
}

// takenOf is when a listing was made, Unix, 0 unknown.
func (l *loader) takenOf(n int) int64 {
	if t := l.Listings[n].Taken; t != 0 {
		return t
	}
	return l.listings[n].mod
}

// group notes that two listings are captures of one queue.
func (l *loader) group(a, b int) {
	x, y := &l.Listings[a], &l.Listings[b]
	switch {
	case x.Group == 0 && y.Group == 0:
		l.groups++
		x.Group, y.Group = l.groups, l.groups
	case x.Group == 0:
		x.Group = y.Group
	case y.Group == 0:
		y.Group = x.Group
	case x.Group != y.Group:
		from, to := x.Group, y.Group
		for i := range l.Listings {
			if l.Listings[i].Group == from {
				l.Listings[i].Group = to
			}
		}
	}
}

// hide takes the entries of a listing away.
func (l *loader) hide(n int) {
	in := &l.listings[n]
	in.hidden = true
	first, end := in.first, in.end
	if first == end {
		in.rcpts = nil
		return
	}
	from := in.rcpts[0].from
	last := in.rcpts[len(in.rcpts)-1]
	to := last.from + last.n
	l.Listed = slices.Delete(l.Listed, first, end)
	l.listedBody = slices.Delete(l.listedBody, first, end)
	l.listedAddr = slices.Delete(l.listedAddr, int(from), int(to))
	l.listedStat = slices.Delete(l.listedStat, int(from), int(to))
	in.end, in.rcpts = first, nil
	for k := range l.listings {
		later := &l.listings[k]
		if k == n || later.first < end {
			continue
		}
		later.first -= end - first
		later.end -= end - first
		for i := range later.rcpts {
			later.rcpts[i].from -= to - from
		}
	}
}

// sameMoment is within how many seconds the listings of different files are of
// one capture, as those of mailq and mailq -qL are.
const sameMoment = 120

// chooseCaptures compares listings of different files, and hides all but one
// capture of each queue. roots and hosts are those of the listings.
func (l *loader) chooseCaptures(roots, hosts []string) {
	order := make([]int, len(l.listings))
	for n := range order {
		order[n] = n
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case l.prefers(a, b):
			return -1
		case l.prefers(b, a):
			return 1
		}
		return cmp.Compare(a, b)
	})
	var shown []int
	for _, n := range order {
		if l.listings[n].hidden {
			continue
		}
		for _, s := range shown {
			if roots[n] == roots[s] && hosts[n] == hosts[s] && l.anotherTime(n, s) {
				l.group(n, s)
				l.hide(n)
				break
			}
		}
		if !l.listings[n].hidden {
			shown = append(shown, n)
			l.Listings[n].Shown = true
		}
	}
	l.reportCaptures()
}

// anotherTime tells whether two listings of different files are of the same
// directory at different times. An empty one may be of mailq -qQ or -qL.
func (l *loader) anotherTime(a, b int) bool {
	x, y := &l.listings[a], &l.listings[b]
	if x.text == y.text || x.part != y.part || x.first == x.end || y.first == y.end || !l.overlap(a, b) {
		return false
	}
	s, t := l.takenOf(a), l.takenOf(b)
	return s != 0 && t != 0 && max(s-t, t-s) > sameMoment
}

// reportCaptures says which captures are not shown.
func (l *loader) reportCaptures() {
	type members struct{ shown, other []int }
	groups := make([]members, l.groups+1)
	for n := range l.Listings {
		g := &groups[l.Listings[n].Group]
		if l.Listings[n].Shown {
			g.shown = append(g.shown, n)
		} else {
			g.other = append(g.other, n)
		}
	}
	for _, g := range groups[1:] {
		if len(g.other) == 0 || len(g.shown) == 0 {
			continue
		}
		shown := &l.Listings[g.shown[0]]
		name := "the queue"
		for _, q := range shown.Queues {
			if q.Path != "" {
				name = q.Path
				break
			}
		}
		if shown.Host != "" {
			name += " of " + shown.Host
		}
		slices.SortStableFunc(g.other, func(a, b int) int { return cmp.Compare(l.takenOf(a), l.takenOf(b)) })
		times := make([]string, 0, len(g.other))
		for _, n := range g.other {
			times = append(times, l.timeOf(n))
		}
		if len(times) > 4 {
			times = []string{times[0], times[1], "…", times[len(times)-1]}
		}
		l.add(queue.Problem{
			Pos: queue.Pos{File: shown.File, Offset: -1}, Kind: queue.KindCaptures,
			Reason: fmt.Sprintf("%d captures of %s; shown is that of %s, not those of %s", len(g.other)+1, name, l.timeOf(g.shown[0]), strings.Join(times, ", ")),
		})
	}
}

// timeOf words when a listing was made, else its file and number.
func (l *loader) timeOf(n int) string {
	in := &l.Listings[n]
	t := time.Unix(l.takenOf(n), 0).UTC()
	switch {
	case in.Taken != 0 && in.Zoned:
		return t.Add(time.Duration(in.Zone) * time.Second).Format("2006-01-02 15:04:05")
	case l.takenOf(n) != 0:
		return t.Format("2006-01-02 15:04:05")
	}
	return fmt.Sprintf("%s, number %d", in.File, n-l.listings[n].text+1)
}
