package parser

import (
	"fmt"

	"github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// stateListed is the state of a message in a listing of Postfix by its mark. Without one it is
// in any of three directories: one that was tried has a reason.
func stateListed(mark byte, tried bool) queue.State {
	switch {
	case mark == queue.MarkActive:
		return queue.Processing
	case mark == queue.MarkHold:
		return queue.Quarantined
	case mark == queue.MarkDeferred, mark == ' ' && tried:
		return queue.Deferred
	}
	return queue.Held
}

// joinPostfixEntry finds the message of an entry of listing n, by id and time of arrival:
// short ids are used again. If there are no files of its directory, it makes one.
func (l *loader) joinPostfixEntry(n, e int, dir uint16, zone int, zoned bool) {
	in, entry := &l.listings[n], &l.Listed[e]
	id := l.Text(entry.ID)
	dayOnly := l.resolvePostfix(n, e, zone, zoned)
	i, ok := l.Find(dir, id)
	if !ok && int(dir) < l.places.Filed() {
		i, ok = l.otherSpool(dir, id)
	}
	why := "has no files"
	switch {
	case int(dir) >= l.places.Filed():
		i, ok = l.Row(dir, id), true
		l.Flags[i] |= queue.NoControl
	case ok && (l.Control[i].Size < 0 || l.Dropped(i)):
		ok = false
	case ok && !sameArrival(entry.Created, l.Created[i], dayOnly):
		why, ok = "its files are of another message, which arrived at another time", false
	}
	if !ok {
		l.add(queue.Problem{
			Pos:  queue.Pos{File: l.Listings[entry.Listing].File, Offset: entry.Offset, Line: int(entry.Line)},
			Kind: queue.KindOnlyListed, Reason: fmt.Sprintf("%s is listed, but %s", id, why),
		})
		return
	}
	entry.Message = i
	listed := l.Flags[i]&queue.NoControl != 0
	before := l.Listing[i]
	if before >= 0 && l.Listings[l.Listed[before].Listing].Exact && !l.Listings[n].Exact {
		return // it has the directory, and all that this one has
	}
	l.Listing[i] = int32(e)
	if !listed {
		return
	}
	l.fromListing(in, e, i)
	l.SetFlag(i, queue.DayOnly, dayOnly && entry.Created != queue.NoNumber)
	switch entry.Mark {
	case queue.MarkIncoming, queue.MarkMaildrop:
		if l.Effective[i] == 0 {
			l.Attempts[i] = 0
		}
	}
}

// otherSpool finds a message in the spools of the other instances of a host: their lists may
// follow one another in one text, and no line of it names them.
func (l *loader) otherSpool(dir uint16, id string) (int32, bool) {
	for d := range uint16(l.places.Filed()) {
		if d == dir || l.Dirs[d].System != queue.Postfix || l.Dirs[d].Host != l.Dirs[dir].Host {
			continue
		}
		if i, ok := l.Find(d, id); ok {
			return i, true
		}
	}
	return 0, false
}

// sameArrival reports whether two times are of one message. That of a listing may be in another
// zone, or of summer time.
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

// resolvePostfix adds year and zone to an entry's date, and reports whether it is good to a day
// only, as nothing shows the zone. The id, if it has the time, is not older than the message.
func (l *loader) resolvePostfix(n, e, zone int, zoned bool) (dayOnly bool) {
	entry := &l.Listed[e]
	if entry.Created != queue.NoNumber || entry.Date.Month == 0 {
		return false
	}
	now := l.takenOf(n)
	if info, ok := queue.DecodePostfixID(l.Text(entry.ID)); ok && info.Time != 0 {
		now = info.Time
	}
	if !zoned {
		zone = 0
	}
	if t, ok := mailq.Resolve(entry.Date, "", now, zone); ok {
		entry.Created = t
	}
	return !zoned
}
