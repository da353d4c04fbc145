package content

import (
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html"
)

// Limits of HTML that is shown as such. They keep a browser from building a
// document out of all proportion to its source.
const (
	MaxHTML           = 1 << 20 // bytes as sent
	MaxHTMLElements   = 50_000  // elements that the source makes, at most
	MaxHTMLDepth      = 400     // levels of elements that must be closed
	MaxHTMLAttributes = 250     // of one element
)

// HTML returns the first part that is HTML to read, or nil.
func (m *Message) HTML() *Part {
	for _, p := range m.Parts {
		if p.Type == "text/html" && p.Disposition != "attachment" && p.Size > 0 {
			return p
		}
	}
	return nil
}

// ReadHTML decodes the source of an HTML part, up to MaxHTML bytes of it. Cut is
// how many are left out.
func (m *Message) ReadHTML(p *Part) (source string, cut int64, err error) {
	b, err := io.ReadAll(io.LimitReader(m.Open(p), MaxHTML))
	if len(b) == MaxHTML {
		cut = max(0, p.Decoded-int64(len(b)))
	}
	charset := p.Charset
	if charset == "" {
		charset = metaCharset(b)
	}
	source, _, _ = readText(charset, b, cut > 0, m.opt.Decode)
	return source, cut, err
}

// BoundHTML returns the reason why HTML must not be given to a browser, "" if
// there is none. A browser repeats each formatting element that is not closed
// in every block after it, so that a megabyte can make a billion elements:
// the estimate counts these repetitions, and is never too low.
func BoundHTML(source string) (why string) {
	b := htmlBound{same: map[string]int{}}
	z := html.NewTokenizer(strings.NewReader(source))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.TextToken:
			if strings.TrimSpace(string(z.Raw())) != "" {
				b.elements += b.repeated
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			raw := string(z.Raw())
			name, more := z.TagName()
			b.start(string(name), raw)
			for n := 0; more; n++ {
				if n == MaxHTMLAttributes {
					return "one of its elements has too many attributes"
				}
				_, _, more = z.TagAttr()
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			b.end(string(name))
		}
		switch {
		case b.elements > MaxHTMLElements:
			return fmt.Sprintf("it makes more than %d elements", MaxHTMLElements)
		case b.depth > MaxHTMLDepth:
			return fmt.Sprintf("its elements are more than %d levels deep", MaxHTMLDepth)
		}
	}
}

// htmlBound follows the elements that are open.
type htmlBound struct {
	open     []openElement
	same     map[string]int // formatting elements not closed yet, by their source
	repeated int            // of them, those that a browser repeats: three of a kind
	elements int
	depth    int // of open, without formatting elements
}

type openElement struct {
	name  string
	raw   string // of a formatting element, its source; "" of others
	depth int    // with it
}

// start opens an element. Those that a browser closes by itself add no depth.
func (b *htmlBound) start(name, raw string) {
	b.elements += 1 + b.repeated
	switch name {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p":
		return
	case "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u", "a":
		if b.same[raw]++; b.same[raw] <= 3 {
			b.repeated++
		}
	case "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "tbody", "thead", "tfoot", "colgroup", "html", "head", "body":
		raw = ""
	default:
		raw = ""
		b.depth++
	}
	b.open = append(b.open, openElement{name, raw, b.depth})
}

// end closes an element. A formatting element in which others have been
// opened since may live on.
func (b *htmlBound) end(name string) {
	last := len(b.open) - 1
	if last < 0 {
		return
	}
	if e := b.open[last]; e.name == name && e.raw != "" {
		b.open = b.open[:last]
		if b.same[e.raw]--; b.same[e.raw] < 3 {
			b.repeated--
		}
		return
	}
	for i := last; i >= 0 && last-i < MaxHTMLDepth; i-- {
		if b.open[i].name != name || b.open[i].raw != "" {
			continue
		}
		b.open = b.open[:i]
		b.depth = 0
		if i > 0 {
			b.depth = b.open[i-1].depth
		}
		return
	}
}
