package postqueue

import (
	"bytes"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// unfinished is what the line before may go on with: a terminal breaks a line where it is
// full, and a mail program between words.
type unfinished byte

const (
	nothing   unfinished = iota
	sender               // of the open entry: it begins, or goes on, with the next line
	recipient            // the last one of the open entry goes on
)

// mayGoOn notes what a line may go on with.
func (p *parser) mayGoOn(with unfinished, padded []byte) {
	if p.rest = nothing; fills(padded) {
		p.rest = with
	}
}

// goesOn takes a line that is the rest of an address. Such a line begins at the left, where
// no recipient does, and has no blanks.
func (p *parser) goesOn(padded []byte) bool {
	with := p.rest
	p.rest = nothing
	text := bytes.TrimRight(padded, " \t\r")
	if !p.Open || with == nothing || len(text) == 0 || bytes.IndexByte(text, ' ') >= 0 {
		return false
	}
	switch to := p.Cur.Recipients; {
	case with == sender && p.Cur.Sender == "":
		if !isAddress(text, 0) && string(text) != nullSender {
			return false
		}
		p.Cur.Sender = address(string(text))
	case text[0] == '(' || text[0] == '-':
		return false
	case with == sender && p.Cur.Sender != queue.NullSender:
		p.Cur.Sender += string(text)
	case with == recipient && len(to) > 0:
		to[len(to)-1].Address += string(text)
	default:
		return false
	}
	p.mayGoOn(with, padded)
	return true
}

// isDate recognises the four words of a date in a language other than English, which is
// skipped, by their place. Postfix itself prints only English.
func isDate(text string) bool {
	const day, clock, words = 2, 3, 4
	f := strings.Fields(text)
	return len(f) == words && len(strings.Trim(f[day], "0123456789.")) == 0 &&
		len(f[clock]) == len("08:40:08") && f[clock][2] == ':' && f[clock][5] == ':'
}
