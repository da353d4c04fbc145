package ui

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// nbsp keeps a number with its unit.
const nbsp = "\u00a0"

// number writes a count with thousands separators.
func number[T int | int64](n T) string {
	s := strconv.FormatInt(int64(n), 10)
	digits := strings.TrimPrefix(s, "-")
	var b strings.Builder
	b.WriteString(s[:len(s)-len(digits)])
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}

// shortNumber is for tables: above 99,999 it reads "123 K" or "1.2 M". The
// whole number belongs in the title.
func shortNumber(n int) string {
	switch {
	case n <= 99_999:
		return number(n)
	case n < 999_500:
		return number((n+500)/1000) + nbsp + "K"
	}
	return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + nbsp + "M"
}

// plural is "1 message" or "2 messages".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// bytes writes a size, in units of 1024 as ls and du have them; -1 is unknown.
func bytes(n int64) string {
	if n < 0 {
		return "unknown"
	}
	if n < 1024 {
		return number(n) + nbsp + "B"
	}
	v, unit := float64(n)/1024, 0
	for units := "KMGT"; v >= 1023.5 && unit < len(units)-1; unit++ {
		v /= 1024
	}
	digits := 0
	if v < 99.95 && math.Abs(v-math.Round(v)) >= .05 {
		digits = 1
	}
	return strconv.FormatFloat(v, 'f', digits, 64) + nbsp + "KMGT"[unit:unit+1] + "B"
}

// age writes seconds by its two largest units: "26 m", "9 h 12 m", "4 d 21 h".
// Less than nothing (a clock that was wrong) is "0 m"; -1 is unknown.
func age(seconds int64) string {
	if seconds == -1 {
		return "unknown"
	}
	m := max(seconds, 0) / 60
	d, h, m := m/1440, m/60%24, m%60
	unit := func(n int64, u string) string { return number(n) + nbsp + u }
	switch {
	case d > 0 && h > 0:
		return unit(d, "d") + nbsp + unit(h, "h")
	case d > 0:
		return unit(d, "d")
	case h > 0 && m > 0:
		return unit(h, "h") + nbsp + unit(m, "m")
	case h > 0:
		return unit(h, "h")
	}
	return unit(m, "m")
}

// date writes a moment in UTC, with its weekday if it is within a week of the
// capture: "Sat 7 Mar, 11:08 UTC", else "7 Feb 2026, 11:08 UTC".
func date(at, taken protocol.Moment) string {
	if at == 0 {
		return "unknown"
	}
	const week = 7 * 24 * 3600
	t := time.Unix(at, 0).UTC()
	if d := taken - at; taken != 0 && -week < d && d < week {
		return t.Format("Mon 2 Jan, 15:04 UTC")
	}
	return t.Format("2 Jan 2006, 15:04 UTC")
}

// captured writes the moment of the capture: "12 Mar 2026 08:14 UTC".
func captured(at protocol.Moment) string {
	return time.Unix(at, 0).UTC().Format("2 Jan 2006 15:04 UTC")
}

// oneDigit writes a ratio: "1.2".
func oneDigit(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// percent writes a share with one digit: "62.1%".
func percent(n, of int) string {
	if of <= 0 {
		return "0%"
	}
	return strconv.FormatFloat(100*float64(n)/float64(of), 'f', 1, 64) + "%"
}

// fraction is n of a whole as attributes such as data-v want it: "0.744".
func fraction(n, of int) string {
	if of <= 0 {
		return "0"
	}
	return strconv.FormatFloat(float64(n)/float64(of), 'f', 3, 64)
}

// pieces draws a text whose varying parts are set apart: <var>‹host›</var>.
func pieces(ps []protocol.Piece) []app.UI {
	out := make([]app.UI, 0, len(ps))
	for _, p := range ps {
		if p.Var {
			out = append(out, app.Var().Text(varText(p.Text)))
		} else {
			out = append(out, app.Text(p.Text))
		}
	}
	return out
}

// plain is the text of pieces, for titles.
func plain(ps []protocol.Piece) string {
	var b strings.Builder
	for _, p := range ps {
		if p.Var {
			b.WriteString(varText(p.Text))
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func varText(s string) string {
	if strings.HasPrefix(s, "‹") {
		return s
	}
	return "‹" + s + "›"
}

// reply writes code and enhanced code with a space after them, as they stand
// before a reason: "451 4.7.1 ".
func reply(code, enhanced string) string {
	switch {
	case code == "" && enhanced == "":
		return ""
	case code == "":
		return enhanced + " "
	case enhanced == "":
		return code + " "
	}
	return code + " " + enhanced + " "
}

// prose draws a text in which `code` and **bold** are marked.
func prose(s string) []app.UI {
	var out []app.UI
	for s != "" {
		i := strings.IndexAny(s, "`*")
		if i < 0 {
			break
		}
		mark := "`"
		if s[i] == '*' {
			mark = "**"
		}
		rest, ok := strings.CutPrefix(s[i:], mark)
		inner, after, closed := strings.Cut(rest, mark)
		if !ok || !closed || inner == "" {
			out = append(out, app.Text(s[:i+1]))
			s = s[i+1:]
			continue
		}
		if i > 0 {
			out = append(out, app.Text(s[:i]))
		}
		if mark == "`" {
			out = append(out, app.Code().Text(inner))
		} else {
			out = append(out, app.B().Text(inner))
		}
		s = after
	}
	if s != "" {
		out = append(out, app.Text(s))
	}
	return out
}
