// Package replies draws what other servers said, and whether trying again helps.
package replies

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/words"
)

// View draws the screen Replies: what the other servers said, and
// whether it is worth trying again.
func View(m *model.Model, send model.Send) app.UI {
	return app.Main().Class("page").ID(model.MainID).TabIndex(-1).Body(
		draw.Memo(repliesProps{m.Replies.Table, m.Fault(model.RepliesSlot), m.Route.Query}, replyScreen, send))
}

// repliesProps is what the screen is drawn from.
type repliesProps struct {
	Table *protocol.ReplyTable
	Fault *protocol.ErrorBox
	Query string
}

func replyScreen(p repliesProps, send model.Send) app.UI {
	title := app.H1().Class("vh").Text("SMTP replies")
	if p.Fault != nil {
		return app.Div().Body(title, draw.FaultNote(p.Fault))
	}
	if p.Table == nil {
		return app.Section().Class("card").Aria("busy", "true").Body(title,
			app.Div().Class("card-body").Body(draw.TextSkeleton()))
	}
	if len(p.Table.Rows) == 0 {
		return app.Section().Class("card").Body(title, noReplies(p, send))
	}
	temporary, permanent := 0, 0
	rows := make([]app.UI, 0, len(p.Table.Rows))
	for _, r := range p.Table.Rows {
		if r.Temporary {
			temporary++
		} else {
			permanent++
		}
		rows = append(rows, replyDetails(r))
	}
	foot := []app.UI{app.Span().Text(words.Number(len(rows)) + " of " + words.Plural(p.Table.Codes, "reply", "replies"))}
	if p.Table.Lines > 0 {
		foot = append(foot, app.Span().Class("hide-s").Text(
			words.Plural(p.Table.Lines, "reply line", "reply lines")+` in bounces, as grep "<<<" counts`))
	}
	return app.Section().Class("card").Aria("labelledby", "h-replies").Body(title,
		app.Div().Class("card-head").Body(
			app.H2().ID("h-replies").Text("SMTP replies"),
			app.P().Class("grow").Text("What the other servers said. "+
				words.Number(temporary)+" temporary: sendmail keeps trying. "+
				words.Number(permanent)+" permanent: trying again does not help")),
		replyGrid(rows),
		app.Div().Class("card-foot").Body(foot...))
}

// replyGrid is the table of the overview with more in it: what to do, the
// whole reply, and which server said it.
func replyGrid(rows []app.UI) app.UI {
	cols := []struct{ title, width, class string }{
		{"Code", "60", ""}, {"Enh.", "76", ""}, {"Class", "118", ""}, {"Meaning, and what to do", "", ""},
		{"Sample", "", ""}, {"Servers", "200", "p3"}, {"Seen in", "78", "p3"}, {"Messages", "104", "num"},
	}
	var group, head []app.UI
	for _, c := range cols {
		col := app.Col()
		if c.width != "" {
			col.Attr("width", c.width)
		}
		if c.class == "p3" {
			col.Class("p3")
		}
		group = append(group, col)
		head = append(head, app.Th().Scope("col").Attr("role", "columnheader").Class(c.class).Text(c.title))
	}
	return app.Table().Class("table table-fixed t-stack").Attr("role", "table").Body(
		app.ColGroup().Body(group...),
		app.THead().Attr("role", "rowgroup").Body(app.Tr().Attr("role", "row").Body(head...)),
		app.TBody().Attr("role", "rowgroup").Body(rows...))
}

func replyDetails(r protocol.ReplyRow) app.UI {
	cell := func(class string, body ...app.UI) app.UI {
		return app.Td().Attr("role", "cell").Class(class).Body(body...)
	}
	meaning := r.Meaning
	if meaning == "" {
		meaning = strings.TrimSpace(draw.Reply(r.Code, r.Enhanced))
	}
	means := []app.UI{app.A().Class("cell").Href(draw.MessagesHref(r.Query)).Body(app.B().Text(meaning))}
	if r.Standard != "" && r.Standard != meaning {
		means = append(means, app.Br(), app.Span().Class("dim").Text(r.Standard))
	}
	if r.Advice != "" {
		means = append(append(means, app.Br()), draw.Prose(r.Advice)...)
	}
	sample := draw.Pieces(r.Reason)
	if r.Sample != "" {
		sample = append(sample, app.Br(), app.Span().Class("dim").Text(r.Sample))
	}
	messages := []app.UI{app.A().Class("cell").Href(draw.MessagesHref(r.Query)).Title(words.Number(r.Messages)).
		Body(app.B().Text(words.Short(r.Messages)))}
	if r.Lines > 0 {
		messages = append(messages, app.Br(), app.Span().Class("dim").Title(words.Number(r.Lines)+" lines in bounces").
			Text(words.Plural(r.Lines, "line", "lines")))
	}
	return app.Tr().Attr("role", "row").Body(
		cell("mono k-lead", app.Text(draw.OrDash(r.Code))),
		cell("mono k-lead2", app.Text(draw.OrDash(r.Enhanced))),
		cell("k-end", draw.ClassBadge(r.Temporary)),
		cell("k-main wrap", means...),
		cell("mono wrap k-sub", sample...),
		cell("wrap p3", replyServers(r.Servers)...),
		cell("dim p3", app.Text(r.SeenIn)),
		cell("num k-tail", messages...))
}

// replyServers are those who said it, with how often where there are several.
func replyServers(servers []protocol.TopRow) []app.UI {
	if len(servers) == 0 {
		return []app.UI{app.Text("–")}
	}
	var out []app.UI
	for i, s := range servers {
		if i > 0 {
			out = append(out, app.Br())
		}
		out = append(out, app.A().Class("cell").Href(draw.MessagesHref(s.Query)).Text(s.Name))
		if len(servers) > 1 {
			out = append(out, app.Span().Class("dim").Text(" "+words.Short(s.Count)))
		}
	}
	return out
}

func noReplies(p repliesProps, send model.Send) app.UI {
	if p.Query != "" {
		return app.Div().Class("empty").Body(
			app.P().Text("No reply in the matching messages. Remove a word from the filter."),
			app.Button().Class("btn").Text("Clear filter").
				OnClick(func(app.Context, app.Event) { send(model.FilterCleared{}) }))
	}
	return app.Div().Class("empty").Body(
		app.P().Body(app.B().Text("No SMTP reply in this queue.")),
		app.P().Text("No server has rejected or deferred a message here, or the status lines have no code."))
}
