package draw

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/model"
)

// DialogFrame has a title with a remark, a button to close, two columns, and
// buttons at the end.
func DialogFrame(title, text string, left, right app.UI, foot []app.UI, send model.Send) app.UI {
	head := []app.UI{app.H2().ID("h-dialog").Text(title)}
	if text != "" {
		head = append(head, app.P().Text(text))
	}
	body := []app.UI{
		app.Header().Class("dialog-head").Body(
			app.Div().Class("grow").Body(head...),
			app.Button().Type("button").ID(model.CloseID).Class("btn", "btn-ghost", "icon-btn").
				Aria("label", "Close").Title("Close (Esc)").
				OnClick(func(app.Context, app.Event) { send(model.DialogClosed{}) }).Body(Icon("x"))),
		app.Div().Class("dialog-body").Body(left, right),
	}
	if len(foot) > 0 {
		body = append(body, app.Footer().Class("dialog-foot").Body(foot...))
	}
	return app.Div().Class("dialog").Attr("role", "dialog").Aria("modal", "true").Aria("labelledby", "h-dialog").Body(body...)
}
