package smtp

import "strings"

// ParseInline reads a whole reply whose lines a mail system joined with blanks,
// as Postfix does: "450-4.2.0 first 450 4.2.0 second" (formats/postfix.md §8).
// Each line in it begins with the code, the same one, with "-" as long as
// another line follows.
func ParseInline(text string) Answer {
	var lines []string
	for {
		r, ok := ParseReply(text)
		at := -1
		if ok && r.More {
			at = nextLine(text, r.Code)
		}
		if at < 0 {
			return joined(append(lines, text))[0]
		}
		lines = append(lines, strings.TrimRight(text[:at], " "))
		text = text[at:]
	}
}

// nextLine returns where the next line of a reply with the code begins, -1 if
// there is none.
func nextLine(text string, c Code) int {
	code := c.String()
	for from := len(code); from < len(text); {
		i := strings.Index(text[from:], " "+code)
		if i < 0 {
			return -1
		}
		at := from + i + 1
		if end := at + len(code); end == len(text) || text[end] == ' ' || text[end] == '-' {
			return at
		}
		from = at
	}
	return -1
}
