package detail

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// paragraph is a part of a text between empty lines.
type paragraph struct {
	Lines   []string
	Quoted  bool // lines that began with ">", without it
	Aligned bool // columns made of spaces: only a fixed width font shows them
}

// paragraphs splits the first limit lines of a text, and says how many lines
// there are in all.
func paragraphs(text string, limit int) ([]paragraph, int) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	total := len(lines)
	if total > limit {
		lines = lines[:limit]
	}
	var out []paragraph
	var cur paragraph
	flush := func() {
		if len(cur.Lines) > 0 {
			cur.Aligned = aligned(cur.Lines)
			out = append(out, cur)
		}
		cur = paragraph{}
	}
	for _, line := range lines {
		line = strings.TrimRight(line, " \t\r")
		quote, quoted := strings.CutPrefix(line, ">")
		// A transcript's ">>> DATA" is not a quote.
		quoted = quoted && !strings.HasPrefix(line, ">>> ")
		if quoted {
			line = strings.TrimPrefix(quote, " ")
		}
		if line == "" {
			flush()
			continue
		}
		if quoted != cur.Quoted {
			flush()
			cur.Quoted = quoted
		}
		cur.Lines = append(cur.Lines, line)
	}
	flush()
	return out, total
}

// aligned reports whether at least two lines have a gap inside that is wide
// enough to be a column, or begin deep enough to be a drawing.
func aligned(lines []string) bool {
	n := 0
	for _, line := range lines {
		inner := strings.TrimLeft(line, " \t")
		if strings.Contains(inner, "   ") || strings.Contains(inner, "\t") || len(line)-len(inner) >= 8 {
			n++
		}
	}
	return n >= 2
}

// bodyText draws a message's text: paragraphs, quotes set apart, and columns in
// a fixed width font.
func bodyText(text string, limit int) (view app.UI, hidden int) {
	ps, total := paragraphs(text, limit)
	body := make([]app.UI, 0, len(ps))
	for i := 0; i < len(ps); i++ {
		if !ps[i].Quoted {
			body = append(body, paragraphView(ps[i]))
			continue
		}
		var quote []app.UI
		for ; i < len(ps) && ps[i].Quoted; i++ {
			quote = append(quote, paragraphView(ps[i]))
		}
		i--
		// The empty paragraph gives the next one its distance: design.css
		// knows paragraphs after paragraphs.
		body = append(body, app.Blockquote().Body(quote...), app.P())
	}
	return app.Div().Class("body-text").Body(body...), max(0, total-limit)
}

func paragraphView(p paragraph) app.UI {
	if p.Aligned {
		return app.P().Class("scroll-x").Body(app.Code().Body(brokenLines(p.Lines)...))
	}
	return app.P().Body(brokenLines(p.Lines)...)
}

// brokenLines puts a line break between lines, and keeps the spaces that HTML
// would drop by making them no-break ones.
func brokenLines(lines []string) []app.UI {
	out := make([]app.UI, 0, 2*len(lines))
	for i, line := range lines {
		if i > 0 {
			out = append(out, app.Br())
		}
		out = append(out, app.Text(keepSpaces(line)))
	}
	return out
}

func keepSpaces(line string) string {
	if !strings.Contains(line, "  ") && !strings.ContainsAny(line, "\t") && !strings.HasPrefix(line, " ") {
		return line
	}
	var b strings.Builder
	column, space := 0, true
	for _, r := range line {
		n := 1
		switch r {
		case '\t':
			n = 8 - column%8
			b.WriteString(strings.Repeat("\u00a0", n))
			space = true
		case ' ':
			if space {
				b.WriteRune('\u00a0')
			} else {
				b.WriteRune(' ')
			}
			space = true
		default:
			b.WriteRune(r)
			space = false
		}
		column += n
	}
	return b.String()
}
