package shell

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/overview"
	"github.com/spoolscope/spoolscope/app/words"
)

// phases are the steps of a load, in order.
var phases = []struct {
	phase protocol.Phase
	text  string
}{
	{protocol.PhaseRead, "Read the archive"},
	{protocol.PhaseJoin, "Pair control and data files"},
	{protocol.PhaseLogs, "Read the mail logs"},
	{protocol.PhaseGroup, "Group the reasons"},
}

// LoadingView returns the progress of a load and, below it, what is known so far.
func LoadingView(m *model.Model, send model.Send) app.UI {
	body := []app.UI{loadingCard(&m.Load, m.Name(), m.Now, send)}
	if o := m.Overview; o != nil && o.Total > 0 {
		body = append(body,
			overview.SoFar(o, m.Route.Query, m.Taken()),
			&soFar{Overview: o, Route: m.Route, send: send})
	}
	return app.Main().Class("page").ID(model.MainID).TabIndex(-1).Body(body...)
}

// turnEvery is how long the spinner rests before it turns by an eighth.
const turnEvery = 200 * time.Millisecond

func loadingCard(l *model.Load, name string, now time.Time, send model.Send) app.UI {
	if l.Stopping {
		return stoppedCard(l, name, now, send)
	}
	p := &l.Progress
	cancel := app.Button().Type("button").Class("btn").
		OnClick(func(app.Context, app.Event) { send(model.LoadCanceled{}) })
	bar := app.Div().Class("progress").Attr("role", "progressbar").Aria("labelledby", "h-load").
		Aria("valuemin", 0).Aria("valuemax", 100)
	found := words.Plural(p.Messages, "message", "messages") + " found"
	if pc := model.PercentRead(*p); pc != "" {
		bar.Attr("data-v", draw.Fraction(int(min(p.Read, p.Size)>>10), int(p.Size>>10))).
			Aria("valuenow", strings.TrimSuffix(pc, "%")).Aria("valuetext", pc+", "+found)
	} else {
		bar.Attr("data-v", "0").Aria("valuetext", found)
	}
	return app.Section().Class("card", "loading").Aria("labelledby", "h-load").Body(
		app.Div().Class("loading-top").Body(
			spin(l, now),
			app.H1().ID("h-load").Class("grow").Body(app.Text("Reading "), app.Span().Class("mono").Text(name)),
			cancel.Body(draw.Icon("x"), app.Text("Cancel "), app.Kbd().Text("Esc")),
		),
		app.If(l.Again, func() app.UI {
			return app.P().Class("loading-note").Text("Stopped by you. What was open before is read again.")
		}),
		bar,
		app.Div().Class("loading-facts").Body(loadingFacts(l, now)...),
		app.Div().Class("vh").Attr("role", "status").Text(l.Said),
		phaseList(l),
	)
}

// spin returns the sign of life. It turns when there is something new: an animation
// would have the browser draw sixty times a second while the cores are needed.
func spin(l *model.Load, now time.Time) app.UI {
	return app.Span().Class("spin").Attr("data-t", now.Sub(l.Started)/turnEvery%8).Body(draw.Icon("proc", "icon-l"))
}

// stoppedCard says that the user stopped the reading, and what becomes of what
// was read. Its button is not where the one that stopped was, so that a double click
// discards nothing.
func stoppedCard(l *model.Load, name string, now time.Time, send model.Send) app.UI {
	title := "Stopped by you"
	if name != "" { // the worker has told it
		title += ": "
	}
	return app.Section().Class("card", "loading", "stopped").Aria("labelledby", "h-load").Body(
		app.Div().Class("loading-top").Body(
			spin(l, now),
			app.H1().ID("h-load").Class("grow").Body(app.Text(title), app.Span().Class("mono").Text(name)),
		),
		app.P().Class("loading-note").Text(model.StoppedText(l.Progress.Messages)),
		app.Div().Class("vh").Attr("role", "status").Text(l.Said),
		phaseList(l),
		app.Div().Body(app.Button().Type("button").Class("btn", "btn-s").
			OnClick(func(app.Context, app.Event) { send(model.LoadDiscarded{}) }).
			Body(draw.SmallIcon("x"), app.Text("Discard what was read"))),
	)
}

// loadingFacts returns the line below the bar: how far, how fast, how long still.
func loadingFacts(l *model.Load, now time.Time) []app.UI {
	p := &l.Progress
	fact := func(b, text string) app.UI { return app.Span().Body(app.B().Text(b), app.Text(text)) }
	var out []app.UI
	if p.Size > 0 {
		out = append(out, fact(words.Size(p.Read), " of "+words.Size(p.Size)))
	} else {
		out = append(out, fact(words.Size(p.Read), " read"))
	}
	speed := 0.0
	if took := now.Sub(l.Started).Seconds(); took >= .5 {
		speed = float64(p.Read) / took
		out = append(out, fact(words.Size(int64(speed))+"/s", ""))
	}
	if p.LogRead > 0 {
		out = append(out, fact(words.Size(p.LogRead), " of mail logs"))
	}
	out = append(out, fact(words.Number(p.Messages), strings.TrimLeft(words.Plural(p.Messages, " message found", " messages found"), "0123456789,")))
	if p.Files[1] > 1 {
		out = append(out, app.Span().Text(fmt.Sprintf("file %s of %s", words.Number(p.Files[0]), words.Number(p.Files[1]))))
	}
	if left := float64(p.Size - p.Read); speed > 0 && left > 0 {
		out = append(out, app.Span().Text("about "+rest(left/speed)+" left"))
	}
	return out
}

// rest writes seconds that are only guessed: "8 s", "3 m".
func rest(seconds float64) string {
	if seconds < 90 {
		return words.Number(int(math.Ceil(seconds))) + words.NBSP + "s"
	}
	return words.Age(int64(seconds))
}

func phaseList(l *model.Load) app.UI {
	p, at := &l.Progress, 0
	for i, ph := range phases {
		if ph.phase == p.Phase {
			at = i
		}
	}
	var items []app.UI
	for i, ph := range phases {
		if ph.phase == protocol.PhaseLogs && p.LogRead == 0 {
			continue
		}
		if ph.phase == protocol.PhaseRead && l.Stopping {
			ph.text = "Read a part of the archive"
		}
		li := app.Li()
		switch {
		case i < at:
			li.Body(draw.SmallIcon("check"), app.Text(ph.text))
		case i > at:
			li.Body(draw.SmallIcon("todo"), app.Text(ph.text))
		case p.File != "" && (ph.phase == protocol.PhaseRead || ph.phase == protocol.PhaseLogs):
			li.Aria("current", "step").Body(draw.SmallIcon("arrow-r"), app.Text(ph.text+": "), app.Span().Class("mono").Text(p.File))
		default:
			li.Aria("current", "step").Body(draw.SmallIcon("arrow-r"), app.Text(ph.text))
		}
		items = append(items, li)
	}
	return app.Ol().Class("phases").Aria("label", "Phases").Body(items...)
}

// soFar is the table of statuses while the archive is read. It is a component
// so that ten progress reports a second do not draw it ten times.
type soFar struct {
	app.Compo

	Overview *protocol.Overview
	Route    route.Route

	send   model.Send
	growth draw.Growth
}

// OnMount starts the growth of the table.
func (s *soFar) OnMount(ctx app.Context) { s.growth.Mount(ctx, s.send) }

// Render draws the rows there are, with more to come.
func (s *soFar) Render() app.UI {
	t := &s.Overview.Groups
	rows, _ := s.growth.Take(overview.StatusRows(t, len(t.Rows)), overview.RowsAtOnce)
	return overview.StatusCard(t, s.Overview.Matched, s.Route, rows, true, s.send)
}
