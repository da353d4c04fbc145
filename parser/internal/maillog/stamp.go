package maillog

// Stamp is the time of a line as written.
type Stamp struct {
	Civil int64 // seconds since 1970 of what the clock showed; in leapYear if no year is written
	Nanos int32
	Zone  int32 // seconds east of UTC, if Zoned
	Dated bool  // the year is written
	Zoned bool
}

// leapYear stands for a year that is not written: it has every day.
const leapYear = 1972

// leapDay is February 29 in leapYear, in days since 1970.
const leapDay = 2*365 + 31 + 28

const day = 24 * 60 * 60

// months are the names of months in the C locale, which syslog writes whatever the language of
// the server.
const months = "JanFebMarAprMayJunJulAugSepOctNovDec"

const weekdays = "SunMonTueWedThuFriSat"

// named returns the number of a name of three letters, from 0.
func named(b []byte, names string) (int, bool) {
	if len(b) < 3 {
		return 0, false
	}
	for i := 0; i < len(names); i += 3 {
		if b[0] == names[i] && b[1] == names[i+1] && b[2] == names[i+2] {
			return i / 3, true
		}
	}
	return 0, false
}

// digits reads exactly n digits.
func digits(b []byte, n int) (int, bool) {
	if len(b) < n {
		return 0, false
	}
	v := 0
	for _, c := range b[:n] {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = v*10 + int(c-'0')
	}
	return v, true
}

// daysBefore are the days of a year before a month, without those of February in leap years.
var daysBefore = [...]int16{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}

// civil counts the seconds from 1970 to a time of day of a date, month and day from 1.
func civil(year, month, dayOf, seconds int) int64 {
	y := int64(year)
	days := (y-1970)*365 + (y-1969)/4 - (y-1901)/100 + (y-1601)/400
	days += int64(daysBefore[month-1]) + int64(dayOf-1)
	if month > 2 && leap(year) {
		days++
	}
	return days*day + int64(seconds)
}

// daysIn returns how many days a month has.
func daysIn(month, year int) int {
	switch {
	case month == 12:
		return 31
	case month == 2 && leap(year):
		return 29
	}
	return int(daysBefore[month] - daysBefore[month-1])
}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// inYear moves a civil time without a year, in leapYear, to a year. February 29 of a year that
// has none becomes March 1.
func inYear(t int64, year int) int64 {
	start := civil(leapYear, 1, 1, 0)
	in := t - start
	if !leap(year) && in >= 60*day {
		in -= day
	}
	return civil(year, 1, 1, 0) + in
}

// yearOf returns the year of a civil time. A time that no log has gets the first or the last year that
// one can have.
func yearOf(t int64) int {
	const first, last = -9999, 9999
	switch {
	case t < civil(first, 1, 1, 0):
		return first
	case t >= civil(last, 1, 1, 0):
		return last
	}
	y := 1970 + int(t/(365*day+day/4))
	for civil(y, 1, 1, 0) > t {
		y--
	}
	for civil(y+1, 1, 1, 0) <= t {
		y++
	}
	return y
}

// timeOfDay reads hh:mm:ss.
func timeOfDay(b []byte) (int, bool) {
	if len(b) < 8 || b[2] != ':' || b[5] != ':' {
		return 0, false
	}
	h, ok1 := digits(b, 2)
	m, ok2 := digits(b[3:], 2)
	s, ok3 := digits(b[6:], 2)
	return h*3600 + m*60 + s, ok1 && ok2 && ok3 && h < 24 && m < 60 && s < 62
}

// fraction reads the digits of a second behind a point, and returns how many bytes they are.
func fraction(b []byte) (nanos int32, n int) {
	if len(b) < 2 || b[0] != '.' && b[0] != ',' || b[1] < '0' || b[1] > '9' {
		return 0, 0
	}
	unit := int32(100_000_000)
	for n = 1; n < len(b) && b[n] >= '0' && b[n] <= '9'; n++ {
		nanos += int32(b[n]-'0') * unit
		unit /= 10
	}
	return nanos, n
}

// zone reads Z, ±hhmm, ±hh:mm, or ±hh before a blank, and returns how many bytes it is.
func zone(b []byte) (seconds int32, n int) {
	if len(b) > 0 && b[0] == 'Z' {
		return 0, 1
	}
	if len(b) < 5 || b[0] != '+' && b[0] != '-' {
		return 0, 0
	}
	h, ok := digits(b[1:], 2)
	n = 3
	if ok && b[n] == ' ' && h <= 14 { // hours alone
		return signed(int32(h*3600), b[0]), n
	}
	if b[n] == ':' {
		n++
	}
	m, ok2 := digits(b[n:], 2)
	if !ok || !ok2 || h > 15 || m > 59 {
		return 0, 0
	}
	return signed(int32(h*3600+m*60), b[0]), n + 2
}

func signed(seconds int32, sign byte) int32 {
	if sign == '-' {
		return -seconds
	}
	return seconds
}

// latest is the last time, in Unix seconds, that is read from a log: some 35,000 years from now.
const latest = 1 << 40

// tai reads the label that multilog puts before a line: "@" and the time in 24 hexadecimal digits
// (TAI64N). As in daemontools, it is ten seconds ahead of UTC.
func (s *Stamp) tai(b []byte) int {
	const length, epoch, ahead = 25, 1 << 62, 10
	if len(b) < length || len(b) > length && b[length] != ' ' {
		return 0
	}
	var v [2]uint64
	for i, c := range b[1:length] {
		d := uint64(0)
		switch {
		case c >= '0' && c <= '9':
			d = uint64(c - '0')
		case c >= 'a' && c <= 'f':
			d = uint64(c-'a') + 10
		default:
			return 0
		}
		v[i/16] = v[i/16]<<4 | d
	}
	if v[0] < epoch+ahead || v[0] > epoch+latest || v[1] >= 1e9 {
		return 0
	}
	*s = Stamp{Civil: int64(v[0] - epoch - ahead), Nanos: int32(v[1]), Dated: true, Zoned: true}
	return length
}

// traditional reads "Mar  5 09:41:07", with a day padded with a blank or a zero, a fraction, or
// a year behind the day or the time (formats/logs.md §1.1, A).
func (s *Stamp) traditional(b []byte) int {
	if len(b) < 15 || b[3] != ' ' {
		return 0
	}
	m, ok := named(b, months)
	if !ok {
		return 0
	}
	d, at := dayOfMonth(b[4:])
	if at == 0 || len(b) < 4+at+1+8 || b[4+at] != ' ' {
		return 0
	}
	at += 5
	year, dated := leapYear, false
	if y, ok := digits(b[at:], 4); ok && len(b) > at+4 && b[at+4] == ' ' {
		year, dated, at = y, true, at+5
	}
	n := s.set(b, at, year, m+1, d, dated)
	if n == 0 || dated || len(b) < n+6 || b[n] != ' ' || b[n+5] != ' ' {
		return n
	}
	if y, ok := digits(b[n+1:], 4); ok && y >= leapYear { // the year behind the time
		if !leap(y) && s.Civil/day == leapDay {
			return 0
		}
		s.Civil, s.Dated = inYear(s.Civil, y), true
		return n + 5
	}
	return n
}

// dayOfMonth reads a day of one or two places, and returns how many bytes it is.
func dayOfMonth(b []byte) (d, n int) {
	switch {
	case len(b) < 3:
		return 0, 0
	case b[0] == ' ' && b[1] >= '1' && b[1] <= '9':
		return int(b[1] - '0'), 2
	case b[1] == ' ' && b[0] >= '1' && b[0] <= '9':
		return int(b[0] - '0'), 1
	}
	d, ok := digits(b, 2)
	if !ok || d < 1 || d > 31 {
		return 0, 0
	}
	return d, 2
}

// set completes a stamp whose date is known with the time of day at an offset.
func (s *Stamp) set(b []byte, at, year, month, dayOf int, dated bool) int {
	seconds, ok := timeOfDay(b[at:])
	if !ok || year < leapYear || dayOf > daysIn(month, year) {
		return 0
	}
	s.Civil, s.Dated, s.Zoned, s.Zone = civil(year, month, dayOf, seconds), dated, false, 0
	at += 8
	n := 0
	s.Nanos, n = fraction(b[at:])
	return at + n
}

// iso reads "2024-03-05T09:41:07.160713+01:00", or with a blank between date and time and before
// the zone, as Exim writes it (§1.1, B and X).
func (s *Stamp) iso(b []byte) int {
	if len(b) < 19 || b[4] != '-' || b[7] != '-' || b[10] != 'T' && b[10] != ' ' {
		return 0
	}
	y, ok1 := digits(b, 4)
	m, ok2 := digits(b[5:], 2)
	d, ok3 := digits(b[8:], 2)
	if !ok1 || !ok2 || !ok3 || m < 1 || m > 12 || d < 1 || d > 31 {
		return 0
	}
	at := s.set(b, 11, y, m, d, true)
	if at == 0 {
		return 0
	}
	blank := 0
	if b[10] == ' ' && at+1 < len(b) && b[at] == ' ' && (b[at+1] == '+' || b[at+1] == '-') {
		blank = 1
	}
	if z, n := zone(b[at+blank:]); n > 0 {
		s.Zone, s.Zoned, at = z, true, at+blank+n
	}
	return at
}

// epoch reads "1709628067.160713", or the seconds alone (§1.1, E).
func (s *Stamp) epoch(b []byte) int {
	n, v := 0, int64(0)
	for n < len(b) && n < 12 && b[n] >= '0' && b[n] <= '9' {
		v = v*10 + int64(b[n]-'0')
		n++
	}
	if n < 9 || n > 11 {
		return 0
	}
	nanos, f := fraction(b[n:])
	if f == 0 && (n != 10 || n < len(b) && b[n] != ' ') {
		return 0
	}
	*s = Stamp{Civil: v, Nanos: nanos, Dated: true, Zoned: true}
	return n + f
}

// weekday reads "Tue Mar  5 09:41:07 2024", where the year may be missing.
func (s *Stamp) weekday(b []byte) int {
	if _, ok := named(b, weekdays); !ok || len(b) < 19 || b[3] != ' ' {
		return 0
	}
	n := s.traditional(b[4:])
	if n == 0 {
		return 0
	}
	return n + 4
}

// full reads "Tue 2024-03-05 09:41:07 CET": the zone is a name, and only that of UTC is
// unambiguous (§1.1, D).
func (s *Stamp) full(b []byte) int {
	if _, ok := named(b, weekdays); !ok || len(b) < 24 || b[3] != ' ' {
		return 0
	}
	at := s.iso(b[4:])
	if at == 0 {
		return 0
	}
	at += 4
	if s.Zoned {
		return at // where zones have no names, as in Brazil, Turkey and the Gulf
	}
	if at >= len(b) || b[at] != ' ' {
		return 0
	}
	end := at + 1
	for end < len(b) && (b[end] >= 'A' && b[end] <= 'Z' || b[end] >= '0' && b[end] <= '9' || b[end] == '+' || b[end] == '-') {
		end++
	}
	if name := string(b[at+1 : end]); name == "UTC" || name == "GMT" {
		s.Zoned = true
	}
	return end
}

// read reads a stamp of any form at the beginning of b, and returns how many bytes it is, 0 if
// there is none.
func (s *Stamp) read(b []byte) int {
	if len(b) < 11 {
		return 0
	}
	switch c := b[0]; {
	case c >= '0' && c <= '9':
		if b[4] == '-' {
			return s.iso(b)
		}
		if y, ok := digits(b, 4); ok && b[4] == ' ' {
			n := s.traditional(b[5:])
			if n == 0 || s.Dated || y < leapYear {
				return 0
			}
			s.Civil, s.Dated = inYear(s.Civil, y), true
			return n + 5
		}
		return s.epoch(b)
	case c >= 'A' && c <= 'Z':
		if n := s.traditional(b); n > 0 {
			return n
		}
		if n := s.weekday(b); n > 0 {
			return n
		}
		return s.full(b)
	case c == '@':
		return s.tai(b)
	}
	return 0
}

// InYear moves the time of a stamp that is not Dated to a year.
func InYear(civil int64, year int) int64 { return inYear(civil, year) }

// YearOf returns the year of a time.
func YearOf(t int64) int { return yearOf(t) }

// Shift moves a time by years, to the same date. February 29 becomes March 1 where a year has none.
func Shift(t int64, years int) int64 {
	if years == 0 {
		return t
	}
	y := yearOf(t)
	start := civil(y, 1, 1, 0)
	in := t - start
	last := leap(y) && in >= 59*day && in < 60*day // of February
	if leap(y) && in >= 60*day {                   // the days of both years agree from March on
		in -= day
	}
	if leap(y+years) && in >= 59*day && !last {
		in += day
	}
	return civil(y+years, 1, 1, 0) + in
}
