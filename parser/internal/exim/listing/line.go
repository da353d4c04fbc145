package listing

import (
	"bytes"
	"strconv"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// first is the first line of an entry, parsed.
type first struct {
	e     queue.ListingEntry
	long  bool // it has the age: a line of exim -bp
	brief bool // of exiqgrep -b and exipick -b
	rest  []byte
	// half is set if the line continues: it was broken inside a mark.
	half bool
}

// parseFirst reads the first line of an entry: age, size, id, sender, login and whether it is
// frozen. All but the id may be missing, as with damaged messages. It reports false for
// others.
func parseFirst(text []byte) (f first, ok bool) {
	f.e = queue.ListingEntry{Queue: -1, Mark: ' ', Size: queue.NoNumber, Priority: queue.NoNumber, Recipients: []queue.ListingRecipient{}}
	token, rest := word(text)
	if age, ok := parseAge(token); ok {
		if f.long = true; age >= 0 { // it is less than nothing after the clock was set back
			f.e.Age = &age
		}
		token, rest = word(rest)
	}
	if size, ok := parseSize(token); ok {
		f.e.Size = size
		token, rest = word(rest)
	}
	if f.e.ID = string(token); !queue.IsEximID(f.e.ID) {
		return f, false
	}
	return f, f.behindID(rest)
}

// behindID reads what follows the id.
func (f *first) behindID(rest []byte) bool {
	if after, ok := bytes.CutPrefix(rest, []byte("From: ")); ok {
		f.brief, rest = true, after
	}
	switch {
	case len(rest) == 0:
		return f.long || f.e.Size == queue.NoNumber
	case rest[0] == '<':
		end := endOfAddress(rest)
		if end < 0 {
			f.half = true
			return true
		}
		f.e.Sender = address(string(rest[1:end]))
		f.rest = bytes.TrimLeft(rest[end+1:], " \t")
	case f.long && !f.brief:
		// Forums take an address in angle brackets for a tag, and drop it or its brackets.
		if token, after := word(rest); isAddress(token) {
			f.e.Sender, rest = string(token), after
		}
		f.rest = rest
	case isVariable(rest):
		f.rest = rest
		return true
	default:
		return false
	}
	if f.brief {
		return true
	}
	return f.marks()
}

const frozen = "*** frozen ***"

// marks reads the marks at the end of the line.
func (f *first) marks() bool {
	if len(f.rest) > 0 && f.rest[0] == '(' {
		end := bytes.LastIndexByte(f.rest, ')')
		if end < 0 {
			f.half = true
			return true
		}
		f.e.Login, f.rest = string(f.rest[1:end]), bytes.TrimLeft(f.rest[end+1:], " \t")
	}
	if after, ok := bytes.CutPrefix(f.rest, []byte(frozen)); ok {
		f.e.Mark, f.rest = queue.MarkFrozen, bytes.TrimLeft(after, " \t")
	} else if len(f.rest) > 0 && bytes.HasPrefix([]byte(frozen), f.rest) {
		f.half = true
		return true
	}
	goesOn := true // exipick -flatq goes on with recipients, and so does an entry whose line ends were lost
	splitRecipients(f.rest, func(r queue.ListingRecipient) bool {
		goesOn = isAddress([]byte(r.Address))
		return false
	})
	return goesOn
}

// endOfAddress finds the bracket that ends an address, which may have others within quotation
// marks; -1 if there is none.
func endOfAddress(text []byte) int {
	quoted := false
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case c == '>' && !quoted:
			return i
		}
	}
	return bytes.LastIndexByte(text, '>')
}

// address returns an address as it stands between angle brackets.
func address(text string) string {
	if text == "" {
		return queue.NullSender
	}
	return text
}

// word cuts the first word off a text.
func word(text []byte) (first, rest []byte) {
	at := bytes.IndexAny(text, " \t")
	if at < 0 {
		return text, nil
	}
	return text[:at], bytes.TrimLeft(text[at:], " \t")
}

func firstWord(text []byte) []byte {
	w, _ := word(text)
	return w
}

// parseAge reads the time that a message has been there, in seconds: "25m", "9h", "4d", or "-59m".
func parseAge(text []byte) (seconds int64, ok bool) {
	const longest = 8
	if len(text) < 2 || len(text) > longest {
		return 0, false
	}
	units := [...]struct {
		letter byte
		of     int64
	}{{'m', 60}, {'h', 60 * 60}, {'d', 24 * 60 * 60}}
	for _, u := range units {
		if text[len(text)-1] == u.letter {
			n, err := strconv.ParseInt(string(text[:len(text)-1]), 10, 64)
			return n * u.of, err == nil
		}
	}
	return 0, false
}

// parseSize reads a size in bytes, of which those from 1 KB on are rounded: "978", "2.9K", "13K".
func parseSize(text []byte) (size int64, ok bool) {
	const longest = 12
	if len(text) == 0 || len(text) > longest || text[0] < '0' || text[0] > '9' {
		return 0, false
	}
	unit := 1.0
	switch text[len(text)-1] {
	case 'K':
		unit, text = 1<<10, text[:len(text)-1]
	case 'M':
		unit, text = 1<<20, text[:len(text)-1]
	case 'G':
		unit, text = 1<<30, text[:len(text)-1]
	}
	n, err := strconv.ParseFloat(string(text), 64)
	return int64(n * unit), err == nil && !bytes.ContainsAny(text, "eExXpP_")
}

// recipient returns a line below the first one: an address, with "D" before one that is done, and
// "+D" before one that an alias of the message led to.
func recipient(text []byte) queue.ListingRecipient {
	var r queue.ListingRecipient
	if mark, rest := word(text); len(rest) > 0 {
		switch string(mark) {
		case "D":
			r.Done, text = true, rest
		case "+D":
			r.Done, r.Member, text = true, true, rest
		}
	}
	r.Address = string(text)
	return r
}

// isAddress distinguishes a recipient from other lines where its position does not: an
// address has blanks only inside quotation marks. A path and a command are addresses
// too.
func isAddress(text []byte) bool {
	if len(text) == 0 {
		return false
	}
	quoted, at := false, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case c == '@' && !quoted:
			at = i > 0 && i < len(text)-1
		case (c == ' ' || c == '\t') && !quoted:
			return false
		}
	}
	return at && !quoted
}

// isVariable recognises a variable that exipick prints on request: "name='value'".
func isVariable(text []byte) bool {
	name, value, ok := bytes.Cut(text, []byte("="))
	name, value = bytes.TrimRight(name, " "), bytes.TrimLeft(value, " ")
	if !ok || len(name) == 0 || len(value) < 2 || value[0] != '\'' {
		return false
	}
	for _, c := range name {
		if c != '_' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}
