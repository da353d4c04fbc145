package logline

// ID returns the id of the message that a line is about, "" if there is none. It is cheap, and part
// of text: whoever knows which ids matter asks this first.
func ID(_, text string) string {
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
