package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// messagesView draws the messages screen.
func messagesView(m *Model, send Send) app.UI {
	return app.Main().Class("split").ID(mainID).TabIndex(-1)
}
