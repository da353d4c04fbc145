package overview

import (
	"math"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// repliesCard returns the first rows of the Replies screen.
func repliesCard(t *protocol.ReplyTable, query string) app.UI {
	th := func(text string, class ...string) app.UI {
		return app.Th().Scope("col").Attr("role", "columnheader").Class(class...).Text(text)
	}
	var rows []app.UI
	for i := range t.Rows {
		rows = append(rows, replyRow(&t.Rows[i]))
	}
	body := []app.UI{app.Div().Class("card-head").Body(
		app.H2().ID("h-replies").Text("SMTP replies"),
		app.P().Class("grow").Text("What the other servers said"))}
	if len(rows) == 0 {
		body = append(body, app.Div().Class("card-body", "dim").Text("No reply from another server is on record."))
	} else {
		foot := []app.UI{app.Span().Text(words.Number(len(t.Rows)) + " of " + words.Plural(t.Codes, "reply", "replies"))}
		if len(t.Rows) < t.Codes {
			foot = append(foot, app.A().Href(draw.ViewHref(route.Replies, query)).Text("Show all "+words.Number(t.Codes)))
		}
		body = append(body,
			app.Table().Class("table", "table-fixed", "t-stack").Attr("role", "table").Body(
				draw.Columns(54, 76, 122, 190, 0, 76, 78),
				app.THead().Attr("role", "rowgroup").Body(app.Tr().Attr("role", "row").Body(
					th("Code"), th("Enh."), th("Class"), th("Meaning"), th("Sample"), th("Seen in"), th("Messages", "num"))),
				app.TBody().Attr("role", "rowgroup").Body(rows...)),
			app.Div().Class("card-foot").Body(foot...))
	}
	return app.Section().Class("card").ID("replies").Aria("labelledby", "h-replies").Body(body...)
}

func replyRow(r *protocol.ReplyRow) app.UI {
	td := func(class ...string) app.HTMLTd { return app.Td().Attr("role", "cell").Class(class...) }
	return app.Tr().Attr("role", "row").Body(
		td("mono", "k-lead").Text(r.Code),
		td("mono", "k-lead2").Text(r.Enhanced),
		td("k-end").Body(draw.ClassBadge(r.Temporary)),
		td("k-main").Body(app.A().Class("cell").Href(draw.MessagesHref(r.Query)).Text(r.Meaning)),
		td("mono", "dim", "k-sub").Title(draw.Reply(r.Code, r.Enhanced)+words.Join(r.Reason)).Body(draw.Pieces(r.Reason)...),
		td("dim").Text(r.SeenIn),
		td("num", "k-tail").Body(app.B().Text(words.Number(r.Messages))),
	)
}

// ageCard returns the table of destinations by age.
func ageCard(t *protocol.AgeTable, forecasts []protocol.Forecast, send model.Send) app.UI {
	head := []app.UI{app.Th().Scope("col").Text("Domain"), app.Th().Scope("col").Text("Total")}
	for _, s := range protocol.AgeBuckets {
		head = append(head, app.Th().Scope("col").Text(words.Age(s)))
	}
	last := protocol.AgeBuckets[len(protocol.AgeBuckets)-1]
	head = append(head, app.Th().Scope("col").Text(">"+words.NBSP+words.Age(last)))
	most := 0
	for _, r := range t.Rows {
		for _, n := range r.Counts {
			most = max(most, n)
		}
	}
	total := t.Total
	total.Name = "All"
	rows := []app.UI{ageRow(&total, 0).Class("total")}
	for i := range t.Rows {
		rows = append(rows, ageRow(&t.Rows[i], most))
	}
	return app.Section().Class("card").Aria("labelledby", "h-age").Body(
		app.Div().Class("card-head").Body(
			app.H2().ID("h-age").Text("Age by destination"),
			app.P().Class("grow").Text("Messages by recipient domain and age, as qshape counts them")),
		app.Div().Class("scroll-x").TabIndex(0).Attr("role", "region").Aria("label", "Table of ages").Body(
			app.Table().Class("table", "heat").Body(app.THead().Body(app.Tr().Body(head...)), app.TBody().Body(rows...))),
		&ForecastFoot{Forecasts: forecasts, send: send},
	)
}

// ageRow draws one domain; most is the largest cell of the table, 0 for no
// shades.
func ageRow(r *protocol.AgeRow, most int) app.HTMLTr {
	link := func(text string) app.UI {
		if r.Query == "" && r.Name != "All" {
			return app.Text(text) // "214 other domains" has no filter of its own
		}
		return app.A().Class("cell").Href(draw.MessagesHref(r.Query)).Text(text)
	}
	cells := []app.UI{
		app.Th().Scope("row").Title(r.Name).Body(link(r.Name)),
		app.Td().Body(link(words.Number(r.Count))),
	}
	for b, n := range r.Counts {
		td, cell := app.Td(), app.UI(app.Text(words.Number(n)))
		if b < len(r.Queries) {
			cell = app.A().Class("cell").Href(draw.MessagesHref(r.Queries[b])).Text(words.Number(n))
		}
		switch {
		case n == 0:
			td.Class("zero").Text("·")
		case most > 0:
			// A little above the square root: one message stays visible beside
			// hundreds, and hundreds stay apart from each other.
			shade := math.Pow(float64(n)/float64(most), .55)
			td.Attr("data-h", strconv.FormatFloat(shade, 'f', 2, 64)).Body(cell)
		default:
			td.Body(cell)
		}
		cells = append(cells, td)
	}
	return app.Tr().Body(cells...)
}

// topWords are the words of a ranking.
type topWords struct {
	id, title, sub, column string
	one, many              string
	rest                   string // "the other 311 sent 453 messages"
}

var (
	senderCard = topWords{"h-senders", "Top senders", "Envelope senders", "Sender", "sender", "senders", "sent"}
	clientCard = topWords{"h-clients", "Top clients", "The host that submitted each message", "Client", "host", "hosts", "submitted"}
	loginCard  = topWords{"h-logins", "Logins", "The logins that submitted messages", "Login", "login", "logins", "submitted"}
	scriptCard = topWords{"h-scripts", "Scripts", "As PHP recorded them", "Script", "script", "scripts", "submitted"}
	queueCard  = topWords{"h-queues", "Queue directories", "Where the files are", "Directory", "directory", "directories", "hold"}
	domainCard = topWords{"h-domains", "Top recipient domains", "Where it is going", "Domain", "domain", "domains", "are to receive"}
)

// topCard returns a ranking with shares of what the filter matches.
func topCard(w topWords, t *protocol.TopTable, matched int) app.UI {
	th := func(text string) app.HTMLTh { return app.Th().Scope("col").Text(text) }
	var rows []app.UI
	for _, r := range t.Rows {
		cell := []app.UI{app.A().Class("cell").Href(draw.MessagesHref(r.Query)).Text(r.Name)}
		if r.Query == "" { // of all mail, and none of it waits
			cell[0] = app.Text(r.Name)
		}
		if r.Note != "" {
			cell = append(cell, app.Span().Class("dim").Text(" "+r.Note))
		}
		rows = append(rows, app.Tr().Body(
			app.Td().Body(draw.CountBar(r.Count, t.Rows[0].Count, "st-x")),
			app.Td().Class("cut").Title(r.Name).Body(cell...),
			app.Td().Class("num", "dim").Text(words.Percent(r.Count, matched)),
		))
	}
	foot := words.Number(len(t.Rows)) + " of " + words.Plural(t.Values, w.one, w.many)
	if n := t.Values - len(t.Rows); n > 0 {
		foot += "; the other " + words.Number(n) + " " + w.rest + " " + words.Plural(t.Rest, "message", "messages")
	}
	return app.Section().Class("card").Aria("labelledby", w.id).Body(
		app.Div().Class("card-head").Body(app.H2().ID(w.id).Text(w.title), app.P().Class("grow").Text(w.sub)),
		app.Table().Class("table", "table-fixed").Body(
			app.ColGroup().Body(app.Col().Class("w-cnt"), app.Col(), app.Col().Class("w-share")),
			app.THead().Body(app.Tr().Body(th("\u2003Messages"), th(w.column), th("Share").Class("num"))),
			app.TBody().Body(rows...)),
		app.Div().Class("card-foot").Body(app.Span().Text(foot)),
	)
}
