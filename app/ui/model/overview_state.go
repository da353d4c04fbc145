package model

import (
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// updateOverview keeps the overview and the status table.
func updateOverview(m *Model, e Event) []Command {
	switch e := e.(type) {
	case GroupedBy:
		r := m.Route
		r.By = e.By
		if r.By == "server" && r.View != route.Replies || r.By == protocol.ByAction {
			r.By = ""
		}
		return m.goTo(r, true)
	case ReturnSet:
		if m.Days = e.Days; e.Days == protocol.DefaultReturnDays && !e.Configured {
			m.Days = 0
		}
		m.closeDetail() // it says when the message is given up
		return m.wantOverview()
	case QueueChanged:
		m.Groups = nil
		m.drop(GroupsSlot)
		if m.Stage == Loading {
			return nil
		}
		m.drop(OverviewSlot)
		return m.wantOverview()
	case RouteChanged:
		from, to := e.From, m.Route
		if to.Query != from.Query || to.By != from.By || !to.All {
			m.Groups = nil
			m.drop(GroupsSlot)
		}
		if to.Query != from.Query || to.By != from.By || to.All != from.All || to.View != from.View {
			return m.wantOverview()
		}
	case Answered:
		switch a := e.Answer; {
		case e.Slot == OverviewSlot && a.Overview != nil:
			m.overviewFor = m.overviewAsked
			if !same(m.Overview, a.Overview) {
				m.Overview = a.Overview
			}
		case e.Slot == GroupsSlot && a.Groups != nil:
			m.Groups = a.Groups
		}
	}
	return nil
}

// wantOverview asks for the overview if it is on the screen.
func (m *Model) wantOverview() []Command {
	if m.Stage != Open || m.Route.View != route.Overview {
		return nil
	}
	if m.Crash != "" && m.Overview != nil && m.overviewFor == m.overviewKey() {
		return nil // no better one is available
	}
	cmds := []Command{m.askOverview()}
	if m.Route.All {
		cmds = append(cmds, m.ask(GroupsSlot, protocol.Request{Groups: &protocol.GroupsRequest{
			Query: m.Route.Query, By: m.groupBy(),
		}}))
	}
	return cmds
}

// overviewKey returns what an overview depends on.
func (m *Model) overviewKey() [2]string { return [2]string{m.Route.Query, m.groupBy()} }

func (m *Model) askOverview() Command {
	m.overviewAsked = m.overviewKey()
	return m.ask(OverviewSlot, protocol.Request{Overview: &protocol.OverviewRequest{
		Query: m.Route.Query, By: m.groupBy(),
	}})
}

// groupBy returns what the status table groups by.
func (m *Model) groupBy() string {
	switch m.Route.By {
	case "reason", "domain":
		return m.Route.By
	}
	return "server"
}
