package mailq

import (
	"bytes"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// joint is what an entry's lines still need when they were broken or have lost
// their columns.
type joint struct {
	flat   bool // the status begins at the left edge, so recipients may, too
	tail   line // a status without its closing bracket, which may go on
	rest   int  // how many lines it may still take
	broken bool // the terminal broke the line with tail, perhaps inside a word
	lost   int  // blanks at the end of that line
	cut    bool // the terminal broke the line with the last address
}

// maxTail is how many lines a status can be broken into beside its first.
const maxTail = 3

// inEntry reads a line that is not understood by itself as a part of the open
// entry: of a copy that was broken at a width, or whose blanks were squeezed.
// A blank item means that the line was added to the one before.
func (p *parser) inEntry(it item, l line) (item, bool) {
	_, rest := indent(l.text)
	if !p.open || len(rest) == 0 || it.kind == noise {
		return item{}, false
	}
	switch {
	case p.tail.text != nil && p.continues(rest, l):
		return item{kind: blank}, true
	case p.extends(rest, l):
		return item{kind: blank}, true
	}
	if rest[0] == '(' || bytes.Contains(rest, []byte(" (")) || len(rest) <= 14 {
		if d := looseDetail(rest); d.kind != unknown {
			return d, true
		}
	}
	if it.kind == prompt {
		return item{}, false
	}
	if p.isAddress(rest, len(rest) < len(l.text)) {
		return item{kind: recipient, text: rest}, true
	}
	return item{}, false
}

// looseDetail reads a status or body type wherever it is.
func looseDetail(rest []byte) item {
	if value, ok := controlling(rest); ok {
		return item{kind: control, text: value}
	}
	if it := detail(rest, rest); it.kind != unknown {
		return it
	}
	if rest[0] == '(' && bytes.Count(rest, []byte("(")) > bytes.Count(rest, []byte(")")) {
		return item{kind: status, text: rest[1:], unclosed: true}
	}
	// A body type that is not known by its name.
	if i := bytes.IndexByte(rest, ' '); i > 0 && i <= 10 {
		if after := bytes.TrimLeft(rest[i:], " \t"); len(after) > 1 && after[0] == '(' && isUpper(rest[:i]) {
			it := item{kind: status, body: rest[:i], text: after[1:], unclosed: true}
			if text, ok := bracketed(after); ok {
				it.text, it.unclosed = text, false
			}
			return it
		}
	}
	return item{}
}

func isUpper(text []byte) bool {
	for _, c := range text {
		if (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return len(text) >= 4
}

// isAddress reports whether a text can be a recipient that lost its place.
func (p *parser) isAddress(rest []byte, indented bool) bool {
	if p.cur.Size < 0 && p.cur.Date.Month == 0 && !indented {
		return false // only an id was printed
	}
	if isHidden(rest) || isBangPath(rest) {
		return true
	}
	if rest[0] == '<' {
		return !bytes.ContainsAny(rest[1:], "<") && (indented || bytes.IndexByte(rest, '@') > 0 || !bytes.ContainsAny(rest, " \t"))
	}
	if isID(rest) {
		return false
	}
	if i := bytes.LastIndexByte(rest, '<'); i > 0 && rest[len(rest)-1] == '>' && bytes.IndexByte(rest[i:], '@') > 0 {
		return rest[0] == '"' || rest[0] == '(' || indented
	}
	if bytes.ContainsAny(rest, " \t") {
		return rest[0] == '"' && (rest[len(rest)-1] == '"' && bytes.Count(rest, []byte(`"`)) == 2 || bytes.IndexByte(rest, '@') > 0)
	}
	if len(p.cur.Notes) > 0 && !indented && !p.flat {
		return false // below other text, as in a signature
	}
	if at := bytes.LastIndexByte(rest, '@'); at > 0 && at < len(rest)-1 && !bytes.ContainsAny(rest, "()[]{},;$#") {
		return rest[len(rest)-1] != ':'
	}
	return (indented || p.flat) && !bytes.ContainsAny(rest[len(rest)-1:], ":;,$#%>.)]") && !bytes.ContainsAny(rest[:1], "-=*#.([{")
}

// isHidden reports whether a text is what web pages show in place of an address that they keep from
// robots.
func isHidden(rest []byte) bool {
	return string(bytes.Trim(rest, "<>")) == "[email protected]"
}

// isBangPath reports whether a text is an address of UUCP: "relay!host!user".
func isBangPath(rest []byte) bool {
	if bytes.IndexByte(rest, '!') <= 0 || rest[len(rest)-1] == '!' || bytes.Contains(rest, []byte("!!")) {
		return false
	}
	for _, c := range rest {
		if !alphanumeric(c) && bytes.IndexByte([]byte("!.-_%@"), c) < 0 {
			return false
		}
	}
	return true
}

// isID reports whether a text is a queue id, perhaps with its mark.
func isID(text []byte) bool {
	id, _ := splitMark(text)
	return queue.IsSendmailID(string(id))
}

// extends adds a line to a sender or recipient that was broken, or gives an
// entry the sender that went to the next line.
func (p *parser) extends(rest []byte, l line) bool {
	if bytes.ContainsAny(rest, " \t(") || isID(rest) {
		return false
	}
	c := &p.cur
	none := len(c.Recipients) == 0 && c.Status == "" && c.BodyType == ""
	if none && c.Date.Month != 0 && c.Sender == "" {
		if rest[0] == '<' || bytes.IndexByte(rest, '@') > 0 || alphanumeric(rest[0]) {
			c.Sender = p.address(rest)
			return true
		}
		return false
	}
	if len(rest) < len(l.text) || bytes.IndexByte(rest, '<') >= 0 {
		return false
	}
	last := &c.Sender
	if n := len(c.Recipients); n > 0 {
		last = &c.Recipients[n-1].Address
	} else if !none {
		return false
	}
	return p.extend(last, rest, l)
}

// bracket closes an address whose bracket alone went to the next line, where it
// looks like the mark of a quotation.
func (p *parser) bracket(l line) {
	if !p.open || !p.joint.cut || string(l.raw) != ">" {
		return
	}
	last := &p.cur.Sender
	if n := len(p.cur.Recipients); n > 0 {
		last = &p.cur.Recipients[n-1].Address
	}
	p.extend(last, l.raw, l)
}

// extend adds a text to an address that was broken.
func (p *parser) extend(last *string, rest []byte, l line) bool {
	wants := strings.HasPrefix(*last, "<") && !strings.HasSuffix(*last, ">")
	if !(wants && rest[len(rest)-1] == '>' || p.joint.cut && (wants || !strings.HasPrefix(*last, "<"))) || !p.grow(len(rest), l) {
		return false
	}
	p.joint.cut = p.hard(l)
	*last += p.address(rest)
	return true
}

// unclosed keeps a status that may continue on the next line.
func (p *parser) unclosed(l line) {
	p.tail = line{text: bytes.Clone(l.text), offset: l.offset, number: l.number}
	p.rest = maxTail
	p.joint.broken, p.lost = p.hard(l), l.length-len(l.text)
}

// hard reports whether a line ends where a terminal broke it, perhaps inside a
// word.
func (p *parser) hard(l line) bool {
	const usual = 80
	return l.length == usual || p.width > 0 && l.length == p.width
}

// continues adds a line to a status that was broken.
func (p *parser) continues(rest []byte, l line) bool {
	closed := rest[len(rest)-1] == ')'
	if rest[0] == '<' || rest[0] == '(' || p.rest == 0 || !closed && len(rest) < len(l.text) ||
		IsPrompt(l.text) && !closed || bytes.ContainsAny(rest, "<>") && !closed {
		return false
	}
	if _, broken := salvage(l.text); broken {
		return false
	}
	text := &p.cur.Status
	if n := len(p.cur.Recipients); n > 0 {
		text = &p.cur.Recipients[n-1].Status
	}
	between := " "
	if p.joint.broken {
		between = strings.Repeat(" ", p.lost)
	}
	if !p.grow(len(rest)+len(between), l) {
		return false
	}
	*text += between + string(bytes.TrimSuffix(rest, []byte(")")))
	p.rest--
	p.joint.broken, p.lost = p.hard(l), l.length-len(l.text)
	if closed {
		p.tail = line{}
		p.cur.Cut = len(p.cur.Status) >= p.statusWidth()
	}
	return true
}

// settle reports a status that nothing closed.
func (p *parser) settle() {
	if p.tail.text == nil {
		return
	}
	p.report(p.tail, "status without its closing bracket")
	p.tail = line{}
}

// startsEntry reports whether a text is the start of an entry's first line that
// was broken before its end: an id and a size.
func startsEntry(text []byte) bool {
	f := bytes.Fields(text)
	if len(f) < 2 || len(text) > 60 || text[0] == ' ' && len(f) > 6 {
		return false
	}
	id, _ := splitMark(f[0])
	size := bytes.TrimPrefix(f[1], []byte("-"))
	_, ok := number(size)
	return ok && isName(id) && queue.IsSendmailID(string(id))
}

// unwrapped joins a line to the start of an entry's first line.
func (p *parser) unwrapped(joined, l line) (line, bool) {
	if _, ok := parseFirst(joined.text); ok {
		return joined, true
	}
	spaced := joined
	spaced.text = append(append(bytes.Clone(p.held.text), ' '), l.text...)
	_, ok := parseFirst(spaced.text)
	return spaced, ok
}

// titles remembers the width at which a terminal broke the titles.
func (p *parser) titles(l line) {
	if !bytes.Contains(l.text, []byte("Recipient-")) {
		p.width = l.length
	}
}
