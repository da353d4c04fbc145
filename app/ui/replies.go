package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// repliesView draws the replies screen.
func repliesView(m *Model, send Send) app.UI {
	return app.Main().Class("page").ID(mainID).TabIndex(-1)
}
