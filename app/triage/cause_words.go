package triage

import (
	"strconv"
	"strings"
	"time"
)

// number writes n with thousands separators.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// plural writes a number with its noun.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// Span writes seconds as "2 d 4 h", "9 h 12 m" or "20 m", with no-break
// spaces.
func Span(seconds int64) string {
	const nbsp = "\u00a0"
	d, h, m := seconds/86400, seconds/3600%24, seconds/60%60
	two := func(a int64, au string, b int64, bu string) string {
		s := strconv.FormatInt(a, 10) + nbsp + au
		if b > 0 {
			s += nbsp + strconv.FormatInt(b, 10) + nbsp + bu
		}
		return s
	}
	switch {
	case d > 0:
		return two(d, "d", h, "h")
	case h > 0:
		return two(h, "h", m, "m")
	}
	return two(m, "m", 0, "")
}

// maxQuoted is how many bytes of a status stand in a text.
const maxQuoted = 120

// quote makes text of the archive safe inside the marks of a Cause's text: it
// must not end one.
func quote(s string) string {
	s = visible(s, false)
	if len(s) > maxQuoted {
		s = strings.ToValidUTF8(s[:maxQuoted], "") + "…"
	}
	return marks.Replace(s)
}

var marks = strings.NewReplacer("*", "∗", "`", "ˋ")

// counts opens a text: how many messages, where, and for how long.
func (s *survey) counts(t *tally, where string) string {
	text := "**" + plural(t.n, "message", "messages") + "**" + where
	if t.oldest != 0 && s.q.Taken-t.oldest >= 60 {
		text += ", the oldest for " + Span(s.q.Taken-t.oldest)
	}
	return text
}

// evidence says how many messages wait, when they were tried last and what
// sendmail noted of one.
func (s *survey) evidence(t *tally, where string) string {
	verb := " wait"
	if t.n == 1 {
		verb = " waits"
	}
	text := s.counts(t, verb+where)
	if t.last != 0 {
		text += "; last tried " + s.when(t.last)
	}
	text += "."
	if sample := strings.TrimPrefix(s.q.Text(t.sample), "Deferred: "); sample != "" {
		text += " `" + quote(sample) + "`"
	}
	return text
}

// when writes a time in UTC, with the weekday within a week of the capture.
func (s *survey) when(t int64) string {
	u := time.Unix(t, 0).UTC()
	if d := s.q.Taken - t; d > -7*86400 && d < 7*86400 {
		return u.Format("Mon 15:04 UTC")
	}
	return u.Format("2 Jan 2006 15:04 UTC")
}

// someOf lists names: "a, b and 3 others".
func someOf(list []*named) string {
	const most = 2
	text := ""
	for k, c := range list {
		switch {
		case k == most:
			return text + " and " + plural(len(list)-most, "other", "others")
		case k > 0 && len(list) == most:
			text += " and "
		case k > 0:
			text += ", "
		}
		text += quote(c.name)
	}
	return text
}
