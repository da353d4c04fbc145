package mailq

import (
	"bytes"
	"strconv"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// firstLine is the first line of an entry with all its columns
// (formats/sendmail.md §5.2).
type firstLine struct {
	id       []byte
	mark     byte
	size     int64
	priority int64 // NoNumber in the normal listing
	warned   bool
	date     queue.ListingDate
	sender   []byte
}

// maxID is the longest id: sendmail ignores names of 21 bytes and more, and
// two of them are the prefix.
const maxID = 18

// parseFirst reads an entry's first line from its date, which no other column
// can hold, to both sides.
func parseFirst(text []byte) (firstLine, bool) {
	date, start, end, ok := findDate(text)
	if !ok {
		return firstLine{}, false
	}
	sender, _, _ := bytes.Cut(text[end:], []byte(" <--")) // an arrow and a remark that somebody added
	e := firstLine{date: date, priority: queue.NoNumber, sender: bytes.Trim(sender, " \t")}
	left := text[:start]
	if date.Weekday < 0 {
		if left, e.warned, ok = flagBefore(left); !ok {
			return firstLine{}, false
		}
		var digits int
		if e.priority, digits, ok = lastNumber(left); !ok {
			return firstLine{}, false
		}
		left = left[:len(left)-digits]
	}
	trimmed := bytes.TrimRight(left, " \t")
	if len(trimmed) == len(left) {
		return firstLine{}, false
	}
	var digits int
	if e.size, digits, ok = lastNumber(trimmed); !ok {
		return firstLine{}, false
	}
	e.id, e.mark, ok = idAndMark(trimmed[:len(trimmed)-digits], digits)
	return e, ok
}

// flagBefore takes the sign before a date of mailq -v: '+' for a sender who was
// warned.
func flagBefore(left []byte) ([]byte, bool, bool) {
	if rest, ok := bytes.CutSuffix(left, []byte("+")); ok {
		return rest, true, true
	}
	// With squeezed columns there may be one space only, so all are taken.
	rest := bytes.TrimRight(left, " \t")
	return rest, false, len(rest) < len(left)
}

// lastNumber reads the number at the end of the text and its length there.
//
// QUIRK: a size of eight digits fills its column, so the mark '-' before it is
// glued to it: the only negative size is -1.
func lastNumber(text []byte) (n int64, length int, ok bool) {
	i := len(text)
	for i > 0 && '0' <= text[i-1] && text[i-1] <= '9' {
		i--
	}
	digits := len(text) - i
	if digits == 0 {
		return 0, 0, false
	}
	if i > 0 && text[i-1] == '-' && digits < 8 && (i == 1 || text[i-2] == ' ' || text[i-2] == '\t') {
		i--
	}
	n, err := strconv.ParseInt(string(text[i:]), 10, 64)
	return n, len(text) - i, err == nil
}

// idAndMark splits what is to the left of the size: the id, the one character
// of its mark, and the padding of a size with the given number of digits.
func idAndMark(text []byte, digits int) ([]byte, byte, bool) {
	// As printed: the size is right-aligned in eight columns after the mark.
	if at := len(text) - max(8-digits, 0) - 1; at > 0 && isMark(text[at]) &&
		len(bytes.TrimLeft(text[at+1:], " ")) == 0 {
		if id := bytes.TrimLeft(text[:at], " "); isName(id) {
			// Ids of 8.6 have seven characters, in narrower columns.
			if last := len(id) - 1; text[at] == ' ' && (id[last] == '*' || id[last] == '?') && last > 0 {
				return id[:last], id[last], true
			}
			return id, text[at], true
		}
	}
	// With squeezed columns: an id ends in a digit, so a mark can be recognised.
	rest := bytes.TrimRight(text, " \t")
	id, mark := splitMark(bytes.TrimLeft(rest, " \t"))
	ok := isName(id) && (len(rest) < len(text) || mark != ' ')
	return id, mark, ok
}

// splitMark takes the mark off an id.
func splitMark(id []byte) ([]byte, byte) {
	if n := len(id) - 1; n > 0 && id[n] != ' ' && isMark(id[n]) && '0' <= id[n-1] && id[n-1] <= '9' {
		return id[:n], id[n]
	}
	return id, ' '
}

func isMark(c byte) bool { return c == ' ' || c == '*' || c == '-' || c == 'X' || c == '?' }

// isName reports whether an id can be the name of a queue file. Copies made by
// hand may have any name: qf416A00V8009936~.
func isName(id []byte) bool {
	if len(id) == 0 || len(id) > maxID || !alphanumeric(id[0]) {
		return false
	}
	for _, c := range id {
		if c <= ' ' || c == 0x7f || c == '/' || c == '(' {
			return false
		}
	}
	return true
}

func alphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// remarks are those that sendmail prints in place of the columns. Others are
// the system's error messages.
var remarks = [...]string{"(no control file)", "(job completed)", "(permission denied)"}

// oddEntry reads an entry that has no columns: an id, its mark, and perhaps a
// remark in brackets.
func oddEntry(text []byte) item {
	text = bytes.TrimSpace(text)
	id, rest := text, []byte(nil)
	if i := bytes.IndexByte(text, ' '); i >= 0 {
		id, rest = text[:i], bytes.TrimLeft(text[i:], " ")
	}
	id, mark := splitMark(id)
	if !isName(id) {
		return item{}
	}
	it := item{kind: bare, text: id, entry: firstLine{mark: mark}}
	known := false
	if len(rest) > 0 {
		if rest[0] != '(' || rest[len(rest)-1] != ')' {
			return item{}
		}
		it.kind, it.remark = odd, rest[1:len(rest)-1]
		for _, r := range remarks {
			known = known || string(rest) == r
		}
	}
	// Any word could be a name, so without a known remark it has to be an id.
	if !known {
		if !queue.IsSendmailID(string(id)) {
			return item{}
		}
	}
	return it
}
