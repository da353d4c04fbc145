package overview

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/words"
)

// SoFar returns the figures and the bar of states while the archive is read. There
// is no answer yet: what comes may contradict it.
func SoFar(o *protocol.Overview, query string, taken protocol.Moment) app.UI {
	if taken == 0 && o.Oldest != 0 && o.OldestAge >= 0 {
		taken = o.Oldest + o.OldestAge
	}
	const note = "so far"
	oldest, oldestNote := "unknown", ""
	switch {
	case o.OldestAge >= 0:
		oldest = words.Age(o.OldestAge)
	case o.Oldest != 0: // the time of the capture is not known yet
		oldest = words.DateShort(o.Oldest)
	}
	if o.Oldest != 0 {
		oldestNote = words.DateNear(o.Oldest, taken)
	}
	return app.Section().Class("card", "kpis").Aria("label", "The queue so far").Body(
		app.Dl().Class("kpi-list").Body(
			draw.KPI("Messages", app.A().Class("cell").Href(draw.MessagesHref(query)).Text(words.Number(o.Matched)), note),
			draw.KPI("Recipients", app.Text(words.Number(o.Recipients)), note),
			draw.KPI("Size", app.Text(words.Size(o.Bytes)), note),
			draw.KPI("Oldest", app.Text(oldest), oldestNote),
		),
		stateBar(o.States),
	)
}
