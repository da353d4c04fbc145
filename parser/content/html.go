package content

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of nesting.
const (
	maxQuote   = 10   // levels of quotes and lists that indent
	maxAddress = 2000 // bytes of a link's address
)

// HTMLToText turns HTML into readable plain text: blocks become lines, list
// items get a dash or a number, quotes a ">", pictures their description, and
// links their address after them. Scripts, styles, comments and everything
// else that is not text is dropped. Nothing is fetched.
func HTMLToText(source string) string {
	w := &htmlWriter{atStart: true}
	z := html.NewTokenizer(strings.NewReader(source))
	for {
		switch z.Next() {
		case html.ErrorToken: // the only error is the end
			w.newline()
			return strings.TrimLeft(w.out.String(), "\n")
		case html.TextToken:
			w.text(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := atom.Lookup(name)
			w.start(tag, z, more)
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(atom.Lookup(name))
		}
	}
}

// htmlWriter writes text with white space as a browser shows it.
type htmlWriter struct {
	out     strings.Builder
	breaks  int  // line ends at the end of out
	atStart bool // nothing on this line yet
	space   bool // white space waits for a word
	pre     int  // open elements that keep white space
	skip    atom.Atom
	skipped int
	quote   int   // open quotes
	lists   []int // open lists: the number of the last item, -1 not numbered
	href    string
	linked  strings.Builder // the text of the open link
}

// start opens an element.
func (w *htmlWriter) start(tag atom.Atom, z *html.Tokenizer, more bool) {
	if w.skipped > 0 {
		if tag == w.skip {
			w.skipped++
		}
		return
	}
	switch tag {
	case atom.Script, atom.Style, atom.Title, atom.Template, atom.Iframe, atom.Noembed, atom.Noframes, atom.Noscript:
		w.skip, w.skipped = tag, 1
	case atom.Br:
		w.br()
	case atom.Hr:
		w.newline()
		w.word("----------")
		w.newline()
	case atom.Img:
		if alt := strings.TrimSpace(attribute(z, more, "alt")); alt != "" {
			w.text("[" + alt + "]")
		}
	case atom.A:
		w.endLink()
		w.href = address(attribute(z, more, "href"))
	case atom.Li:
		w.item()
	case atom.Ul, atom.Ol, atom.Menu, atom.Dir:
		w.openList(tag == atom.Ol)
	case atom.Blockquote:
		w.blank()
		w.quote++
	case atom.Pre, atom.Textarea, atom.Listing, atom.Xmp, atom.Plaintext:
		w.newline()
		w.pre++
	case atom.Td, atom.Th:
		if !w.atStart {
			w.out.WriteByte(' ') // two blanks between cells
			w.space = true
		}
	default:
		w.block(tag)
	}
}

// end closes an element.
func (w *htmlWriter) end(tag atom.Atom) {
	if w.skipped > 0 {
		if tag == w.skip {
			w.skipped--
		}
		return
	}
	switch tag {
	case atom.A:
		w.endLink()
	case atom.Ul, atom.Ol, atom.Menu, atom.Dir:
		if n := len(w.lists); n > 0 {
			w.lists = w.lists[:n-1]
		}
		w.newline()
		if len(w.lists) == 0 {
			w.blank()
		}
	case atom.Blockquote:
		w.blank()
		w.quote = max(0, w.quote-1)
	case atom.Pre, atom.Textarea, atom.Listing, atom.Xmp, atom.Plaintext:
		w.newline()
		w.pre = max(0, w.pre-1)
	default:
		w.block(tag)
	}
}

// block breaks the line at an element's start and end.
func (w *htmlWriter) block(tag atom.Atom) {
	switch tag {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Table, atom.Dl, atom.Fieldset, atom.Figure:
		w.blank()
	case atom.Div, atom.Tr, atom.Li, atom.Dt, atom.Dd, atom.Body, atom.Html, atom.Head, atom.Center, atom.Address,
		atom.Article, atom.Section, atom.Header, atom.Footer, atom.Main, atom.Nav, atom.Aside, atom.Caption,
		atom.Figcaption, atom.Form, atom.Option, atom.Legend, atom.Details, atom.Summary:
		w.newline()
	}
}

func (w *htmlWriter) openList(numbered bool) {
	w.newline()
	if len(w.lists) == 0 {
		w.blank()
	}
	last := -1
	if numbered {
		last = 0
	}
	if len(w.lists) < 1000 { // deeper ones are as good as one
		w.lists = append(w.lists, last)
	}
}

func (w *htmlWriter) item() {
	w.newline()
	mark := "- "
	if n := len(w.lists); n > 0 {
		if w.lists[n-1] >= 0 {
			w.lists[n-1]++
			mark = strconv.Itoa(w.lists[n-1]) + ". "
		}
		mark = strings.Repeat("  ", min(n-1, maxQuote)) + mark
	}
	w.word(mark)
	w.space = false
	w.breaks = 1 // a paragraph inside does not leave the mark alone
	w.atStart = true
}

// endLink writes the address of a link, unless its text is the address.
func (w *htmlWriter) endLink() {
	href, text := w.href, strings.TrimSpace(w.linked.String())
	w.href = ""
	w.linked.Reset()
	if href == "" || text == href || "mailto:"+text == href ||
		strings.TrimRight(text, "/") == strings.TrimRight(strings.TrimPrefix(strings.TrimPrefix(href, "https://"), "http://"), "/") {
		return
	}
	if !w.atStart {
		w.space = true
	}
	w.word("<" + href + ">")
}

// text adds text with its white space collapsed, or kept inside pre.
func (w *htmlWriter) text(s string) {
	if w.skipped > 0 {
		return
	}
	s = strings.ReplaceAll(s, "\u00a0", " ")
	if w.href != "" && w.linked.Len() < maxAddress {
		w.linked.WriteString(clip(s, maxAddress))
	}
	if w.pre > 0 {
		s = cleanText(s)
		for {
			line, rest, more := strings.Cut(s, "\n")
			if line != "" {
				w.word(line)
			}
			if !more {
				return
			}
			w.br()
			s = rest
		}
	}
	for s != "" {
		i := strings.IndexAny(s, " \t\r\n\f")
		if i != 0 {
			if i < 0 {
				i = len(s)
			}
			w.word(cleanText(s[:i]))
		}
		if i < len(s) {
			w.space = true
		}
		s = strings.TrimLeft(s[i:], " \t\r\n\f")
	}
}

// word adds s after the pending white space.
func (w *htmlWriter) word(s string) {
	if w.atStart {
		w.indent()
	} else if w.space {
		w.out.WriteByte(' ')
	}
	w.out.WriteString(s)
	w.atStart, w.space, w.breaks = false, false, 0
}

// indent starts a line with the marks of the quotes around it.
func (w *htmlWriter) indent() {
	if s := w.out.String(); s != "" && s[len(s)-1] != '\n' {
		return // after the mark of an item
	}
	w.out.WriteString(strings.Repeat("> ", min(w.quote, maxQuote)))
}

// br ends the line.
func (w *htmlWriter) br() {
	w.out.WriteByte('\n')
	w.breaks++
	w.atStart, w.space = true, false
}

// newline ends the line if anything is on it.
func (w *htmlWriter) newline() {
	if w.out.Len() > 0 && w.breaks == 0 {
		w.br()
	}
}

// blank leaves one empty line.
func (w *htmlWriter) blank() {
	w.newline()
	if w.out.Len() > 0 && w.breaks == 1 && strings.HasSuffix(w.out.String(), "\n") {
		w.br()
	}
}

// attribute returns the value of the first attribute of that name.
func attribute(z *html.Tokenizer, more bool, name string) string {
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if string(key) == name {
			return string(value)
		}
	}
	return ""
}

// address returns the address of a link that a person could open.
func address(href string) string {
	href = cleanLine(strings.TrimSpace(href))
	if len(href) > maxAddress {
		return ""
	}
	scheme, _, ok := strings.Cut(strings.ToLower(href), ":")
	if !ok {
		return ""
	}
	switch scheme {
	case "http", "https", "ftp", "mailto", "tel":
		return href
	}
	return ""
}
