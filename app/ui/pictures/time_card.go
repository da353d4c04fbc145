package pictures

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/picture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// timeCard is when it began: the picture, its events, two fields and the table.
type timeCard struct {
	app.Compo

	Timeline *protocol.Timeline
	Matched  int // messages that the whole filter selects
	Route    route.Route
	Narrow   bool
	send     model.Send

	twin   twin
	choice choice
	typed  [2]string // the texts of the two fields
	wrong  [2]bool   // and whether it is not understood
}

// fieldIDs are the ids of the two fields.
var fieldIDs = [2]string{"created-from", "created-to"}

// OnMount and OnUpdate show the range that the filter selects: an answer has
// come.
func (c *timeCard) OnMount(app.Context) { c.showRange() }

func (c *timeCard) OnUpdate(app.Context) {
	if !c.choice.dragging {
		c.choice.span, c.wrong = [2]protocol.Moment{}, [2]bool{}
		c.showRange()
	}
}

// showRange writes the range that is shown into the fields.
func (c *timeCard) showRange() {
	from, to := c.choice.shown(c.Timeline)
	texts := rangeText(from, to, c.Timeline.Now)
	for i, text := range texts {
		if text != c.typed[i] {
			c.send(model.FieldShown{ID: fieldIDs[i], Text: text})
		}
	}
	c.typed = texts
}

// Render draws the card.
func (c *timeCard) Render() app.UI {
	t := c.Timeline
	p := c.layout()
	body := []app.UI{
		app.Div().Class("card-head").Body(
			app.H2().ID("h-when").Text("When it began"),
			app.P().Class("grow").Text(c.remark(&p)),
			c.fields()),
		app.Div().Class("when-box").Body(c.picture(&p)),
		c.caption(&p),
	}
	if len(t.Events) > 0 {
		body = append(body, c.events())
	}
	return app.Section().Class("card").Aria("labelledby", "h-when").Body(append(body, c.table())...)
}

// layout returns the picture for the window.
func (c *timeCard) layout() picture.Timeline {
	if c.Narrow {
		return picture.LayTimeline(c.Timeline, picture.Narrow)
	}
	return picture.LayTimeline(c.Timeline, picture.Wide)
}

// remark says what the picture counts, or what is chosen.
func (c *timeCard) remark(p *picture.Timeline) string {
	all := c.Timeline.Unknown + c.Timeline.Earlier
	for _, b := range c.Timeline.Buckets {
		all += b.Bounces + b.Ordinary + b.Quarantined
	}
	text := "Messages that still wait, by the time they arrived"
	switch {
	case c.choice.chosen():
		text = c.choice.says(p, c.Timeline)
	case c.Timeline.Range != [2]protocol.Moment{}:
		text += ". " + words.Number(c.Matched) + " of " + words.Number(all) + " chosen"
	case c.Timeline.Earlier > 0:
		text += "; without " + words.Number(c.Timeline.Earlier) + " much older"
	case c.Timeline.Unknown > 0:
		text += "; of " + words.Number(c.Timeline.Unknown) + " that is not known"
	}
	return text
}

// fields returns the range as text.
func (c *timeCard) fields() app.UI {
	t := c.Timeline
	hints := [2]string{utc(firstArrival(t), "Mon 2 Jan 15:04"), utc(t.Now, "Mon 2 Jan 15:04")}
	var body []app.UI
	for i, label := range []string{"From ", "to "} {
		field := app.Input().ID(fieldIDs[i]).Class("field").AutoComplete(false).Attr("spellcheck", "false").
			Placeholder(hints[i]).
			OnInput(func(ctx app.Context, _ app.Event) {
				c.typed[i] = ctx.JSSrc().Get("value").String()
				ctx.PreventUpdate()
			}, app.EventScope("end", i)).
			OnKeyDown(func(ctx app.Context, e app.Event) {
				if e.Get("key").String() == "Enter" {
					c.enter()
				} else {
					ctx.PreventUpdate()
				}
			}, app.EventScope("end", i))
		if c.wrong[i] {
			field.Aria("invalid", "true").Title("Write it as 11 Mar 20:00, 2026-03-11T20:00, 20:00 or 2h, in UTC")
		}
		body = append(body, app.Label().Body(app.Text(label), field))
	}
	body = append(body, app.Button().Type("button").Class("btn", "btn-s").
		OnClick(func(app.Context, app.Event) { c.enter() }).Text("Filter"))
	return app.Div().Class("range").Attr("role", "group").Aria("label", "Show only messages that arrived, in UTC").Body(body...)
}

// firstArrival returns the beginning of the first bucket that has messages.
func firstArrival(t *protocol.Timeline) protocol.Moment {
	for i, b := range t.Buckets {
		if b.Bounces+b.Ordinary+b.Quarantined > 0 {
			return t.From + int64(i)*t.Step
		}
	}
	return t.From
}

// enter filters by the contents of the fields.
func (c *timeCard) enter() {
	term, wrong := rangeTerm(c.typed, c.Timeline.Now)
	c.wrong = wrong
	switch {
	case wrong != [2]bool{}:
		c.send(model.Said{Text: "Not a time. Write it as 11 Mar 20:00, 2026-03-11T20:00, 20:00 or 2h, in UTC"})
	case term == "":
		c.clear()
	default:
		c.filter(term)
	}
}

// filter adds a range to the query.
func (c *timeCard) filter(term string) {
	r := c.Route
	r.Query = filter.And(c.Timeline.Query, term)
	c.send(model.GoTo{Route: r})
}

// clear shows messages of all times.
func (c *timeCard) clear() {
	c.choice = choice{}
	if c.Timeline.Range == [2]protocol.Moment{} {
		c.showRange()
		return
	}
	r := c.Route
	r.Query = c.Timeline.Query
	c.send(model.Said{Text: "Messages of all times"})
	c.send(model.GoTo{Route: r})
}

// caption explains the colours of what occurs.
func (c *timeCard) caption(p *picture.Timeline) app.UI {
	kinds := [3]int{}
	for _, b := range p.Buckets {
		kinds[0] += b.Bounces
		kinds[1] += b.Ordinary
		kinds[2] += b.Quarantined
	}
	var body []app.UI
	for k, name := range []string{"Bounces", "Ordinary", words.UpperFirst(p.Aside)} {
		if kinds[k] > 0 {
			body = append(body, app.Span().Body(app.I().Class("sw", []string{"kb", "km", "kq"}[k]), app.Text(name)))
		}
	}
	if p.Wave {
		body = append(body, app.Span().Body(app.I().Class("sw", "gv"), app.Text("Expected to be given up, "+words.Span(c.Timeline.Lifetime)+" after arrival")))
	}
	if p.Strip {
		body = append(body, app.Span().Body(app.I().Class("sw", "ks"), app.Text("Strip: last tries, darker is more")))
	}
	if p.Traffic != nil {
		body = append(body,
			app.Span().Body(app.I().Class("sw", "dl"), app.Text("Delivered, any mail, from the mail log")),
			app.Span().Body(app.I().Class("sw", "fl"), app.Text("Attempts that failed; at most "+words.Number(p.MostTraffic())+" in "+words.Span(p.Traffic.Step))))
	}
	body = append(body, app.Span().Class("dim").Text("One bar is "+p.StepWords()))
	return app.Div().Class("cap").Body(body...)
}

// events lists the numbers in the picture.
func (c *timeCard) events() app.UI {
	var rows []app.UI
	for i := range c.Timeline.Events {
		e := &c.Timeline.Events[i]
		name := app.UI(app.Text(e.Title))
		if e.Query != "" {
			name = app.A().Href(draw.MessagesHref(e.Query)).Text(e.Title)
		}
		note := utc(e.At, "Mon 2 Jan 15:04")
		if e.Note != "" {
			note += "; " + e.Note
		}
		rows = append(rows, app.Li().Body(
			app.Span().Class("no").Aria("hidden", "true").Text(strconv.Itoa(i+1)),
			app.Div().Body(name, app.Small().Text(note))))
	}
	return app.Ol().Class("events").Body(rows...)
}
