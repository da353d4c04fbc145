package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// dialogView draws the dialog that is open, or nil.
func dialogView(m *Model, send Send) app.UI {
	if m.Dialog == NoDialog {
		return app.Div()
	}
	return app.Div().Class("scrim")
}
