package queue

import (
	"strconv"
	"strings"
	"time"
)

// The eras of queue ids, by the first release that made them
// (formats/sendmail.md §1.3).
const (
	Era86  = "8.6"  // two letters and a process id: AA04242
	Era87  = "8.7"  // 8.7-8.9: local hour, two letters, process id: RAA04242
	Era810 = "8.10" // 8.10 and 8.11: time, one sequence character, process id
	Era812 = "8.12" // 8.12 and later: time, two sequence characters, process id
)

// AnyVersion is an unknown control file version.
const AnyVersion = -1

// IDInfo is the information in a queue id.
type IDInfo struct {
	Era  string
	Time int64  // Unix, UTC: when the process took its first id, which may be earlier than the message; 0 if unknown
	Hour int    // the server's local hour, in ids of 8.7-8.9; -1 if unknown
	Seq  string // the sequence characters
	PID  int    // of the process that received the message
}

const (
	// maxPID bounds the digits of a process id: sendmail ignores queue files
	// with names of 21 bytes or more, so there is no room for longer ones.
	maxPID = 10
	// firstIDYear is the year of the first release with a time in its ids.
	firstIDYear = 1999
	// idCycle is the number of years after which the year letter repeats.
	idCycle = 60
	// lastIDYear is the last year that is assumed when no other time is known.
	lastIDYear = 2059
	oneDay     = 24 * 60 * 60
)

// DecodeID reads a queue id, the name of a queue file without its two-letter
// prefix. The version is that of the control file's V line, or AnyVersion: it
// decides where an id of 14 characters and more has its process id. A newer
// sendmail rewrites control files as it runs, so an id may belong to an older
// era than its version. The year in an id repeats every 60 years: the latest
// time not after near (Unix) plus one day is taken, or before 2060 if near is
// 0, and none before 1999. It reports false for what is not an id
// (formats/sendmail.md §1.3).
func DecodeID(id string, version int, near int64) (IDInfo, bool) {
	forms := [2]func(string, int64) (IDInfo, bool){id812, id810}
	if version == 4 || version == 5 {
		forms[0], forms[1] = id810, id812
	}
	for _, form := range forms {
		if info, ok := form(id, near); ok {
			return info, true
		}
	}
	if info, ok := id87(id); ok {
		return info, true
	}
	return id86(id)
}

func id812(id string, near int64) (IDInfo, bool) {
	if len(id) < 14 || base60(id[6]) < 0 || base60(id[7]) < 0 {
		return IDInfo{}, false
	}
	return timed(id, Era812, 8, 6, near)
}

func id810(id string, near int64) (IDInfo, bool) {
	if len(id) < 12 || base60(id[6]) < 0 {
		return IDInfo{}, false
	}
	return timed(id, Era810, 7, 5, near)
}

// timed reads an id whose process id begins at pid and has digits or more.
func timed(id, era string, pid, digits int, near int64) (IDInfo, bool) {
	n, ok := processID(id[pid:], digits)
	if !ok {
		return IDInfo{}, false
	}
	t, ok := idTime(id[:6], near)
	if !ok {
		return IDInfo{}, false
	}
	return IDInfo{Era: era, Time: t, Hour: -1, Seq: id[6:pid], PID: n}, true
}

func id87(id string) (IDInfo, bool) {
	if len(id) < 8 || id[0] < 'A' || id[0] > 'X' || id[1] < 'A' || id[1] > '~' || id[2] < 'A' || id[2] > 'Z' {
		return IDInfo{}, false
	}
	n, ok := processID(id[3:], 5)
	if !ok {
		return IDInfo{}, false
	}
	return IDInfo{Era: Era87, Hour: int(id[0] - 'A'), Seq: id[1:3], PID: n}, true
}

func id86(id string) (IDInfo, bool) {
	if len(id) < 7 || !letter(id[0]) || !letter(id[1]) {
		return IDInfo{}, false
	}
	n, ok := processID(id[2:], 5)
	if !ok {
		return IDInfo{}, false
	}
	return IDInfo{Era: Era86, Hour: -1, Seq: id[:2], PID: n}, true
}

// idTime reads year, month, day, hour, minute and second.
func idTime(s string, near int64) (int64, bool) {
	y, m, d := base60(s[0]), base60(s[1]), base60(s[2])
	h, min, sec := base60(s[3]), base60(s[4]), base60(s[5])
	if y < 0 || y > 59 || m < 0 || m > 11 || d < 1 || d > 31 || h < 0 || h > 23 ||
		min < 0 || min > 59 || sec < 0 {
		return 0, false
	}
	year := 1900 + y
	for year < firstIDYear {
		year += idCycle
	}
	for {
		next := year + idCycle
		if near == 0 && next > lastIDYear {
			break
		}
		if near != 0 && time.Date(next, time.Month(m+1), d, h, min, sec, 0, time.UTC).Unix() > near+oneDay {
			break
		}
		if next > 9999 {
			break
		}
		year = next
	}
	t := time.Date(year, time.Month(m+1), d, h, min, 0, 0, time.UTC)
	if t.Day() != d {
		return 0, false // there is no such day in that month
	}
	return t.Unix() + int64(sec), true // seconds 60 and 61 are leap seconds
}

// base60 returns the value of a character of the id alphabet, -1 for others.
func base60(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'A' <= c && c <= 'Z':
		return int(c-'A') + 10
	case 'a' <= c && c <= 'z':
		return int(c-'a') + 36
	}
	return -1
}

func letter(c byte) bool { return base60(c|0x20) >= 36 && c >= 'A' }

// processID reads a process id of at least the given number of digits.
func processID(s string, digits int) (int, bool) {
	if len(s) < digits || len(s) > maxPID || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
