package content

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// htmlShare is how many bytes of HTML may be read for one byte of text shown.
const htmlShare = 4

// findText fills Text, TextFrom and Cut with what a person would read.
func (m *Message) findText() {
	t := &texts{m: m, left: m.opt.MaxText}
	t.show(m.Root)
	if !t.any {
		t.lastResort()
	}
	m.Text = t.out.String()
}

// texts collects the text of a message.
type texts struct {
	m    *Message
	out  strings.Builder
	left int64 // bytes that may be added
	any  bool  // something but white space was shown
}

// show adds the text of a part and of those below it, and reports whether there
// is more than white space.
func (t *texts) show(p *Part) bool {
	switch {
	case p.isMultipart() && len(p.Children) > 0:
		switch p.Type {
		case "multipart/alternative":
			return t.alternative(p)
		case "multipart/related":
			// The rest are pictures and styles of the first (RFC 2387).
			return t.show(p.Children[0])
		}
		any := false
		for _, c := range p.Children {
			any = t.show(c) || any
		}
		return any
	case p.holdsMessage() && len(p.Children) > 0:
		t.heading(p.Children[0])
		return t.show(p.Children[0])
	case p.isReadable() && p.Disposition != "attachment":
		return t.add(p)
	}
	return false
}

// alternative shows plain text where there is any: the others have the same
// text with more markup (RFC 2046, 5.1.4).
func (t *texts) alternative(p *Part) bool {
	for _, c := range p.Children {
		if holds(c, "text/plain") && t.show(c) {
			return true
		}
	}
	for _, c := range p.Children {
		if !holds(c, "text/plain") && t.show(c) {
			return true
		}
	}
	return false
}

// holds reports whether a part of that type is at p or below.
func holds(p *Part, typ string) bool {
	if p.Type == typ {
		return true
	}
	for _, c := range p.Children {
		if holds(c, typ) {
			return true
		}
	}
	return false
}

// lastResort shows text of another type, such as a calendar entry, where there
// is nothing else.
func (t *texts) lastResort() {
	for _, p := range t.m.Parts {
		if strings.HasPrefix(p.Type, "text/") && !p.isReadable() && p.Disposition != "attachment" && t.add(p) {
			return
		}
	}
	switch {
	case t.m.Root.Size == 0:
		t.m.note("the message has no body")
	case t.out.Len() == 0:
		t.m.note("no text in this message")
	}
}

// heading introduces a message inside the message.
func (t *texts) heading(root *Part) {
	var b strings.Builder
	b.WriteString("----- Message inside -----\n")
	for _, name := range []string{"From", "To", "Cc", "Date", "Subject"} {
		for _, f := range root.Header {
			if strings.EqualFold(f.Name, name) {
				fmt.Fprintf(&b, "%s: %s\n", name, f.Value)
				break
			}
		}
	}
	t.append(b.String())
}

// add decodes the text of one part.
func (t *texts) add(p *Part) bool {
	if p.shown { // an alternative was tried and was empty
		return false
	}
	p.shown = true
	html := p.Type == "text/html"
	limit := t.left
	if html {
		limit *= htmlShare
	}
	b, err := io.ReadAll(io.LimitReader(t.source(p), limit))
	if err != nil {
		t.m.note(fmt.Sprintf("text of part %s not read to its end: %v", p.Path, err))
	}
	rest := int64(0)
	if int64(len(b)) == limit {
		rest = max(0, p.Decoded-int64(len(b)))
	}
	charset := p.Charset
	if html && charset == "" {
		charset = metaCharset(b)
	}
	text, used, note := readText(charset, b, rest > 0, t.m.opt.Decode)
	if note != "" {
		t.m.note(note)
	}
	from := p.Type
	switch {
	case html:
		text, from = HTMLToText(text), "text/html shown as text"
	default:
		text = cleanText(text)
		if p.flowed && p.Type == "text/plain" {
			text = unflow(text, p.delSp)
		}
		if used != "" {
			from += ", " + used
		}
	}
	blank := strings.TrimSpace(text) == ""
	if !blank && !t.any || t.m.TextFrom == "" && len(b) > 0 {
		t.m.TextFrom = from
	}
	t.any = t.any || !blank
	t.append(text)
	t.m.Cut += rest
	return !blank
}

// append adds a piece after an empty line, as much of it as fits.
func (t *texts) append(text string) {
	if t.out.Len() > 0 && text != "" {
		sep := "\n"
		if !strings.HasSuffix(t.out.String(), "\n") {
			sep = "\n\n"
		}
		t.write(sep)
	}
	t.m.Cut += t.write(text)
}

// write adds what fits and returns how many bytes did not.
func (t *texts) write(s string) int64 {
	part := s
	if int64(len(s)) > t.left {
		part = clip(s, int(t.left))
		t.left = 0 // nothing shorter may follow a cut
	} else {
		t.left -= int64(len(s))
	}
	t.out.WriteString(part)
	return int64(len(s) - len(part))
}

// source returns the text of a part without the files encoded in it, each replaced
// by a line that names it.
func (t *texts) source(p *Part) io.Reader {
	if len(p.Children) == 0 || p.isMultipart() {
		return t.m.Open(p)
	}
	var pieces []io.Reader
	pos := p.Offset
	for _, c := range p.Children {
		encoded := "uuencoded"
		if c.Encoding == "x-yenc" {
			encoded = "yEnc"
		}
		pieces = append(pieces, io.NewSectionReader(t.m.body, pos, c.Offset-pos),
			strings.NewReader(fmt.Sprintf("[%s, %d bytes, %s]\n", c.Name, c.Decoded, encoded)))
		pos = c.Offset + c.Size
	}
	return io.MultiReader(append(pieces, io.NewSectionReader(t.m.body, pos, p.Offset+p.Size-pos))...)
}

// metaCharset finds the charset that HTML declares in its first kilobyte.
func metaCharset(b []byte) string {
	b = bytes.ToLower(b[:min(len(b), 1024)])
	_, rest, ok := bytes.Cut(b, []byte("charset="))
	if !ok {
		return ""
	}
	rest = bytes.TrimLeft(rest, `"' `)
	n := bytes.IndexAny(rest, "\"' />;\t\r\n")
	if n < 0 || n > 40 || !isToken(string(rest[:n])) {
		return ""
	}
	return string(rest[:n])
}
