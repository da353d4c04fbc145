package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// compareView draws the screen Compare: what is different in a second capture
// of the queue.
func compareView(m *Model, send Send) app.UI {
	p := compareProps{Answer: m.Compare.Answer, Fault: m.fault(DiffSlot), Route: m.Route}
	if m.Compare.Earlier == nil {
		p.Alone = m.Archive.Name
	}
	return app.Main().Class("page").ID(mainID).TabIndex(-1).Body(&memo[compareProps]{Props: p, draw: compareScreen, send: send})
}

// compareProps is what the screen is drawn from.
type compareProps struct {
	Answer *protocol.Comparison
	Fault  *protocol.ErrorBox
	Alone  string // the only capture that is open
	Route  Route
}

func compareScreen(p compareProps, send Send) app.UI {
	d := p.Answer
	switch {
	case p.Alone != "":
		return el("section", "drop", dropArt(), el("h1", "vh", app.Text("Compare")),
			el("h2", "", app.Text("Drop a second capture of this queue")),
			el("p", "", prose("Made earlier or later than `"+p.Alone+"`. You see what came, went and stayed, by cause.")...),
			el("div", "drop-actions", compareButton("btn btn-l btn-primary", send)))
	case p.Fault != nil:
		return faultNote(p.Fault)
	case d == nil:
		return app.Section().Class("card card-body").Aria("busy", "true").Body(textSkeleton())
	}
	out := []app.UI{compareTitle(d, send)}
	var notes []app.UI
	for _, n := range d.Notes {
		notes = append(notes, el("p", "", prose(n)...))
	}
	if notes != nil {
		out = append(out, el("div", "note", Icon("warn"), el("div", "", notes...)))
	}
	out = append(out, compareFigures(d))
	if d.Alike {
		pair := el("div", "grid-2",
			compareCounts("Of those that went", d.Gone, AtEarlier),
			compareCounts("Of those that stayed", d.Stays, AtLater))
		out = append(out, pair, compareTable("By cause", "Cause", nil, d.Causes, ""), compareBy(p, send))
	}
	return el("div", "page-body", out...)
}

// compareHead is a title with a text, and a button for another capture.
func compareHead(title, text string, send Send) app.UI {
	return el("header", "page-head",
		el("div", "grow", el("h1", "", app.Text(title)), el("p", "", prose(text)...)),
		compareButton("btn", send))
}

// compareButton asks for another capture.
func compareButton(class string, send Send) app.UI {
	return app.Button().Type("button").Class(class).
		OnClick(func(app.Context, app.Event) { send(ChooseFiles{}) }).Body(Icon("file"), app.Text("Compare with…"))
}

func compareTitle(d *protocol.Comparison, send Send) app.UI {
	title := words.Plural(d.Came, "message came, ", "messages came, ") + words.Number(d.Went) + " went, " + words.Number(d.Stayed) + " stayed"
	switch {
	case !d.Alike:
		title = "These are not two captures of one queue"
	case d.Came+d.Went+d.Changed == 0:
		title = "Nothing came, went or changed"
	}
	text := "From " + compareSide(&d.Before) + " to " + compareSide(&d.After)
	if d.Apart > 0 {
		text += ", " + words.Age(d.Apart) + " later"
	}
	return compareHead(title, text+".", send)
}

// compareSide names a capture.
func compareSide(s *protocol.DiffSide) string {
	if s.Taken == 0 {
		return "`" + s.Name + "`"
	}
	return "`" + s.Name + "` (" + words.Date(s.Taken) + ")"
}

// compareNote says that the earlier capture is shown, that two captures were
// taken for one queue, or why another could not be opened; nil says nothing.
func compareNote(m *Model, send Send) app.UI {
	var text string
	var end app.UI
	switch {
	case m.Stage != Open || m.Route.View == Landing:
		return nil
	case m.Fatal != nil:
		return faultNote(m.Fatal)
	case m.showsEarlier() && m.Route.View != Compare:
		r := Route{View: m.Route.View, Query: m.Route.Query, At: AtLater}
		text = "**This is the earlier capture.** The later one is `" + m.Compare.Later.Name + "`."
		end = linkTo("btn btn-s", r.Fragment(), app.Text("Show the later one"))
	case m.Archive.Twice && len(m.Sources) == 2:
		text = "**These are two captures of one queue.** Shown together, messages that are in both count twice."
		end = app.Button().Type("button").Class("btn btn-s").OnClick(func(app.Context, app.Event) { send(CompareBoth{}) }).Text("Compare them")
	default:
		return nil
	}
	return el("div", "note note-crash", Icon("warn"), el("p", "grow", prose(text)...), end)
}
