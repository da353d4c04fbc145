package picture

import (
	"html"
	"strconv"
	"strings"
)

// Element is an SVG element.
type Element struct {
	Tag   string
	Class string
	// Ref names what the element represents, which may be a link: "s1" is the
	// first source, "k1" the first kind, "o1" the first obstacle, "i1" the first
	// band from a source, "u1" the first from a kind, "e1" the first event.
	Ref   string
	Attrs []Attr
	Text  string // before Body
	Body  []Element
}

// Attr is an attribute of an element.
type Attr struct{ Name, Value string }

// el returns an element with attributes, given as alternating names and values.
func el(tag, class string, attrs ...string) Element {
	e := Element{Tag: tag, Class: class}
	for i := 0; i+1 < len(attrs); i += 2 {
		e.Attrs = append(e.Attrs, Attr{attrs[i], attrs[i+1]})
	}
	return e
}

// with sets what is in an element.
func (e Element) with(body ...Element) Element {
	e.Body = body
	return e
}

// says sets the text of an element.
func (e Element) says(text string) Element {
	e.Text = text
	return e
}

// hidden removes an element from the picture and leaves it in the tree, so that
// the next picture has the same elements in the same places.
func (e Element) hidden() Element {
	e.Attrs = append(e.Attrs, Attr{"display", "none"})
	return e
}

// SVG writes an element as text, without links, titles, ids and style attributes:
// it may be in any document, more than once. label is what it says to those who
// do not see it.
func (e Element) SVG(label string) string {
	e.Attrs = append([]Attr{{"xmlns", "http://www.w3.org/2000/svg"}, {"role", "img"}, {"aria-label", label}}, e.Attrs...)
	var b strings.Builder
	e.write(&b)
	return b.String()
}

func (e *Element) write(b *strings.Builder) {
	for _, a := range e.Attrs {
		if a.Name == "display" && a.Value == "none" || a.Name == "href" {
			return
		}
	}
	tag := e.Tag
	if tag == "a" {
		tag = "g"
	}
	b.WriteString("<" + tag)
	if e.Class != "" {
		b.WriteString(` class="` + html.EscapeString(e.Class) + `"`)
	}
	for _, a := range e.Attrs {
		b.WriteString(" " + a.Name + `="` + html.EscapeString(a.Value) + `"`)
	}
	if e.Text == "" && len(e.Body) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteString(">" + html.EscapeString(e.Text))
	for i := range e.Body {
		e.Body[i].write(b)
	}
	b.WriteString("</" + tag + ">")
}

// num writes a coordinate with as few digits as it needs, at most two after the
// point.
func num(v float64) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// percent writes a place or a width as a share of the picture's.
func percent(v float64) string { return num(v) + "%" }
