package overview

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// Each block of the overview is drawn from what it shows alone: a change that
// touches one of them, such as another grouping, leaves the others as they are.
type (
	answerBlock struct {
		Overview *protocol.Overview // without its tables and pictures
		Route    route.Route
		Loose    bool     // as Archive.Loose
		Hosts    []string // of the whole queue
		Copied   string   // as Model.CopiedKey, of the first step
	}
	statusBlock struct {
		Groups  *protocol.GroupTable
		Matched int
		Route   route.Route
	}
	replyBlock struct {
		Replies   *protocol.ReplyTable
		Ages      *protocol.AgeTable
		Forecasts []protocol.Forecast
		Query     string
	}
	checkBlock   []protocol.Kind
	rankingBlock struct {
		Words   [2]topWords // of one without words there is no card
		Tables  [2]*protocol.TopTable
		Matched int
	}
)

// newAnswerBlock leaves out what the answer does not show.
func newAnswerBlock(o *protocol.Overview, r route.Route, a *protocol.Archive, copied string) answerBlock {
	if len(a.Hosts) < 2 {
		r = route.Route{View: r.View, Query: r.Query}
	}
	return answerBlock{&protocol.Overview{
		Matched: o.Matched, Total: o.Total, Recipients: o.Recipients, Bytes: o.Bytes, Dirs: o.Dirs, Hosts: o.Hosts,
		OldestAge: o.OldestAge, States: o.States, Diagnosis: o.Diagnosis,
	}, r, a.Loose, a.Hosts, onlyKey(copied, stepKey)}
}

func (b answerBlock) draw(send model.Send) app.UI {
	return answer(&b, send)
}

// steps is in how many steps the status table is drawn.
func (b statusBlock) steps() int {
	return max(1, (len(b.Groups.Rows)+RowsAtOnce-1)/RowsAtOnce)
}

// draw draws the status table, some rows a step.
func (b statusBlock) draw(upTo int, send model.Send) app.UI {
	rows := StatusRows(b.Groups, min(upTo*RowsAtOnce, len(b.Groups.Rows)))
	return StatusCard(b.Groups, b.Matched, b.Route, rows, false, send)
}

// replySteps is in how many steps replies and ages are drawn: one after the other.
const replySteps = 2

// draw draws replies and ages.
func (b replyBlock) draw(upTo int, send model.Send) app.UI {
	cards := []app.UI{repliesCard(b.Replies, b.Query)}
	if upTo == replySteps {
		cards = append(cards, ageCard(b.Ages, b.Forecasts, send))
	}
	return app.Div().Class("grid-2", "wide-1", "grid-uneven").Body(cards...)
}

// draw compares listing and files.
func (b checkBlock) draw(model.Send) app.UI { return checkCard(b) }

// rankings returns the pairs of rankings that have rows.
func rankings(o *protocol.Overview) []rankingBlock {
	list := []rankingBlock{{[2]topWords{senderCard, clientCard}, [2]*protocol.TopTable{&o.Senders, &o.Clients}, o.Matched}}
	if len(o.Clients.Rows) == 0 && len(o.QueueDirs.Rows) < 2 { // a listing names none
		list[0].Words[1], list[0].Tables[1] = domainCard, &o.Domains
	}
	by := rankingBlock{Matched: o.Matched}
	if len(o.Logins.Rows) > 0 {
		by.Words[0], by.Tables[0] = loginCard, &o.Logins
	}
	if len(o.Scripts.Rows) > 0 {
		by.Words[1], by.Tables[1] = scriptCard, &o.Scripts
	}
	if by.Words != [2]topWords{} {
		list = append(list, by)
	}
	if len(o.QueueDirs.Rows) > 1 {
		list = append(list, rankingBlock{[2]topWords{queueCard, domainCard}, [2]*protocol.TopTable{&o.QueueDirs, &o.Domains}, o.Matched})
	}
	return list
}

// draw draws a pair of rankings.
func (b rankingBlock) draw(model.Send) app.UI {
	var cards []app.UI
	for i, w := range b.Words {
		if w != (topWords{}) {
			cards = append(cards, topCard(w, b.Tables[i], b.Matched))
		}
	}
	return app.Div().Class("grid-2").Body(cards...)
}
