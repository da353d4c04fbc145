package listing

import (
	"bytes"
	"fmt"

	"github.com/spoolscope/spoolscope/parser/internal/frame"
	"github.com/spoolscope/spoolscope/parser/lazyregexp"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// firstAnywhere is the beginning of an entry inside of a text: its age, size and id, and a
// sender or what is wrong with its files.
var firstAnywhere = lazyregexp.New(`(?:^|[ \t])((?:-?\d{1,7}[mhd][ \t]+(?:[0-9.]+[KMG]?[ \t]+)?)?[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4}[ \t]+)(?:<|\*\*\* spool )`)

// joined reads a line that holds several entries: a listing whose line ends became blanks, as in
// a paragraph of a web page. The first one may follow the command that printed them, or the rest
// of the entry above. It reports false for others.
func (p *parser) joined(text []byte) bool {
	const hyphens = 2 // of an id
	if n := bytes.Count(text, []byte("-")); n < hyphens || n < 2*hyphens && beginsFirst(text) {
		return false
	}
	starts := firstAnywhere().FindAllSubmatchIndex(text, -1)
	if len(starts) == 0 {
		return false
	}
	from, hidden := outsideQuotes(text, starts)
	for _, at := range hidden {
		quoted := frame.Quote(text[at:])
		p.Problems.Add(queue.Problem{
			Pos: queue.Pos{File: p.File, Offset: p.Last.Offset + int64(at), Line: p.Last.Line}, Kind: queue.KindListing, Bytes: quoted,
			Reason: fmt.Sprintf("what looks like an entry is taken for a part of an address, because it is within quotation marks: %q", quoted),
		})
	}
	if len(from) == 0 {
		return false
	}
	lead := bytes.TrimRight(text[:from[0]], " \t")
	if len(from) < 2 && (len(lead) == 0 || commandIn(string(lead)) == nil && !p.isRest(lead)) {
		return false
	}
	if len(lead) > 0 {
		p.lead(lead)
	}
	line := p.Last
	for i, start := range from {
		end := len(text)
		if i+1 < len(from) {
			end = from[i+1]
		}
		p.Last.Offset = line.Offset + int64(start)
		p.entry(bytes.TrimRight(text[start:end], " \t"))
	}
	p.Last = line
	p.broken = broken{}
	return true
}

// beginsFirst reports whether a line begins as the first one of an entry.
func beginsFirst(text []byte) bool {
	w := firstWord(text)
	_, isAge := parseAge(w)
	_, isSize := parseSize(w)
	return isAge || isSize || queue.IsEximID(string(w))
}

// isRest reports whether a text is the rest of the entry above: recipients, behind its mark.
func (p *parser) isRest(text []byte) bool {
	if !p.Open {
		return false
	}
	text = bytes.TrimLeft(bytes.TrimPrefix(text, []byte(frozen)), " \t")
	return splitRecipients(text, func(r queue.ListingRecipient) bool { return isAddress([]byte(r.Address)) })
}

// takeRest takes what isRest knows.
func (p *parser) takeRest(text []byte) bool {
	if !p.isRest(text) {
		return false
	}
	if after, ok := bytes.CutPrefix(text, []byte(frozen)); ok {
		p.Cur.Mark, text = queue.MarkFrozen, bytes.TrimLeft(after, " \t")
	}
	splitRecipients(text, p.takes)
	return true
}

// takes takes a recipient. An id among them belongs to an entry whose first line was broken.
func (p *parser) takes(r queue.ListingRecipient) bool {
	if queue.IsEximID(r.Address) {
		p.Unknown([]byte(r.Address), "Exim")
	} else {
		p.Recipient(r)
	}
	return true
}

// lead takes the text before the first entry of a line.
func (p *parser) lead(text []byte) {
	if !p.takeRest(text) && !p.typed(text) && !p.said(text) && !p.heading(text) {
		p.Unknown(text, "Exim")
	}
}

// outsideQuotes returns the starts of entries that are not within the quotation marks of an address. A
// mark that neither begins an address nor ends a local part quotes nothing: it is half of a pair.
func outsideQuotes(text []byte, starts [][]int) (from, hidden []int) {
	at := 0 // what is before it has been looked at
	for _, s := range starts {
		for at < s[2] {
			begin := bytes.IndexByte(text[at:s[2]], '"')
			if begin < 0 {
				at = s[2]
				break
			}
			if begin += at; begin > 0 && !bytes.ContainsRune([]byte(" \t<;"), rune(text[begin-1])) {
				at = begin + 1
				continue
			}
			at = begin + 1
			if end := endOfQuoted(text, begin); end >= 0 {
				at = end
			}
		}
		if at > s[2] {
			hidden = append(hidden, s[2])
		} else {
			from = append(from, s[2])
		}
	}
	return from, hidden
}

// endOfQuoted returns where a quoted local part ends that begins at a quotation mark: behind the mark that
// a domain follows, or -1.
func endOfQuoted(text []byte, begin int) int {
	for i := begin + 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			if i+1 < len(text) && text[i+1] == '@' {
				return i + 1
			}
			return -1
		}
	}
	return -1
}

// entry reads an entry that is on one line.
func (p *parser) entry(text []byte) {
	first, rest := text, []byte(nil)
	if sound, damage, ok := bytes.Cut(text, []byte(" *** spool ")); ok && !bytes.ContainsRune(sound, '<') {
		if f, ok := parseFirst(bytes.TrimRight(sound, " \t")); ok {
			p.first(f, sound, p.Last)
			if !p.damage(append([]byte("*** spool "), damage...)) {
				p.Unknown(text, "Exim")
			}
			return
		}
	}
	if at := bytes.IndexByte(text, '<'); at >= 0 {
		if end := endOfSender(text, at); end < len(text) {
			first, rest = text[:end], bytes.TrimLeft(text[end:], " \t")
		}
	}
	f, ok := parseFirst(first)
	if !ok {
		p.Unknown(text, "Exim")
		return
	}
	p.first(f, first, p.Last)
	if bytes.HasPrefix(rest, []byte("*** spool ")) {
		rest = p.damaged(rest)
	}
	splitRecipients(rest, p.takes)
}

// damaged takes what Exim prints about a message that it cannot read, and returns what follows.
func (p *parser) damaged(text []byte) (rest []byte) {
	const mark = " ***"
	end := bytes.Index(text[len(mark):], []byte(mark))
	if end < 0 {
		p.Unknown(text, "Exim")
		return nil
	}
	end += 2 * len(mark)
	if after := bytes.TrimLeft(text[end:], " \t"); bytes.HasPrefix(after, []byte(frozen)) {
		end = len(text) - len(after) + len(frozen)
	}
	p.damage(text[:end])
	return bytes.TrimLeft(text[end:], " \t")
}

// splitRecipients calls each with the addresses that stand one behind the other, each with its mark,
// until it returns false.
func splitRecipients(text []byte, each func(queue.ListingRecipient) bool) bool {
	for len(text) > 0 {
		name, next := quotedWord(text)
		if mark := string(name); (mark == "D" || mark == "+D") && len(next) > 0 {
			var address []byte
			address, next = quotedWord(next)
			name = append(append(bytes.Clone(name), ' '), address...)
		}
		if !each(recipient(name)) {
			return false
		}
		text = next
	}
	return true
}

// endOfSender returns where the first line of an entry ends: behind the sender at a bracket, its login
// and the mark of a frozen message.
func endOfSender(text []byte, at int) int {
	end := at + 1
	for quoted := false; end < len(text); end++ {
		if c := text[end]; c == '"' {
			quoted = !quoted
		} else if c == '>' && !quoted {
			end++
			break
		}
	}
	skip := func() []byte { return bytes.TrimLeft(text[end:], " \t") }
	if rest := skip(); len(rest) > 0 && rest[0] == '(' {
		if n := bytes.IndexByte(rest, ')'); n > 0 {
			end = len(text) - len(rest) + n + 1
		}
	}
	if rest := skip(); bytes.HasPrefix(rest, []byte(frozen)) {
		end = len(text) - len(rest) + len(frozen)
	}
	return end
}

// quotedWord is word for an address, which may have blanks within quotation marks.
func quotedWord(text []byte) (first, rest []byte) {
	end := 0
	if text[0] == '"' {
		end = max(endOfQuoted(text, 0), 0)
	}
	if n := bytes.IndexAny(text[end:], " \t"); n >= 0 {
		end += n
		return text[:end], bytes.TrimLeft(text[end:], " \t")
	}
	return text, nil
}
