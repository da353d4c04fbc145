package msglog

import (
	"strings"
	"time"
)

// stamps reads the times at the beginnings of lines. Those of one log are mostly of one day, of
// which the calendar is asked once.
type stamps struct {
	day      string
	midnight int64 // at its beginning, as if the clock's time were UTC
}

// cutTime takes the time off a line, with its zone if there is one.
func cutTime(line string) (at int64, zoned bool, rest string, ok bool) {
	var s stamps
	return s.cut(line)
}

// cut is cutTime.
func (s *stamps) cut(line string) (at int64, zoned bool, rest string, ok bool) {
	const layout = "2006-01-02 15:04:05"
	if len(line) <= len(layout) || !s.enter(line[:len(time.DateOnly)]) {
		return 0, false, line, false
	}
	second, ok := secondOfDay(line[len(time.DateOnly):len(layout)])
	if !ok {
		return 0, false, line, false
	}
	at, rest = s.midnight+second, line[len(layout):]
	if millis, ok := strings.CutPrefix(rest, "."); ok {
		rest = strings.TrimLeft(millis, "0123456789")
	}
	const zone = " +0100"
	if len(rest) > len(zone) && (rest[1] == '+' || rest[1] == '-') && rest[len(zone)] == ' ' {
		if z, err := time.Parse(" -0700", rest[:len(zone)]); err == nil {
			_, east := z.Zone()
			return at - int64(east), true, withoutProcess(rest[len(zone)+1:]), true
		}
	}
	return at, false, withoutProcess(strings.TrimPrefix(rest, " ")), true
}

// enter finds the beginning of a day. It reports false for what is not a date.
func (s *stamps) enter(day string) bool {
	if day == s.day {
		return true
	}
	if day[0] < '0' || day[0] > '9' {
		return false
	}
	t, err := time.Parse(time.DateOnly, day)
	if err == nil {
		s.day, s.midnight = day, t.Unix()
	}
	return err == nil
}

// secondOfDay reads " 15:04:05".
func secondOfDay(s string) (second int64, ok bool) {
	if s[0] != ' ' {
		return 0, false
	}
	for i, most := range [...]int64{23, 59, 59} {
		tens, ones := s[3*i+1]-'0', s[3*i+2]-'0'
		n := 10*int64(tens) + int64(ones)
		if tens > 9 || ones > 9 || n > most || i > 0 && s[3*i] != ':' {
			return 0, false
		}
		second = 60*second + n
	}
	return second, true
}

// withoutProcess takes off the number of the process, which some servers log: "[1234] ".
func withoutProcess(s string) string {
	if inner, ok := strings.CutPrefix(s, "["); ok {
		if pid, after, ok := strings.Cut(inner, "] "); ok && pid != "" && strings.Trim(pid, "0123456789") == "" {
			return after
		}
	}
	return s
}
