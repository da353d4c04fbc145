package causes

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
)

// maxQuoted is how many bytes of a status a text quotes.
const maxQuoted = 120

// quote makes text from the archive safe inside the marks of a Cause's text.
func quote(s string) string {
	return words.Literal(shortened(reason.Visible(s, false)))
}

// shortened cuts a text to what a text quotes.
func shortened(s string) string {
	if len(s) > maxQuoted {
		s = strings.ToValidUTF8(s[:maxQuoted], "") + "…"
	}
	return s
}

// counts opens a text: how many messages, where, and for how long.
func (s *survey) counts(t *tally, where string) string {
	return s.countsOf(words.Plural(t.n, "message", "messages"), t, where)
}

// countsOf is counts with the number in words.
func (s *survey) countsOf(number string, t *tally, where string) string {
	text := "**" + number + "**" + where
	if t.Oldest != 0 && s.q.Taken-t.Oldest >= 60 {
		text += ","
		if t.n > 1 {
			text += " the oldest"
		}
		text += " for " + words.Span(s.q.Taken-t.Oldest)
	}
	return text
}

// evidence says how many messages wait, when they were last tried and what
// sendmail recorded for one.
func (s *survey) evidence(t *tally, where string) string {
	verb := " wait"
	if t.n == 1 {
		verb = " waits"
	}
	text := s.counts(t, verb+where)
	if t.Tried != 0 {
		text += "; last tried " + words.DateNear(t.Tried, s.q.Taken)
	}
	text += "."
	if sample := reason.Unwrapped(s.q.Text(t.sample)); sample != "" {
		text += " `" + quote(sample) + "`"
	}
	return text
}

// someOf lists names: "a, b and 3 others".
func someOf(list []*named) string {
	const most = 2
	text := ""
	for k, c := range list {
		switch {
		case k == most:
			return text + " and " + words.Plural(len(list)-most, "other", "others")
		case k > 0 && len(list) == most:
			text += " and "
		case k > 0:
			text += ", "
		}
		text += quote(c.name)
	}
	return text
}
