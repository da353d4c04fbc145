package envelope

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
)

// recipients reads their number, and a line for each (formats/exim.md §2.4).
func (p *parser) recipients() bool {
	line, ok := p.next()
	if !ok {
		return p.cut("the number of recipients")
	}
	announced, err := strconv.ParseUint(line, 10, 31)
	if err != nil {
		p.fault(line, "line %q is not the number of recipients", line[:min(len(line), 60)])
		return p.toHeader()
	}
	for k := range announced {
		line, ok := p.next()
		switch {
		case !ok:
			return p.cut("the last recipient")
		case line == "":
			p.fault(line, "%s recipients, where the file says %s", count.Text(int64(k)), count.Text(int64(announced)))
			return true
		case k == MaxRecipients:
			p.note(Fault{At: int64(p.at), Line: p.line, Reason: fmt.Sprintf("more than %s recipients; the others are left out", count.Text(MaxRecipients)), Limit: true})
		case k < MaxRecipients:
			p.m.Recipients = append(p.m.Recipients, parseRecipient(line))
		}
	}
	line, ok = p.next()
	if !ok {
		return p.cut("the header")
	}
	if line != "" {
		p.fault(line, "line %q is where the recipients should end", line[:min(len(line), 60)])
		return p.toHeader()
	}
	return true
}

// toHeader skips everything before the empty line.
func (p *parser) toHeader() bool {
	for {
		line, ok := p.next()
		if !ok {
			return p.cut("the header")
		}
		if line == "" {
			return true
		}
	}
}

// Bits of the number at the end of a recipient, by what precedes it.
const (
	withErrorsTo = 1
	withORCPT    = 2
)

// parseRecipient reads a line from its end, as an address may hold anything.
func parseRecipient(line string) Recipient {
	bare := Recipient{Address: line, Parent: -1}
	rest, form, ok := cutLast(line, "#")
	bits, err := strconv.Atoi(form)
	if !ok || err != nil || bits < 0 {
		return oldRecipient(line)
	}
	r := bare
	if bits&withErrorsTo != 0 {
		var parent int64
		if rest, r.ErrorsTo, parent, ok = cutSized(rest); !ok {
			return bare
		}
		r.Parent = int(parent)
	}
	if bits&withORCPT != 0 {
		if rest, r.ORCPT, r.Notify, ok = cutSized(rest); !ok {
			return bare
		}
	}
	r.Address = rest
	return r
}

// cutSized takes " TEXT LEN,NUMBER" off the end.
func cutSized(s string) (rest, text string, number int64, ok bool) {
	rest, sizes, ok := cutLast(s, " ")
	length, last, both := strings.Cut(sizes, ",")
	n, err := strconv.Atoi(length)
	number, err2 := strconv.ParseInt(last, 10, 32)
	if !ok || !both || err != nil || err2 != nil || n < 0 || n >= len(rest) || rest[len(rest)-n-1] != ' ' {
		return s, "", 0, false
	}
	at := len(rest) - n
	return rest[:at-1], rest[at:], number, true
}

// oldRecipient reads the lines of early versions: the address, and behind it one number or
// three (formats/exim.md §2.4). A domain before them shows that they are not part of the address.
func oldRecipient(line string) Recipient {
	bare := Recipient{Address: line, Parent: -1}
	address, last, ok := cutLast(line, " ")
	if !ok || strings.HasSuffix(address, "\\") {
		return bare
	}
	numbers := strings.Split(last, ",")
	if len(numbers) != 1 && len(numbers) != 3 {
		return bare
	}
	parent := -1
	for _, n := range numbers {
		k, err := strconv.Atoi(n)
		if err != nil || k < -1 {
			return bare
		}
		parent = k
	}
	return Recipient{Address: strings.TrimRight(address, " "), Parent: parent}
}
