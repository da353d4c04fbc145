// Package count writes counts for people. It is public because the screens and
// the command write their counts in the same way.
package count

import "strconv"

// Text writes a whole number with thousands separators: "-1,234,567".
func Text(n int64) string {
	var digits [20]byte
	s := strconv.AppendInt(digits[:0], n, 10)
	if -1000 < n && n < 1000 {
		return string(s)
	}
	out := make([]byte, 0, 26)
	if s[0] == '-' {
		out, s = append(out, '-'), s[1:]
	}
	for i, c := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			out = append(out, ',')
		}
		out = append(out, c)
	}
	return string(out)
}

// Of writes a count with its noun: "1 message", "3,412 messages".
func Of(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Text(n) + " " + many
}
