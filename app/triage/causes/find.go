package causes

import (
	"cmp"
	"slices"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser/poll"
)

const (
	// leastMessages and leastShare: fewer messages, or a smaller share of the
	// queue, are not reported as a cause, except for faults of this server.
	leastMessages = 2
	leastShare    = 200 // one in leastShare

	// Each message of a cause weighs weightBase, 1 to 3 by how sure it is, and
	// weightOurs more if it can be fixed here. Among causes of about the same
	// size those on this server therefore come first, then the more certain;
	// but a cause never ranks above one of more than twice its messages, so
	// that a handful of messages here does not hide a jam of thousands
	// elsewhere. Urgent causes are the exception: they stop all further mail.
	weightBase, weightOurs = 3, 2
)

// Find finds what holds up the messages among rows, the weightiest first.
// Queries narrow down the query that selected the rows.
func Find(x *triage.Index, rows []int32) []*Cause {
	by := x.Submitted(rows, nil)
	defer by.Release()
	return FindPolled(x, x.Sums(rows, nil, nil), by, nil)
}

// FindPolled is Find among messages that are counted. Once nothing is wanted any more it
// finds nothing.
func FindPolled(x *triage.Index, sums *triage.Sums, by *triage.Submitted, wanted *poll.Poll) []*Cause {
	if len(sums.Rows) == 0 || wanted.Err() != nil {
		return nil
	}
	s := newSurvey(x, sums, by, wanted)
	defer s.release()
	if wanted.Err() != nil {
		return nil
	}
	s.backscatter()
	s.said()
	s.localhost()
	s.smartHost()
	s.runner()
	s.neverTried()
	s.scanner()
	s.plain()
	s.destinations()
	s.mailing()
	s.source()
	s.expiring()
	slices.SortFunc(s.found, (*Cause).compare)
	return s.found
}

// compare orders causes: what is urgent, then the weightiest.
func (c *Cause) compare(d *Cause) int {
	return cmp.Or(
		first(c.Urgent, d.Urgent),
		cmp.Compare(d.weight(), c.weight()),
		first(c.Side == reason.Ours, d.Side == reason.Ours),
		cmp.Compare(d.Confidence, c.Confidence),
		cmp.Compare(c.Title, d.Title),
		cmp.Compare(c.key, d.key),
	)
}

// first puts what has a property before what does not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func (c *Cause) weight() int {
	w := weightBase + int(c.Confidence)
	if c.Side == reason.Ours {
		w += weightOurs
	}
	return c.Count * w
}
