package pictures

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/picture"
	"github.com/spoolscope/spoolscope/app/ui/draw"
)

// idPrefix precedes a Ref in the id of its element.
const idPrefix = "picture-"

// svg turns a picture into elements of the page. link turns an element with a
// Ref into a link, and returns what comes first inside it.
func svg(e *picture.Element, link func(ref string, el app.HTMLElem) []app.UI) app.HTMLElem {
	el := app.Elem(e.Tag).XMLNS(draw.SVGNamespace)
	if e.Class != "" {
		el.Class(e.Class)
	}
	for _, a := range e.Attrs {
		el.Attr(a.Name, a.Value)
	}
	var body []app.UI
	if e.Ref != "" {
		body = link(e.Ref, el)
	}
	if e.Text != "" {
		body = append(body, app.Text(e.Text))
	}
	for i := range e.Body {
		body = append(body, svg(&e.Body[i], link))
	}
	return el.Body(body...)
}

// shape returns an SVG element without anything in it.
func shape(tag, class string, attrs ...string) app.HTMLElem {
	el := app.Elem(tag).XMLNS(draw.SVGNamespace)
	if class != "" {
		el.Class(class)
	}
	for i := 0; i+1 < len(attrs); i += 2 {
		el.Attr(attrs[i], attrs[i+1])
	}
	return el
}

// title returns what hovers over an element.
func title(text string) app.UI { return shape("title", "").Body(app.Text(text)) }

// twin is the table of a picture, closed. It is drawn once it was opened: closed
// it would be a third of the page.
type twin struct{ opened bool }

// view draws the table; rows makes its rows.
func (w *twin) view(label string, head []string, rows func() []app.UI) app.UI {
	body := []app.UI{app.Summary().Body(draw.SmallIcon("chev-r"), app.Text("Show as a table"))}
	if w.opened {
		var cells []app.UI
		for i, text := range head {
			th := app.Th().Scope("col").Text(text)
			if i > 0 {
				th.Class("num")
			}
			cells = append(cells, th)
		}
		body = append(body, app.Div().Class("scroll-x").TabIndex(0).Attr("role", "region").Aria("label", label).Body(
			app.Table().Class("table").Body(
				app.THead().Body(app.Tr().Body(cells...)), app.TBody().Body(rows()...))))
	}
	return app.Details().Class("twin").Body(body...).On("toggle", func(ctx app.Context, _ app.Event) {
		if w.opened {
			ctx.PreventUpdate()
		}
		w.opened = true
	})
}

// withModifier reports whether a key is meant for the browser.
func withModifier(e app.Event) bool {
	return e.Get("ctrlKey").Truthy() || e.Get("altKey").Truthy() || e.Get("metaKey").Truthy()
}
