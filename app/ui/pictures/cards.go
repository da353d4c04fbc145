package pictures

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// Cards are the pictures of an overview, those that there are. In a narrow window
// bars stand for the bands, and the timeline has fewer bars.
func Cards(o *protocol.Overview, route route.Route, narrow bool, send model.Send) []app.UI {
	var out []app.UI
	if o.Flow != nil && o.Flow.Matched > 0 {
		out = append(out, &flowCard{Flow: o.Flow, Route: route, Narrow: narrow, send: send})
	}
	if o.Timeline != nil && len(o.Timeline.Buckets) > 0 {
		out = append(out, &timeCard{Timeline: o.Timeline, Matched: o.Matched, Route: route, Narrow: narrow, send: send})
	}
	return out
}
