package logline

import "github.com/spoolscope/spoolscope/parser/internal/maillog"

// ID returns the id of the message that a line is about, "" if there is none. It is cheap, and part
// of text: whoever knows which ids matter asks this first.
func ID(_, text string) string {
	if text != "" && text[0] == '[' {
		_, text = cutPart(text)
	}
	return text[:idLength(text)]
}

// idLength is the length of the message id that begins a text, up to a blank or the end; 0 for
// none (formats/exim.md §1.3).
func idLength(text string) int {
	const short, long = 16, 23
	switch {
	case len(text) < short || text[6] != '-':
		return 0
	case text[13] == '-' && isID(text[:short]) && (len(text) == short || text[short] == ' '):
		return short
	case len(text) >= long && text[18] == '-' && isID(text[:long]) && (len(text) == long || text[long] == ' '):
		return long
	}
	return 0
}

// isID reports whether a text has the digits and dashes of an id, and its length.
func isID(text string) bool {
	second := 0
	switch len(text) {
	case 16:
		second = 13
	case 23:
		second = 18
	default:
		return false
	}
	for i := range len(text) {
		if c := text[i]; i == 6 || i == second {
			if c != '-' {
				return false
			}
		} else if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}

// cutPart takes the mark off a part of a line that Exim split for syslog, "[n/m] ", and the stamp
// off the first one. A part that ends with a line of the text has a backslash in its mark: there the
// line is whole, and what follows is the header of a message that was rejected.
func cutPart(text string) (p maillog.Part, rest string) {
	n, after := digits(text[1:])
	if n <= 0 || after == "" || after[0] != '/' && after[0] != '\\' {
		return p, text
	}
	line := after[0] == '\\'
	of, after := digits(after[1:])
	if of < n || len(after) < 2 || after[:2] != "] " {
		return p, text
	}
	rest = after[2:]
	if n == 1 {
		rest = withoutStamp(rest)
	}
	if line && n == 1 {
		return p, rest
	}
	return maillog.Part{N: n, Of: of, Last: line || n == of}, rest
}

// withoutStamp takes Exim's own stamp off a text: "2025-03-28 09:00:01[.274] [+0100] [[20110]] ".
func withoutStamp(text string) string {
	const layout = "0000-00-00 00:00:00"
	if len(text) <= len(layout) {
		return text
	}
	for i := range len(layout) {
		if c := text[i]; layout[i] != '0' && c != layout[i] || layout[i] == '0' && (c < '0' || c > '9') {
			return text
		}
	}
	rest := text[len(layout):]
	if rest[0] == '.' {
		_, rest = digits(rest[1:])
	}
	const zone = " +0100"
	if len(rest) > len(zone) && (rest[1] == '+' || rest[1] == '-') && rest[len(zone)] == ' ' {
		rest = rest[len(zone):]
	}
	if len(rest) > 2 && rest[:2] == " [" {
		if n, after := digits(rest[2:]); n >= 0 && len(after) > 1 && after[:2] == "] " {
			rest = after[1:]
		}
	}
	if rest == "" || rest[0] != ' ' {
		return text
	}
	return rest[1:]
}

// digits reads a number of a few digits, -1 if there is none.
func digits(text string) (n int, rest string) {
	const most = 9
	i := 0
	for i < len(text) && i < most && '0' <= text[i] && text[i] <= '9' {
		n = n*10 + int(text[i]-'0')
		i++
	}
	if i == 0 {
		n = -1
	}
	return n, text[i:]
}
