package overview

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/words"
)

// loggedBlock is what the mail logs have about all mail.
type loggedBlock struct {
	Logged *protocol.Logged
}

// loggedSenderCard ranks the senders of all mail, and not only of what waits.
var loggedSenderCard = topWords{"h-logged-senders", "Top senders of all mail", "From the mail log; a link leads to those that wait", "Sender", "sender", "senders", "sent"}

// draw draws the next hops and the senders.
func (b loggedBlock) draw(model.Send) app.UI {
	cards := []app.UI{loggedCard(b.Logged)}
	if len(b.Logged.Senders.Rows) > 0 {
		cards = append(cards, topCard(loggedSenderCard, &b.Logged.Senders, b.Logged.Received))
	}
	return app.Div().Class("grid-2", "wide-1", "grid-uneven").Body(cards...)
}

// loggedCard says what became of mail to each next hop.
func loggedCard(l *protocol.Logged) app.UI {
	th := func(text string, class ...string) app.UI {
		return app.Th().Scope("col").Attr("role", "columnheader").Class(class...).Text(text)
	}
	td := func(class ...string) app.HTMLTd { return app.Td().Attr("role", "cell").Class(class...) }
	number := func(n int) string {
		if n == 0 {
			return "·"
		}
		return words.Number(n)
	}
	// A cell without a number is left out where rows are stacked.
	stacked := func(class string, n int) string {
		if n == 0 {
			return ""
		}
		return class
	}
	moment := func(at protocol.Moment) string {
		if at == 0 {
			return "never"
		}
		return words.DateShort(at)
	}
	var rows []app.UI
	for k := range l.Servers {
		s := &l.Servers[k]
		waiting := app.UI(app.Text("·"))
		if s.Query != "" {
			waiting = app.A().Class("cell").Href(draw.MessagesHref(s.Query)).Text(words.Number(s.Waiting))
		}
		rows = append(rows, app.Tr().Attr("role", "row").Body(
			td("cut", "k-main").Title(s.Name).Text(s.Name),
			td("num", stacked("k-lead", s.Delivered)).Attr("data-head", "delivered").Text(number(s.Delivered)),
			td("num", stacked("k-lead2", s.Deferred)).Attr("data-head", "deferred").Text(number(s.Deferred)),
			td("num", "p3").Text(number(s.Failed)),
			td("num", "k-sub").Attr("data-head", "last delivery").Text(moment(s.LastDelivery)),
			td("num", stacked("k-tail", s.Waiting)).Attr("data-head", "waiting").Body(waiting),
		))
	}
	foot := words.Number(len(rows)) + " of " + words.Plural(l.ServersOf, "next hop", "next hops") + ". " +
		words.Plural(l.Received, "message", "messages") + " came in; delivered to " + words.Plural(l.Delivered, "recipient", "recipients") + ", " +
		words.Plural(l.Deferred, "attempt", "attempts") + " failed for now, " + words.Number(l.Failed) + " for good"
	sub := words.Plural(l.Lines, "line", "lines") + " in " + words.Plural(l.Logs, "mail log", "mail logs")
	if l.From != 0 {
		sub += ", " + words.DateShort(l.From) + " to " + words.DateShort(l.To) + " UTC"
	}
	return app.Section().Class("card").ID("logged").Aria("labelledby", "h-logged").Body(
		app.Div().Class("card-head").Body(app.H2().ID("h-logged").Text("All mail, by next hop"), app.P().Class("grow").Text(sub)),
		app.Table().Class("table", "table-fixed", "t-stack", "logged").Attr("role", "table").Body(
			draw.Columns(0, 84, 84, 84, 128, 76),
			app.THead().Attr("role", "rowgroup").Body(app.Tr().Attr("role", "row").Body(
				th("Next hop"), th("Delivered", "num"), th("Deferred", "num"), th("Refused", "num", "p3"), th("Last delivery", "num"), th("Waiting", "num"))),
			app.TBody().Attr("role", "rowgroup").Body(rows...)),
		app.Div().Class("card-foot").Body(app.Span().Text(foot)))
}
