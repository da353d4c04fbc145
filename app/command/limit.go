package command

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
)

// limit is a threshold range of the monitoring plugins' guidelines: "10" is reached
// by values outside 0 to 10, "10:" by those below 10, "~:10" by those above 10,
// "5:10" by those outside, "@5:10" by those inside, ends included. The zero value
// is no limit.
type limit struct {
	set      bool
	from, to int64
	inside   bool
}

// The ends of a range that is open on that side.
const least, most = math.MinInt64, math.MaxInt64

// parse parses a range, and its ends with number. "" is no limit.
func (l *limit) parse(text string, number func(string) (int64, error)) error {
	*l = limit{}
	rest, inside := strings.CutPrefix(text, "@")
	if text == "" {
		return nil
	}
	r := limit{set: true, inside: inside, to: most}
	from, to, ranged := strings.Cut(rest, ":")
	if !ranged {
		from, to = "0", rest
	}
	var err error
	switch from {
	case "~":
		r.from = least
	case "", "0":
	default:
		r.from, err = number(from)
	}
	if err == nil && (to != "" || !ranged) {
		r.to, err = number(to)
	}
	switch {
	case err != nil:
		return err
	case r.from > r.to:
		return fmt.Errorf("the range %q ends before it begins", text)
	}
	*l = r
	return nil
}

// reached reports whether a value raises the alarm.
func (l limit) reached(v int64) bool {
	return l.set && (l.from <= v && v <= l.to) == l.inside
}

// possible reports whether any value at all reaches the limit.
func (l limit) possible() bool {
	return l.set && (l.inside || l.from > 0 || l.to < most)
}

// isAbove reports whether the limit is reached by values above a number, as most
// limits are.
func (l limit) isAbove() bool { return l.set && !l.inside && l.from <= 0 && l.to < most }

// String formats the range as in performance data.
func (l limit) String() string {
	if !l.set {
		return ""
	}
	var b strings.Builder
	if l.inside {
		b.WriteByte('@')
	}
	switch {
	case l.from == least:
		b.WriteString("~:")
	case l.from != 0 || l.to == most:
		b.WriteString(strconv.FormatInt(l.from, 10) + ":")
	}
	if l.to != most {
		b.WriteString(strconv.FormatInt(l.to, 10))
	}
	return b.String()
}

// words says when the limit is reached, as in "above 4 h". show formats a value.
func (l limit) words(show func(int64) string) string {
	switch {
	case l.isAbove():
		return "above " + show(l.to)
	case l.to == most && !l.inside:
		return "below " + show(l.from)
	case l.to == most:
		return show(max(l.from, 0)) + " or more"
	case l.inside:
		return "from " + show(max(l.from, 0)) + " to " + show(l.to)
	}
	return "outside " + show(l.from) + " to " + show(l.to)
}

// countLimit is a limit on a number of messages.
type countLimit struct{ limit }

// UnmarshalText implements encoding.TextUnmarshaler.
func (l *countLimit) UnmarshalText(text []byte) error {
	return l.parse(string(text), func(s string) (int64, error) {
		n, err := strconv.ParseUint(s, 10, 32)
		if err != nil {
			return 0, fmt.Errorf("%q is not a number of messages, or a range such as 10, 10: or 5:10", s)
		}
		return int64(n), nil
	})
}

// ageLimit is a limit on an age, in seconds.
type ageLimit struct{ limit }

// UnmarshalText implements encoding.TextUnmarshaler.
func (l *ageLimit) UnmarshalText(text []byte) error {
	return l.parse(string(text), triage.ParseAge)
}

func showAge(seconds int64) string {
	if seconds < 60 {
		return words.Plural(seconds, "second", "seconds")
	}
	return words.Breakable(words.Span(seconds))
}
