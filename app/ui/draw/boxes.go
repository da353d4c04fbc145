package draw

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/words"
)

// El returns an element with a class; fewer types than those of package app, and
// less code for each use.
func El(tag, class string, body ...app.UI) app.UI {
	e := app.Elem(tag)
	if class != "" {
		e.Class(class)
	}
	return e.Body(body...)
}

// LinkTo returns a link with a text or more in it.
func LinkTo(class, href string, body app.UI) app.UI {
	return app.A().Class(class).Href(href).Body(body)
}

// Card returns a section with a title, and what is beside the title.
func Card(title string, head app.UI, body ...app.UI) app.UI {
	if head == nil {
		head = El("span", "")
	}
	return app.Section().Class("card").Aria("label", title).Body(append([]app.UI{
		El("div", "card-head", El("h2", "", app.Text(title)), El("p", "grow"), head)}, body...)...)
}

// Role returns an element with a role: tables are stacked on phones, which takes
// that of a table from them.
func Role(tag, role, class string, body ...app.UI) app.UI {
	return app.Elem(tag).Attr("role", role).Class(class).Body(body...)
}

// KPI is one figure of the strip at the top of a screen, with its term and a note.
func KPI(term string, value app.UI, note string) app.UI {
	return app.Div().Class("kpi").Body(app.Dt().Text(term), app.Dd().Body(value), app.Dd().Text(note))
}

// Columns sets widths in px, 0 for what is left. The attribute is old, but the
// policy of the page forbids styles.
func Columns(widths ...int) app.UI {
	var cols []app.UI
	for _, w := range widths {
		col := app.Col()
		if w > 0 {
			col.Attr("width", w)
		}
		cols = append(cols, col)
	}
	return app.ColGroup().Body(cols...)
}

// CountBar returns a number and, after it, its share of the largest one.
func CountBar(n, most int, class string) app.UI {
	count := app.Span().Text(words.Short(n))
	if s := words.Number(n); s != words.Short(n) {
		count.Title(s)
	}
	return app.Span().Class("cnt").Body(count,
		app.Span().Class("meter", class).Attr("data-v", Fraction(n, most)))
}

// AriaBool writes a boolean as ARIA states want it.
func AriaBool(on bool) string {
	if on {
		return "true"
	}
	return "false"
}
