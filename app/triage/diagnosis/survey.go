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

// survey is what sentences are made from: sums of the messages, added up by what sentences
// are about.
type survey struct {
	x    *triage.Index
	q    *queue.Queue
	rows []int32

	kinds     counts
	sums      *triage.Sums
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

func newSurvey(x *triage.Index, sums *triage.Sums) *survey {
	s := &survey{x: x, q: x.Queue, sums: sums, rows: sums.Rows, kinds: sums.Kinds, listed: sums.Fileless, sources: make([]sourceTally, len(sums.Sources))}
	for n := range sums.Sources {
		s.sources[n] = sourceTally{kindsOf(&sums.Sources[n].Kinds), sums.Sources[n].Newest}
	}
	var all triage.Moments
	for n := range sums.Cells {
		all.Merge(sums.Cells[n].Moments)
	}
	s.arrivals = newArrivals(x, s.rows, all.Oldest)
	s.countHosts()
	s.countObstacles()
	return s
}

func kindsOf(n *[triage.NumKinds]int32) (c counts) {
	for k := range n {
		c[k] = int(n[k])
	}
	return c
}

// countHosts adds up the queue directories of each host.
func (s *survey) countHosts() {
	at := map[string]*hostTally{}
	for k := range s.sums.Dirs {
		sum := &s.sums.Dirs[k]
		if sum.N() == 0 {
			continue
		}
		d := hostTally{counts: kindsOf(&sum.Kinds), oldest: sum.Oldest}
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
	holds, at := s.x.Holds(), make([]*obstacle, len(s.x.Obstacles))
	held, sums := make([]int32, len(holds.All)), make([]counts, 1, len(s.sums.Cells)+1) // by hold: its place in sums
	for n := range s.sums.Cells {
		cell := &s.sums.Cells[n]
		hold, count := holds.Of[cell.Cell], kindsOf(&cell.Kinds)
		if held[hold] == 0 {
			held[hold] = int32(len(sums))
			sums = append(sums, counts{})
		}
		sums[held[hold]].add(&count)
		is := holds.All[hold].Obstacle
		o := at[is]
		if o == nil {
			o = &obstacle{is: &s.x.Obstacles[is]}
			at[is] = o
			s.obstacles = append(s.obstacles, o)
		}
		o.add(&count)
		if s.x.Guessed[s.x.Cells[cell.Cell].Reason] {
			o.guessed += count.all()
		}
	}
	for h, n := range held { // in the order of names
		hold := &holds.All[h]
		if n == 0 || hold.Server == 0 {
			continue
		}
		o := at[hold.Obstacle]
		if last := len(o.servers) - 1; last >= 0 && o.servers[last].name == hold.Server {
			o.servers[last].add(&sums[n])
		} else {
			o.servers = append(o.servers, server{hold.Server, sums[n]})
		}
	}
	for _, o := range s.obstacles {
		n := make([]int, len(o.servers))
		for k := range n {
			n[k] = o.servers[k].all()
		}
		sorted := make([]server, len(n))
		for place, k := range triage.ByCount(n) {
			sorted[place] = o.servers[k]
		}
		o.servers = sorted
	}
	slices.SortFunc(s.obstacles, func(a, b *obstacle) int {
		return cmp.Or(cmp.Compare(b.all(), a.all()), cmp.Compare(a.is.ID, b.is.ID))
	})
}

// clientsOf counts the clients that submitted the ordinary messages of a source.
func (s *survey) clientsOf(source int32) int {
	clients := triage.BorrowTally(s.q)
	defer triage.ReturnTallies(clients)
	for _, i := range s.rows {
		if c := s.q.Client[i]; s.x.Source[i] == source && c != 0 && s.x.Kind(i) == triage.Ordinary {
			clients.Add(c)
		}
	}
	return len(clients.Seen)
}
