package capture

import (
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// ValuesOf is Values for the messages of a view and a key that has values. Where the
// sums of the view have them, no message is visited.
func (c *Capture) ValuesOf(key string, v *View) *triage.Tally {
	if of := c.cellValues(key); of != nil {
		return c.TallyCells(v, of)
	}
	s := c.Sums(v)
	switch key {
	case "kind":
		t, names := c.Tally(), c.kindNames()
		for _, source := range s.Sources {
			for kind, n := range source.Kinds {
				t.AddN(names[kind], int(n))
			}
		}
		return t
	case "source":
		t, labels := c.Tally(), c.sourceLabels()
		for at, source := range s.Sources {
			for _, n := range source.Kinds {
				t.AddN(labels[at], int(n))
			}
		}
		return t
	case "queue", "host", "system":
		t, names := c.Tally(), c.dirNames(key)
		for d := range s.Dirs {
			t.AddN(names[d], s.Dirs[d].N())
		}
		return t
	}
	t, _ := c.Values(key, v.Rows)
	return t
}

// TallyCells counts the messages of a view by a value that each cell has.
func (c *Capture) TallyCells(v *View, of []queue.Str) *triage.Tally {
	s, t := c.Sums(v), c.Tally()
	for n := range s.Cells {
		t.AddN(of[s.Cells[n].Cell], s.Cells[n].N())
	}
	return t
}

// topKept is how many of the first values of a key are kept with a view: as many as a
// screen shows before it is asked for very many.
const topKept = 40

// TopOf ranks the values of from, client or domain, of a view: the first ones, and those
// in always. Messages without a value are left out. The first ones are kept.
func (c *Capture) TopOf(key string, v *View, limit int, always ...queue.Str) Ranking {
	if limit > topKept || len(always) > 0 {
		return c.Rank(c.ranked(key, v), limit, always...)
	}
	if _, ok := v.tops[key]; !ok {
		c.KeepTop(key, v, c.ranked(key, v))
	}
	return v.tops[key].first(limit)
}

// KeepTop keeps the first values of a key, of which all but 0 were counted, for TopOf.
func (c *Capture) KeepTop(key string, v *View, t *triage.Tally) {
	if v.tops == nil {
		v.tops = map[string]Ranking{}
	}
	v.tops[key] = c.Rank(t, topKept)
}

// ranked counts the values that TopOf ranks.
func (c *Capture) ranked(key string, v *View) *triage.Tally {
	if key == "domain" {
		return c.TallyDomains(v.Rows)
	}
	t, _ := c.Values(key, v.Rows)
	t.Keep(func(s queue.Str) bool { return s != 0 })
	return t
}

// first returns the ranking with fewer first values.
func (r Ranking) first(limit int) Ranking {
	if limit >= len(r.First) {
		return r
	}
	for _, top := range r.First[limit:] {
		r.Rest += top.Count
	}
	r.First = r.First[:limit:limit]
	return r
}
