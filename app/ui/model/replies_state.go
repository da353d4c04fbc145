package model

import (
	"github.com/spoolscope/spoolscope/app/protocol"
)

// RepliesState is the part of the Model behind the screen Replies.
type RepliesState struct {
	Table *protocol.ReplyTable
	Query string // what Table was asked for
	asked bool
}

// updateReplies handles the events of the screen Replies.
func updateReplies(m *Model, e Event) []Command {
	r := &m.Replies
	switch e := e.(type) {
	case QueueChanged:
		*r = RepliesState{}
		m.drop(RepliesSlot)
		return m.repliesFor()
	case RouteChanged:
		return m.repliesFor()
	case Answered:
		if e.Slot == RepliesSlot && e.Answer.Replies != nil {
			r.Table = e.Answer.Replies
		}
	}
	return nil
}

// repliesFor asks for the replies of the filter, all of them.
func (m *Model) repliesFor() []Command {
	r := &m.Replies
	if m.Stage != Open || m.Route.View != Replies || r.asked && r.Query == m.Route.Query {
		return nil
	}
	// The old table stays until the answer comes.
	r.asked, r.Query = true, m.Route.Query
	return []Command{m.ask(RepliesSlot, protocol.Request{Replies: &protocol.RepliesRequest{Query: r.Query}})}
}
