package shell

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/words"
)

// hiddenWords name what a file hides.
var hiddenWords = map[string]string{
	"addresses": "addresses", "hosts": "hosts", "ids": "message IDs", "subjects": "subjects", "bodies": "bodies",
}

// CarriedNote says what the page shows: data that it carries, of what and when,
// and what is missing.
func CarriedNote(c *protocol.Carried) app.UI {
	title := "This file carries its data."
	if c.Title != "" {
		title = c.Title
	}
	text := " Made from " + c.Name
	if c.Taken != 0 {
		text += ", captured " + words.Date(c.Taken)
	}
	if c.Messages != c.Total {
		text += ", " + words.Number(c.Messages) + " of " + words.Plural(c.Total, "message", "messages")
	}
	text += "."
	var replaced, out []string
	for name := range strings.SplitSeq(c.Hidden, ",") {
		switch word := hiddenWords[name]; name {
		case "subjects", "bodies":
			out = append(out, word)
		case "addresses", "hosts", "ids":
			replaced = append(replaced, word)
		}
	}
	if c.Logs > 0 {
		out = append(out, "mail logs")
	}
	switch {
	case len(replaced)+len(out) == 0:
		text += " Nothing was left out."
	default:
		if len(replaced) > 0 {
			text += " Replaced: " + strings.Join(replaced, ", ") + "."
		}
		if len(out) > 0 {
			text += " Left out: " + strings.Join(out, ", ") + "."
		}
	}
	if c.Note != "" {
		text += " Note: " + c.Note
	}
	return app.Div().Class("note", "carried").Title(title+text).Body(
		draw.Icon("info"), app.P().Body(app.B().Text(title), app.Text(text)))
}
