package detail

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/logline"
	"github.com/spoolscope/spoolscope/app/words"
)

// eventLooks are the looks of the kinds of events: a class that sets the colours, and an icon.
var eventLooks = map[string][2]string{
	"received": {"", "mail"}, "rejected": {"st-fail", "fail"}, "queued": {"st-held", "held"}, "delivered": {"st-ok", "check"},
	"deferred": {"st-defer", "defer"}, "failed": {"st-fail", "fail"}, "not-tried": {"st-held", "held"}, "discarded": {"st-lost", "trash"},
	"notice": {"", "mail"}, "moved-on": {"", "arrow-r"}, "held": {"st-quar", "quar"}, "released": {"st-proc", "proc"},
	"expired": {"st-fail", "fail"}, "removed": {"st-lost", "trash"}, "lost": {"st-lost", "lost"}, "ended": {"", "check"},
}

// historyCard draws what mail logs have about the message, a row an event.
func historyCard(h *protocol.History, log logline.Lines, send model.Send) app.UI {
	note := "From the mail log. UTC"
	if len(h.Logs) > 0 {
		note = words.Plural(h.Count, "event", "events") + " in " + words.Plural(len(h.Logs), "mail log", "mail logs") + ". UTC"
	}
	var body []app.UI
	if h.Parent != nil {
		body = append(body, app.Div().Class("card-body").Body(linked(h.Parent)))
	}
	if g := h.Gone; g != nil {
		text := []app.UI{app.P().Body(app.B().Text("What became of it: "), app.Text(g.Text))}
		for n := range g.Notices {
			text = append(text, linked(&g.Notices[n]))
		}
		body = append(body, app.Div().Class("card-body").Body(text...))
	}
	if len(h.Events) > 0 {
		body = append(body, pastList(h.Events, "What happened to the message", log, send))
	}
	for _, n := range h.Notes {
		body = append(body, app.Div().Class("card-foot").Body(draw.SmallIcon("info"), app.Span().Body(draw.Prose(n)...)))
	}
	return card("h-past", "History", note, nil, body...)
}

// pastRow is a row of a time line with what is shown below its events.
type pastRow struct {
	Event protocol.Event
	Log   logline.Lines
	send  model.Send
}

func pastList(events []protocol.Event, label string, log logline.Lines, send model.Send) app.UI {
	items := make([]app.UI, 0, len(events))
	for _, e := range events {
		row := pastRow{e, log, send}
		if len(e.Folded) > 0 {
			items = append(items, app.Li().Class("fold").Body(draw.Folded("", row, foldedEvents, unfoldedEvents)))
			continue
		}
		items = append(items, row.draw())
	}
	return app.Ol().Class("past").Aria("label", label).Body(items...)
}

func foldedEvents(r pastRow) app.HTMLSummary {
	return app.Summary().Body(app.Text(r.Event.Title), app.Text(" "),
		app.Span().Class("dim").Text(words.DateSecond(r.Event.At)+" … "+words.DateSecond(r.Event.Until)))
}

func unfoldedEvents(r pastRow) []app.UI {
	return []app.UI{pastList(r.Event.Folded, r.Event.Title, r.Log, r.send)}
}

// draw draws one event: when, and how long after the arrival; what, with whom, and what was said;
// on demand the line that it was read from.
func (r pastRow) draw() app.UI {
	e := r.Event
	when := []app.UI{app.Time().Text(words.DateSecond(e.At))}
	if e.Clock != "" {
		when = append(when, app.Small().Text(e.Clock))
	}
	if e.Age >= 0 {
		when = append(when, app.Small().Text("after "+after(e.Age)))
	}
	look := eventLooks[e.Kind]
	if look[1] == "" {
		look[1] = "info"
	}
	line := strings.Join(append(nonEmpty(e.Whom, e.Where), e.Notes...), ", ")
	what := []app.UI{app.B().Class(look[0]).Body(draw.SmallIcon(look[1]), app.Text(e.Title))}
	if line != "" {
		what = append(what, app.Text(" "+line))
	}
	if e.Said != "" {
		what = append(what, app.P().Body(app.Code().Text(e.Said)))
	}
	if e.Other != nil {
		what = append(what, linked(e.Other))
	}
	return app.Li().Body(app.Div().Body(when...), app.Div().Body(append(what, r.source()...)...))
}

// source says which line of which log the event was read from, and shows it.
func (r pastRow) source() []app.UI {
	e := r.Event
	by := ""
	if e.By != "" {
		by = ", by " + e.By
	}
	line, shown := r.Log.Of(e.N)
	verb := "Show "
	if shown {
		verb = "Hide "
	}
	out := []app.UI{app.Small().Body(
		app.Button().Type("button").Class("line-of").Aria("expanded", draw.AriaBool(shown)).Title(verb+"the line of the log").Text(e.Source).
			OnClick(func(app.Context, app.Event) { r.send(model.LogLineToggled{N: e.N}) }, app.EventScope("line", e.N)),
		app.Text(by))}
	switch {
	case !shown:
	case line == nil:
		out = append(out, app.P().Class("dim").Attr("role", "status").Text("Reading the log …"))
	case line.Missing != "":
		out = append(out, app.P().Class("dim").Attr("role", "status").Text(line.Missing))
	default:
		out = append(out, app.Pre().Class("log-line").Attr("dir", "ltr").Aria("label", "Line "+e.Source).TabIndex(0).Text(line.Text))
		if line.Cut {
			out = append(out, app.Small().Text("The line goes on; it has "+words.Plural(line.Bytes, "byte", "bytes")+"."))
		}
	}
	return out
}

// after returns a delay: to the second where it is short.
func after(seconds int64) string {
	if seconds < 60 {
		return words.Number(seconds) + words.NBSP + "s"
	}
	return words.Span(seconds)
}

func nonEmpty(texts ...string) []string {
	var out []string
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}

// linked names another message, and leads to it if it is in the queue.
func linked(l *protocol.Linked) app.UI {
	body := []app.UI{app.Text(words.UpperFirst(l.As) + " ")}
	if l.Query != "" {
		body = append(body, draw.LinkTo("mono", draw.MessagesHref(l.Query), app.Text(l.ID)), app.Text(", in this queue"))
	} else {
		body = append(body, app.Span().Class("mono").Text(l.ID))
		if l.Fate != "" {
			body = append(body, app.Text(": "+l.Fate))
		}
	}
	return app.P().Body(body...)
}
