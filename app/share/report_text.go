package share

import (
	"bytes"
	"slices"

	"golang.org/x/net/html"
)

// TextOfReport returns what may name anybody in a report: its texts and attributes, each element as
// <i>. Its style sheet and the names of elements and classes are the same in every report; a server
// that is called white-space or ubuntu is not in them. Lines stay as they are.
func TextOfReport(page []byte) []byte {
	out := make([]byte, 0, len(page))
	z := html.NewTokenizer(bytes.NewReader(page))
	for style := false; ; {
		kind := z.Next()
		raw := z.Raw()
		lines := bytes.Count(raw, []byte("\n"))
		switch kind {
		case html.ErrorToken:
			return out
		case html.TextToken:
			if !style {
				out, lines = append(out, raw...), 0
			}
		case html.EndTagToken:
			style = false
			out = append(out, "</i>"...)
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			style = kind == html.StartTagToken && string(name) == "style"
			out = append(out, "<i"...)
			for more {
				var key, value []byte
				if key, value, more = z.TagAttr(); !slices.Contains(fixedAttributes, string(key)) {
					out = append(append(out, ` title="`+html.EscapeString(string(value))...), '"')
				}
			}
			out = append(out, '>')
		}
		out = append(out, bytes.Repeat([]byte("\n"), lines)...)
	}
}

// fixedAttributes are those whose values are the program's own in every report.
var fixedAttributes = []string{"class", "style", "http-equiv", "content", "name", "charset", "lang", "role", "scope"}
