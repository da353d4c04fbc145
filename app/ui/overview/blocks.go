package overview

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// block is what a block of the overview is drawn from. Each has a type of its
// own, as draw.Memo wants it.
type block struct {
	Overview *protocol.Overview
	Groups   *protocol.GroupTable // all rows, once asked for
	Route    route.Route
	Loose    bool // as Archive.Loose
}

type (
	answerBlock struct {
		block
		Hosts  []string // of the whole queue
		Copied string   // as Model.CopiedKey, of the first step
	}
	statusBlock  block
	replyBlock   block
	rankingBlock block
)

func (b answerBlock) draw(send model.Send) app.UI {
	return answer(&b, send)
}

// draw draws the status table.
func (b statusBlock) draw(send model.Send) app.UI {
	groups := &b.Overview.Groups
	if b.Groups != nil {
		groups = b.Groups
	}
	return StatusCard(groups, b.Overview.Matched, b.Route, false, send)
}

// draw draws replies and ages.
func (b replyBlock) draw(send model.Send) app.UI {
	return app.Div().Class("grid-2", "wide-1", "grid-uneven").Body(
		repliesCard(&b.Overview.Replies, b.Route.Query),
		ageCard(&b.Overview.Ages, b.Overview.Forecasts, send))
}

// draw draws the rankings.
func (b rankingBlock) draw(model.Send) app.UI {
	o := b.Overview
	pairs := []app.UI{app.Div().Class("grid-2").Body(
		topCard(senderCard, &o.Senders, o.Matched),
		topCard(clientCard, &o.Clients, o.Matched))}
	var by []app.UI
	if len(o.Logins.Rows) > 0 {
		by = append(by, topCard(loginCard, &o.Logins, o.Matched))
	}
	if len(o.Scripts.Rows) > 0 {
		by = append(by, topCard(scriptCard, &o.Scripts, o.Matched))
	}
	if by != nil {
		pairs = append(pairs, app.Div().Class("grid-2").Body(by...))
	}
	if len(o.QueueDirs.Rows) > 1 {
		pairs = append(pairs, app.Div().Class("grid-2").Body(
			topCard(queueCard, &o.QueueDirs, o.Matched),
			topCard(domainCard, &o.Domains, o.Matched)))
	}
	return app.Div().Class("page-body").Body(pairs...)
}
