package overview

import (
	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// timeline counts messages by when they arrived: those of a view or, if its
// query chooses a time, those of the query without it, so that what is outside
// the choice can be seen. It is nil for a queue of few messages, and where all
// arrived within an hour or no time is known.
func timeline(c *capture.Capture, v *capture.View) *protocol.Timeline {
	a := c.TimeAxis()
	if a == nil || len(c.Queue.Order) < leastPictured {
		return nil
	}
	chosen, rest := chosenTime(c, v.Query)
	if rest != v.Query {
		if wider, err := c.View(rest); err == nil { // cannot fail: part of a valid query
			v = wider
		}
	}
	t := &protocol.Timeline{
		From: a.From, Step: a.Step, Now: c.Queue.Taken, Buckets: make([]protocol.TimeBucket, a.Buckets),
		Lifetime: c.Index.ReturnAfter, Events: events(c, v, a), Range: chosen, Query: rest,
	}
	countTimes(c, v.Rows, a, t)
	t.Traffic = trafficAlong(c, a)
	if c.Index.Words != &mailsystem.Sendmail {
		t.Aside = c.Index.Words.Aside
	}
	return t
}

// countTimes counts arrivals, last tries and expected give-ups.
func countTimes(c *capture.Capture, rows []int32, a *capture.TimeAxis, t *protocol.Timeline) {
	q, x := c.Queue, c.Index
	past := a.From + int64(a.Past)*a.Step
	end := a.From + int64(a.Buckets)*a.Step
	// The buckets span less than 2³² seconds, and small numbers divide faster.
	bucket := func(at int64) *protocol.TimeBucket { return &t.Buckets[uint32(at-a.From)/uint32(a.Step)] }
	for _, i := range rows {
		kind := x.Kind(i)
		switch at := q.Created[i]; {
		case at == queue.NoNumber || at >= past:
			t.Unknown++
		case at < a.From:
			t.Earlier++
		case kind == triage.Bounce:
			bucket(at).Bounces++
		case kind == triage.Ordinary:
			bucket(at).Ordinary++
		default:
			bucket(at).Quarantined++
		}
		if at := q.LastTry[i]; at != queue.NoNumber && a.From <= at && at < past {
			bucket(at).Tries++
		}
		if at := c.GiveUp(i); at != queue.NoNumber && at < end {
			if kind == triage.Bounce {
				bucket(at).GivenUpBounces++
			} else {
				bucket(at).GivenUpOrdinary++
			}
		}
	}
}

// chosenTime returns what created: in a query selects, 0 being an open end, and
// the query without it.
func chosenTime(c *capture.Capture, query string) (chosen [2]protocol.Moment, rest string) {
	terms, rest := filter.Choice(query, "created")
	if len(terms) != 1 {
		return chosen, rest
	}
	node, err := filter.Parse(terms[0])
	if err != nil {
		return chosen, rest
	}
	s, err := triage.ParseSpan(node.Term.Value(), c.Queue.Taken)
	if err != nil { // created:none
		return chosen, rest
	}
	if s.From != triage.Ever {
		chosen[0] = s.From
	}
	if s.To != triage.Forever {
		chosen[1] = s.To
	}
	return chosen, rest
}
