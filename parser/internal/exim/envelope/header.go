package envelope

import (
	"strconv"
	"strings"
)

// header reads the fields up to the end of the file: the length, the type and the text of each
// (formats/exim.md §2.5).
func (p *parser) header() {
	for p.at < len(p.text) {
		start := p.at
		digits := 0
		for start+digits < len(p.text) && '0' <= p.text[start+digits] && p.text[start+digits] <= '9' && digits < 10 {
			digits++
		}
		n, err := strconv.Atoi(p.text[start : start+digits])
		body := start + digits + len("P ")
		switch {
		case body > len(p.text) && err == nil:
			p.cut("the end of the header")
			return
		case err != nil || p.text[body-1] != ' ':
			line, _, _ := strings.Cut(p.text[start:], "\n")
			p.note(Fault{At: int64(start), Line: p.line + 1, Reason: "a field of the header has no length: " + strconv.Quote(line[:min(len(line), 60)])})
			return
		}
		f := Field{Type: p.text[body-2], At: int64(body), Line: p.line + 1}
		if n > len(p.text)-body {
			f.Text = p.text[body:]
			p.m.Header = append(p.m.Header, f)
			p.line += strings.Count(f.Text, "\n")
			p.at = len(p.text)
			p.cut("the end of the header")
			return
		}
		f.Text = p.text[body : body+n]
		p.m.Header = append(p.m.Header, f)
		if at := strings.IndexByte(f.Text, 0); at >= 0 {
			p.note(Fault{At: f.At + int64(at), Line: f.Line, Reason: "a field of the header has a NUL byte, and Exim refuses such a file"})
		}
		p.line += strings.Count(f.Text, "\n")
		p.at = body + n
	}
}
