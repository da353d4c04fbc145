package logline

import "strings"

// The alphabets of queue ids (formats/postfix.md §1.3).
const (
	short uint8 = 1 << iota // microseconds and the number of the file, in hexadecimal digits
	long                    // base 52 without vowels
)

// alphabets has, by byte, the kinds of ids in which it occurs.
var alphabets = func() (in [256]uint8) {
	for _, c := range "0123456789ABCDEF" {
		in[c] |= short
	}
	for _, c := range "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz" {
		in[c] |= long
	}
	return in
}()

// ID returns the queue id that a line is about, "" if there is none. It is cheap, and part of
// text: whoever knows which ids matter asks this first.
func ID(program, text string) string {
	severity, text := cutSeverity(text)
	if n := idLength(text); n > 0 {
		return text[:n]
	}
	if severity {
		return corrupt(text)
	}
	return ""
}

// idLength is the number of bytes of the id that begins a text, with a colon behind it; 0 for none.
func idLength(text string) int {
	const leastShort, leastLong = 6, 12
	kinds := short | long
	for i := range len(text) {
		if text[i] == ':' {
			if (kinds&short != 0 && i >= leastShort || kinds&long != 0 && i >= leastLong) && (i+1 == len(text) || text[i+1] == ' ') {
				return i
			}
			return 0
		}
		if kinds &= alphabets[text[i]]; kinds == 0 {
			return 0
		}
	}
	return 0
}

// isID reports whether a whole text is an id.
func isID(text string) bool {
	const leastShort, leastLong = 6, 12
	kinds := short | long
	for i := range len(text) {
		kinds &= alphabets[text[i]]
	}
	return kinds&short != 0 && len(text) >= leastShort || kinds&long != 0 && len(text) >= leastLong
}

// cutSeverity takes off the word that Postfix puts before warnings and errors.
func cutSeverity(text string) (severity bool, rest string) {
	if text == "" {
		return false, text
	}
	switch text[0] {
	case 'w', 'e', 'f', 'p':
		for _, word := range [...]string{"warning: ", "error: ", "fatal: ", "panic: "} {
			if rest, ok := strings.CutPrefix(text, word); ok {
				return true, rest
			}
		}
	}
	return false, text
}

// corrupt is the id in the queue manager's warning that it put a file aside.
func corrupt(text string) string {
	after, ok := strings.CutPrefix(text, `saving corrupt file "`)
	if !ok {
		return ""
	}
	id, _, ok := strings.Cut(after, `" from queue "`)
	if !ok || !isID(id) {
		return ""
	}
	return id
}
