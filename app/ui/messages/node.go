package messages

import (
	"encoding/json"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// node is a text, or an element of a row with what it holds.
type node struct {
	Tag   string // "" for a text
	Class string
	Title string // where a "use" of a drawing leads
	Text  string
	Body  []node
}

func span(class, text string) node {
	return node{Tag: "span", Class: class, Body: []node{{Text: text}}}
}

// badge is draw.Badge as a node.
func badge(class, icon, text string) node {
	return node{Tag: "span", Class: class, Body: []node{
		{Tag: "svg", Class: "icon icon-s", Body: []node{{Tag: "use", Title: "#i-" + icon}}},
		{Text: text},
	}}
}

// append writes the node as JSON: a text as a string, an element as a list of its tag,
// its class, its title and what it holds.
func (n *node) append(out []byte) []byte {
	if n.Tag == "" {
		return appendText(out, n.Text)
	}
	out = appendText(append(out, '['), n.Tag)
	out = appendText(append(out, ','), n.Class)
	out = appendText(append(out, ','), n.Title)
	for k := range n.Body {
		out = n.Body[k].append(append(out, ','))
	}
	return append(out, ']')
}

// appendText writes a text as a string of JSON. Most have nothing to escape.
func appendText(out []byte, s string) []byte {
	for k := range len(s) {
		if c := s[k]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			quoted, err := json.Marshal(s)
			if err != nil {
				panic(err) // a string always marshals
			}
			return append(out, quoted...)
		}
	}
	return append(append(append(out, '"'), s...), '"')
}

// ui returns a node of texts and spans as an element of go-app.
func (n *node) ui() app.UI {
	if n.Tag == "" {
		return app.Text(n.Text)
	}
	e := app.Span().Class(n.Class)
	if n.Title != "" {
		e.Title(n.Title)
	}
	body := make([]app.UI, len(n.Body))
	for k := range n.Body {
		body[k] = n.Body[k].ui()
	}
	return e.Body(body...)
}
