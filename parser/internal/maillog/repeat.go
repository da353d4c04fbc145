package maillog

import "strings"

const lastRepeated = "last message repeated "

// isRepeat reports whether a text stands for copies of the line before: "last message repeated 3
// times" (§1.4).
func isRepeat(b []byte) bool {
	return len(b) > len(lastRepeated) && text(b[:len(lastRepeated)]) == lastRepeated
}

// times reads "3 times" and what follows it.
func times(s string) (n uint32, rest string, ok bool) {
	at := 0
	for at < len(s) && at < 9 && s[at] >= '0' && s[at] <= '9' {
		n = n*10 + uint32(s[at]-'0')
		at++
	}
	rest, ok = strings.CutPrefix(s[at:], " time")
	return n, strings.TrimPrefix(rest, "s"), ok && at > 0
}

// Repeats reports how many more copies of a line the text of this one stands for: of the line
// before it of the same host, with "", or of the text that is returned.
func (l *Line) Repeats() (n uint32, of string) {
	if l.Program == "" {
		if s, ok := strings.CutPrefix(l.Text, lastRepeated); ok {
			n, _, ok = times(s)
			if ok {
				return n, ""
			}
		}
		return 0, ""
	}
	s, ok := strings.CutPrefix(l.Text, "message repeated ")
	if !ok {
		return 0, ""
	}
	n, s, ok = times(s)
	if s, ok2 := strings.CutPrefix(s, ": ["); ok && ok2 {
		return n, strings.TrimPrefix(strings.TrimSuffix(s, "]"), " ")
	}
	return 0, ""
}
