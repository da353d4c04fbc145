// Package replies draws what other servers said, and what to do about it: replies
// in groups by action, by code or by server, each with the messages that it is about.
package replies

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// View draws the screen Replies: what the other servers said, and
// whether it is worth trying again.
func View(m *model.Model, send model.Send) app.UI {
	return app.Main().Class("page").ID(model.MainID).TabIndex(-1).Body(
		&screen{Props: repliesProps{m.Replies.Table, m.Fault(model.RepliesSlot), m.Route}, send: send})
}

// repliesProps is what the screen is drawn from.
type repliesProps struct {
	Table *protocol.ReplyTable
	Fault *protocol.ErrorBox
	Route route.Route
}

// screen draws the groups of replies one after the other.
type screen struct {
	app.Compo

	Props repliesProps
	send  model.Send
	turns draw.Turns
}

// OnMount starts the turns of the groups.
func (s *screen) OnMount(ctx app.Context) { s.turns.Mount(ctx, s.send) }

// Render draws the screen, or why there is nothing to show.
func (s *screen) Render() app.UI {
	p, send := s.Props, s.send
	title := app.H1().Class("vh").Text("SMTP replies")
	if p.Fault != nil {
		return app.Div().Body(title, draw.FaultNote(p.Fault))
	}
	if p.Table == nil {
		return app.Section().Class("card").Aria("busy", "true").Body(title,
			app.Div().Class("card-body").Body(draw.TextSkeleton()))
	}
	if p.Table.Codes == 0 {
		return app.Section().Class("card").Body(title, noReplies(p, send))
	}
	parts := []app.UI{draw.Memo(p, head, send)}
	for i := range p.Table.Groups {
		g := groupProps{i, model.RepliesBy(p.Route), &p.Table.Groups[i]}
		parts = append(parts, draw.Steps(g, g.steps(), groupProps.draw, send))
	}
	parts = append(parts, draw.Memo(footProps(p), footProps.draw, send))
	parts, busy := s.turns.Take(parts)
	body := app.Div().Class("page-body")
	if busy {
		body.Aria("busy", "true")
	}
	return body.Body(parts...)
}

// groupings are the ways to group replies.
var groupings = []struct{ by, button string }{
	{protocol.ByAction, "What to do"}, {protocol.ByCode, "Code"}, {protocol.ByServer, "Server"},
}

func head(p repliesProps, send model.Send) app.UI {
	var buttons []app.UI
	for _, g := range groupings {
		buttons = append(buttons, app.Button().Type("button").Aria("pressed", fmt.Sprint(g.by == model.RepliesBy(p.Route))).
			OnClick(func(app.Context, app.Event) { send(model.GroupedBy{By: g.by}) }, app.EventScope("by", g.by)).
			Text(g.button))
	}
	return app.Div().Class("page-head").Body(
		app.Div().Class("grow").Body(
			app.H1().Text("What the other servers said"),
			app.P().Text(words.Plural(p.Table.Codes, "reply", "replies")+", each whole: lines that belong together are one row. Parts that vary are set in ‹grey›.")),
		app.Div().Class("seg").Attr("role", "group").Aria("label", "Group by").Body(buttons...))
}

// groupIcons are the icons of what to do.
var groupIcons = map[string]string{
	"here": "here", "network": "here", "ask": "there", "sender": "mail", "read": "info", "wait": "defer", "nothing": "none", "echo": "none",
}

// groupProps is what a group is drawn from: its place, by what replies are grouped,
// and its replies.
type groupProps struct {
	N     int
	By    string
	Group *protocol.ReplyGroup
}

// rowsAtOnce is how many replies are drawn in one task.
const rowsAtOnce = 5

func (p groupProps) steps() int { return max(1, (len(p.Group.Rows)+rowsAtOnce-1)/rowsAtOnce) }

func (p groupProps) draw(upTo int, _ model.Send) app.UI {
	n, by, g := p.N, p.By, p.Group
	icon := groupIcons[g.Key]
	switch by {
	case protocol.ByCode:
		icon = "term"
	case protocol.ByServer:
		icon = "there"
	}
	id := fmt.Sprintf("h-replies-%d", n)
	advice := app.P().Class("grow")
	if g.Advice != "" {
		advice.Text(g.Advice)
	}
	body := []app.UI{app.Div().Class("card-head").Body(
		app.H2().ID(id).Body(draw.Icon(icon), app.Text(g.Title)),
		advice,
		app.A().Class("count").Href(draw.MessagesHref(g.Query)).Text(words.Plural(g.Messages, "message", "messages")))}
	for i := range g.Rows[:min(upTo*rowsAtOnce, len(g.Rows))] {
		body = append(body, reply(&g.Rows[i], by != protocol.ByServer))
	}
	return app.Section().Class("card rgroup").Aria("labelledby", id).Body(body...)
}

// reply draws one reply; servers are who said it.
func reply(r *protocol.ReplyRow, servers bool) app.UI {
	meaning := r.Meaning
	if meaning == "" {
		meaning = draw.Reply(r.Code, r.Enhanced)
	}
	code := []app.UI{app.Text(r.Code)}
	if r.Enhanced != "" {
		code = append(code, app.Text(" "), app.Span().Text(r.Enhanced))
	}
	says := []app.UI{app.H3().Title(r.Standard).Text(meaning)}
	if r.Advice != "" && !r.Echo {
		says = append(says, app.P().Body(draw.Prose(r.Advice)...))
	}
	cells := []app.UI{
		app.Div().Body(app.Div().Class("code-n").Body(code...), draw.ClassBadge(r.Temporary)),
		app.Div().Body(append(says, wholeText(r))...),
	}
	class := "rep rep-2"
	if servers {
		class = "rep"
		cells = append(cells, chips(r))
	}
	seen := r.SeenIn
	if seen == "both" {
		seen = "status, bounces"
	}
	count := []app.UI{
		app.B().Body(app.A().Href(draw.MessagesHref(r.Query)).Title(words.Plural(r.Messages, "message", "messages")).Text(words.Short(r.Messages))),
		app.Small().Text(seen),
	}
	return app.Article().Class(class).Body(append(cells, app.Div().Class("rep-n").Body(count...))...)
}

// The part of a reply that is shown before it is opened; one line may be as long as many.
const (
	shownLines = 4
	shownBytes = 400
)

// wholeText returns the whole reply; a long one opens in place.
func wholeText(r *protocol.ReplyRow) app.UI {
	var text []app.UI
	bytes := 0
	for n, line := range r.Text {
		for _, piece := range line {
			bytes += len(piece.Text)
		}
		if n > 0 {
			text = append(text, app.Text("\n"))
		}
		text = append(text, draw.Pieces(line)...)
	}
	code := app.Code().Body(text...)
	if len(r.Text) <= shownLines && bytes <= shownBytes {
		return app.Blockquote().Class("clamp").Body(code)
	}
	all := "All of it"
	if len(r.Text) > shownLines {
		all = "All " + words.Plural(len(r.Text), "line", "lines")
	}
	return app.Details().Class("clamp").Body(app.Summary().Body(code,
		app.Span().Class("m m-shut").Text(all),
		app.Span().Class("m m-open").Text(words.Plural(shownLines, "line", "lines"))))
}

// chips returns those who said it, with how often.
func chips(r *protocol.ReplyRow) app.UI {
	var out []app.UI
	for _, s := range r.Servers {
		out = append(out, app.A().Class("chip").Href(draw.MessagesHref(s.Query)).Title(s.Name).Body(
			app.Span().Class("cut").Text(s.Name), app.B().Text(words.Short(s.Count))))
	}
	if r.Others > 0 {
		out = append(out, app.Span().Class("chip chip-more").Text(words.Plural(r.Others, "other", "others")))
	}
	return app.Div().Class("chips").Attr("role", "group").Aria("label", "Servers").Body(out...)
}

// footProps is what the foot is drawn from.
type footProps repliesProps

// draw says how much is shown, and what the numbers count.
func (p footProps) draw(model.Send) app.UI {
	t := p.Table
	body := []app.UI{app.Text(words.Number(t.Shown) + " of " + words.Plural(t.Codes, "reply", "replies") + ". ")}
	if t.Shown < t.Codes && !p.Route.All {
		r := p.Route
		r.All = true
		body = append(body, app.A().Href(r.Fragment()).Text("Show all "+words.Number(t.Codes)), app.Text(". "))
	}
	if t.More > 0 {
		body = append(body, app.Text(words.Plural(t.More, "more server", "more servers")+" said something: narrow the filter to see them. "))
	}
	if t.Lines > 0 {
		body = append(body, app.Text("Each counts once a message, even if its bounce repeats it; "), app.Code().Text(`grep "<<<"`),
			app.Text(" counts lines: "+words.Number(t.Lines)+" in bounces."))
	}
	return app.P().Class("dim").Body(body...)
}

func noReplies(p repliesProps, send model.Send) app.UI {
	if p.Route.Query != "" {
		return app.Div().Class("empty").Body(
			app.P().Text("No reply in the matching messages. Remove a word from the filter."),
			app.Button().Class("btn").Text("Clear filter").
				OnClick(func(app.Context, app.Event) { send(model.FilterCleared{}) }))
	}
	return app.Div().Class("empty").Body(
		app.P().Body(app.B().Text("No SMTP reply in this queue.")),
		app.P().Text("No server has rejected or deferred a message here, or the status lines have no code."))
}
