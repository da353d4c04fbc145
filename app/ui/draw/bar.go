package draw

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Bar returns a share of a whole, drawn. There is a number beside it, so it is
// hidden from screen readers.
func Bar(n, of int) app.UI {
	share := 0.
	if of > 0 {
		share = min(100*float64(n)/float64(of), 100)
	}
	rect := func(class, width string) app.UI {
		return app.Elem("rect").XMLNS(SVGNamespace).Class(class).Attr("width", width).Attr("height", "6")
	}
	return app.Elem("svg").XMLNS(SVGNamespace).Class("mbar").Attr("viewBox", "0 0 100 6").Attr("preserveAspectRatio", "none").
		Aria("hidden", "true").Body(rect("t", "100"), rect("v", strconv.FormatFloat(share, 'f', 1, 64)))
}
