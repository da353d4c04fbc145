package overview

import (
	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
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
	n := a.Times(c, rows)
	for k := range n.Arrived {
		t.Unknown += int(n.Arrived[k][capture.NoTime])
		t.Earlier += int(n.Arrived[k][capture.Earlier])
	}
	for at := range t.Buckets {
		t.Buckets[at] = protocol.TimeBucket{
			Bounces:         int(n.Arrived[triage.Bounce][at]),
			Ordinary:        int(n.Arrived[triage.Ordinary][at]),
			Quarantined:     int(n.Arrived[triage.Quarantined][at]),
			Tries:           int(n.Tried[at]),
			GivenUpBounces:  int(n.GivenUp[triage.Bounce][at]),
			GivenUpOrdinary: int(n.GivenUp[triage.Ordinary][at] + n.GivenUp[triage.Quarantined][at]),
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
