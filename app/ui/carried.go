package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// carriedState is the data that the page itself carries: it is a viewer that
// somebody made to share.
type carriedState struct {
	About *protocol.Carried // nil: this page carries none
	Asked bool              // to open it
	ID    int               // of its source, 0 before it came
}

// openCarried opens the data, where the viewer was made to open it or the
// address says.
func (m *Model) openCarried() []Command {
	c := &m.Carried
	if c.About == nil || c.Asked {
		return nil
	}
	c.Asked = true
	cmds := []Command{UseCarried{}}
	if m.Route == (Route{}) {
		r, ok := ParseRoute(c.About.View)
		if !ok || r.View == Landing {
			r = Route{View: Overview}
		}
		r.Query, r.ID = c.About.Query, c.About.ID
		cmds = append(cmds, m.goTo(r, true)...)
	}
	return cmds
}

// carriedCame notes which source the data became: the first there is.
func (m *Model) carriedCame(sources []protocol.SourceRef) {
	if m.Carried.Asked && m.Carried.ID == 0 && len(sources) == 1 {
		m.Carried.ID = sources[0].ID
	}
}

// showsCarried tells whether the open queue is the data of the page.
func (m *Model) showsCarried() bool {
	if m.Carried.ID == 0 || m.Stage != Open {
		return false
	}
	for _, s := range m.Sources {
		if s.ID == m.Carried.ID {
			return true
		}
	}
	return false
}

// hiddenWords name what a file hides.
var hiddenWords = map[string]string{
	"addresses": "addresses", "hosts": "hosts", "ids": "message IDs", "subjects": "subjects", "bodies": "bodies",
}

// carriedNote says what the page shows: data that it carries, of what and when,
// and what is missing.
func carriedNote(c *protocol.Carried) app.UI {
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
		Icon("info"), app.P().Body(app.B().Text(title), app.Text(text)))
}
