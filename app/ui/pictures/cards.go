package pictures

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/picture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// Cards returns the pictures of an overview, none if it has none. In a narrow window
// bars stand for the bands, and the timeline has fewer bars.
func Cards(o *protocol.Overview, route route.Route, narrow bool, send model.Send) []app.UI {
	var out []app.UI
	flow, when := cards(o, route, narrow)
	if flow != nil {
		out = append(out, draw.Steps(*flow, picture.FlowSteps, flowProps.draw, send))
	}
	if when != nil {
		out = append(out, draw.Memo(*when, timeProps.draw, send))
	}
	return out
}

// cards returns what the pictures are drawn from, nil where there is none.
func cards(o *protocol.Overview, route route.Route, narrow bool) (flow *flowProps, when *timeProps) {
	if o.Flow != nil && o.Flow.Matched > 0 {
		flow = &flowProps{o.Flow, route, narrow}
	}
	if o.Timeline != nil && len(o.Timeline.Buckets) > 0 {
		when = &timeProps{o.Timeline, o.Matched, route, narrow}
	}
	return flow, when
}

// flowProps and timeProps are what the pictures are drawn from.
type (
	flowProps struct {
		Flow   *protocol.Flow
		Route  route.Route
		Narrow bool
	}
	timeProps struct {
		Timeline *protocol.Timeline
		Matched  int
		Route    route.Route
		Narrow   bool
	}
)

func (p flowProps) draw(upTo int, send model.Send) app.UI {
	return &flowCard{Flow: p.Flow, Route: p.Route, Narrow: p.Narrow, UpTo: upTo, send: send}
}

func (p timeProps) draw(send model.Send) app.UI {
	return &timeCard{Timeline: p.Timeline, Matched: p.Matched, Route: p.Route, Narrow: p.Narrow, send: send}
}
