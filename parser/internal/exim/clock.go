package exim

import (
	"cmp"
	"slices"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// clock works out when a listing was made. A message arrived at the time in its id, and its age is
// how long that was ago, rounded: each entry allows a span of time, and the listing was made where
// most of the spans overlap. Those of messages that arrived before the clock was set do not.
type clock struct {
	spans []span
	dated bool
}

type span struct{ from, to int64 }

// maxSpans bounds the entries that are examined.
const maxSpans = 20_000

// add takes an entry.
func (c *clock) add(e *queue.ListingEntry) {
	info, ok := queue.DecodeEximID(e.ID)
	if e.Age == nil || !ok || len(c.spans) >= maxSpans {
		return
	}
	least, most := lifetimes(*e.Age)
	c.spans = append(c.spans, span{info.Time + least, info.Time + most})
}

// lifetimes returns the shortest and the longest time, in seconds, that exim -bp rounds to an age:
// whole minutes up to 90, the nearest hour up to 72, then the nearest day.
func lifetimes(age int64) (least, most int64) {
	const minute, hour, day = 60, 60 * 60, 24 * 60 * 60
	switch {
	case age <= 90*minute:
		return age, age + minute - 1
	case age <= 72*hour:
		return age - hour/2, age + hour/2 - 1
	}
	return age - day/2 - hour/2, age + day/2 - hour/2 - 1
}

// date sets when a listing was made, if nothing in the text says it and the ages leave an hour
// at most.
func (c *clock) date(l *queue.Listing) {
	const coarse = 60 * 60
	if l.Taken != 0 && !c.dated || len(c.spans) == 0 {
		return
	}
	if at := c.meeting(); at.to-at.from <= coarse {
		c.dated = true
		l.Taken, l.Zoned, l.Aged = at.from+(at.to-at.from)/2, true, true
	}
}

// meeting returns the time at which most of the spans overlap, the latest if there are several.
func (c *clock) meeting() span {
	type edge struct {
		at   int64
		open bool
	}
	edges := make([]edge, 0, 2*len(c.spans))
	for _, s := range c.spans {
		edges = append(edges, edge{s.from, true}, edge{s.to, false})
	}
	slices.SortFunc(edges, func(a, b edge) int {
		if a.at != b.at {
			return cmp.Compare(a.at, b.at)
		}
		return compareOpen(a.open, b.open)
	})
	var best span
	depth, most := 0, 0
	for i, e := range edges {
		if !e.open {
			depth--
			continue
		}
		if depth++; depth >= most {
			most = depth
			best = span{e.at, edges[i+1].at}
		}
	}
	return best
}

// compareOpen puts beginnings before ends.
func compareOpen(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
