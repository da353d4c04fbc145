package model

import (
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
)

// RepliesState is the part of the Model behind the screen Replies.
type RepliesState struct {
	Table *protocol.ReplyTable
	asked *protocol.RepliesRequest // what Table was asked for, nil before
}

// firstReplies is how many replies are shown at first.
const firstReplies = 60

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

// repliesFor asks for the replies of the filter.
func (m *Model) repliesFor() []Command {
	r := &m.Replies
	if m.Stage != Open || m.Route.View != route.Replies {
		return nil
	}
	req := protocol.RepliesRequest{Query: m.Route.Query, By: RepliesBy(m.Route), Limit: firstReplies}
	if m.Route.All {
		req.Limit = 0
	}
	if r.asked != nil && *r.asked == req {
		return nil
	}
	// The old table stays until the answer comes.
	r.asked = &req
	return []Command{m.ask(RepliesSlot, protocol.Request{Replies: &req})}
}

// RepliesBy returns what the screen Replies groups by.
func RepliesBy(r route.Route) string {
	switch r.By {
	case protocol.ByCode, protocol.ByServer:
		return r.By
	}
	return protocol.ByAction
}
