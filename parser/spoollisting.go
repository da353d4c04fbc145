package parser

import (
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// joinSpoolEntry finds the message of an entry of listing n, by id and time of arrival: short
// ids of Postfix are used again. If there are no files of its directory, it makes one.
func (l *loader) joinSpoolEntry(n, e int, dir uint16, zone int, zoned bool) {
	in, entry := &l.listings[n], &l.Listed[e]
	id := l.Text(entry.ID)
	dayOnly := l.resolveInSpool(n, e, zone, zoned)
	i, ok := l.Find(dir, id)
	if !ok && int(dir) < l.Places.Filed() {
		i, ok = l.otherSpool(dir, id)
	}
	why := "has no files"
	switch {
	case int(dir) >= l.Places.Filed():
		i, ok = l.Row(dir, id), true
		l.Flags[i] |= queue.NoControl
	case ok && (l.Control[i].Size < 0 || l.Dropped(i)):
		ok = false
	case ok && !systemOf(l.Listings[n].System).Unique && !sameArrival(entry.Created, l.Created[i], dayOnly):
		why, ok = "its files belong to another message, which arrived at another time", false
	}
	if !ok {
		l.AddProblems(queue.Problem{
			Pos:  queue.Pos{File: l.Listings[entry.Listing].File, Offset: entry.Offset, Line: int(entry.Line)},
			Kind: queue.KindOnlyListed, Reason: fmt.Sprintf("%s is listed, but %s", id, why),
		})
		return
	}
	entry.Message = i
	listed := l.Flags[i]&queue.NoControl != 0
	before := l.Listing[i]
	if before >= 0 && l.Listings[l.Listed[before].Listing].Exact && !l.Listings[n].Exact {
		return // it has the directory, and everything that this one has
	}
	if before >= 0 && entry.Age < 0 && l.Listed[before].Age >= 0 {
		return // it is from the same text, and has less
	}
	l.Listing[i] = int32(e)
	if !listed {
		return
	}
	l.fromListing(in, e, i)
	l.SetFlag(i, queue.DayOnly, dayOnly && entry.Created != queue.NoNumber)
	if systemOf(l.Listings[n].System).Untried(entry.Mark) && l.Effective[i] == 0 {
		l.Attempts[i] = 0
	}
}

// otherSpool finds a message in the spools of the other instances of a host: their lists may
// follow one another in one text, and no line of it names them.
func (l *loader) otherSpool(dir uint16, id string) (int32, bool) {
	for _, d := range l.Places.Instances(dir) {
		if d == dir {
			continue
		}
		if i, ok := l.Find(d, id); ok {
			return i, true
		}
	}
	return 0, false
}

// sameArrival reports whether two times can belong to one message. A listing's may be in
// another zone, or in summer time.
func sameArrival(listed, file int64, dayOnly bool) bool {
	if listed == queue.NoNumber || file == queue.NoNumber {
		return true
	}
	const quarter, hour, day, rounded = 15 * 60, 60 * 60, 24 * 60 * 60, 1
	apart := max(listed-file, file-listed)
	limit := int64(hour)
	if dayOnly {
		limit = day
	}
	off := apart % quarter
	return apart <= limit+rounded && min(off, quarter-off) <= rounded
}

// resolveInSpool adds year and zone to an entry's date, and reports whether it is accurate only
// to a day because nothing shows the zone.
func (l *loader) resolveInSpool(n, e, zone int, zoned bool) (dayOnly bool) {
	entry := &l.Listed[e]
	if entry.Created != queue.NoNumber {
		return false
	}
	if !zoned {
		zone = 0
	}
	t, ok := systemOf(l.Listings[n].System).Arrived(entry, l.Text(entry.ID), l.takenOf(n), zone)
	if ok {
		entry.Created = t
	}
	return ok && !zoned && entry.Date.Month != 0
}

// recipientsDiffer compares recipients and reasons of a message in a spool with those of its
// entry. The listing may have recipients that the file lacks, from an alias or a redirect,
// and its columns do not always show to which recipient a reason belongs.
func (l *loader) recipientsDiffer(i int32) (what []string) {
	entry := int(l.Listing[i])
	n := int(l.Listed[entry].Listing)
	if systemOf(l.Listings[n].System) == nil || l.Control[i].Size < 0 {
		return nil
	}
	in := &l.listings[n]
	r := in.rcpts[entry-in.First]
	listed := make(map[queue.Str]queue.Str, r.n)
	for k := r.from; k < r.from+r.n; k++ {
		a, why := l.listedAddr[k], l.listedStat[k]
		if before, ok := listed[a]; ok && before != why {
			why = 0 // it is there twice, with two reasons
		}
		listed[a] = why
	}
	from, to := l.Recipients(i)
	missing := ""
	absent, other := 0, 0
	for k := from; k < to; k++ {
		why, ok := listed[l.RcptAddr[k]]
		if now := l.RcptStat[k]; !ok {
			if absent++; absent == 1 {
				missing = l.Text(l.RcptAddr[k])
			}
		} else if l.Listings[n].Exact && why != 0 && now != 0 && !sameReason(l.Text(why), l.Text(now)) {
			if other++; other == 1 {
				what = append(what, fmt.Sprintf("reason %.60q, now %.60q", l.Text(why), l.Text(now)))
			}
		}
	}
	if absent > 0 {
		what = append(what, fmt.Sprintf("%s is not listed", missing))
		if absent > 1 {
			what[len(what)-1] = fmt.Sprintf("%s recipients are not listed, such as %s", count.Text(int64(absent)), missing)
		}
	}
	return what
}

// sameReason compares a listed reason with that of a log: the listing has no blanks at the
// end, and may show some characters as question marks.
func sameReason(listed, noted string) bool {
	return strings.TrimSpace(listed) == strings.TrimSpace(noted) || strings.Contains(listed, "?")
}
