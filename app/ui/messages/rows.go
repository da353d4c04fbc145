package messages

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/window"
)

// rows are the slots of the rows. In the document they are in the order of
// their rows all the same: screen.js moves those that were redrawn.
type rows struct {
	app.Compo

	Slots []slot

	send   model.Send
	growth draw.Growth
	drawn  []slot // what the slots show so far
}

// Limits for one task: rows put on the page, and rows whose texts change.
const (
	rowsAtOnce  = 8
	textsAtOnce = 12
)

// OnMount starts the growth of the list.
func (r *rows) OnMount(ctx app.Context) { r.growth.Mount(ctx, r.send) }

// Render draws the slots that exist so far.
func (r *rows) Render() app.UI {
	slots, waits := r.Slots, false
	if app.IsClient {
		slots, waits = stage(r.drawn, r.Slots, textsAtOnce)
		r.drawn = slots
	}
	list := make([]app.UI, 0, len(slots))
	for n := range slots {
		list = append(list, &row{Slot: slots[n], N: n, send: r.send})
	}
	list, busy := r.growth.Take(list, rowsAtOnce)
	if waits {
		r.growth.Again()
		busy = true
	}
	body := app.TBody().Attr("role", "rowgroup").Attr("data-slots", true)
	if busy {
		body.Aria("busy", "true")
	}
	return body.Body(list...)
}

// stage returns what slots show next on the way to what they are to show. Of those that stay at
// their place some get other texts, and the others keep theirs for now. Those that move in
// the list show what they are to show at once: their row may have the focus. It reports
// whether any waits.
func stage(drawn, slots []slot, texts int) (next []slot, waits bool) {
	next = slices.Clone(slots)
	for n := range min(len(drawn), len(slots)) {
		old, to := &drawn[n], &slots[n]
		switch {
		case *old == *to || to.Row == nil || old.N != to.N:
		case texts > 0:
			texts--
		default:
			next[n], waits = *old, true
		}
	}
	return next, waits
}

// gridSlots returns what the slots show.
func gridSlots(m *model.Model, w window.Window) []slot {
	l := &m.List
	slots := m.RowSlots()
	used := min(slots, l.Matched)
	if !l.Known && l.Rows == nil {
		w, used = window.Window{End: firstSkeletons}, firstSkeletons
	}
	out := make([]slot, used)
	for i := range out {
		s := &out[i]
		s.N = -1
		if n, ok := w.RowIn(i, slots); ok {
			s.N, s.Columns, s.Taken = n, m.Route.Columns, m.Taken()
			s.Marked = l.Known && l.HasMark && n == l.Cursor
			if s.Row = l.Rows.Row(n); s.Row != nil {
				s.Picked = m.Cleanup.Picked[s.Row.Ref]
			}
		}
	}
	return out
}

// firstSkeletons is how many rows are drawn before their number is known.
const firstSkeletons = 30
