package model

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/htmlmail"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// HTMLMade says what the HTML of a message would do, and that the page has a
// document to show for it.
type HTMLMade struct {
	Ref  int
	View htmlmail.View
}

func (HTMLMade) event() {}

// ShowsHTML reports whether the content of the open message is shown as HTML: where
// the address says so, or where there is no plain text.
func ShowsHTML(r route.Route, c *protocol.Content) bool {
	switch {
	case c == nil || !c.HTML || r.As == route.AsText:
		return false
	case r.As == route.AsHTML:
		return true
	}
	return strings.HasPrefix(c.TextFrom, "text/html")
}

// htmlFor asks for the HTML of the open message once it is to be shown.
func (m *Model) htmlFor() []Command {
	d := &m.Detail
	if d.ID == "" || m.Route.Tab != MessageTab || d.HTMLAsked || !ShowsHTML(m.Route, d.Content) {
		return nil
	}
	d.HTMLAsked = true
	return []Command{m.ask(HTMLSlot, protocol.Request{HTML: &protocol.HTMLRequest{Ref: d.Content.Ref}})}
}

// updateHTML handles what concerns the HTML of the open message.
func updateHTML(m *Model, e Event) []Command {
	d := &m.Detail
	switch e := e.(type) {
	case RouteChanged:
		return m.htmlFor()
	case HTMLMade:
		if d.HTMLAsked && d.Content != nil && d.Content.Ref == e.Ref {
			d.HTML = &e.View
		}
	case Answered:
		switch {
		case e.Slot == ContentSlot:
			return m.htmlFor()
		case e.Slot != HTMLSlot || e.Answer.HTML == nil:
		case e.Answer.HTML.Why != "":
			d.HTML = &htmlmail.View{Why: e.Answer.HTML.Why}
		default:
			return []Command{MakeHTML{*e.Answer.HTML}}
		}
	}
	return nil
}
