package draw

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// TextSkeleton is a placeholder for a text.
func TextSkeleton() app.UI {
	var rows []app.UI
	for _, w := range []string{"90", "96", "70", "93", "88", "40"} {
		rows = append(rows, app.P().Body(app.Span().Class("skel").Attr("data-w", w)))
	}
	return app.Div().Class("body-text").Aria("busy", "true").Body(rows...)
}

// SkeletonRows are placeholders for the rows that are still to come.
func SkeletonRows() []app.UI {
	td := func(w int, class ...string) app.UI {
		return app.Td().Attr("role", "cell").Class(class...).Body(app.Span().Class("skel").Attr("data-w", w))
	}
	var rows []app.UI
	for i := range 3 {
		rows = append(rows, app.Tr().Attr("role", "row").Aria("hidden", "true").Body(
			td(70-14*i, "k-end"), td(70, "k-lead"), td(52-9*i, "k-main"), td(64, "k-sub"), td(70, "num"), td(100, "p5")))
	}
	return rows
}
