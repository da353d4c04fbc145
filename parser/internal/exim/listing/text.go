package listing

import (
	"bytes"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/paste"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// deep is the indent that recipients have at least: a tab counts as eight blanks. First lines
// begin further to the left.
const deep = 7

// line takes a line of any of the programs.
func (p *parser) Line(padded []byte) {
	text := bytes.TrimRight(padded, " \t\r")
	rest := bytes.TrimLeft(text, " \t")
	indent := len(text) - len(rest)
	if indent > 0 && text[0] == '\t' {
		indent += deep
	}
	if len(rest) == 0 {
		p.broken = broken{}
		return
	}
	if p.Open && indent >= deep && !p.broken.half && isPlain(rest) {
		p.plain(padded, rest)
		return
	}
	if p.joined(rest) || p.goesOn(padded, rest, indent) {
		return
	}
	if f, ok := parseFirst(rest); ok && (f.long || f.brief || !p.Open || indent < deep || p.Cur.Age == nil) {
		p.first(f, padded, p.Last)
		return
	}
	switch {
	case p.tabled(rest), p.counts(rest), p.Open && p.damage(rest):
	case p.typed(text):
	case p.said(rest):
	case p.Open && p.variable(rest):
	case p.Open && (indent >= deep || isListed(rest)):
		p.plain(padded, rest)
	case p.takeRest(rest):
	case isFence(rest), p.heading(rest), !p.Frame.Begun() && mailq.IsMailHeader(rest):
	default:
		p.Unknown(rest, "Exim")
	}
}

// plain takes a line that is a recipient.
func (p *parser) plain(padded, rest []byte) {
	p.broken = broken{text: p.keep(rest), at: p.Last, full: fills(padded)}
	p.Recipient(recipient(rest))
}

// keep copies a line, until another is kept.
func (p *parser) keep(text []byte) []byte {
	p.kept = append(p.kept[:0], text...)
	return p.kept
}

// isPlain recognises an address of the usual characters, which can be nothing else that is found
// in a listing: nearly all lines are such.
func isPlain(text []byte) bool {
	at := -1
	for i, c := range text {
		switch {
		case c == '@' && at < 0:
			at = i
		case '0' <= c && c <= '9', 'a' <= c|0x20 && c|0x20 <= 'z', c == '.', c == '-', c == '_', c == '+', c == '=':
		default:
			return false
		}
	}
	return at > 0 && at < len(text)-1
}

// heading takes a line with the host or the time of what follows.
func (p *parser) heading(text []byte) bool {
	h, ok := mailq.FindHeading(text)
	if !ok {
		return false
	}
	host := p.Out.Host
	if h.Host != "" {
		host = h.Host
	}
	if p.Frame.Begun() {
		p.Next(host)
	}
	p.Out.Host = host
	if h.Taken != 0 {
		p.Out.Taken, p.Out.Zone, p.Out.Zoned, p.Out.Local = h.Taken, h.Zone, h.Zoned, h.Local
	}
	return true
}

// isListed recognises a recipient that has lost its indent.
func isListed(text []byte) bool {
	r := recipient(text)
	return isAddress([]byte(r.Address)) || r.Done && !strings.ContainsAny(r.Address, " \t")
}

// isFence recognises a line of punctuation, such as marks code in a text.
func isFence(text []byte) bool { return len(bytes.Trim(text, "`~-=_*# ")) == 0 }

// first takes the first line of an entry.
func (p *parser) first(f first, padded []byte, at queue.Pos) {
	if p.table.titled {
		p.Next(p.Out.Host)
	}
	f.e.Pos = at
	p.Start(f.e)
	if f.brief {
		p.brief(f.rest)
		return
	}
	if isVariable(f.rest) {
		p.variables(f.rest)
		return
	}
	if !f.half {
		splitRecipients(f.rest, p.takes) // of exipick -flatq
	}
	p.broken = broken{at: at, first: true, half: f.half, full: fills(padded)}
	if padded != nil {
		p.broken.text = p.keep(bytes.TrimSpace(padded))
	}
}

// goesOn takes the rest of a line that a terminal or a mail program broke.
func (p *parser) goesOn(padded, rest []byte, indent int) bool {
	b := p.broken
	if !p.Open || b.text == nil || len(b.text)+len(rest) > paste.MaxLine {
		return false
	}
	if b.first && len(p.Cur.Recipients) == 0 {
		joint := b.half && !b.full || rest[0] == '<' && p.Cur.Sender == "" || rest[0] == '(' || bytes.HasPrefix(rest, []byte("*** fr"))
		if !joint && !(b.full && indent == 0) {
			return false
		}
		whole := bytes.Clone(b.text)
		if joint {
			whole = append(whole, ' ')
		}
		if f, ok := parseFirst(append(whole, rest...)); ok {
			p.Open = false // it begins once more
			p.first(f, nil, b.at)
			p.broken.full = fills(padded)
			return true
		}
		return false
	}
	if _, ok := parseFirst(rest); ok || b.first || !b.full || indent > 0 {
		return false
	}
	p.Cur.Recipients[len(p.Cur.Recipients)-1] = recipient(append(b.text, rest...))
	p.broken = broken{}
	return true
}

// fills reports whether a line is as long as a terminal's, which breaks longer ones inside words.
func fills(line []byte) bool {
	return len(line) > 0 && slices.ContainsFunc([]int{80, 100, 120, 132}, func(width int) bool { return len(line)%width == 0 })
}

// damage takes what exim -bp prints below a message that it cannot read.
func (p *parser) damage(text []byte) bool {
	rest, ok := bytes.CutPrefix(text, []byte("*** "))
	if !ok || !bytes.HasPrefix(rest, []byte("spool ")) {
		return false
	}
	what, after, ok := bytes.Cut(rest, []byte(" ***"))
	if !ok {
		return false
	}
	if p.Cur.Remark == "" {
		p.Cur.Remark = string(what)
	}
	p.Cur.Mark = queue.MarkUnreadable
	if bytes.Contains(after, []byte(frozen)) {
		p.Cur.Remark += ", frozen"
	}
	return true
}

// brief takes what follows the sender in a line of exiqgrep -b or exipick -b.
func (p *parser) brief(rest []byte) {
	to, vars, _ := bytes.Cut(rest, []byte(" Vars: "))
	to, ok := bytes.CutPrefix(bytes.TrimLeft(to, " "), []byte("To:"))
	if !ok {
		return
	}
	for _, address := range splitQuoted(to) {
		p.Recipient(queue.ListingRecipient{Address: address})
	}
	p.variables(vars)
}

// splitQuoted splits at semicolons outside of quotation marks.
func splitQuoted(text []byte) []string {
	var out []string
	quoted, from := false, 0
	for i := 0; i <= len(text); i++ {
		switch {
		case i == len(text) || text[i] == ';' && !quoted:
			if a := strings.TrimSpace(string(text[from:i])); a != "" {
				out = append(out, a)
			}
			from = i + 1
		case text[i] == '\\' && quoted:
			i++
		case text[i] == '"':
			quoted = !quoted
		}
	}
	return out
}
