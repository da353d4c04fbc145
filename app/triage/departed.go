package triage

import (
	"github.com/spoolscope/spoolscope/app/triage/history"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// fateMarks are the marks of messages that left, by what a log says about them.
var fateMarks = [history.NumFates]diffMark{
	history.Delivered: markDelivered, history.Bounced: markBounced, history.Expired: markExpired,
	history.Removed: markRemoved, history.Discarded: markDiscarded, history.Moved: markMovedOn,
}

// departed returns what logs show about a message that left. Where they cover the whole time and
// include attempts, a message that left without a line was very likely removed by hand: whatever a
// mail system does itself leaves a line. After a gap in the logs that is unknown.
func (x *Index) departed(i int32, cover history.Cover, gaps *history.Gaps) diffMark {
	events := x.History.Of(i)
	end := history.EndOf(x.History, events)
	if m := fateMarks[end.Fate]; m != 0 {
		return m
	}
	if cover != history.Whole && cover != history.HasGap || len(events) == 0 || events[len(events)-1].Kind == queue.EventEnded {
		return markUnknown
	}
	if _, gap := gaps.After(events); gap {
		return markUnknown
	}
	return markLikely
}
