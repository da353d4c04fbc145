package mailq

import (
	"bytes"
	"fmt"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// salvage finds an entry's first line behind something that does not belong to
// it. It reports broken for a line that has the columns of one; at is where its
// id begins, -1 where none can be read.
func salvage(text []byte) (at int, broken bool) {
	if len(text) == 0 || text[0] == '(' {
		return -1, false
	}
	_, start, end, ok := findDate(text)
	if !ok || start < 3 {
		return -1, false
	}
	left := bytes.TrimRight(text[:start], " \t+")
	if len(left) == start {
		return -1, false
	}
	if _, digits, ok := lastNumber(left); !ok || digits == len(left) || digits > 12 {
		return -1, false
	}
	if rest := bytes.TrimSpace(text[end:]); len(rest) > 0 && len(bytes.Fields(rest)) > 4 {
		return -1, false // prose or a log
	}
	for i := range left {
		if alphanumeric(left[i]) && (i == 0 || !alphanumeric(left[i-1])) {
			if e, ok := parseFirst(text[i:]); ok && queue.IsSendmailID(string(e.id)) {
				return i, true
			}
		}
	}
	return -1, true
}

// broken takes a line that has the columns of an entry's first line, but no id
// where it should be: it ends the entry before it, whatever it is itself.
func (p *parser) broken(l line) bool {
	at, ok := salvage(l.text)
	if !ok {
		return false
	}
	if at > 0 {
		p.report(l, fmt.Sprintf("%q before an id is left out", head(l.text[:at], maxQuoted)))
		l.text, l.offset = l.text[at:], l.offset+int64(at)
		e, _ := parseFirst(l.text)
		p.apply(item{kind: first, text: e.id, entry: e}, l)
		return true
	}
	p.finish()
	p.skipping = true
	p.out.Unread++
	p.out.Lost++
	p.report(l, fmt.Sprintf("a message whose id cannot be read is left out: %q", head(l.text, maxQuoted)))
	return true
}
