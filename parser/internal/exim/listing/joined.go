package listing

import (
	"bytes"
	"regexp"
)

// firstAnywhere is the beginning of an entry inside of a text: its age, size and id, and a
// sender or what is wrong with its files.
var firstAnywhere = regexp.MustCompile(`(?:^|[ \t])((?:\d{1,7}[mhd][ \t]+(?:[0-9.]+[KMG]?[ \t]+)?)?[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4}[ \t]+)(?:<|\*\*\* spool )`)

// joined reads a line that holds several entries: a listing whose line ends became blanks, as in
// a paragraph of a web page. It reports false for others.
func (p *parser) joined(text []byte) bool {
	if bytes.Count(text, []byte("-")) < 4 { // as two ids have
		return false
	}
	starts := firstAnywhere.FindAllSubmatchIndex(text, -1)
	if len(starts) < 2 || starts[0][2] != 0 {
		return false
	}
	var from []int
	quoted, at := false, 0
	for _, s := range starts {
		quoted = quotes(text[at:s[2]], quoted)
		if at = s[2]; !quoted { // within quotation marks it is an address that looks so
			from = append(from, at)
		}
	}
	if len(from) < 2 {
		return false
	}
	line := p.last
	for i, start := range from {
		end := len(text)
		if i+1 < len(from) {
			end = from[i+1]
		}
		p.last.Offset = line.Offset + int64(start)
		p.entry(bytes.TrimRight(text[start:end], " \t"))
	}
	p.last = line
	p.broken = broken{}
	return true
}

// entry reads an entry that stands in one line.
func (p *parser) entry(text []byte) {
	first, rest := text, []byte(nil)
	if sound, damage, ok := bytes.Cut(text, []byte(" *** spool ")); ok && !bytes.ContainsRune(sound, '<') {
		if f, ok := parseFirst(bytes.TrimRight(sound, " \t")); ok {
			p.first(f, sound, p.last)
			if !p.damage(append([]byte("*** spool "), damage...)) {
				p.unknown(text)
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
		p.unknown(text)
		return
	}
	p.first(f, first, p.last)
	for len(rest) > 0 {
		if what, after, ok := bytes.Cut(rest, []byte(" *** ")); ok && bytes.HasPrefix(what, []byte("*** spool ")) && p.damage(append(bytes.Clone(what), " ***"...)) {
			rest = bytes.TrimLeft(after, " \t")
			continue
		}
		var name, next []byte
		name, next = quotedWord(rest)
		if mark := string(name); (mark == "D" || mark == "+D") && len(next) > 0 {
			var address []byte
			address, next = quotedWord(next)
			name = append(append(bytes.Clone(name), ' '), address...)
		}
		p.recipient(recipient(name))
		rest = next
	}
}

// endOfSender is where the first line of an entry ends: behind the sender at a bracket, its login
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

// quotes reports whether the end of a text is within quotation marks, if its beginning is or not.
func quotes(text []byte, quoted bool) bool {
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && quoted {
			i++
		} else if text[i] == '"' {
			quoted = !quoted
		}
	}
	return quoted
}

// quotedWord is word for an address, which may have blanks within quotation marks.
func quotedWord(text []byte) (first, rest []byte) {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case (c == ' ' || c == '\t') && !quoted:
			return text[:i], bytes.TrimLeft(text[i:], " \t")
		}
	}
	return text, nil
}
