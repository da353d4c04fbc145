package model

import (
	"reflect"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// Update is the only place where the Model changes: an event makes a new Model and
// commands for the browser. It has no side effects.
func Update(m Model, e Event) (Model, []Command) {
	if a, ok := e.(Answered); ok {
		if a.Slot >= numSlots || a.Gen != m.Gens[a.Slot] {
			return m, nil
		}
		if a.Answer.Error != nil {
			m.Errors[a.Slot] = a.Answer.Error
		}
	}
	if t, ok := e.(Elapsed); ok && (t.Timer >= numTimers || t.Gen != m.Timers[t.Timer]) {
		return m, nil
	}
	before := m
	cmds := m.update(e)
	cmds = append(cmds, m.chooseCapture()...)
	cmds = append(cmds, m.followCapture()...)
	if queueChanged(&before, &m) {
		cmds = append(cmds, m.update(QueueChanged{})...)
	}
	if m.Route != before.Route {
		cmds = append(cmds, m.update(RouteChanged{before.Route})...)
	}
	if title := m.title(); title != before.title() {
		cmds = append(cmds, SetTitle{title})
	}
	return m, cmds
}

func queueChanged(a, b *Model) bool {
	return a.Archive != b.Archive || a.Stage != b.Stage
}

// update lets each part handle an event, in this order.
func (m *Model) update(e Event) []Command {
	var cmds []Command
	for _, part := range []func(*Model, Event) []Command{
		updateShell, updateLoad, updateFilter, updateOffers, updateOverview, updateCauses, updateProblems,
		updatePanes, updateColumns, updateList, updateDetail, updateHTML, updateReplies, updateSelfTest, updateShare, updateCompare, updateCaptures, updateCleanup,
		updatePictures, updatePalette,
	} {
		cmds = append(cmds, part(m, e)...)
	}
	return cmds
}

// title of the page, for the tab of the browser and its history.
func (m *Model) title() string {
	const app = "Spoolscope"
	switch {
	case m.Stage == Loading:
		return "Reading " + m.Name() + " · " + app
	case m.Stage == Empty || m.Route.View == route.Landing:
		return "See why mail is stuck · " + app
	}
	return m.Route.View.Title() + " · " + app
}

// same reports whether two answers say the same, so that a screen that shows
// one need not be drawn again.
func same[T any](a, b *T) bool { return reflect.DeepEqual(a, b) }

// Fault returns the box for an answer that did not come, or nil.
func (m *Model) Fault(s Slot) *protocol.ErrorBox { return m.Errors[s] }
