package pictures

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/picture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/words"
)

// firstLines is how many lines of a bar are shown.
const firstLines = 5

// bar returns a column of the flow on a narrow screen: a stacked bar with a list, the
// largest first.
func (c *flowCard) bar(name string, marks []protocol.FlowMark, class func(i int, m *protocol.FlowMark) string) app.UI {
	var shown []*protocol.FlowMark
	sum := 0
	for i := range marks {
		if picture.Drawn(marks, i) {
			shown = append(shown, &marks[i])
			sum += marks[i].Count
		}
	}
	slices.SortStableFunc(shown, func(a, b *protocol.FlowMark) int { return cmp.Compare(b.Count, a.Count) })

	const width, space = 1000.0, 3.0
	x, room := 0.0, width-space*float64(len(shown))
	var parts, lines []app.UI
	for i, m := range shown {
		w := room * float64(m.Count) / float64(max(1, sum))
		parts = append(parts, shape("rect", class(i, m), "x", fmt.Sprintf("%.1f", x), "width", fmt.Sprintf("%.1f", w), "height", "14"))
		x += w + space
		lines = append(lines, c.line(m, class(i, m)))
	}
	body := []app.UI{
		app.H3().Text(name),
		shape("svg", "fbar-b", "viewBox", "0 0 1000 14", "preserveAspectRatio", "none", "aria-hidden", "true").Body(parts...),
		app.Ul().Body(lines[:min(firstLines, len(lines))]...),
	}
	if len(lines) > firstLines {
		rest := 0
		for _, m := range shown[firstLines:] {
			rest += m.Count
		}
		body = append(body, app.Details().Class("more-line").Body(
			app.Summary().Body(draw.SmallIcon("chev-r"), app.Text(words.Number(len(lines)-firstLines)+" more, "+words.Plural(rest, "message", "messages"))),
			app.Ul().Body(lines[firstLines:]...)))
	}
	return app.Div().Class("fbar").Body(body...)
}

func (c *flowCard) line(m *protocol.FlowMark, class string) app.UI {
	link := app.A().Title(wholeName(m)).Body(
		app.I().Class("sw", class), app.Span().Text(wholeName(m)), app.B().Title(words.Number(m.Count)).Text(picture.Count(m.Count)))
	if selects(m) {
		link.Href(c.href(m.Query))
	}
	if m.On {
		link.Aria("current", "true")
	}
	return app.Li().Body(link)
}

// wholeName returns the name of a mark; of several values in one, with what they have
// in common.
func wholeName(m *protocol.FlowMark) string {
	switch {
	case m.Others == 0 || m.Note == "":
		return m.Name
	case strings.HasPrefix(m.Note, "of "):
		return m.Name + " " + m.Note
	}
	return m.Name + ", " + m.Note
}

// table has the numbers of the picture: a row a source and a row an obstacle.
func (c *flowCard) table() app.UI {
	f := c.Flow
	head := []string{"Source, obstacle", "Messages"}
	for i := range f.Kinds {
		head = append(head, f.Kinds[i].Name)
	}
	return c.twin.view("Table of sources and obstacles", head, c.rows)
}

func (c *flowCard) rows() (rows []app.UI) {
	f := c.Flow
	add := func(m *protocol.FlowMark, side string, count func(kind int) int) {
		if m.Count == 0 {
			return
		}
		name := []app.UI{app.Text(wholeName(m))}
		if side != "" {
			name = []app.UI{app.Span().Class("dim").Text(side + ":"), app.Text(" " + m.Name)}
		}
		all := app.UI(app.Text(words.Number(m.Count)))
		if selects(m) {
			all = app.A().Href(c.href(m.Query)).Text(words.Number(m.Count))
		}
		cells := []app.UI{app.Th().Scope("row").Body(name...), app.Td().Class("num").Body(all)}
		for k := range f.Kinds {
			text := "·"
			if n := count(k); n > 0 {
				text = words.Number(n)
			}
			cells = append(cells, app.Td().Class("num").Text(text))
		}
		rows = append(rows, app.Tr().Body(cells...))
	}
	for i := range f.Sources {
		add(&f.Sources[i], "", func(kind int) int { return between(f.In, i, kind) })
	}
	for i := range f.Obstacles {
		side, _ := picture.SideWords(f.Obstacles[i].Side)
		add(&f.Obstacles[i], side, func(kind int) int { return between(f.Out, kind, i) })
	}
	return rows
}

// between returns how many messages two marks have in common.
func between(bands []protocol.FlowBand, from, to int) int {
	for i := range bands {
		if bands[i].From == from && bands[i].To == to {
			return bands[i].Count
		}
	}
	return 0
}
