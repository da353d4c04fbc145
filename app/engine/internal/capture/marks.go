package capture

import (
	"cmp"
	"slices"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Marks are the marks in the columns of sources, kinds and obstacles, for the
// whole queue. Small values are folded into one mark.
type Marks struct {
	Sources, Kinds, Obstacles []Mark

	SourceAt   []uint8 // by source of the index: its mark
	KindAt     [triage.NumKinds]uint8
	ObstacleAt []uint8 // by obstacle of the index: its mark

	Bands *Bands // of the whole queue

	// Distinguish is whether the columns distinguish messages: by more than one
	// source, or none because a listing names none, and by more than one
	// obstacle.
	Distinguish bool

	// Bounced is the source, of those that are recorded, whose mail made the
	// most bounces, -1 if none.
	Bounced int32
}

// Mark is one value of a column, or several that are folded into it.
type Mark struct {
	Name, Note string
	Kind       triage.Kind // of the kinds
	State      queue.State // of the obstacles: that of most of its messages
	Side       reason.Side // of the obstacles
	Total      int         // messages of the whole queue
	Folded     int         // how many values it stands for, 0 for one by itself
	Term       *filter.Node
	last       bool // the others: always the last of their column
	main       int  // of the sources: place of the kind that most of its messages are
}

// Marks returns the marks of the queue. They are computed once.
func (c *Capture) Marks() *Marks {
	if c.marks == nil {
		c.marks = c.makeMarks()
	}
	return c.marks
}

func (c *Capture) makeMarks() *Marks {
	q, x := c.Queue, c.Index
	sources, obstacles := make([]axisCount, len(x.Sources)), make([]axisCount, len(x.Obstacles))
	var kinds [triage.NumKinds]int
	for _, i := range q.Order {
		kind := x.Kind(i)
		kinds[kind]++
		s := &sources[x.Source[i]]
		s.n++
		s.kinds[kind]++
		o := &obstacles[x.Obstacle[x.Cell[i]]]
		o.n++
		o.kinds[kind]++
		o.states[q.State[i]]++
	}
	m := &Marks{Bounced: -1}
	from, held, listed := 0, 0, false
	for n := range sources {
		if s := &sources[n]; s.n > 0 {
			from++
			listed = listed || x.Sources[n].Origin == triage.NotListed
			if x.Sources[n].Origin < triage.NotListed && s.kinds[triage.Bounce] > 0 && (m.Bounced < 0 || s.kinds[triage.Bounce] > sources[m.Bounced].kinds[triage.Bounce]) {
				m.Bounced = int32(n)
			}
		}
	}
	for n := range obstacles {
		if obstacles[n].n > 0 {
			held++
		}
	}
	m.Distinguish = (from > 1 || listed) && held > 1
	m.kinds(kinds, x.Words.Aside)
	m.sources(c, sources, len(q.Order))
	m.obstacles(c, obstacles, len(q.Order))
	m.Bands = m.bands(sources, obstacles)
	return m
}

// Bands are the numbers of messages that two marks have in common.
type Bands struct {
	In  [][triage.NumKinds]int // by source and kind
	Out [triage.NumKinds][]int // by kind and obstacle
}

// CountBands counts the messages of a view by their marks.
func (c *Capture) CountBands(m *Marks, v *View) *Bands {
	s := c.Sums(v)
	sources, obstacles := make([]axisCount, len(s.Sources)), make([]axisCount, len(c.Index.Obstacles))
	add := func(to *axisCount, n [triage.NumKinds]int32) {
		for kind := range n {
			to.kinds[kind] += int(n[kind])
		}
	}
	for n := range s.Sources {
		add(&sources[n], s.Sources[n].Kinds)
	}
	for n := range s.Cells {
		add(&obstacles[c.Index.Obstacle[s.Cells[n].Cell]], s.Cells[n].Kinds)
	}
	return m.bands(sources, obstacles)
}

// bands sums up the kinds of each source and obstacle by their marks.
func (m *Marks) bands(sources, obstacles []axisCount) *Bands {
	b := &Bands{In: make([][triage.NumKinds]int, len(m.Sources))}
	for k := range b.Out {
		b.Out[k] = make([]int, len(m.Obstacles))
	}
	for kind, k := range m.KindAt {
		for n := range sources {
			if count := sources[n].kinds[kind]; count > 0 {
				b.In[m.SourceAt[n]][k] += count
			}
		}
		for n := range obstacles {
			if count := obstacles[n].kinds[kind]; count > 0 {
				b.Out[k][m.ObstacleAt[n]] += count
			}
		}
	}
	return b
}

// kinds makes a mark for each kind that occurs: by size, last what waits for an
// operator, which the mail system calls aside.
func (m *Marks) kinds(count [triage.NumKinds]int, aside string) {
	for k, name := range [triage.NumKinds]string{"Bounces", "Ordinary", words.UpperFirst(aside)} {
		if count[k] > 0 {
			kind := triage.Kind(k)
			m.Kinds = append(m.Kinds, Mark{Name: name, Kind: kind, Total: count[k], Term: triage.KindTerm(kind), last: kind == triage.Quarantined})
		}
	}
	slices.SortStableFunc(m.Kinds, func(a, b Mark) int { return cmp.Or(later(a, b), b.Total-a.Total) })
	for n, k := range m.Kinds {
		m.KindAt[k.Kind] = uint8(n)
	}
}

// later compares two marks by whether they belong at the end.
func later(a, b Mark) int {
	switch {
	case a.last == b.last:
		return 0
	case a.last:
		return 1
	}
	return -1
}

// sources makes the marks of the sources.
func (m *Marks) sources(c *Capture, count []axisCount, total int) {
	x := c.Index
	f := fold{count: count, total: total,
		name: func(n int) string { return x.Sources[n].Label },
		own:  func(n int) bool { return x.Sources[n].Origin == triage.ByServer },
		keep: func(int) bool { return false },
	}
	group := c.clientGroup(&f)
	if group != nil {
		f.count = group.joined(count)
		f.name = func(n int) string {
			if n == len(count) {
				return "client " + group.domain
			}
			return x.Sources[n].Label
		}
		f.own = func(n int) bool { return n < len(count) && x.Sources[n].Origin == triage.ByServer }
	}
	marks, at := f.fold(func(n int) Mark {
		if n == len(count) {
			return group.mark()
		}
		s := &x.Sources[n]
		return Mark{Name: words.Visible(s.Name), Term: triage.SourceTerm(s)}
	}, func(own bool, folded int, shown []*filter.Node) Mark {
		if own {
			server := "this server: "
			if slices.ContainsFunc(x.Sources, func(s triage.Source) bool { return s.Origin == triage.ByServer && s.Host != "" }) {
				server = "these servers: "
			}
			return Mark{Name: server + words.Plural(folded, "other", "others"), Term: filter.All(filter.Word("source", "this server*"), not(shown))}
		}
		return Mark{Name: words.Plural(folded, "other", "others"), Term: not(shown), last: true}
	})
	for n := range marks {
		most := 0
		for place, k := range m.Kinds {
			if f.sums[n].kinds[k.Kind] > most {
				most, marks[n].main = f.sums[n].kinds[k.Kind], place
			}
		}
	}
	if group != nil {
		for _, n := range group.members {
			at[n] = at[len(count)]
		}
		at = at[:len(count)]
	}
	order := arrange(marks, func(a, b Mark) int {
		return cmp.Or(later(a, b), a.main-b.main, b.Total-a.Total, cmp.Compare(a.Name, b.Name))
	})
	m.Sources, m.SourceAt = order.marks, order.places(at)
	c.noteClients(m)
	c.noteOthers(m, count)
}

// obstacles makes the marks of the obstacles.
func (m *Marks) obstacles(c *Capture, count []axisCount, total int) {
	x := c.Index
	f := fold{count: count, total: total,
		name: func(n int) string { return x.Obstacles[n].ID },
		own:  func(n int) bool { return x.Obstacles[n].Side == reason.Here },
		keep: func(n int) bool { return x.Obstacles[n].ID == reason.TopicQuarantined },
	}
	marks, at := f.fold(func(n int) Mark {
		o := &x.Obstacles[n]
		return Mark{Name: o.Phrase, Side: o.Side, Term: triage.ObstacleTerm(o), Note: c.serversNote(int32(n))}
	}, func(own bool, folded int, shown []*filter.Node) Mark {
		if own {
			name := words.Plural(folded, "other fault", "other faults")
			if len(shown) == 0 {
				name = words.Number(folded) + " faults"
			}
			return Mark{Name: name + " on this server", Side: reason.Here,
				Term: filter.All(filter.Value("side", string(reason.Here)), not(shown))}
		}
		return Mark{Name: words.Plural(folded, "other obstacle", "other obstacles"), Side: reason.Other, Term: not(shown), last: true}
	})
	for n := range marks {
		most := 0
		for s, k := range f.sums[n].states {
			if k > most {
				most, marks[n].State = k, queue.State(s)
			}
		}
	}
	order := arrange(marks, func(a, b Mark) int {
		return cmp.Or(slices.Index(reason.Sides[:], a.Side)-slices.Index(reason.Sides[:], b.Side), later(a, b), b.Total-a.Total, cmp.Compare(a.Name, b.Name))
	})
	m.Obstacles, m.ObstacleAt = order.marks, order.places(at)
}

// not selects what none of the filters selects.
func not(filters []*filter.Node) *filter.Node {
	if len(filters) == 0 {
		return nil
	}
	return filter.Not(filter.Any(filters...))
}
