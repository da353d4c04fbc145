package msglog

import "strings"

// Amend returns a log whose last line about each recipient has the given reason, where the log has
// another: the reason of a recipient that was only skipped is known from elsewhere.
func Amend(text string, reasons map[string]string) string {
	l := Parse(text)
	lines := strings.SplitAfter(text, "\n")
	amended := false
	for k := len(lines) - 1; k >= 0 && len(reasons) > 0; k-- {
		line := strings.TrimRight(lines[k], "\r\n")
		_, _, rest, _ := cutTime(line)
		a, ok := addressIn(rest)
		if !ok || a.text == "" {
			continue
		}
		want, ok := reasons[a.top]
		if !ok {
			continue
		}
		delete(reasons, a.top)
		said, _ := l.Of(a.top)
		if said.Text == want || strings.ContainsAny(want, "\r\n") || strings.HasPrefix(rest, "routing failed for ") {
			continue
		}
		stamp, who := line[:len(line)-len(rest)], rest[:strings.Index(rest, a.text)]
		lines[k] = stamp + who + want + lines[k][len(line):]
		amended = true
	}
	if !amended {
		return text
	}
	return strings.Join(lines, "")
}
