// Package overview draws the first screen: causes, statuses, replies, ages and
// rankings, each number a link to the messages behind it.
package overview

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/pictures"
	"github.com/spoolscope/spoolscope/app/words"
)

// overviewScreen is redrawn only when its props change: with all its tables it
// is too much to draw for each letter typed into the filter.
type overviewScreen struct {
	app.Compo

	Overview *protocol.Overview
	Groups   *protocol.GroupTable // all rows, once asked for
	Archive  *protocol.Archive
	Fault    *protocol.ErrorBox
	Route    route.Route
	Causes   model.CausesState
	Copied   string // as Model.CopiedKey
	Capture  int    // in the field of the captures, 0 without
	Narrow   bool   // the window has no room for bands

	send  model.Send
	turns draw.Turns
}

// OnMount starts the turns of the blocks.
func (s *overviewScreen) OnMount(ctx app.Context) { s.turns.Mount(ctx, s.send) }

// View draws the screen Overview.
func View(m *model.Model, send model.Send) app.UI {
	capture, _, _ := m.Picks()
	if m.Compare.Earlier != nil {
		capture = 0 // both are there
	}
	return &overviewScreen{
		Capture:  capture,
		Overview: m.Overview, Groups: m.Groups, Archive: m.Archive,
		Fault: m.Fault(model.OverviewSlot),
		Route: m.Route, Narrow: m.Narrow(), Causes: m.Causes, Copied: m.CopiedKey, send: send,
	}
}

// Render draws the whole screen, or what there is of it.
func (s *overviewScreen) Render() app.UI {
	main := app.Main().Class("page").ID(model.MainID).TabIndex(-1)
	body := []app.UI{app.H1().Class("vh").Text("Overview of " + s.Archive.Name)}
	if s.Capture != 0 {
		body = append(body, capturesNote(s.Archive, s.Capture, s.send))
	}
	body = append(body, draw.Notices(s.Archive)...)
	if s.Fault != nil {
		body = append(body, draw.FaultNote(s.Fault))
	}
	var blocks []app.UI
	o := s.Overview
	switch {
	case o == nil && s.Fault == nil:
		main.Aria("busy", "true")
		body = append(body, app.Section().Class("card").Body(app.Div().Class("card-body").Body(draw.TextSkeleton())))
	case o == nil:
	case o.Total == 0:
		if len(s.Archive.Notice) == 0 {
			body = append(body, app.Section().Class("card", "empty").Body(
				app.P().Body(app.B().Text("The queue is empty."),
					app.Text(" The archive is sound and has no messages. Nothing is stuck here; check the other queue directories and the clientmqueue."))))
		}
	case o.Matched == 0:
		body = append(body, app.Section().Class("card").Body(emptyFilter(s.send)))
	default:
		blocks = s.blocks(o)
	}
	blocks, busy := s.turns.Take(blocks)
	if busy {
		main.Aria("busy", "true")
	}
	return main.Body(append(body, blocks...)...)
}

// blocks returns the parts of an overview, from the top.
func (s *overviewScreen) blocks(o *protocol.Overview) []app.UI {
	groups := &o.Groups
	if s.Groups != nil {
		groups = s.Groups
	}
	blocks := []app.UI{draw.Memo(newAnswerBlock(o, s.Route, s.Archive, s.Copied), answerBlock.draw, s.send)}
	blocks = append(blocks, pictures.Cards(o, s.Route, s.Narrow, s.send)...)
	if len(o.Causes) > 0 {
		causes := CausesProps{
			Causes: o.Causes, Smaller: o.Smaller, Matched: o.Matched, Hosts: o.Hosts, State: s.Causes, Copied: s.Copied,
		}
		blocks = append(blocks, draw.Steps(causes, causes.steps(), CausesProps.draw, s.send))
	}
	statuses := statusBlock{groups, o.Matched, s.Route}
	blocks = append(blocks,
		draw.Steps(statuses, statuses.steps(), statusBlock.draw, s.send),
		draw.Steps(replyBlock{&o.Replies, &o.Ages, o.Forecasts, s.Route.Query}, replySteps, replyBlock.draw, s.send))
	if o.Logged != nil {
		blocks = append(blocks, draw.Memo(loggedBlock{o.Logged}, loggedBlock.draw, s.send))
	}
	if len(o.Check) > 1 {
		blocks = append(blocks, draw.Memo(checkBlock(o.Check), checkBlock.draw, s.send))
	}
	for _, pair := range rankings(o) {
		blocks = append(blocks, draw.Memo(pair, rankingBlock.draw, s.send))
	}
	return blocks
}

// onlyKey returns the key of what was copied if it is this one, else "": what was
// copied elsewhere leaves a block as it is.
func onlyKey(copied, key string) string {
	if copied == key {
		return key
	}
	return ""
}

// emptyFilter replaces the messages when none match.
func emptyFilter(send model.Send) app.UI {
	return app.Div().Class("empty").Body(
		app.P().Text("No message matches. Remove a word from the filter."),
		app.Button().Type("button").Class("btn").
			OnClick(func(app.Context, app.Event) { send(model.FilterCleared{}) }).Text("Clear filter"))
}

// stateBar returns the bar of states with its legend.
func stateBar(states []protocol.StateCount) app.UI {
	var label []string
	var bar, legend []app.UI
	for _, s := range states {
		l, n := draw.LookOf(s.State, s.Called), words.Number(s.Count)
		label = append(label, l.Title+" "+n)
		bar = append(bar, app.Span().Class(l.Class).Attr("data-v", s.Count).Title(l.Title+": "+n))
		legend = append(legend, app.Li().Body(
			app.A().Class(l.Class).Href(draw.MessagesHref(s.Query)).Body(
				draw.SmallIcon(l.Icon), app.Text(l.Title+" "), app.B().Text(n))))
	}
	return app.Div().Class("states").Body(
		app.Div().Class("stack").Attr("role", "img").
			Aria("label", "Messages by state: "+strings.Join(label, ", ")).Body(bar...),
		app.Ul().Class("legend").Body(legend...),
	)
}
