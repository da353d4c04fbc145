package detail

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/words"
)

// deliveryView draws the tab Delivery: in the pane one under the other, at full
// width with the envelope beside.
func deliveryView(p detailProps, wide bool, send model.Send) []app.UI {
	d := p.State.Detail
	main := []app.UI{why(d.Why, wide), recipientsCard(d, p.Taken, wide)}
	if len(d.Timeline) > 0 {
		main = append(main, timelineCard(d, wide))
	}
	if d.History != nil {
		main = append(main, historyCard(d.History, p.State.Log, send))
	}
	if d.Transcript != nil {
		main = append(main, talkCard("h-talk", "SMTP transcript", d.Transcript, p.Copied, send))
	}
	if d.Bounce != nil {
		main = append(main, bounceCards(d.Bounce, p, wide, send)...)
	}
	side := envelopeCards(d)
	var control []app.UI
	if d.Control != nil {
		control = append(control, controlCard(d.Control, p.Copied, send))
	}
	if !wide {
		return append(append(main, side...), control...)
	}
	return append([]app.UI{app.Div().Class("delivery").Body(
		app.Div().Body(main...),
		app.Aside().Aria("label", "Envelope").Body(side...),
	)}, control...)
}

// recipientsCard draws who the message is for and what became of each.
func recipientsCard(d *protocol.Detail, taken protocol.Moment, wide bool) app.UI {
	note := words.Plural(len(d.Recipients), "recipient", "recipients") + " in the queue file"
	if !wide {
		return card("h-rcpt", "Recipients", note, nil, recipientList(d.Recipients))
	}
	return card("h-rcpt", "Recipients", note, nil, recipientTable(d.Recipients, draw.TriesCell(d.Row.Tries)))
}

// recipientTable returns the table at full width. Tries is the message's count:
// sendmail keeps no other. "" leaves the column out.
func recipientTable(rs []protocol.DetailRecipient, tries string) app.UI {
	type col struct{ title, width, class string }
	cols := []col{
		{"Recipient", "28%", ""}, {"Status", "160", ""}, {"Last reply", "", ""}, {"Server", "18%", "p3"},
	}
	if tries != "" {
		cols = append(cols, col{"Tries", "56", "num p3"}, col{"Last try", "118", "num"})
	}
	group, head := []app.UI{}, []app.UI{}
	for _, c := range cols {
		g := app.Col()
		if c.class == "p3" || c.class == "num p3" {
			g.Class("p3")
		}
		if c.width != "" {
			g.Attr("width", c.width)
		}
		group = append(group, g)
		head = append(head, app.Th().Scope("col").Attr("role", "columnheader").Class(c.class).Text(c.title))
	}
	cell := func(class string, body ...app.UI) app.UI {
		return app.Td().Attr("role", "cell").Class(class).Body(body...)
	}
	rows := make([]app.UI, 0, len(rs))
	for _, r := range rs {
		cells := []app.UI{
			cell("k-main wrap", append([]app.UI{app.B().Text(r.Address)}, recipientNotes(r)...)...),
			cell("k-lead", draw.StateBadge(r.State, r.Called)),
			cell("k-sub wrap", recipientReply(r)...),
			app.Td().Attr("role", "cell").Class("k-tail p3").Title(r.Server).Text(draw.OrDash(r.Server)),
		}
		if tries != "" {
			cells = append(cells, cell("num p3", app.Text(tries)), cell("num k-end", app.Text(shortMoment(r.LastTry))))
		}
		rows = append(rows, app.Tr().Attr("role", "row").Body(cells...))
	}
	return app.Table().Class("table table-fixed t-stack").Attr("role", "table").Body(
		app.ColGroup().Body(group...),
		app.THead().Attr("role", "rowgroup").Body(app.Tr().Attr("role", "row").Body(head...)),
		app.TBody().Attr("role", "rowgroup").Body(rows...))
}

// recipientList returns the same in the pane, where a table has no room.
func recipientList(rs []protocol.DetailRecipient) app.UI {
	items := make([]app.UI, 0, len(rs))
	for _, r := range rs {
		text := []app.UI{app.B().Text(r.Address)}
		text = append(text, recipientNotes(r)...)
		text = append(text, app.Br())
		text = append(text, recipientReply(r)...)
		if r.Server != "" && !strings.Contains(words.Join(r.Reason), r.Server) {
			text = append(text, app.Text(" "), app.Span().Class("dim").Text("at "+r.Server))
		}
		items = append(items, app.Li().Body(app.Span().Class("grow").Body(text...), draw.StateBadge(r.State, r.Called)))
	}
	return app.Div().Class("card-body").Body(app.Ul().Class("files").Body(items...))
}

func recipientNotes(r protocol.DetailRecipient) []app.UI {
	var out []app.UI
	if r.Expanded != "" {
		out = append(out, app.Br(), app.Span().Class("dim").Text("from "+r.Expanded))
	}
	if r.Flags != "" {
		out = append(out, app.Br(), app.Span().Class("dim").Text(r.Flags))
	}
	return out
}

func recipientReply(r protocol.DetailRecipient) []app.UI {
	var out []app.UI
	if code := draw.Reply(r.Code, r.Enhanced); code != "" {
		out = append(out, app.Code().Text(code[:len(code)-1]), app.Text(" "))
	}
	out = append(out, draw.Pieces(r.Reason)...)
	if len(out) == 0 {
		return []app.UI{app.Span().Class("dim").Text("No status yet")}
	}
	return out
}

// shortMoment returns a moment in a table: "12 Mar 05:44".
func shortMoment(at protocol.Moment) string {
	if at == 0 {
		return "–"
	}
	return words.DateShort(at)
}

// bounceCards draw what a bounce says about the message that failed.
func bounceCards(b *protocol.BounceDetail, p detailProps, wide bool, send model.Send) []app.UI {
	body := []app.UI{}
	if len(b.Facts) > 0 {
		body = append(body, facts(b.Facts, "card-body"))
	}
	if len(b.Recipients) > 0 {
		if wide {
			body = append(body, recipientTable(b.Recipients, ""))
		} else {
			body = append(body, recipientList(b.Recipients))
		}
	}
	for _, l := range b.Links {
		body = append(body, draw.El("p", "card-body", app.Text(l.Name+": "), draw.LinkTo("", draw.MessagesHref(l.Query), app.Text(words.Plural(l.Count, "message", "messages")))))
	}
	out := []app.UI{card("h-bounce", b.Title, "What it says about the message that failed", nil, body...)}
	if len(b.Talk.Lines) > 0 {
		out = append(out, talkCard("h-btalk", "Transcript in the bounce", &b.Talk, p.Copied, send))
	}
	return out
}
