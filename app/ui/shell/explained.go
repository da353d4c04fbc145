package shell

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
)

// explanation says what one status or reply means that was opened or pasted.
func explanation(x *protocol.Explanation) app.UI {
	title, sure := x.Meaning, x.Sure+", because of "+x.Because
	if !x.Known {
		title, sure = "Unknown: no rule matches this text", ""
	}
	var rows []app.UI
	row := func(name, text string) {
		if text != "" {
			rows = append(rows, app.Dt().Text(name), app.Dd().Body(draw.Prose(text)...))
		}
	}
	row("Who must act", x.Who)
	row("What to do", x.Advice)
	row("How long it lasts", x.Lasts)
	row("Is deleting it safe?", x.Delete)
	row("Code", strings.TrimSpace(x.Code+" "+x.Enhanced+" "+x.Standard))
	row("Whose words", x.Source)
	return app.Section().Class("card explained").Attr("role", "status").Aria("labelledby", "h-explained").Body(
		app.Div().Class("card-head").Body(app.H2().ID("h-explained").Text(title), app.P().Class("grow").Body(draw.Prose(sure)...)),
		app.Div().Class("card-body").Body(
			app.Blockquote().Class("clamp").Body(app.Code().Text(x.Text)),
			app.Dl().Class("facts").Body(rows...),
			app.P().Class("dim").Text("This is one status or reply, not a queue. Open a listing or the spool to see how many messages it holds up.")))
}
