package diagnosis

import (
	"cmp"
	"slices"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// counts is a number of messages of each kind.
type counts [triage.NumKinds]int

func (c *counts) all() int { return c[triage.Bounce] + c[triage.Ordinary] + c[triage.Quarantined] }

func (c *counts) add(d *counts) {
	for k := range c {
		c[k] += d[k]
	}
}

// survey is what sentences are made from: counts made in one walk over the
// messages. It holds no lists of them.
type survey struct {
	x    *triage.Index
	q    *queue.Queue
	rows []int32

	kinds     counts
	cells     []counts      // as Index.Cells
	sources   []sourceTally // as Index.Sources
	hosts     []*hostTally  // the largest first
	obstacles []*obstacle   // the largest first
	arrivals  arrivals
	listed    int // known from a listing only
}

// sourceTally counts the messages of one source.
type sourceTally struct {
	counts
	last int64 // when the newest arrived, 0 unknown
}

// hostTally counts the messages of one host.
type hostTally struct {
	name string
	counts
	oldest int64
}

// obstacle counts the messages that one obstacle holds up.
type obstacle struct {
	is      *reason.Obstacle
	guessed int // of how many it is only a guess from words
	counts
	servers []server // the largest first; without those that no status names
}

// server counts the messages of an obstacle that wait for one server.
type server struct {
	name queue.Str
	counts
}

func newSurvey(x *triage.Index, rows []int32) *survey {
	q := x.Queue
	s := &survey{
		x: x, q: q, rows: rows,
		cells: make([]counts, len(x.Cells)), sources: make([]sourceTally, len(x.Sources)), arrivals: newArrivals(q),
	}
	dirs := make([]hostTally, len(q.Dirs))
	for _, i := range rows {
		kind := x.Kind(i)
		created := q.Created[i]
		s.kinds[kind]++
		s.cells[x.Cell[i]][kind]++
		t := &s.sources[x.Source[i]]
		t.counts[kind]++
		d := &dirs[q.Dir[i]]
		d.counts[kind]++
		if q.Flags[i]&queue.NoControl != 0 {
			s.listed++
		}
		if created == queue.NoNumber {
			s.arrivals.unknown++
			continue
		}
		t.last = max(t.last, created)
		if d.oldest == 0 || created < d.oldest {
			d.oldest = created
		}
		s.arrivals.add(created, q.Flags[i]&queue.DayOnly != 0)
	}
	s.countHosts(dirs)
	s.countObstacles()
	return s
}

// countHosts adds up the queue directories of each host.
func (s *survey) countHosts(dirs []hostTally) {
	at := map[string]*hostTally{}
	for k := range dirs {
		d := &dirs[k]
		if d.all() == 0 {
			continue
		}
		name := s.q.Dirs[k].Host
		h := at[name]
		if h == nil {
			h = &hostTally{name: name}
			at[name] = h
			s.hosts = append(s.hosts, h)
		}
		h.add(&d.counts)
		if d.oldest != 0 && (h.oldest == 0 || d.oldest < h.oldest) {
			h.oldest = d.oldest
		}
	}
	slices.SortFunc(s.hosts, func(a, b *hostTally) int {
		return cmp.Or(cmp.Compare(b.all(), a.all()), cmp.Compare(a.name, b.name))
	})
}

// countObstacles adds up the cells of each obstacle and server.
func (s *survey) countObstacles() {
	at := make([]*obstacle, len(s.x.Obstacles))
	servers := map[*obstacle]map[queue.Str]*counts{}
	for c := range s.cells {
		n := &s.cells[c]
		if n.all() == 0 {
			continue
		}
		is := s.x.Obstacle[c]
		o := at[is]
		if o == nil {
			o = &obstacle{is: &s.x.Obstacles[is]}
			at[is] = o
			servers[o] = map[queue.Str]*counts{}
			s.obstacles = append(s.obstacles, o)
		}
		o.add(n)
		if s.x.Topics[s.x.Cells[c].Reason].Guessed() {
			o.guessed += n.all()
		}
		if name := s.x.Cells[c].Server; name != 0 {
			if servers[o][name] == nil {
				servers[o][name] = &counts{}
			}
			servers[o][name].add(n)
		}
	}
	for _, o := range s.obstacles {
		for name, n := range servers[o] {
			o.servers = append(o.servers, server{name, *n})
		}
		slices.SortFunc(o.servers, func(a, b server) int {
			if n := cmp.Compare(b.all(), a.all()); n != 0 {
				return n
			}
			return s.q.Strings.Compare(a.name, b.name)
		})
	}
	slices.SortFunc(s.obstacles, func(a, b *obstacle) int {
		return cmp.Or(cmp.Compare(b.all(), a.all()), cmp.Compare(a.is.ID, b.is.ID))
	})
}

// clientsOf counts the clients that handed in the ordinary messages of a source.
func (s *survey) clientsOf(source int32) int {
	seen := make([]bool, s.q.Strings.Len())
	n := 0
	for _, i := range s.rows {
		if c := s.q.Client[i]; s.x.Source[i] == source && c != 0 && !seen[c] && s.x.Kind(i) == triage.Ordinary {
			seen[c] = true
			n++
		}
	}
	return n
}
