package paste

import (
	"bytes"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// moves reports whether a character moves the cursor, or begins a code that may.
// Other control characters stay: sendmail prints statuses raw.
func moves(c byte) bool { return c == 0x1b || c == '\b' || c == '\r' }

// cell is a character on the line of a terminal.
type cell struct {
	text []byte // of one character, "" for a blank that was never written
}

// row is the line that a terminal would show.
type row struct {
	cells []cell
	at    int
}

// maxColumn bounds how far the cursor can be sent beyond what is written, which is filled with blanks:
// no window is wider. maxNumber bounds the numbers in escape codes.
const (
	maxColumn = 1 << 10
	maxNumber = 1 << 14
)

func (r *row) put(text []byte) {
	if r.at < len(r.cells) {
		// Underlining writes "_\bx" or "x\b_", bold type "x\bx".
		if old := r.cells[r.at].text; !(len(text) == 1 && text[0] == '_' && len(old) > 0 && old[0] != ' ') {
			r.cells[r.at].text = text
		}
	} else {
		for len(r.cells) < r.at {
			r.cells = append(r.cells, cell{})
		}
		r.cells = append(r.cells, cell{text})
	}
	r.at++
}

func (r *row) move(to int) { r.at = min(max(to, 0), max(len(r.cells), maxColumn)) }

// bytes returns the line.
func (r *row) bytes() []byte {
	var out []byte
	for _, c := range r.cells {
		if len(c.text) == 0 {
			out = append(out, ' ')
		}
		out = append(out, c.text...)
	}
	return out
}

// withoutColours returns a line without its escape codes, if all of them are colours, and those with
// which grep erases the rest of the line, where nothing is.
func withoutColours(text []byte) (plain []byte, ok bool) {
	for {
		i := bytes.IndexFunc(text, func(c rune) bool { return c < 0x80 && moves(byte(c)) })
		if i < 0 {
			return append(plain, text...), true
		}
		plain = append(plain, text[:i]...)
		code := escape(text[i:])
		if text[i] != 0x1b || len(code) < 3 || code[1] != '[' || code[len(code)-1] != 'm' && string(code[2:]) != "K" {
			return nil, false
		}
		text = text[i+len(code):]
	}
}

// play returns the lines that are on the screen after a line of output: escape
// codes are obeyed where they move the cursor or erase, and dropped otherwise
// (ECMA-48, and the private codes of xterm).
func play(text []byte) [][]byte {
	var done [][]byte
	r := &row{}
	for len(text) > 0 {
		switch c := text[0]; {
		case c == 0x1b:
			code := escape(text)
			text = text[len(code):]
			if next := r.obey(code); next {
				if len(r.cells) > 0 {
					done = append(done, r.bytes())
				}
				r = &row{}
			}
		case c == '\b':
			r.move(r.at - 1)
			text = text[1:]
		case c == '\r':
			r.at = 0
			text = text[1:]
		default:
			_, n := utf8.DecodeRune(text)
			r.put(text[:n])
			text = text[n:]
		}
	}
	return append(done, r.bytes())
}

// escape returns the escape code that a text begins with, at least one byte.
func escape(text []byte) []byte {
	if len(text) < 2 {
		return text
	}
	switch text[1] {
	case '[':
		for i := 2; i < len(text); i++ {
			switch c := text[i]; {
			case '@' <= c && c <= '~':
				return text[:i+1]
			case c < ' ' || c > '?':
				return text[:i] // broken off
			}
		}
		return text
	case ']', 'P', '^', '_', 'X':
		for i := 2; i < len(text); i++ {
			if text[i] == 0x07 {
				return text[:i+1]
			}
			if text[i] == 0x1b {
				return text[:min(i+2, len(text))]
			}
		}
		return text[:2] // without an end it is not a string
	}
	i := 1
	for i < len(text) && ' ' <= text[i] && text[i] <= '/' {
		i++
	}
	return text[:min(i+1, len(text))]
}

// obey carries out an escape code. It reports true if the cursor goes to
// another line.
func (r *row) obey(code []byte) bool {
	if len(code) < 3 || code[1] != '[' {
		return len(code) == 2 && (code[1] == 'E' || code[1] == 'D')
	}
	first, n := 0, 1
	for _, c := range code[2 : len(code)-1] {
		if c < '0' || c > '9' {
			break
		}
		first = min(first*10+int(c-'0'), maxNumber)
	}
	if first > 0 {
		n = first
	}
	switch code[len(code)-1] {
	case 'C':
		r.move(r.at + n)
	case 'D':
		r.move(r.at - n)
	case 'G', '`':
		r.move(n - 1)
	case 'K':
		switch first {
		case 0:
			r.cells = r.cells[:min(r.at, len(r.cells))]
		case 2:
			r.cells = r.cells[:0]
		}
	case 'P':
		if r.at < len(r.cells) {
			r.cells = append(r.cells[:r.at], r.cells[min(r.at+n, len(r.cells)):]...)
		}
	case 'H', 'f', 'A', 'B', 'E', 'F', 'd', 'J':
		return true
	}
	return false
}

// shownCode is an escape code as less, cat -v and shells show it.
var shownCode = lazyregexp.New(`(?:\^\[|ESC|\\033|\\x1[bB]|\\e|␛|\x{fffd})(\[[0-9;?]*[A-Za-z])`)

var bareCodes = lazyregexp.New(`\[(?:[0-9]{1,3}(?:;[0-9]{1,3})*)?[mK]`)

// dropBareCodes removes colours that have lost their escape character.
func dropBareCodes(text []byte) []byte { return bareCodes().ReplaceAll(text, nil) }

// hasBareCode finds such a colour: "[0m", "[31m", "[01;31m".
func hasBareCode(text []byte) bool {
	for {
		i := bytes.IndexByte(text, '[')
		if i < 0 {
			return false
		}
		text = text[i+1:]
		digits, parts := 0, 1
		n := 0
		for n < len(text) && n < 16 && (isDigit(text[n]) || text[n] == ';') {
			if text[n] == ';' {
				parts++
			} else {
				digits++
			}
			n++
		}
		if n < len(text) && text[n] == 'm' && n > 0 && isDigit(text[n-1]) && (digits > 1 || text[0] == '0') && digits >= parts {
			return true
		}
	}
}
