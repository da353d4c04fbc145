package messages

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/window"
)

// grip returns the line between two panes, which moves: with the mouse and fingers
// (screen.js), and with keys. side says where its pane is: 1 at its left, -1 at
// its right.
func grip(id, class, label, pane string, side int, g window.Grip, send model.Send) app.UI {
	return app.Div().Class("grip").Class(class).ID(id).Attr("role", "separator").TabIndex(0).
		Aria("orientation", "vertical").Aria("label", label).Aria("controls", pane).
		Aria("valuemin", g.Least).Aria("valuemax", g.Most).Aria("valuenow", g.Width).
		Attr("data-grip", side).Title("Drag, or arrow keys; double click: as delivered").
		OnKeyDown(func(_ app.Context, e app.Event) {
			switch key := e.Get("key").String(); key {
			case "ArrowLeft", "ArrowRight", "Home", "End":
				e.PreventDefault() // these keys move the list as well
				send(model.GripPressed{ID: id, Key: key, Shift: e.Get("shiftKey").Bool()})
			}
		})
}
