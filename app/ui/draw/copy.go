package draw

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/ui/model"
)

// CopyIcon copies a text: a button without a visible name, for a row of a
// table or a corner. Key names it: it says "Copied" for a moment, while copied
// is key.
func CopyIcon(key, name, text, copied string, send model.Send) app.UI {
	icon := "copy"
	if copied == key {
		icon, name = "check", "Copied"
	}
	return app.Button().Type("button").Class("btn btn-s btn-ghost icon-btn copy").Aria("label", name).Title(text).Body(SmallIcon(icon)).
		OnClick(func(app.Context, app.Event) { send(model.CopyAsked{Key: key, Text: text}) }, app.EventScope("copy", key, text))
}
