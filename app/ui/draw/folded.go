package draw

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Folded is something that opens in place: a summary, and below it a body that is
// drawn once it was opened. Each row of some tables has one, and few are ever
// opened. summary and body must always be the same functions for the same T.
func Folded[T any](class string, props T, summary func(T) app.HTMLSummary, body func(T) []app.UI) app.UI {
	return &folded[T]{Class: class, Props: props, summary: summary, body: body}
}

type folded[T any] struct {
	app.Compo

	Class   string
	Props   T
	summary func(T) app.HTMLSummary
	body    func(T) []app.UI

	opened bool
}

// Render draws the summary, and the body where it was opened once or, as there is
// no browser, cannot be.
func (f *folded[T]) Render() app.UI {
	inside := []app.UI{f.summary(f.Props)}
	if f.opened || !app.IsClient {
		inside = append(inside, f.body(f.Props)...)
	}
	return app.Details().Class(f.Class).Body(inside...).On("toggle", func(ctx app.Context, _ app.Event) {
		if f.opened {
			ctx.PreventUpdate()
		}
		f.opened = true
	})
}
