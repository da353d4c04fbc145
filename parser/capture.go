package parser

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/lazyregexp"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// supersede compares the listing just read with those of the same text from
// base on, and drops the entries of all but one capture of a queue. A log can
// have thousands.
func (l *loader) supersede(base int) {
	n := len(l.Listings) - 1
	if n == base {
		l.shown = l.shown[:0]
	}
	for _, k := range slices.Backward(l.shown) {
		if l.listings[k].hidden || l.Listings[k].Host != l.Listings[n].Host {
			continue
		}
		overlap := l.overlap(k, n)
		if overlap || l.refusal(n) { // the times of the file are those of its last listing
			l.listings[k].mod, l.listings[k].named = 0, 0
		}
		if !overlap {
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
	l.shown = slices.DeleteFunc(l.shown, func(k int) bool { return l.listings[k].hidden })
	if len(l.shown) < maxShown {
		l.shown = append(l.shown, n)
	}
}

// maxShown is how many listings of one text, or of files of one host, a later one is
// compared with. Those of one queue hide each other, so a server has a few.
const maxShown = 1000

// refusal reports whether a listing holds nothing but an error message in its
// place.
func (l *loader) refusal(n int) bool {
	in := &l.Listings[n]
	return in.Refused != "" && in.Entries == 0 && len(in.Queues) == 0
}

// onlyRefused reports whether a listing is a refusal at a known time.
func (l *loader) onlyRefused(n int) bool { return l.Listings[n].Taken != 0 && l.refusal(n) }

// partial reports whether a listing of a system with spools has too little to replace another: a
// part of the queue, a number, or nothing.
func (l *loader) partial(n int) bool {
	in := &l.Listings[n]
	return systemOf(in.System) != nil && (in.Limited || in.Counted || in.System == queue.Exim && in.Entries == 0)
}

// overlap reports whether two listings have a directory in common.
func (l *loader) overlap(a, b int) bool {
	if l.Listings[a].System != l.Listings[b].System || l.listings[a].spool != l.listings[b].spool {
		return false
	}
	if l.partial(a) || l.partial(b) {
		return false
	}
	if l.listings[a].Text == l.listings[b].Text && (l.onlyRefused(a) || l.onlyRefused(b)) {
		return true
	}
	if !l.compares(len(l.Listings[a].Queues) * len(l.Listings[b].Queues)) {
		return false
	}
	for _, q := range l.Listings[a].Queues {
		for _, r := range l.Listings[b].Queues {
			if q.Path == r.Path {
				return true
			}
		}
	}
	// A copied part may lack headings.
	return len(l.Listings[a].Queues) == 0 && len(l.Listings[b].Queues) == 0 && !l.apart(a, b)
}

// maxCompares is how many comparisons of headings or entries, of listings with each other, a load makes.
const maxCompares = 30_000_000

// compares takes n comparisons from the budget, and reports whether they may be made.
func (l *loader) compares(n int) bool {
	if l.compared <= maxCompares {
		l.compared += n
	}
	return l.compared <= maxCompares
}

// apart reports whether two listings of systems with spools belong to different queues: they
// share no message, although each has one that is older than some message of the other. In two
// captures of one queue, both would have it.
func (l *loader) apart(a, b int) bool {
	x, y := &l.listings[a], &l.listings[b]
	if systemOf(l.Listings[a].System) == nil || x.hidden || y.hidden || x.First == x.End || y.First == y.End || l.Listings[a].Exact != l.Listings[b].Exact {
		return false
	}
	if !l.compares(x.End - x.First + y.End - y.First) {
		return false
	}
	ids := make(map[queue.Str]bool, x.End-x.First)
	oldest, newest := l.arrivals(x)
	from, to := l.arrivals(y)
	if oldest == 0 || from == 0 || oldest >= to || from >= newest {
		return false
	}
	for e := x.First; e < x.End; e++ {
		ids[l.Listed[e].ID] = true
	}
	for e := y.First; e < y.End; e++ {
		if ids[l.Listed[e].ID] {
			return false
		}
	}
	return true
}

// arrivals returns the first and the last arrival of a listing, in numbers that can be compared
// with those of other listings; 0 if there is none.
func (l *loader) arrivals(in *listing) (oldest, newest int64) {
	for e := in.First; e < in.End; e++ {
		t, d := l.Listed[e].Created, l.Listed[e].Date
		if d.Month != 0 { // the year is not known
			t = ((int64(d.Month)*31+int64(d.Day))*24+int64(d.Hour))*60 + int64(d.Minute)
		}
		if t <= 0 {
			continue
		}
		if newest = max(newest, t); oldest == 0 || t < oldest {
			oldest = t
		}
	}
	return oldest, newest
}

// prefers reports whether capture a is to be shown instead of b: the requested
// one, else the newest of those that are not too new and were not refused. b
// was read later.
func (l *loader) prefers(a, b int) bool {
	if n := l.opt.Capture - 1; n == a || n == b {
		return n == a
	}
	if r := l.onlyRefused(b); r != l.onlyRefused(a) {
		return r
	}
	s, t := l.takenOf(a), l.takenOf(b)
	if limit := l.opt.Before; limit > 0 && (s > limit) != (t > limit) {
		return t > limit
	}
	return s != 0 && t != 0 && s > t
}

// takenOf returns when a listing was made, Unix; 0 if unknown.
func (l *loader) takenOf(n int) int64 {
	if t := l.Listings[n].Taken; t != 0 {
		return t
	}
	if t := l.listings[n].named; t != 0 {
		return t
	}
	return l.listings[n].mod
}

// comparable reports whether the times of two listings come from one clock.
// The times of files given individually may be those at which they were
// copied.
func (l *loader) comparable(a, b int) bool {
	x, y := &l.listings[a], &l.listings[b]
	said := func(n int, in *listing) bool { return l.Listings[n].Taken != 0 || in.named != 0 }
	if said(a, x) || said(b, y) {
		return said(a, x) && said(b, y)
	}
	return x.mod != 0 && y.mod != 0 && x.Folder.Archive != "" && y.Folder.Archive != ""
}

var dateInName = lazyregexp.New(`(?:^|\D)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?:[-_.T]?(\d\d)[-_.:h]?(\d\d)(?:[-_.:m]?(\d\d))?)?(?:\D|$)`)

// timeInName returns the date in the name of a file, as if it were UTC: Unix; 0
// if there is none.
func timeInName(name string) int64 {
	m := dateInName().FindStringSubmatch(path.Base(name))
	if m == nil {
		return 0
	}
	n := func(k int) int { v, _ := strconv.Atoi(m[k]); return v }
	t := time.Date(n(1), time.Month(n(2)), n(3), n(4), n(5), n(6), 0, time.UTC)
	if t.Day() != n(3) || int(t.Month()) != n(2) || t.Hour() != n(4) || t.Minute() != n(5) {
		return 0
	}
	return t.Unix()
}

// group records that two listings are captures of one queue.
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

// hide removes the entries of a listing.
func (l *loader) hide(n int) {
	in := &l.listings[n]
	in.hidden = true
	l.removeEntries(n)
}

// hideAll removes the entries of the listings that were marked as hidden, in one pass:
// there may be thousands of files.
func (l *loader) hideAll() {
	first, at := 0, 0
	for n := range l.listings {
		in := &l.listings[n]
		from, to := in.First, in.End
		if from == to {
			in.First, in.End = first, first
			continue
		}
		last := in.rcpts[len(in.rcpts)-1]
		rcptsFrom, rcptsTo := int(in.rcpts[0].from), int(last.from+last.n)
		in.First, in.End = first, first
		if in.hidden {
			in.rcpts = nil
			continue
		}
		in.End += copy(l.Listed[first:], l.Listed[from:to])
		copy(l.listedBody[first:], l.listedBody[from:to])
		copy(l.listedAddr[at:], l.listedAddr[rcptsFrom:rcptsTo])
		copy(l.listedStat[at:], l.listedStat[rcptsFrom:rcptsTo])
		for i := range in.rcpts {
			in.rcpts[i].from -= uint32(rcptsFrom - at)
		}
		first, at = in.End, at+rcptsTo-rcptsFrom
	}
	l.Listed, l.listedBody = l.Listed[:first], l.listedBody[:first]
	l.listedAddr, l.listedStat = l.listedAddr[:at], l.listedStat[:at]
}

// removeEntries removes the entries of a listing and moves those of later ones.
func (l *loader) removeEntries(n int) {
	in := &l.listings[n]
	first, end := in.First, in.End
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
	in.End, in.rcpts = first, nil
	for k := n + 1; k < len(l.listings); k++ { // their entries follow
		later := &l.listings[k]
		later.First -= end - first
		later.End -= end - first
		for i := range later.rcpts {
			later.rcpts[i].from -= to - from
		}
	}
}

// sameMoment is the number of seconds within which listings in different
// files belong to one capture, as those of mailq and mailq -qL do.
const sameMoment = 120

// chooseCaptures compares listings in different files, and hides all but one
// capture of each queue. roots and hosts are those of the listings.
func (l *loader) chooseCaptures(roots []place.Root, hosts []string) {
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
	type server struct {
		root place.Root
		host string
	}
	shown := map[server][]int{}
	for _, n := range order {
		if l.listings[n].hidden {
			continue
		}
		of := server{roots[n], hosts[n]}
		for _, s := range shown[of] {
			if l.anotherTime(n, s) {
				l.group(n, s)
				l.listings[n].hidden = true
				break
			}
		}
		if !l.listings[n].hidden {
			if len(shown[of]) < maxShown {
				shown[of] = append(shown[of], n)
			}
			l.Listings[n].Shown = true
		}
	}
	l.hideAll()
	l.reportCaptures()
	if l.Places.Filed() == 0 {
		l.reportTogether(roots, hosts)
	}
}

// anotherTime reports whether two listings in different files show the same
// directory at different times. An empty one may come from mailq -qQ or -qL.
func (l *loader) anotherTime(a, b int) bool {
	x, y := &l.listings[a], &l.listings[b]
	if x.Text == y.Text || x.part != y.part || x.First == x.End || y.First == y.End || !l.overlap(a, b) {
		return false
	}
	s, t := l.takenOf(a), l.takenOf(b)
	return l.comparable(a, b) && max(s-t, t-s) > sameMoment
}

// reportTogether reports listings in different files that are shown as one
// queue although each has messages that the other lacks.
func (l *loader) reportTogether(roots []place.Root, hosts []string) {
	var shown []int
	for n := range l.listings {
		if !l.listings[n].hidden && len(shown) < maxShown {
			shown = append(shown, n)
		}
	}
	for i, b := range shown {
		for _, a := range shown[:i] {
			x, y := &l.listings[a], &l.listings[b]
			if roots[a] == roots[b] && hosts[a] == hosts[b] && l.apart(a, b) {
				const of = "different messages of the same days: of two instances of a server, or of two servers"
				if x.Text == y.Text {
					l.Problem(queue.KindTogether, l.Listings[b].File, "it has lists of %s", of)
				} else {
					l.Problem(queue.KindTogether, l.Listings[b].File, "%s and %s list %s", l.Listings[a].File, l.Listings[b].File, of)
				}
				break
			}
			if x.Text == y.Text || x.part != y.part || l.Listings[a].Verbose != l.Listings[b].Verbose ||
				roots[a] != roots[b] || hosts[a] != hosts[b] || !l.overlap(a, b) || !l.lacks(x, y) || !l.lacks(y, x) {
				continue
			}
			l.Problem(queue.KindTogether, l.Listings[b].File, "%s and %s list the same directory, each with messages that the other lacks", l.Listings[a].File, l.Listings[b].File)
			break // one for each file
		}
	}
}

// lacks reports whether listing b lacks a message of a.
func (l *loader) lacks(a, b *listing) bool {
	if !l.compares(a.End - a.First + b.End - b.First) {
		return false
	}
	has := make(map[queue.Str]bool, b.End-b.First)
	for e := b.First; e < b.End; e++ {
		has[l.Listed[e].ID] = true
	}
	for e := a.First; e < a.End; e++ {
		if !has[l.Listed[e].ID] {
			return true
		}
	}
	return false
}

// reportCaptures reports which captures are not shown.
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
			t := l.timeOf(n)
			if l.onlyRefused(n) {
				t += " (refused)"
			}
			times = append(times, t)
		}
		if len(times) > 4 {
			times = []string{times[0], times[1], "…", times[len(times)-1]}
		}
		l.AddProblems(queue.Problem{
			Pos: queue.Pos{File: shown.File, Offset: -1}, Kind: queue.KindCaptures,
			Reason: fmt.Sprintf("%s captures of %s: the one of %s is shown, not %s", count.Text(int64(len(g.other)+1)), name, l.timeOf(g.shown[0]), strings.Join(times, ", ")),
		})
	}
}

// completeCaptures completes what is known about each listing, shown or not.
// Captures of one queue have one zone.
func (l *loader) completeCaptures() {
	zones := make([]int, l.groups+1)
	for n := range l.Listings {
		if in := &l.Listings[n]; in.Group != 0 && in.Shown {
			zones[in.Group] = l.listings[n].zone
		}
	}
	for n := range l.Listings {
		in := &l.Listings[n]
		in.States, in.Made = l.listings[n].states, l.takenOf(n)
		if in.Taken != 0 && in.Local {
			zone := l.listings[n].zone
			if in.Group != 0 {
				zone = zones[in.Group]
			}
			in.Made = max(in.Made-int64(zone), 0)
		}
	}
}

// timeOf returns the time of a listing in words, or else its file and number.
func (l *loader) timeOf(n int) string {
	in := &l.Listings[n]
	t := time.Unix(l.takenOf(n), 0).UTC()
	switch {
	case in.Taken != 0 && in.Zoned:
		return t.Add(time.Duration(in.Zone) * time.Second).Format("2006-01-02 15:04:05")
	case l.takenOf(n) != 0:
		return t.Format("2006-01-02 15:04:05")
	}
	return fmt.Sprintf("%s, number %d", in.File, n-l.listings[n].Text+1)
}
