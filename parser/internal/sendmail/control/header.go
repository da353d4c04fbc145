package control

import (
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// header reads an H record: H[?conditions?]name:value (formats/sendmail.md
// §2.7).
func (p *parser) header(rec string) {
	v := rec[1:]
	f := queue.HeaderField{Line: p.line, Off: p.off}
	if strings.HasPrefix(v, "?") {
		end := strings.IndexByte(v[1:], '?')
		if end < 0 {
			p.bad(rec, "H line: no second question mark")
			return
		}
		f.Cond, v = v[1:1+end], v[end+2:]
	}
	name, value, ok := strings.Cut(v, ":")
	if name = strings.TrimRight(name, " \t"); !ok || name == "" {
		p.bad(rec, fmt.Sprintf("H line: %.40q has no field name", v))
		return
	}
	f.Name, f.Value = name, p.decode(value)
	p.c.Header = append(p.c.Header, f)
}

// decode undoes what sendmail does to a header value in the file.
//
// QUIRK: 8.14 and later, which write version 8, store 0xFF before each byte
// 0x80 to 0x9F and 0xFF; the byte after it is meant literally. An unprefixed
// 0x81 is followed by the name of a macro: Return-Path is stored as "<\x81g>",
// g being the sender. A macro whose value the file does not hold is shown as
// $name; the number of one with a long name stays as it is.
func (p *parser) decode(v string) string {
	stuffed := p.c.Version >= 8
	if strings.IndexByte(v, 0xFF) < 0 && strings.IndexByte(v, 0x81) < 0 {
		return v
	}
	b := make([]byte, 0, len(v)+len(p.c.Sender))
	for i := 0; i < len(v); i++ {
		switch {
		case v[i] == 0xFF && stuffed && i+1 < len(v):
			i++
			b = append(b, v[i])
		case v[i] == 0x81 && i+1 < len(v) && v[i+1] < 0x80:
			i++
			b = append(b, p.macroValue(v[i:i+1])...)
		case v[i] == 0x81 && i+1 < len(v):
			b = append(b, v[i:i+2]...)
			i++
		default:
			b = append(b, v[i])
		}
	}
	return string(b)
}

func (p *parser) macroValue(name string) string {
	if name == "g" {
		s := p.c.Sender
		if strings.HasPrefix(s, "<") && strings.HasSuffix(s, ">") {
			s = s[1 : len(s)-1]
		}
		return s
	}
	for _, m := range p.c.Macros {
		if m.Name == name {
			return m.Value
		}
	}
	return "$" + name
}
