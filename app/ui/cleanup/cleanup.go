// Package cleanup draws the plan of a clean-up script: what goes, what stays, and
// the files that carry it out.
package cleanup

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
)

// View draws the screen Cleanup: a plan in four steps, which ends in
// files that the user saves. Nothing is run here.
func View(m *model.Model, send model.Send) app.UI {
	banner := draw.El("div", "banner", draw.Icon("lock", "icon-l"), draw.El("p", "",
		draw.El("b", "", app.Text("Spoolscope cannot touch your server. You run this.")), app.Br(),
		app.Text("It writes a shell script. Nothing is removed until you run that script on the mail server, with the dry run turned off.")))
	p := m.Cleanup.Answer
	left := []app.UI{planRule(m, send), planMethod(m, send), planSafety(m)}
	var right []app.UI
	if box := m.Fault(model.PlanSlot); box != nil {
		right = append(right, draw.FaultNote(box))
	} else if p == nil {
		right = append(right, app.Section().Class("card card-body").Aria("busy", "true").Body(draw.TextSkeleton()))
	}
	if p != nil && m.Fault(model.PlanSlot) == nil {
		right = append(right, planReview(m, p, send))
		if p.Goes.Messages > 0 {
			right = append(right, planScript(m, p, send))
		}
	}
	return app.Main().Class("page").ID(model.MainID).TabIndex(-1).Body(
		draw.El("h1", "vh", app.Text("Cleanup plan")), banner,
		draw.El("div", "plan", draw.El("div", "", left...), draw.El("div", "", right...)))
}

// step returns a card of the plan with its number.
func step(n, title string, head []app.UI, body ...app.UI) app.UI {
	return app.Section().Class("card").Aria("label", title).Body(append([]app.UI{
		draw.El("div", "card-head", append([]app.UI{
			app.Span().Class("step").Aria("hidden", "true").Text(n), draw.El("h2", "", app.Text(title))}, head...)...)}, body...)...)
}

// planRules are the rules as the screen offers them.
var planRules = [...]struct{ rule, title, text string }{
	{"refused", "Bounces with a 5xx reply", "Made by this server, with the refusal in their transcript. Bounces to your own users stay."},
	{"frozen", "Frozen bounces", "Made by this server and undeliverable: most are replies to forged senders."},
	{"grep", "What a grep for replies finds", ""},
	{"older", "Older than", ""},
	{"all", "Current filter", ""},
	{protocol.PickedRule, "Picked messages", "Tick messages in the Messages view, or press `x` there."},
}

// planRule returns the choice of what should go.
func planRule(m *model.Model, send model.Send) app.UI {
	c, p := &m.Cleanup, m.Cleanup.Answer
	body := []app.UI{app.Legend().Class("vh").Text("Rule")}
	for _, r := range planRules {
		var count *protocol.TopRow
		if p != nil {
			for i := range p.Rules {
				if name, _, _ := strings.Cut(p.Rules[i].Name, "="); name == r.rule {
					count = &p.Rules[i]
				}
			}
		}
		if p != nil && count == nil && c.Rule != r.rule || p == nil && r.rule == "frozen" {
			continue // not for this mail system
		}
		n := app.Span().Class("dim num")
		if count != nil {
			n.Body(queryLink(count.Query, count.Count))
		}
		var title, text app.UI = app.B().Text(r.title), app.Small().Body(draw.Prose(r.text)...)
		switch r.rule {
		case "grep":
			text = app.Small().Body(grepText(p)...)
		case "older":
			title = app.Label().For("plan-older").Body(app.B().Text(r.title))
			text = draw.El("small", "row", planField(model.DaysField, "Age in days", c.Days, "", send).Class("num field-days").Attr("inputmode", "numeric"), app.Text("days, any state"))
		case "all":
			if m.Route.Query == "" {
				text = app.Small().Text("No filter is set, so this is every message.")
			} else {
				text = draw.El("small", "mono", app.Text(m.Route.Query))
			}
		}
		radio := app.Input().Type("radio").Class("check").Name("rule").ID("plan-"+r.rule).Checked(c.Rule == r.rule).
			OnChange(func(app.Context, app.Event) { send(model.PlanRuled{Rule: r.rule}) }, app.EventScope("rule", r.rule))
		choice := app.Elem("label")
		if r.rule == "older" { // it has a field of its own
			choice = app.Elem("div")
		}
		body = append(body, choice.Class("choice").Body(radio, title, n, text))
	}
	if m.Route.Query != "" {
		body = append(body, draw.El("p", "dim", app.Text("Each rule applies within the filter above.")))
	}
	if p != nil && len(p.Hosts) > 1 {
		var options []app.UI
		for _, h := range p.Hosts {
			options = append(options, app.Option().Value(h.Name).Selected(h.Name == p.Host).
				Text(h.Name+": "+words.Plural(h.Count, "message", "messages")))
		}
		body = append(body, app.Label().Class("row plan-host").Body(app.Text("A script runs on one host"),
			app.Select().Class("field").OnChange(func(ctx app.Context, _ app.Event) {
				send(model.PlanHosted{Host: ctx.JSSrc().Get("value").String()})
			}).Body(options...)))
	}
	return step("1", "What should go", nil, app.FieldSet().Class("card-body").Body(body...))
}

// grepText says what grep selects beyond the refused bounces.
func grepText(p *protocol.Plan) []app.UI {
	out := []app.UI{app.Text("Every data file with a line that begins "), app.Code().Text("<<< 5"), app.Text(", whoever wrote it.")}
	if p == nil || p.GrepMore == 0 {
		return out
	}
	out = append(out, app.Text(" It would wrongly take "), queryLink(p.GrepQuery, p.GrepMore))
	if p.Quoted > 0 {
		out = append(out, app.Text(", of which "+words.Number(p.Quoted)+" only quote a bounce"))
	}
	return append(out, app.Text("."))
}

// queryLink returns a number that leads to the messages of a filter.
func queryLink(query string, n int) app.UI {
	if n == 0 || query == "" {
		return app.Text(words.Number(n))
	}
	return app.A().Href(route.Route{View: route.Messages, Query: query}.Fragment()).Text(words.Number(n))
}

// planField returns a text field of the plan.
func planField(name, label, value, placeholder string, send model.Send) app.HTMLInput {
	return app.Input().Type("text").Class("field").ID("plan-"+name).Aria("label", label).Placeholder(placeholder).Value(value).AutoComplete(false).
		OnInput(func(ctx app.Context, _ app.Event) {
			send(model.PlanTyped{Field: name, Text: ctx.JSSrc().Get("value").String()})
		}, app.EventScope("plan", name))
}

// spokenOf returns the words for the mail system whose messages the plan is about.
func spokenOf(m *model.Model) *mailsystem.Cleanup {
	if p := m.Cleanup.Answer; p != nil {
		return mailsystem.CleanupOf(p.System)
	}
	return mailsystem.CleanupOf("")
}

// planMethod returns the choice of what the script does.
func planMethod(m *model.Model, send model.Send) app.UI {
	c, of := &m.Cleanup, spokenOf(m)
	body := []app.UI{app.Legend().Class("vh").Text("Way")}
	for _, w := range of.Ways {
		tag := app.Span().Class("dim num")
		if w.Tag != "" {
			tag.Body(draw.El("span", "tag", app.Text(w.Tag)))
		}
		body = append(body, app.Label().Class("choice").Body(
			app.Input().Type("radio").Class("check").Name("way").ID("plan-"+w.Method).Checked(c.Method == w.Method).
				OnChange(func(app.Context, app.Event) { send(model.PlanMethod{Method: w.Method}) }, app.EventScope("way", w.Method)),
			app.B().Text(w.Title), tag, app.Small().Body(draw.Prose(w.Text)...)))
	}
	if p := c.Answer; p != nil {
		field := func(name, label, value, placeholder string) app.UI {
			return app.Label().Class("plan-where").Body(app.Span().Text(label), planField(name, label, value, placeholder, send).Class("mono"))
		}
		where := "The queue on the server"
		var places []app.UI
		for _, q := range p.Queues {
			places = append(places, app.Li().Class("mono cut").Text(q))
		}
		inside := []app.UI{app.Summary().Body(draw.Icon("chev-r", "icon-s"), app.Text(where)), app.Ul().Body(places...),
			field(model.SpoolField, "Spool directory, if elsewhere", c.Spool, of.Spool)}
		if of.Client != "" {
			inside = append(inside, field(model.ClientField, "Client queue, if elsewhere", c.Client, of.Client))
		}
		body = append(body, app.Details().Class("plan-places").Body(inside...))
	}
	return step("2", "What to do with them", nil, app.FieldSet().Class("card-body").Body(body...))
}

// planSafety says what guards the messages.
func planSafety(m *model.Model) app.UI {
	of, icon, inUse := spokenOf(m), "check", "Messages in use are skipped."
	if p := m.Cleanup.Answer; p != nil && p.InUse > 0 {
		inUse = "Messages in use are skipped: " + words.Plural(p.InUse, "was", "were") + " being processed when the archive was made."
	}
	for _, w := range of.Ways {
		if w.Method == m.Cleanup.Method && w.InUse != "" {
			icon, inUse = "warn", w.InUse
		}
	}
	item := func(icon, text string) app.UI {
		return draw.El("li", "", draw.Icon(icon), draw.El("span", "", app.Text(text)))
	}
	return draw.Card("Built-in safety", nil, draw.El("ul", "safety card-body",
		item("check", "Dry run first. It only prints what it would do."),
		item("check", of.Guard),
		item(icon, inUse),
		item("check", "Only the files of a listed message are touched. No wildcards."),
		item("check", "A log on the server says what was done, when, by whom and why.")))
}
