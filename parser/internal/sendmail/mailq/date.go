package mailq

import (
	"bytes"
	"time"

	"github.com/spoolscope/spoolscope/parser/queue"
)

const (
	weekdays = "SunMonTueWedThuFriSat"
	months   = "JanFebMarAprMayJunJulAugSepOctNovDec"
)

// findDate finds "Tue Mar  5 09:41" or "Mar  5 09:41", which sendmail always
// prints in English. It gives the date and where it begins and ends.
func findDate(text []byte) (d queue.ListingDate, start, end int, ok bool) {
	for from := 0; ; {
		i := bytes.IndexByte(text[from:], ':')
		if i < 0 {
			return queue.ListingDate{}, 0, 0, false
		}
		colon := from + i
		if d, start, ok := dateAt(text, colon); ok {
			return d, start, colon + 3, true
		}
		from = colon + 1
	}
}

// dateAt reads the date around the colon of its time.
func dateAt(text []byte, colon int) (d queue.ListingDate, start int, ok bool) {
	if colon < 8 || colon+2 >= len(text) || text[colon-3] != ' ' {
		return d, 0, false
	}
	after := text[colon+3:]
	glued := len(after) > 0 && after[0] != ' ' && after[0] != '\t'
	if glued && !isSender(after) {
		return d, 0, false
	}
	if d.Hour, ok = twoDigits(text[colon-2 : colon]); !ok || d.Hour > 23 {
		return d, 0, false
	}
	if d.Minute, ok = twoDigits(text[colon+1 : colon+3]); !ok || d.Minute > 59 {
		return d, 0, false
	}
	// The day is padded with a space, which squeezing takes away.
	at := colon - 4
	for n, scale := 0, int8(1); n < 2 && '0' <= text[at] && text[at] <= '9'; n, scale = n+1, scale*10 {
		d.Day += int8(text[at]-'0') * scale
		at--
	}
	for n := 0; n < 2 && at >= 0 && text[at] == ' '; n++ {
		at--
	}
	if d.Day < 1 || d.Day > 31 || at < 2 || text[at+1] != ' ' {
		return d, 0, false
	}
	d.Month = nameIndex(months, text[at-2:at+1])
	start = at - 2
	d.Weekday = -1
	if start >= 4 && text[start-1] == ' ' {
		if w := nameIndex(weekdays, text[start-4:start-1]); w > 0 {
			d.Weekday, start = w-1, start-4
		}
	}
	return d, start, d.Month > 0 && (!glued || d.Weekday >= 0)
}

// isSender reports whether a text after a time without a blank between can be a sender.
//
// QUIRK: a listing that was marked up by hand may have a tag in place of the space.
func isSender(after []byte) bool {
	c := after[0] | 0x20
	if word, _, _ := bytes.Cut(after, []byte(" ")); len(word) < 3 {
		return false // "am", "h"
	}
	return after[0] == '<' || 'a' <= c && c <= 'z'
}

// ParseDate reads a date with its seconds, as Postfix prints it: "Mon Apr  1 08:40:08". It
// reports false for anything else.
func ParseDate(text []byte) (queue.ListingDate, bool) {
	n := len(text)
	const seconds = len(":08")
	if n < seconds || text[n-seconds] != ':' {
		return queue.ListingDate{}, false
	}
	second, ok := twoDigits(text[n-2:])
	if !ok || second > 60 {
		return queue.ListingDate{}, false
	}
	d, start, end, ok := findDate(text[:n-seconds])
	d.Second = second
	return d, ok && start == 0 && end == n-seconds && d.Weekday >= 0
}

// nameIndex returns the 1-based place of a three-letter name, 0 for others.
func nameIndex(names string, name []byte) int8 {
	for i := 0; i < len(names); i += 3 {
		if names[i:i+3] == string(name) {
			return int8(i/3 + 1)
		}
	}
	return 0
}

func twoDigits(text []byte) (int8, bool) {
	if text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9' {
		return 0, false
	}
	return int8(text[0]-'0')*10 + int8(text[1]-'0'), true
}

const (
	day = 24 * 60 * 60
	// yearsBack is how many years Resolve goes back to find the weekday: after
	// twelve every date but 29 February has been on each of the seven.
	yearsBack = 12
)

// Resolve returns the Unix time of a date, which is in the server's zone (seconds
// east of UTC) and has neither year nor seconds. The year is that which brings
// it nearest to the time in the queue id (8.10 and later), else the latest one
// with which it is not after now (Unix) plus one day. A weekday must fit. It
// reports false for no date, for a date that no year fits, and without a year
// in the id also when now is 0, which means unknown (formats/sendmail.md §9, item 9).
func Resolve(d queue.ListingDate, id string, now int64, zone int) (unix int64, ok bool) {
	if d.Month == 0 {
		return 0, false
	}
	if info, known := queue.DecodeID(id, queue.AnyVersion, now); known && info.Time != 0 {
		return nearest(d, info.Time, zone)
	}
	if now == 0 {
		return 0, false
	}
	year := time.Unix(now+day+int64(zone), 0).UTC().Year()
	for y := year; y >= year-yearsBack; y-- {
		if t, ok := inYear(d, y, zone); ok && t <= now+day {
			return t, true
		}
	}
	return 0, false
}

// ResolveDay returns a Unix time that is accurate to a day, for a date whose
// zone is unknown: an id is taken before its message comes, so the latest whole
// hour is assumed for the zone that does not put the message before its id.
// Without a date, only the id is used. It reports false for a date that no year
// near the id fits, and when there is neither an id with a time nor now.
func ResolveDay(d queue.ListingDate, id string, now int64) (unix int64, ok bool) {
	info, known := queue.DecodeID(id, queue.AnyVersion, now)
	if !known || info.Time == 0 {
		return Resolve(d, id, now, 0)
	}
	if d.Month == 0 {
		return info.Time - info.Time%60, true
	}
	local, ok := nearest(d, info.Time, 0)
	if !ok {
		return 0, false
	}
	const hour = 60 * 60
	zone := floor(int(min(max(local-info.Time, minZone), maxZone)), hour)
	return local - int64(zone), true
}

// nearest returns the date's time that is nearest to near.
func nearest(d queue.ListingDate, near int64, zone int) (best int64, ok bool) {
	year := time.Unix(near+int64(zone), 0).UTC().Year()
	for y := year - 1; y <= year+1; y++ {
		t, fits := inYear(d, y, zone)
		if fits && (!ok || distance(t, near) < distance(best, near)) {
			best, ok = t, true
		}
	}
	return best, ok
}

func distance(a, b int64) int64 { return max(a-b, b-a) }

// inYear returns the date's time in a year, if that has such a day on that
// weekday.
func inYear(d queue.ListingDate, year, zone int) (int64, bool) {
	t := time.Date(year, time.Month(d.Month), int(d.Day), int(d.Hour), int(d.Minute), int(d.Second), 0, time.UTC)
	if t.Day() != int(d.Day) || (d.Weekday >= 0 && int(t.Weekday()) != int(d.Weekday)) {
		return 0, false
	}
	return t.Unix() - int64(zone), true
}
