package share

import (
	"github.com/spoolscope/spoolscope/app/words"
	"golang.org/x/net/html"
)

// node returns an element with a class, unless that is "", and children.
func node(tag, class string, body ...*html.Node) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: tag}
	if class != "" {
		with(n, "class", class)
	}
	for _, c := range body {
		n.AppendChild(c)
	}
	return n
}

// with adds attributes, given as alternating names and values.
func with(n *html.Node, attributes ...string) *html.Node {
	for i := 0; i+1 < len(attributes); i += 2 {
		n.Attr = append(n.Attr, html.Attribute{Key: attributes[i], Val: attributes[i+1]})
	}
	return n
}

func text(s string) *html.Node { return &html.Node{Type: html.TextNode, Data: s} }

// after is before and s; nothing if s is "".
func after(before, s string) *html.Node {
	if s == "" {
		return text("")
	}
	return text(before + s)
}

func badge(label string, permanent bool) *html.Node {
	if permanent {
		return node("span", "badge fail", text(label))
	}
	return node("span", "badge", text(label))
}

// prose returns a text with words.Marked marks.
func prose(s string) (out []*html.Node) {
	for _, r := range words.Marked(s) {
		switch r.Mark {
		case words.Bold:
			out = append(out, node("b", "", text(r.Text)))
		case words.Code:
			out = append(out, node("code", "", text(r.Text)))
		default:
			out = append(out, text(r.Text))
		}
	}
	return out
}
