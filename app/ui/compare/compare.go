// Package compare draws two captures of a queue side by side: what came, went and
// stayed, by cause and by server, and with a mail log what became of messages
// that went.
package compare

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// View draws the screen Compare: what a second capture changed
// of the queue.
func View(m *model.Model, send model.Send) app.UI {
	p := CompareProps{Answer: m.Compare.Answer, Fault: m.Fault(model.DiffSlot), Route: m.Route}
	if m.Compare.Earlier == nil {
		p.Alone = m.Archive.Name
	}
	p.Both = bothOpen(m)
	p.Pair, p.Name = m.Compare.Earlier != nil, m.Archive.Name
	p.Captures, p.CapturesLeft = m.Archive.Captures, m.Archive.CapturesLeft
	_, p.From, p.To = m.Picks()
	return app.Main().Class("page").ID(model.MainID).TabIndex(-1).Body(draw.Memo(p, CompareScreen, send))
}

// CompareProps is what the screen is drawn from.
type CompareProps struct {
	Answer *protocol.Comparison
	Fault  *protocol.ErrorBox
	Alone  string // the only capture that is open
	Both   bool   // Alone is two captures that were opened as one queue
	Route  route.Route

	// The captures in the sources, and the two in the fields; Pair: two are open.
	Name         string
	Captures     []protocol.Capture
	CapturesLeft int
	From, To     int
	Pair         bool
}

// CompareScreen draws the comparison from its props.
func CompareScreen(p CompareProps, send model.Send) app.UI {
	d := p.Answer
	switch {
	case p.Alone != "" && len(p.Captures) > 0:
		return draw.El("div", "page-body",
			compareHead("Compare captures", "Several captures of this queue are in `"+p.Alone+"`. Any two of them can be compared, or one with another file.", send),
			capturesCard(p, send))
	case p.Both:
		return draw.El("section", "drop", draw.DropArt(), draw.El("h1", "vh", app.Text("Compare")),
			draw.El("h2", "", app.Text("Two captures of this queue are open")),
			draw.El("p", "", app.Text("Shown together, messages that are in both count twice. Compared, you see what came, went and stayed, by cause.")),
			draw.El("div", "drop-actions", draw.CompareBothButton("btn btn-l btn-primary", send)))
	case p.Alone != "":
		return draw.El("section", "drop", draw.DropArt(), draw.El("h1", "vh", app.Text("Compare")),
			draw.El("h2", "", app.Text("Drop a second capture of this queue")),
			draw.El("p", "", draw.Prose("Made earlier or later than `"+p.Alone+"`. You see what came, went and stayed, by cause.")...),
			draw.El("div", "drop-actions", compareButton("btn btn-l btn-primary", send)))
	case p.Fault != nil:
		return draw.FaultNote(p.Fault)
	case d == nil:
		return app.Section().Class("card card-body").Aria("busy", "true").Body(draw.TextSkeleton())
	}
	out := []app.UI{compareTitle(d, send)}
	var notes []app.UI
	for _, n := range d.Notes {
		notes = append(notes, draw.El("p", "", draw.Prose(n)...))
	}
	if notes != nil {
		out = append(out, draw.El("div", "note", draw.Icon("warn"), draw.El("div", "", notes...)))
	}
	out = append(out, compareFigures(d))
	if d.Alike {
		pair := draw.El("div", "grid-2",
			compareCounts("Of those that went", d.Gone, route.AtEarlier),
			compareCounts("Of those that stayed", d.Stays, route.AtLater))
		out = append(out, pair)
		if len(d.Causes) > 0 {
			out = append(out, compareTable("By cause", "Cause", nil, d.Causes, ""))
		}
		out = append(out, compareBy(p, send))
	}
	if len(p.Captures) > 0 {
		out = append(out, capturesCard(p, send))
	}
	return draw.El("div", "page-body", out...)
}

// compareHead returns a title with a text, and a button for another capture.
func compareHead(title, text string, send model.Send) app.UI {
	return draw.El("header", "page-head",
		draw.El("div", "grow", draw.El("h1", "", app.Text(title)), draw.El("p", "", draw.Prose(text)...)),
		compareButton("btn", send))
}

// bothOpen reports whether two captures of one queue were opened as one.
func bothOpen(m *model.Model) bool { return m.Archive.Twice && len(m.Sources) == 2 }

// compareButton asks for another capture.
func compareButton(class string, send model.Send) app.UI {
	return app.Button().Type("button").Class(class).
		OnClick(func(app.Context, app.Event) { send(model.ChooseFiles{}) }).Body(draw.Icon("file"), app.Text("Compare with…"))
}

func compareTitle(d *protocol.Comparison, send model.Send) app.UI {
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

// Note says that the earlier capture is shown, that two captures were
// taken for one queue, or why another could not be opened; nil says nothing.
func Note(m *model.Model, send model.Send) app.UI {
	var text string
	var end app.UI
	switch {
	case m.Stage != model.Open || m.Route.View == route.Landing:
		return nil
	case m.Fatal != nil:
		return draw.FaultNote(m.Fatal)
	case m.ShowsEarlier() && m.Route.View != route.Compare:
		r := route.Route{View: m.Route.View, Query: m.Route.Query, At: route.AtLater}
		text = "**This is the earlier capture.** The later one is `" + m.Compare.Later.Name + "`."
		end = draw.LinkTo("btn btn-s", r.Fragment(), app.Text("Show the later one"))
	case bothOpen(m) && m.Route.View != route.Compare:
		text = "**These are two captures of one queue.** Shown together, messages that are in both count twice."
		end = draw.CompareBothButton("btn btn-s", send)
	default:
		return nil
	}
	return app.Aside().Class("note", "note-crash").Aria("label", "Captures").Body(draw.Icon("warn"), draw.El("p", "grow", draw.Prose(text)...), end)
}
