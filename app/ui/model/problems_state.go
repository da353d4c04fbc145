package model

import (
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// updateProblems asks for the list of problems when its screen opens.
func updateProblems(m *Model, e Event) []Command {
	switch e := e.(type) {
	case QueueChanged:
		m.Problems = nil
		m.drop(ProblemsSlot)
		return m.wantProblems()
	case RouteChanged:
		if m.Route.View != e.From.View {
			return m.wantProblems()
		}
	case Answered:
		if e.Slot == ProblemsSlot && e.Answer.Problems != nil {
			m.Problems = e.Answer.Problems
		}
	}
	return nil
}

func (m *Model) wantProblems() []Command {
	if m.Stage != Open || m.Route.View != route.Problems || m.Problems != nil {
		return nil
	}
	return []Command{m.ask(ProblemsSlot, protocol.Request{Problems: &protocol.ProblemsRequest{}})}
}
