package overview

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/words"
)

// answer returns the card at the top: what happened, since when, why mail waits and
// what to do first, and the queue at a glance.
func answer(b *answerBlock, send model.Send) app.UI {
	o := b.Overview
	var body []app.UI
	if d := o.Diagnosis; d != nil {
		body = append(body, sentences(d), firstStep(&d.First, b.Copied, send))
	}
	body = append(body, glance(o, b.Route.Query, b.Loose))
	if hosts := hostSwitch(b.Hosts, b.Route); hosts != nil {
		body = append(body, hosts)
	}
	return app.Section().Class("card", "story").Aria("label", "The answer").Body(body...)
}

// sentences returns what an expert would say.
func sentences(d *protocol.Diagnosis) app.UI {
	body := []app.UI{app.H2().ID("h-answer").Body(draw.Whole(d.Headline)...)}
	if len(d.Since) > 0 {
		body = append(body, app.P().Class("when-line").Body(draw.SmallIcon("defer"), app.Span().Body(phrases(d.Since)...)))
	}
	for _, s := range d.Sentences {
		body = append(body, app.P().Body(phrases(s)...))
	}
	return app.Div().Class("answer").Body(body...)
}

// phrases returns the parts of a sentence. Numbers and names lead to the messages
// behind them.
func phrases(list []protocol.Phrase) []app.UI {
	var out []app.UI
	for _, p := range list {
		if p.Query == "" && !p.Strong {
			out = append(out, draw.Whole(p.Text)...)
			continue
		}
		text := app.UI(app.Text(p.Text))
		if p.Strong {
			text = app.B().Text(p.Text)
		}
		if p.Query != "" {
			link := app.A().Href(draw.MessagesHref(p.Query)).Title("Show " + words.Plural(p.Count, "message", "messages"))
			if draw.IsWhole(p.Text) {
				link.Class("whole")
			}
			text = link.Body(text)
		}
		out = append(out, text)
	}
	return out
}

// stepKey is the Copy key of the command of the first step.
const stepKey = "first-step"

// firstStep returns the box that says where to begin.
func firstStep(f *protocol.FirstStep, copied string, send model.Send) app.UI {
	body := []app.UI{app.Span().Class("over").Text("Do this first"), app.H3().Body(draw.Whole(f.Title)...)}
	for _, s := range f.Text {
		body = append(body, app.P().Body(phrases(s)...))
	}
	var row []app.UI
	if key := f.Cause; key != "" {
		row = append(row, app.Button().Type("button").Class("btn", "btn-primary").
			OnClick(func(app.Context, app.Event) { send(model.CauseShown{Key: key}) }, app.EventScope(key)).Text("Show what to do"))
	}
	if f.Compare {
		row = append(row, draw.CompareBothButton("btn btn-primary", send))
	}
	if f.Command != "" {
		row = append(row, draw.CopyButton(stepKey, "Copy the commands", f.Command, copied, send).Class("btn-primary").Title(f.Command))
	}
	if f.Query != "" {
		row = append(row, app.A().Class("btn").Href(draw.MessagesHref(f.Query)).Text("Show "+words.Plural(f.Count, "message", "messages")))
	}
	if row != nil {
		body = append(body, app.Div().Class("row").Body(row...))
	}
	return app.Div().Class("first").Attr("role", "group").Aria("label", "Do this first").Body(body...)
}

// glance returns the queue in figures, and the bar of states.
func glance(o *protocol.Overview, query string, loose bool) app.UI {
	messages := "messages"
	switch {
	case o.Matched != o.Total:
		messages = "of " + words.Plural(o.Total, "message", "messages")
	case o.Matched == 1:
		messages = "message"
	}
	recipients := "recipients"
	if o.Recipients == 1 {
		recipients = "recipient"
	}
	figure := func(name string, value ...app.UI) app.UI {
		return app.Div().Body(app.Dt().Text(name), app.Dd().Body(value...))
	}
	figures := []app.UI{
		figure(messages, app.A().Class("cell").Href(draw.MessagesHref(query)).Text(words.Number(o.Matched))),
		figure(recipients, app.Text(words.Number(o.Recipients))),
		figure("in all", app.Text(words.Size(o.Bytes))),
	}
	if o.OldestAge >= 0 {
		name := "the oldest"
		if loose {
			name = "or more, the oldest"
		}
		figures = append(figures, figure(name, app.Text(words.Age(o.OldestAge))))
	}
	if o.Dirs > 1 {
		figures = append(figures, figure("queue directories", app.Text(words.Number(o.Dirs))))
	}
	if o.Hosts > 1 {
		figures = append(figures, figure("hosts", app.Text(words.Number(o.Hosts))))
	}
	return app.Div().Class("glance").Body(app.Dl().Body(figures...), stateBar(o.States))
}
