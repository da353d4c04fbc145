package redact

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/escape"
)

// formBlanks reads the blanks of forms and of encoded words.
var formBlanks = strings.NewReplacer("+", " ", "_", " ")

// maxNested is how many encodings within one another are decoded.
const maxNested = 4

// decoded adds what is found in the views of a text, to what was found in the
// text itself. Within a view, all escapes are decoded at once.
func (rd *Redactor) decoded(s string, how mode, out []span, depth int) []span {
	if strings.Contains(s, "=?") {
		out = rd.encodedWords(s, how, out, depth)
	}
	if rd.hide.Subjects && strings.ContainsAny(s, "+_") {
		out = merge(out, rd.subjectsIn(formBlanks.Replace(s), nil))
	}
	if depth == 0 {
		for k := range escape.Schemes {
			if v, ok := escape.Schemes[k].Decode(s); ok {
				out = merge(out, back(v, rd.inside(v.Text, how, 1), escape.Schemes[k].Name))
			}
		}
	} else if v, ok := escape.DecodeAll(s); ok {
		out = merge(out, back(v, rd.inside(v.Text, how, depth+1), "escapes"))
	}
	for k := range escape.Marks {
		if v, ok := escape.Marks[k].Decode(s); ok {
			out = merge(out, back(v, rd.inside(v.Text, how, depth+1), escape.Marks[k].Name))
		}
	}
	out = rd.base64Runs(s, how, out, depth)
	return rd.hexRuns(s, how, out, depth)
}

// inside finds everything in a text that was decoded, and in what that encodes.
func (rd *Redactor) inside(s string, how mode, depth int) []span {
	out := rd.plain(s, how, nil)
	if depth >= maxNested {
		return out
	}
	return rd.decoded(s, how, out, depth)
}

// back translates spans of a view into spans of its text.
func back(v escape.View, spans []span, encoding string) []span {
	for k := range spans {
		p := &spans[k]
		p.from, p.to = int(v.At[p.from]), int(v.At[p.to])
		if p.encoding == "" {
			p.encoding = encoding
		}
	}
	return spans
}
