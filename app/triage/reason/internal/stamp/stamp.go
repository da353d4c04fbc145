// Package stamp finds times and dates in texts of mail systems: they vary from message to message.
package stamp

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
)

// Time returns the length of a time, date or duration without spaces with
// which s begins: 00:05:00, 2026-03-12T08:14:00Z, 12/03/2026, 4m59s.
func Time(s string) int {
	if s[0] < '0' || s[0] > '9' {
		return 0
	}
	for _, f := range [...]func(string) int{dateLen, clockLen, durationLen} {
		if n := f(s); n > 0 && (n == len(s) || !words.IsAlnum(s[n]) && s[n] != '@') {
			return n
		}
	}
	return 0
}

// digitRun returns the number of digits with which s begins.
func digitRun(s string) int {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return i
}

// clockLen reads h:mm, hh:mm:ss and a fraction.
func clockLen(s string) int {
	n := digitRun(s)
	if n < 1 || n > 3 {
		return 0
	}
	groups := 0
	for groups <= 3 && n+2 < len(s) && s[n] == ':' && digitRun(s[n+1:]) == 2 {
		n += 3
		groups++
	}
	if groups < 1 || groups > 3 || n < len(s) && s[n] == ':' && n+1 < len(s) && isHex(s[n+1]) {
		return 0
	}
	if n+1 < len(s) && s[n] == '.' {
		if d := digitRun(s[n+1:]); d > 0 {
			n += 1 + d
		}
	}
	return n
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }

// dateLen reads yyyy-mm-dd and others with - or /, with a time after a T.
func dateLen(s string) int {
	a := digitRun(s)
	if a != 4 && a != 2 && a != 1 || a >= len(s) || s[a] != '-' && s[a] != '/' {
		return 0
	}
	sep := s[a]
	b := digitRun(s[a+1:])
	i := a + 1 + b
	if b != 1 && b != 2 || i >= len(s) || s[i] != sep {
		return 0
	}
	c := digitRun(s[i+1:])
	if c != 2 && c != 4 || a != 4 && c != 4 {
		return 0
	}
	n := i + 1 + c
	if n < len(s) && s[n] == 'T' {
		if t := clockLen(s[n+1:]); t > 0 {
			n += 1 + t
			if n < len(s) && s[n] == 'Z' {
				n++
			} else if n+5 <= len(s) && (s[n] == '+' || s[n] == '-') && digitRun(s[n+1:]) >= 2 {
				n += 1 + digitRun(s[n+1:])
				if n+3 <= len(s) && s[n] == ':' && digitRun(s[n+1:]) == 2 {
					n += 3
				}
			}
		}
	}
	return n
}

// durationLen reads 300s, 4m59s, 1h30m, 10min.
func durationLen(s string) int {
	n := 0
	for n < len(s) {
		d := digitRun(s[n:])
		if d == 0 || d > 9 {
			break
		}
		u := letters(s[n+d:])
		switch strings.ToLower(s[n+d : n+d+u]) {
		case "s", "ms", "sec", "secs", "m", "min", "mins", "h", "hr", "hrs", "d":
		default:
			return n
		}
		n += d + u
	}
	return n
}

// letters returns the number of ASCII letters with which s begins.
func letters(s string) int {
	i := 0
	for i < len(s) && s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' {
		i++
	}
	return i
}

// longestWord is how many bytes of a word are looked at: those of dates are shorter.
const longestWord = 20

// Date returns the length of a date in words with which s begins, such as "Tue,
// 5 Mar 2026 09:41:00 +0000 (UTC)" or "Mar 12 08:14". It has at least a month
// and a day.
func Date(s string) int {
	if c := s[0]; (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
		return 0
	}
	month, day := false, false
	end, i := 0, 0
	for tokens := 0; tokens < 8 && i < len(s); tokens++ {
		w := 0
		for i+w < len(s) && w <= longestWord && s[i+w] != ' ' && s[i+w] != ',' && s[i+w] != ';' && s[i+w] != ')' {
			w++
		}
		switch kindOfWord(strings.TrimRight(s[i:i+w], ".")) {
		case 'w':
		case 'm':
			month = true
		case 'd':
			day = true
		case 'y', 't', 'z':
			if !month && tokens > 1 {
				return 0
			}
		default:
			if month && day {
				return end
			}
			return 0
		}
		if tokens == 1 && !month && !day {
			return 0
		}
		i += w
		end = i - (w - len(strings.TrimRight(s[i-w:i], ".")))
		if i < len(s) && s[i] == ')' {
			if month && day {
				return i + strings.Count(s[:i], "(")
			}
			return 0
		}
		for i < len(s) && (s[i] == ' ' || s[i] == ',') {
			i++
		}
	}
	if month && day {
		return end
	}
	return 0
}

// MayBegin reports whether a word can be part of a date.
func MayBegin(word string) bool { return kindOfWord(word) != 0 }

// kindOfWord returns w for a weekday, m month, d day, y year, t time, z zone,
// or 0.
func kindOfWord(w string) byte {
	if w == "" || len(w) > 12 {
		return 0
	}
	if n := digitRun(w); n == len(w) {
		switch {
		case n <= 2:
			return 'd'
		case n == 4 && (w[:2] == "19" || w[:2] == "20"):
			return 'y'
		}
		return 0
	}
	if n := clockLen(w); n == len(w) {
		return 't'
	}
	if (w[0] == '+' || w[0] == '-') && len(w) == 5 && digitRun(w[1:]) == 4 {
		return 'z'
	}
	switch strings.TrimPrefix(w, "(") {
	case "GMT", "UTC", "UT", "CET", "CEST", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "BST", "MSK", "JST":
		return 'z'
	case "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun":
		return 'w'
	case "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec":
		return 'm'
	}
	return 0
}
