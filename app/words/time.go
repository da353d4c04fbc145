package words

import (
	"strings"
	"time"
)

// Age writes the age of a message, given in seconds, as Span does; -1 is
// "unknown".
func Age(seconds int64) string {
	if seconds == -1 {
		return "unknown"
	}
	return Span(seconds)
}

// Span writes a number of seconds by its two largest units: "26 m",
// "9 h 12 m", "4 d 21 h". A negative one, which a wrong clock makes, is "0 m".
func Span(seconds int64) string {
	m := max(seconds, 0) / 60
	d, h, m := m/1440, m/60%24, m%60
	big, bigUnit, small, smallUnit := h, "h", m, "m"
	switch {
	case d > 0:
		big, bigUnit, small, smallUnit = d, "d", h, "h"
	case h == 0:
		return Number(m) + NBSP + "m"
	}
	s := Number(big) + NBSP + bigUnit
	if small > 0 {
		s += NBSP + Number(small) + NBSP + smallUnit
	}
	return s
}

// Breakable replaces no-break spaces by ordinary ones, for a terminal or a
// file that is searched with grep.
func Breakable(s string) string { return strings.ReplaceAll(s, NBSP, " ") }

// The functions below take seconds since 1970 UTC. 0 is a time that is not
// known, and written so.

// Date writes a time to the minute: "12 Mar 2026 08:14 UTC".
func Date(at int64) string { return format(at, "2 Jan 2006 15:04 UTC") }

// DateNear is Date, with the weekday in place of the year for a time within a
// week of the capture: "Sat 7 Mar 11:08 UTC".
func DateNear(at, taken int64) string {
	const week = 7 * 24 * 3600
	if d := taken - at; taken != 0 && -week < d && d < week {
		return format(at, "Mon 2 Jan 15:04 UTC")
	}
	return Date(at)
}

// DateShort is for a column that says UTC in its head: "7 Mar 11:08".
func DateShort(at int64) string { return format(at, "2 Jan 15:04") }

// DateSecond is for a column that says UTC in its head: "7 Mar 2026 11:08:09".
func DateSecond(at int64) string { return format(at, "2 Jan 2006 15:04:05") }

// DateExact writes a time to the second: "Thu 12 Mar 2026 08:14:00 UTC".
func DateExact(at int64) string { return format(at, "Mon 2 Jan 2006 15:04:05 UTC") }

// DateLong is for a heading: "Thursday 12 March 2026, 08:14 UTC".
func DateLong(at int64) string { return format(at, "Monday 2 January 2006, 15:04 UTC") }

// DateSortable is for a table in a terminal: "2026-03-12 08:14 UTC".
func DateSortable(at int64) string { return format(at, "2006-01-02 15:04 UTC") }

func format(at int64, layout string) string {
	if at == 0 {
		return "unknown"
	}
	return time.Unix(at, 0).UTC().Format(layout)
}
