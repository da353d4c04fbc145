package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

func overviewView(m *Model, send Send) app.UI {
	return app.Main().Class("page").ID(mainID).TabIndex(-1)
}
