package overview

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/words"
)

// ForecastFoot says how many messages are given up, and when, for a limit of
// age that can be chosen: the queue does not record it, but a configuration
// among the sources may.
type ForecastFoot struct {
	app.Compo

	Forecasts []protocol.Forecast
	send      model.Send
}

// Render draws the limits and the counts of the one that is chosen.
func (f *ForecastFoot) Render() app.UI {
	configured := ""
	for k := range f.Forecasts {
		configured += f.Forecasts[k].Source
	}
	var buttons, steps []app.UI
	for k := range f.Forecasts {
		c := &f.Forecasts[k]
		set := model.ReturnSet{Days: c.Days, Configured: configured != ""}
		label := fmt.Sprint(c.Days) + words.NBSP + "d"
		if c.Days == 0 {
			label = words.Span(c.After)
		}
		if c.Source != "" {
			set.Days = 0
		}
		b := app.Button().Type("button").Aria("pressed", fmt.Sprint(c.Default))
		if c.Source != "" {
			b = b.Title(c.Source)
		}
		buttons = append(buttons, b.OnClick(func(app.Context, app.Event) { f.send(set) }, app.EventScope("days", set.Days, c.After)).Text(label))
		if c.Default {
			for i := range c.Steps {
				steps = append(steps, forecastStep(&c.Steps[i]))
			}
		}
	}
	return app.Div().Class("card-foot", "forecast").Body(
		app.Span().Text("Given up after"),
		app.Div().Class("seg").Attr("role", "group").Aria("label", "Days until mail is given up").Body(buttons...),
		app.If(configured != "", func() app.UI { return app.Span().Class("dim").Text("(" + configured + ")") }),
		app.Span().Body(steps...))
}

func forecastStep(s *protocol.ForecastStep) app.UI {
	when := "overdue "
	if s.Within > 0 {
		when = "within " + words.Age(s.Within) + " "
	}
	if s.Count == 0 {
		return app.Span().Text(when + "0")
	}
	return app.A().Href(draw.MessagesHref(s.Query)).Title(words.Plural(s.Dropped, "has no sender and is dropped", "have no sender and are dropped")).
		Body(app.Text(when), app.B().Text(words.Number(s.Count)))
}
