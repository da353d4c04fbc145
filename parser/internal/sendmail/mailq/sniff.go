package mailq

import "bytes"

// Format is the mail system whose queue listing a text is.
type Format int

// The formats.
const (
	None Format = iota
	Sendmail
	Postfix
	Exim
)

// String returns the name of the mail system, "none" for None.
func (f Format) String() string {
	switch f {
	case Sendmail:
		return "sendmail"
	case Postfix:
		return "postfix"
	case Exim:
		return "exim"
	}
	return "none"
}

// MaxSniff is how many bytes Sniff looks at.
const MaxSniff = 64 << 10

// Sniff tells what a text is by its first bytes: the first line decides that
// only a listing of one of the systems has. "Mail queue is empty" is printed by
// old sendmail and by Postfix alike and counts as sendmail's. A text with a NUL
// byte is no listing.
func Sniff(prefix []byte) Format {
	prefix = prefix[:min(len(prefix), MaxSniff)]
	if bytes.IndexByte(prefix, 0) >= 0 {
		return None
	}
	prefix = bytes.TrimPrefix(prefix, bom)
	for text := range bytes.Lines(prefix) {
		text = bytes.TrimRight(text, " \t\r\n")
		if isPostfix(text) {
			return Postfix
		}
		if isExim(text) {
			return Exim
		}
		if it := classify(text); it.kind.frame() || (it.kind == first && decodes(it.text)) ||
			bytes.HasPrefix(text, []byte("Data unavailable: shared memory not updated")) {
			return Sendmail
		}
	}
	return None
}

// isPostfix knows the title and the end of postqueue -p, and postqueue -j.
func isPostfix(text []byte) bool {
	if bytes.HasPrefix(text, []byte("-Queue ID-")) {
		return true
	}
	if bytes.HasPrefix(text, []byte("-- ")) && bytes.Contains(text, []byte("bytes in ")) {
		return bytes.HasSuffix(text, []byte(" Request.")) || bytes.HasSuffix(text, []byte(" Requests."))
	}
	return bytes.HasPrefix(text, []byte("{")) && bytes.Contains(text, []byte(`"queue_name":`)) &&
		bytes.Contains(text, []byte(`"queue_id":`))
}

// isExim knows an entry's first line: age, size, id, sender.
func isExim(text []byte) bool {
	const id, sender = 2, 3
	f := bytes.Fields(text)
	if len(f) <= sender || f[sender][0] != '<' {
		return false
	}
	return measure(f[0], "smhdw") && measure(f[1], "KMG") && isEximID(f[id])
}

// measure tells whether the text is a number with at most one unit.
func measure(text []byte, units string) bool {
	text = bytes.TrimRight(text, units)
	return len(text) > 0 && len(bytes.Trim(text, "0123456789.")) == 0
}

// isEximID knows 1ql68K-0005EJ-1C, and the longer ids of 4.97 and later.
func isEximID(text []byte) bool {
	parts := bytes.Split(text, []byte("-"))
	if len(parts) != 3 || len(parts[0]) != 6 ||
		(len(parts[1]) != 6 && len(parts[1]) != 11) || (len(parts[2]) != 2 && len(parts[2]) != 4) {
		return false
	}
	for _, part := range parts {
		for _, c := range part {
			if !alphanumeric(c) {
				return false
			}
		}
	}
	return true
}
