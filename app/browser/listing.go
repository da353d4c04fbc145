package browser

import (
	"slices"
	"strings"
)

// listingHead is how much of a pasted text is looked at, in bytes.
const listingHead = 64 << 10

// looksLikeListing tells whether a text pasted anywhere on the page is meant to
// be opened: whether it has a line that only the output of mailq has
// (formats/sendmail.md §5), of sendmail's and of its relatives.
func looksLikeListing(text string) bool {
	for line := range strings.SplitSeq(text[:min(len(text), listingHead)], "\n") {
		if isListingHead(line) || isRequests(line) || isDirectory(line) || isEntry(line) {
			return true
		}
	}
	return false
}

// isListingHead finds "-----Q-ID-----" and "Total requests: 3".
func isListingHead(line string) bool {
	line = strings.TrimLeft(line, " \t")
	return strings.HasPrefix(line, "Total requests:") || strings.HasPrefix(strings.TrimLeft(line, "-"), "Q-ID-")
}

// isRequests finds "(29 requests".
func isRequests(line string) bool {
	for {
		_, rest, ok := strings.Cut(line, "(")
		if !ok {
			return false
		}
		line = rest
		rest, digits := cutDigits(rest)
		rest, ok = strings.CutPrefix(rest, " request")
		if digits && ok && wordEnds(strings.TrimPrefix(rest, "s")) {
			return true
		}
	}
}

// wordEnds tells whether a word that stood before rest is over.
func wordEnds(rest string) bool { return rest == "" || !isWord(rune(rest[0])) }

// isDirectory finds "/var/spool/mqueue/q1 is empty" and "… (": a queue
// directory and what mailq says of it.
func isDirectory(line string) bool {
	const name = "mqueue"
	for at := 0; ; {
		i := strings.Index(line[at:], name)
		if i < 0 {
			return false
		}
		start := at + i
		at = start + len(name)
		if start > 0 && isWord(rune(line[start-1])) {
			continue
		}
		rest := strings.TrimLeftFunc(line[at:], func(r rune) bool { return isWord(r) || strings.ContainsRune("./-", r) })
		if strings.HasPrefix(rest, " is empty") || strings.HasPrefix(rest, " (") {
			return true
		}
	}
}

var (
	days   = []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
	months = []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
)

// isEntry finds "425Ex0wY003039*     453 Tue Mar  5 14:59 …": an id with its
// mark, a size, a day and a month.
func isEntry(line string) bool {
	id := line[:len(line)-len(strings.TrimLeftFunc(line, func(r rune) bool { return isWord(r) && r != '_' }))]
	if len(id) == 21 && id[20] == 'X' { // the mark is a letter
		id = id[:20]
	}
	if len(id) < 8 || len(id) > 20 {
		return false
	}
	rest := line[len(id):]
	if rest != "" && strings.IndexByte("*X-", rest[0]) >= 0 {
		rest = rest[1:]
	}
	size := strings.TrimLeft(rest, " \t")
	if len(size) == len(rest) {
		return false
	}
	rest, digits := cutDigits(size)
	if !digits || len(rest) < len(" Tue Mar ") {
		return false
	}
	return rest[0] == ' ' && slices.Contains(days, rest[1:4]) && rest[4] == ' ' && slices.Contains(months, rest[5:8]) && rest[8] == ' '
}

// isWord tells whether r is an ASCII letter, a digit or an underscore.
func isWord(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_'
}

// cutDigits takes the decimal digits away with which s begins, if it does.
func cutDigits(s string) (rest string, ok bool) {
	rest = strings.TrimLeft(s, "0123456789")
	return rest, len(rest) < len(s)
}
