// Package messages draws the list of messages, with the facets to narrow it down.
// Only the rows in view are in the document.
package messages

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/detail"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// View draws the screen Messages: the facets, the list and the open
// message, or that message alone at full width.
func View(m *model.Model, send model.Send) app.UI {
	if m.Route.ID != "" && m.Route.Wide {
		return detail.Wide(m, send)
	}
	l := &m.List
	rail := m.Layout().RailGrip()
	main := app.Main().Class("split split-wide").ID(model.MainID).TabIndex(-1).Attr("data-rail", rail.Width)
	title := "Messages"
	if l.Known {
		title += ", " + words.Number(l.Matched) + " of " + words.Number(l.Total)
	}
	body := []app.UI{
		app.H1().Class("vh").Text(title),
		&facetRail{Facets: m.List.Facets, Rows: m.List.FacetRows, Fault: m.Fault(model.FacetsSlot), send: send},
		grip(model.RailGripID, "grip-1", "Width of Narrow down", model.RailID, 1, rail, send),
		listSection(m, send),
	}
	if m.Route.ID != "" {
		pane := m.Layout().DetailGrip()
		main.Attr("data-open", true).Attr("data-pane", pane.Width)
		body = append(body,
			grip(model.DetailGripID, "grip-2", "Width of the message", model.DetailID, -1, pane, send),
			detail.Pane(m, send))
	}
	return main.Body(body...)
}

// listSection returns the list with what is above and below it.
func listSection(m *model.Model, send model.Send) app.UI {
	return app.Section().Class("list list-wide").Aria("label", "Message list").Body(
		listHead(m, send),
		listBody(m, send),
		draw.Follow(model.ListID, newFootProps, listFoot, m, send),
	)
}

func listHead(m *model.Model, send model.Send) app.UI {
	l := &m.List
	count := app.Span().Class("grow")
	if l.Known {
		number := words.Number(l.Matched)
		unit := strings.TrimPrefix(words.Plural(l.Matched, "message", "messages"), number)
		sum := words.Plural(l.Recipients, "recipient", "recipients") + ", " + words.Size(l.Bytes)
		count.Body(app.B().Body(app.Text(number), app.Span().Class("list-unit").Text(unit)), app.Text(" "),
			app.Span().Class("dim list-sum").Text(sum))
	} else {
		count.Body(app.Span().Class("skel").Attr("data-w", "40"))
	}
	head := []app.UI{count,
		app.Button().Class("btn btn-s only-m").ID(model.NarrowID).Aria("haspopup", "dialog").
			OnClick(func(app.Context, app.Event) {
				send(model.DialogOpened{Dialog: model.NarrowDialog, Back: model.NarrowID})
			}).
			Body(draw.SmallIcon("filter"), app.Text("Narrow down")),
	}
	if n := len(m.Cleanup.Picked); n > 0 {
		head = append(head,
			app.Button().Class("btn btn-s btn-primary").OnClick(func(app.Context, app.Event) { send(model.PicksPlanned{}) }).
				Body(draw.SmallIcon("trash"), app.Text("Clean up "+words.Number(n)+" picked")),
			app.Button().Class("btn btn-s").OnClick(func(app.Context, app.Event) { send(model.PicksCleared{}) }).Text("Clear"))
	} else if l.Known && l.Matched > 0 {
		head = append(head, copyIDs(m, send),
			app.A().Class("btn btn-s btn-more").Href(draw.ViewHref(route.Cleanup, m.Route.Query)).
				Aria("label", "Plan cleanup").Title("Plan a cleanup of these messages").
				Body(draw.SmallIcon("trash"), app.Span().Class("btn-text").Text("Plan cleanup")))
	}
	if m.TwoLines() {
		head = append(head, sorter(m, send))
	}
	head = append(head, chooser(m, send))
	return app.Div().Class("list-head").Body(head...)
}

// copyIDs returns the button that copies the IDs of all messages in the list.
func copyIDs(m *model.Model, send model.Send) app.UI {
	l := &m.List
	text, title := "Copy IDs", "Copy the IDs of all "+words.Number(l.Matched)+" messages, one per line"
	if l.Matched > model.MaxIDs {
		title = "Copy the IDs of the first " + words.Number(model.MaxIDs) + " messages, one per line"
	}
	icon := "copy"
	switch {
	case l.Copying:
		text = "Copying " + words.Number(len(l.IDs))
	case m.CopiedKey == model.IdsKey:
		text, icon = "Copied", "check"
	}
	b := app.Button().Class("btn btn-s btn-more").Title(title).Aria("label", text).Body(draw.SmallIcon(icon), app.Span().Class("btn-text").Text(text))
	if l.Copying {
		return b.Aria("disabled", "true")
	}
	return b.OnClick(func(app.Context, app.Event) { send(model.IDsCopied{}) })
}

// listBody returns what scrolls: the table, or why there is none.
func listBody(m *model.Model, send model.Send) app.UI {
	l := &m.List
	body := app.Div().Class("list-body").TabIndex(-1).ID(model.ListID).Attr("data-watch", true)
	// After a crash the rows that are there stay.
	if box := m.Fault(model.PageSlot); box != nil && (m.Crash == "" || !l.Known) {
		return body.Body(app.Div().Class("card-body").Body(draw.FaultNote(box)))
	}
	if l.QueryError != nil {
		return body.Body(app.Div().Class("card-body").Body(draw.FaultNote(&protocol.ErrorBox{
			Title: "The filter is not understood.", Text: l.QueryError.Text,
		})))
	}
	if l.Known && l.Matched == 0 {
		return body.Body(emptyList(m, send))
	}
	return body.Body(draw.Follow(model.ListID, newGridProps, grid, m, send))
}

func emptyList(m *model.Model, send model.Send) app.UI {
	if m.Route.Query == "" {
		return app.Div().Class("empty").Body(
			app.P().Body(app.B().Text("The queue is empty.")),
			app.P().Text("The archive is sound and has no messages. Nothing is stuck here; "+
				"check the other queue directories and the clientmqueue."))
	}
	return app.Div().Class("empty").Body(
		app.P().Text("No message matches. Remove a word from the filter."),
		app.Button().Class("btn").Text("Clear filter").
			OnClick(func(app.Context, app.Event) { send(model.FilterCleared{}) }))
}

// footProps is what is below the list: which rows are in view, and on phones the
// buttons for other pages.
type footProps struct {
	Rows        string
	Paged       bool
	First, Last bool // page
}

func newFootProps(m *model.Model) (p footProps) {
	l, w := &m.List, m.RowsShown()
	if l.Known && l.Matched > 0 {
		// The last row seen may be cut by the edge: it counts.
		p.Rows = "Rows " + words.Number(w.Seen+1) + " to " + words.Number(w.Until) + " of " + words.Number(l.Matched)
	}
	if m.Paged() && l.Matched > model.PhonePage {
		p.Paged, p.First, p.Last = true, w.First == 0, w.End >= l.Matched
	}
	return p
}

func listFoot(p footProps, send model.Send) app.UI {
	foot := []app.UI{app.Span().Class("grow").Text(p.Rows)}
	if p.Paged {
		foot = append(foot, pageButton("Previous", -1, p.First, send), pageButton("Next", 1, p.Last, send))
	}
	return app.Div().Class("list-foot").Body(append(foot,
		keyHint("move", "j", "k"), keyHint("open", "Enter"), keyHint("pick", "x"), keyHint("sort", "s"))...)
}

func pageButton(text string, by int, off bool, send model.Send) app.UI {
	b := app.Button().Class("btn btn-s").Text(text)
	if off {
		return b.Aria("disabled", "true")
	}
	return b.OnClick(func(app.Context, app.Event) { send(model.PageTurned{By: by}) }, app.EventScope("page", by))
}

func keyHint(does string, keys ...string) app.UI {
	var out []app.UI
	for _, k := range keys {
		out = append(out, app.Kbd().Text(k), app.Text(" "))
	}
	return app.Span().Class("hide-s").Body(append(out, app.Text(does))...)
}

// rowElementID returns the id of the marked row, for aria-activedescendant.
func rowElementID(n int) string { return "row-" + strconv.Itoa(n) }
