package overview

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/words"
)

// CausesProps is what the list of causes is drawn from.
type CausesProps struct {
	Causes  []protocol.Finding
	Smaller int // messages of the causes that are folded
	Matched int
	Hosts   int // that the messages are of
	State   model.CausesState
	Copied  string // as Model.CopiedKey
}

// Causes returns the part of the overview that says what holds the queue up: a line
// a cause, with the evidence, the advice and the parts inside. The smaller
// ones are folded into one line.
func Causes(p CausesProps, send model.Send) app.UI { return p.draw(p.steps(), send) }

// linesAtOnce is how many causes are drawn in one task.
const linesAtOnce = 3

// steps is in how many steps the causes are drawn.
func (p CausesProps) steps() int {
	return max(1, (min(len(p.Causes), protocol.FirstCauses)+linesAtOnce-1)/linesAtOnce)
}

// draw draws the causes, some lines a step.
func (p CausesProps) draw(upTo int, send model.Send) app.UI {
	if len(p.Causes) == 0 {
		return app.Section()
	}
	first := p.Causes[:min(len(p.Causes), protocol.FirstCauses)]
	smaller := p.Causes[len(first):]
	lines := causeLines{send: send}
	for i := range first {
		lines.ids = append(lines.ids, model.CauseLineID(first[i].Key))
	}
	if len(smaller) > 0 {
		lines.ids = append(lines.ids, model.SmallerCausesID)
	}
	if p.State.All {
		for i := range smaller {
			lines.ids = append(lines.ids, model.CauseLineID(smaller[i].Key))
		}
	}
	body := []app.UI{app.Div().Class("card-head").Body(
		app.H2().ID("h-causes").Text("Causes"), app.P().Class("grow").Text(causesNote(p)))}
	opened := openAtFirst(p.Causes)
	for i := range first[:min(len(first), upTo*linesAtOnce)] {
		body = append(body, cause(&first[i], i, i == opened, &p, &lines))
	}
	if len(smaller) > 0 && upTo >= p.steps() {
		var list []app.UI
		if p.State.All || !app.IsClient { // where there is no browser, all is drawn
			for i := range smaller {
				n := len(first) + 1 + i
				list = append(list, cause(&smaller[i], n, len(first)+i == opened, &p, &lines))
			}
		}
		body = append(body, app.Details().Class("more-line").Open(p.State.All).Body(
			lines.summary(model.SmallerCausesID, len(first), model.SmallerCausesToggled{}).Body(
				draw.SmallIcon("chev-r"),
				app.Text(words.Plural(len(smaller), "smaller cause", "smaller causes")+", "+words.Plural(p.Smaller, "message", "messages"))),
			app.Div().Body(list...)))
	}
	return app.Section().Class("card").ID("causes").Aria("labelledby", "h-causes").Body(body...)
}

// causesNote says how to read the shares.
func causesNote(p CausesProps) string {
	sum := 0
	for i := range p.Causes {
		sum += p.Causes[i].Count
	}
	switch {
	case len(p.Causes) < 2:
		return ""
	case sum > p.Matched:
		return "A message can have several, so the shares add up to more than 100%."
	}
	return "A message can have several, so the shares need not add up."
}

// openAtFirst returns the largest cause that can be removed on this server, and
// without one the first of all.
func openAtFirst(list []protocol.Finding) int {
	best := -1
	for i := range list {
		if list[i].Side == "ours" && (best < 0 || list[i].Count > list[best].Count) {
			best = i
		}
	}
	return max(best, 0)
}

// causeLines are the lines of the list in their order, between which the arrow
// keys move.
type causeLines struct {
	ids  []string
	send model.Send
}

// summary returns the line at a place in the list. A click, Enter or Space sends
// toggled: what is open is part of the model.
func (l *causeLines) summary(id string, at int, toggled model.Event) app.HTMLSummary {
	ids, send := l.ids, l.send
	return app.Summary().ID(id).OnClick(func(_ app.Context, e app.Event) {
		e.PreventDefault()
		send(toggled)
	}, app.EventScope(toggled)).OnKeyDown(func(_ app.Context, e app.Event) {
		to := at
		switch e.Get("key").String() {
		case "ArrowDown":
			to++
		case "ArrowUp":
			to--
		case "Home":
			to = 0
		case "End":
			to = len(ids) - 1
		default:
			return
		}
		e.PreventDefault()
		if to >= 0 && to < len(ids) && to != at {
			send(model.LineReached{ID: ids[to]})
		}
	}, app.EventScope(at, ids))
}

// confidences are the words and bars for how sure a finding is.
var confidences = map[string]struct{ class, word string }{
	"certain": {"conf-3", "Certain"},
	"likely":  {"conf-2", "Likely"},
	"look":    {"conf-1", "Worth a look"},
}

// sides are the words and icons for where a cause can be removed.
var sides = map[string]struct{ icon, word string }{
	"ours":    {"here", "Fix on this server"},
	"theirs":  {"there", "Their side"},
	"network": {"net", "Network or DNS"},
	"sender":  {"mail", "Sender’s side"},
}

// cause is one line with what is inside.
func cause(f *protocol.Finding, at int, atFirst bool, p *CausesProps, lines *causeLines) app.UI {
	open := p.State.IsOpen(f.Key, atFirst)
	sure := confidences[f.Confidence]
	title := []app.UI{app.Text(f.Title)}
	if inside := causeInside(f, p.Hosts); inside != "" {
		title = append(title, app.Text(" "), app.Elem("small").Text(inside))
	}
	side := app.Span().Class("side")
	if s, ok := sides[f.Side]; ok {
		side.Body(draw.SmallIcon(s.icon), app.Text(s.word))
	}
	body := []app.UI{lines.summary(model.CauseLineID(f.Key), at, model.CauseToggled{Key: f.Key, Open: !open}).Body(
		draw.SmallIcon("chev-r"),
		app.Span().Class("conf", sure.class).Body(app.Elem("i").Aria("hidden", "true").Body(app.B()), app.Text(sure.word)),
		app.H3().Body(title...),
		side,
		app.Span().Class("cause-n").Body(
			app.B().Title(words.Number(f.Count)).Text(words.Short(f.Count)), draw.Bar(f.Count, p.Matched), app.Span().Text(draw.WholePercent(f.Count, p.Matched))))}
	if open {
		body = append(body, causeBody(f, p, lines.send))
	}
	return app.Details().Class("cause").ID(model.CauseID(f.Key)).Open(open).Body(body...)
}

// causeInside returns the small text of a line: what is inside, and on which host.
func causeInside(f *protocol.Finding, hosts int) string {
	text := f.Subtitle
	where := ""
	switch {
	case hosts < 2 || len(f.Hosts) == 0:
		return text
	case len(f.Hosts) == 1:
		where = "on " + f.Hosts[0]
	case f.Rule != "runner": // which says it itself
		where = "on " + words.Number(len(f.Hosts)) + " hosts"
	}
	if text != "" && where != "" {
		text += ", "
	}
	return text + where
}
