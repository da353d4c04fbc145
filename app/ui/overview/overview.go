// Package overview draws the first screen: causes, statuses, replies, ages and
// rankings, each number a link to the messages behind it.
package overview

import (
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/pictures"
	"github.com/spoolscope/spoolscope/app/words"
)

// overviewScreen is drawn anew only when its props change: with all its tables
// it is too much to draw for each letter typed into the filter.
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
	shown int // blocks below the first that are drawn, in the browser
}

// overviewBlocks are what is drawn one after the other when the screen opens:
// all at once would hold the page noticeably long.
const overviewBlocks = 5

// OnMount draws the blocks below the first, each in a task of its own.
func (s *overviewScreen) OnMount(ctx app.Context) {
	ctx.After(time.Millisecond, func(ctx app.Context) {
		if s.shown++; s.shown < overviewBlocks {
			s.OnMount(ctx)
		}
	})
}

// draws reports whether a block is to be drawn yet.
func (s *overviewScreen) draws(block int) bool { return !app.IsClient || s.shown >= block }

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
	body := []app.UI{app.H1().Class("vh").Text("Overview of " + s.Archive.Name)}
	if s.Capture != 0 {
		body = append(body, capturesNote(s.Archive, s.Capture, s.send))
	}
	body = append(body, draw.Notices(s.Archive)...)
	if s.Fault != nil {
		body = append(body, draw.FaultNote(s.Fault))
	}
	o := s.Overview
	switch {
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
		// What is closed or opened in one block leaves the others as they are.
		block := block{Overview: o, Groups: s.Groups, Route: s.Route, Loose: s.Archive.Loose}
		body = append(body, draw.Memo(answerBlock{block, s.Archive.Hosts, onlyKey(s.Copied, stepKey)}, answerBlock.draw, s.send))
		if s.draws(1) {
			body = append(body, pictures.Cards(o, s.Route, s.Narrow, s.send)...)
		}
		if s.draws(2) && len(o.Causes) > 0 {
			body = append(body, draw.Memo(CausesProps{
				Causes: o.Causes, Smaller: o.Smaller, Matched: o.Matched, Hosts: o.Hosts, State: s.Causes, Copied: s.Copied,
			}, Causes, s.send))
		}
		if s.draws(3) {
			body = append(body, draw.Memo(statusBlock(block), statusBlock.draw, s.send))
		}
		if s.draws(4) {
			body = append(body, draw.Memo(replyBlock(block), replyBlock.draw, s.send))
		}
		if s.draws(5) && len(o.Check) > 1 {
			body = append(body, checkCard(o.Check))
		}
		if s.draws(5) {
			body = append(body, draw.Memo(rankingBlock(block), rankingBlock.draw, s.send))
		}
	}
	return app.Main().Class("page").ID(model.MainID).TabIndex(-1).Body(body...)
}

// onlyKey is the key of what was copied if it is this one, else "": what was
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

// stateBar is the bar of states with its legend.
func stateBar(states []protocol.StateCount) app.UI {
	var label []string
	var bar, legend []app.UI
	for _, s := range states {
		l, n := draw.LookOf(s.State), words.Number(s.Count)
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
