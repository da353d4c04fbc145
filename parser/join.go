package parser

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// joinListings attaches the entries of listings to their messages, by queue
// directory and id. A listing whose directory is not among the files makes
// messages of its own.
func (l *loader) joinListings() {
	order := make([]int, len(l.listings))
	for n := range order {
		order[n] = n
	}
	// A verbose listing truncates less, so it is joined last and takes precedence. One
	// with exact times is joined first, since the zone of the others follows from it.
	slices.SortStableFunc(order, func(a, b int) int { return verbosity(l.Listings[a]) - verbosity(l.Listings[b]) })
	roots, hosts := make([]place.Root, len(order)), make([]string, len(order))
	text, several := -1, false
	for n := range l.listings {
		in := l.listings[n].Listing
		if in.Text != text {
			text, several = in.Text, l.severalHosts(in.Text)
		}
		roots[n] = l.Places.RootOf(in, several)
		hosts[n] = l.Places.HostOf(in, roots[n], l.severalTexts())
	}
	for n := range l.listings {
		if d, ok := l.Places.SpoolOf(l.listings[n].Listing, roots[n]); ok && systemOf(l.Listings[n].System) != nil {
			l.listings[n].spool = 1 + int(d)
		}
	}
	l.oneServer(roots, hosts)
	l.chooseCaptures(roots, hosts)
	defer l.completeCaptures()
	for _, n := range order {
		in := &l.listings[n]
		if in.hidden {
			continue
		}
		var dirs []uint16
		switch {
		case in.spool > 0:
			dirs = []uint16{uint16(in.spool - 1)}
		case systemOf(l.Listings[n].System) != nil:
			dirs = []uint16{l.Places.ListedSpool(in.Listing, hosts[n])}
		default:
			dirs = l.Places.DirsOf(in.Listing, roots[n], hosts[n])
		}
		zone, zoned := l.zone(n, dirs)
		in.zone = zone
		for e := in.First; e < in.End; e++ {
			if !l.Poll.More() {
				return
			}
			if systemOf(l.Listings[n].System) != nil {
				l.joinSpoolEntry(n, e, dirs[0], zone, zoned)
				continue
			}
			l.joinEntry(in, e, dirs)
			l.resolve(n, e, zone, zoned)
		}
	}
}

func verbosity(l queue.Listing) int {
	switch {
	case l.Verbose:
		return 1
	case l.Exact:
		return -1
	}
	return 0
}

// severalHosts reports whether a text has listings of more than one host.
func (l *loader) severalHosts(text int) bool {
	for n := text; n < len(l.listings) && l.listings[n].Text == text; n++ {
		if l.Listings[n].Host != l.Listings[text].Host {
			return true
		}
	}
	return false
}

// severalTexts reports whether the listings came in more than one text.
func (l *loader) severalTexts() bool { return l.listings[len(l.listings)-1].Text > 0 }

// joinEntry finds the message of an entry, or makes one if its directory is
// known from listings only.
func (l *loader) joinEntry(in *listing, e int, dirs []uint16) {
	entry := &l.Listed[e]
	k := int(entry.Queue)
	if k < 0 || k >= len(dirs)-1 {
		k = len(dirs) - 1
	}
	id := l.Text(entry.ID)
	i, ok := l.Find(dirs[k], id)
	if !ok && int(dirs[k]) >= l.Places.Filed() { // no files of this directory at all
		i, ok = l.Row(dirs[k], id), true
		l.Flags[i] |= queue.NoControl
	}
	if !ok {
		l.AddProblems(queue.Problem{
			Pos:  queue.Pos{File: l.Listings[entry.Listing].File, Offset: entry.Offset, Line: int(entry.Line)},
			Kind: queue.KindOnlyListed, Reason: fmt.Sprintf("%s is listed, but has no files", id),
		})
		return
	}
	entry.Message = i
	if l.Listing[i] < 0 || l.Listed[l.Listing[i]].Mark == ' ' {
		l.Listing[i] = int32(e)
	}
	if l.Flags[i]&queue.NoControl != 0 {
		l.fromListing(in, e, i)
	}
}

// fromListing fills a row from an entry alone.
func (l *loader) fromListing(in *listing, e int, i int32) {
	entry := &l.Listed[e]
	l.Created[i] = entry.Created
	if entry.Size >= 0 {
		l.Size[i] = entry.Size
	}
	if entry.Priority != queue.NoNumber {
		l.Priority[i] = entry.Priority
	}
	sender := l.Text(entry.Sender)
	l.Sender[i] = entry.Sender
	l.SetFlag(i, queue.HasSender, sender != "")
	l.SetFlag(i, queue.NullFrom, isNull(sender))
	if entry.Warned {
		l.Flags[i] |= queue.Warned
	}
	if entry.Status != 0 {
		l.Status[i], l.Effective[i] = entry.Status, entry.Status
		l.SetFlag(i, queue.HasStatus, true)
		l.SetFlag(i, queue.StatusCut, entry.Cut)
	}
	if entry.Reason != 0 {
		l.Columns.Reason[i] = entry.Reason
	}
	if entry.Login != 0 {
		l.Client[i] = l.Strings.Add(l.Text(entry.Login) + "@localhost")
	}
	l.BodyType[i] = l.listedBody[e]
	r := in.rcpts[e-in.First]
	if r.n >= l.RcptN[i] && r.n > 0 {
		l.RcptAt[i], l.RcptN[i] = uint32(len(l.RcptAddr)), r.n
		l.RcptAddr = append(l.RcptAddr, l.listedAddr[r.from:r.from+r.n]...)
		l.RcptStat = append(l.RcptStat, l.listedStat[r.from:r.from+r.n]...)
		for _, s := range l.listedStat[r.from : r.from+r.n] {
			if s != 0 && !strings.HasPrefix(l.Text(s), "Warning: ") {
				l.Effective[i] = s
				break
			}
		}
	}
}

// zone determines the server's offset from UTC: the control files have UTC, the
// listing local time. Without files the ids supply UTC.
func (l *loader) zone(n int, dirs []uint16) (int, bool) {
	in, frame := &l.listings[n], &l.Listings[n]
	if frame.Zoned {
		return frame.Zone, true
	}
	var pairs []mailq.Pair
	for e := in.First; e < in.End && len(pairs) < 1000; e++ {
		entry := &l.Listed[e]
		if entry.Date.Month == 0 {
			continue
		}
		id := l.Text(entry.ID)
		k := int(entry.Queue)
		if k < 0 || k >= len(dirs)-1 {
			k = len(dirs) - 1
		}
		if i, ok := l.Find(dirs[k], id); ok && l.Created[i] != queue.NoNumber {
			pairs = append(pairs, mailq.Pair{Date: entry.Date, Unix: l.Created[i]})
		} else if info, ok := decodeID(frame.System, id); ok && info.Time != 0 {
			pairs = append(pairs, mailq.Pair{Date: entry.Date, Unix: info.Time})
		}
	}
	return mailq.Zone(pairs)
}

// decodeID reads an id of a mail system.
func decodeID(system queue.System, id string) (queue.IDInfo, bool) {
	if of := systemOf(system); of != nil {
		return of.DecodeID(id)
	}
	return queue.DecodeID(id, queue.AnyVersion, 0)
}

// resolve adds year and zone to an entry's date. If nothing reveals the zone,
// the date is accurate to a day.
func (l *loader) resolve(n, e, zone int, zoned bool) {
	entry := &l.Listed[e]
	id, dayOnly, ok := l.Text(entry.ID), true, false
	var t int64
	if zoned && entry.Date.Month != 0 {
		t, ok = mailq.Resolve(entry.Date, id, l.takenOf(n), zone)
		dayOnly = !ok
	}
	i := entry.Message
	listed := i >= 0 && l.Flags[i]&queue.NoControl != 0
	if !ok && listed {
		t, ok = mailq.ResolveDay(entry.Date, id, l.takenOf(n))
	}
	if !ok {
		return
	}
	entry.Created = t
	if listed && (l.Created[i] == queue.NoNumber || !dayOnly || l.Flags[i]&queue.DayOnly != 0) {
		l.Created[i] = t
		l.SetFlag(i, queue.DayOnly, dayOnly)
	}
}
