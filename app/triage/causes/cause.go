package causes

import (
	"github.com/spoolscope/spoolscope/app/filter"
	"sort"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Cause is a finding: what holds up a part of the queue, judging by the files.
type Cause struct {
	Rule       string // the rule that found it
	Title      string // who does what
	Text       string // the evidence; may hold **bold** and `code`
	Advice     string // what to do
	Command    string // for a shell on the server; "" if none
	Confidence Confidence
	Side       reason.Side
	// About selects the messages that the cause is about; it is the same for
	// the same cause in another capture. Except selects those of them that
	// other causes cover.
	About  *filter.Node
	Except []*filter.Node
	Count  int
	Oldest int64 // creation of the oldest message; 0 if unknown
	Urgent bool  // a fault on this server that holds up all further mail
}

// Query selects exactly the messages of a cause, among the rows that were
// examined.
func (c *Cause) Query() *filter.Node {
	parts := []*filter.Node{c.About}
	for _, x := range c.Except {
		parts = append(parts, filter.Not(x))
	}
	return filter.All(parts...)
}

// Key identifies the subject of a cause.
func (c *Cause) Key() string { return c.About.String() }

// Confidence is how sure a finding is.
type Confidence uint8

// The confidences.
const (
	Look    Confidence = iota + 1 // worth a look: unusual, but may be intended
	Likely                        // the usual explanation of what the files say
	Certain                       // the files say so
)

// String returns look, likely or certain.
func (c Confidence) String() string {
	return [...]string{"", "look", "likely", "certain"}[c]
}

const (
	// leastMessages and leastShare: fewer messages, or a smaller share of the
	// queue, are not reported as a cause, except for faults of this server.
	leastMessages = 2
	leastShare    = 200 // one in leastShare
	// A doubtful finding ranks above a certain one only if it covers many more
	// messages. What can be fixed here ranks above what cannot.
	weightBase, weightOurs = 3, 2
)

// Find finds what holds up the messages among rows, the weightiest first.
// Queries narrow down the query that selected the rows.
func Find(x *triage.Index, rows []int32) []*Cause {
	if len(rows) == 0 {
		return nil
	}
	s := newSurvey(x, rows)
	s.backscatter()
	s.said()
	s.localhost()
	s.smartHost()
	s.runner()
	s.neverTried()
	s.scanner()
	s.plain()
	s.destinations()
	s.source()
	s.expiring()
	sort.Slice(s.found, func(i, j int) bool { return s.found[i].before(s.found[j]) })
	return s.found
}

func (c *Cause) before(d *Cause) bool {
	switch {
	case c.Urgent != d.Urgent:
		return c.Urgent
	case c.weight() != d.weight():
		return c.weight() > d.weight()
	}
	return c.Title+c.Query().String() < d.Title+d.Query().String()
}

func (c *Cause) weight() int {
	w := weightBase + int(c.Confidence)
	if c.Side == reason.Ours {
		w += weightOurs
	}
	return c.Count * w
}

// tally counts messages.
type tally struct {
	n      int
	oldest int64 // creation
	last   int64 // newest try; 0 if unknown
	sample queue.Str
	guess  bool // for some of them the topic is only a guess from words
}

func (t *tally) add(q *queue.Queue, i int32) {
	t.n++
	if c := q.Created[i]; c != queue.NoNumber && (t.oldest == 0 || c < t.oldest) {
		t.oldest = c
	}
	if k := q.LastTry[i]; k != queue.NoNumber && k > t.last {
		t.last = k
	}
	if t.sample == 0 {
		t.sample = q.Effective[i]
	}
}

// merge adds the messages of another tally.
func (t *tally) merge(u *tally) {
	t.n += u.n
	if u.oldest != 0 && (t.oldest == 0 || u.oldest < t.oldest) {
		t.oldest = u.oldest
	}
	t.last = max(t.last, u.last)
	t.guess = t.guess || u.guess
	if t.sample == 0 {
		t.sample = u.sample
	}
}

// tallies counts messages by a value.
type tallies map[queue.Str]*tally

func (m tallies) add(q *queue.Queue, v queue.Str, i int32) { m.of(v).add(q, i) }

// of returns the tally of a value.
func (m tallies) of(v queue.Str) *tally {
	t := m[v]
	if t == nil {
		t = &tally{}
		m[v] = t
	}
	return t
}

// named is a value with its tally.
type named struct {
	name string
	*tally
}

// ranked orders tallies by size, ties by name.
func (m tallies) ranked(q *queue.Queue) []*named {
	out := make([]*named, 0, len(m))
	for v, t := range m {
		out = append(out, &named{q.Text(v), t})
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		return a.n > b.n || a.n == b.n && a.name < b.name
	})
	return out
}
