package triage

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Cause is a finding: what holds up a part of the queue, as far as the files
// tell.
type Cause struct {
	Rule       string // which rule found it
	Title      string // who does what
	Text       string // the evidence; may hold **bold** and `code`
	Advice     string // what to do
	Command    string // for a shell on the server, "" none
	Confidence Confidence
	Side       Side
	Query      string // selects exactly its messages, among those asked about
	Count      int
	Oldest     int64 // creation of the oldest, 0 unknown
	Urgent     bool  // a fault here that holds up whatever comes next
}

// Confidence tells how sure a finding is.
type Confidence uint8

// The confidences.
const (
	Look    Confidence = iota + 1 // worth a look: unusual, but it may be right so
	Likely                        // the usual explanation of what the files say
	Certain                       // the files say so
)

// String returns look, likely or certain.
func (c Confidence) String() string {
	return [...]string{"", "look", "likely", "certain"}[c]
}

// Side tells where a cause can be removed.
type Side string

// The sides. "" is not known.
const (
	Ours    Side = "ours"
	Theirs  Side = "theirs"
	Network Side = "network"
)

const (
	// leastMessages and leastShare: fewer messages, or a smaller part of the
	// queue, are no cause of a jam, but for faults of this server.
	leastMessages = 2
	leastShare    = 200 // one in so many
	// A doubtful finding stands before a certain one only if it is about many
	// more messages, and what can be mended here before what cannot.
	weightBase, weightOurs = 3, 2
)

// Causes finds what holds up the messages among rows, the weightiest first.
// Queries narrow down the query that selected the rows.
func (x *Index) Causes(rows []int32) []Cause {
	if len(rows) == 0 {
		return nil
	}
	s := x.survey(rows)
	var out []Cause
	for _, rule := range causeRules {
		out = append(out, rule(s)...)
	}
	slices.SortStableFunc(out, func(a, b Cause) int {
		urgent := func(c Cause) int {
			if c.Urgent {
				return 1
			}
			return 0
		}
		return cmp.Or(urgent(b)-urgent(a), b.weight()-a.weight(), strings.Compare(a.Title, b.Title), strings.Compare(a.Query, b.Query))
	})
	return out
}

func (c *Cause) weight() int {
	w := weightBase + int(c.Confidence)
	if c.Side == Ours {
		w += weightOurs
	}
	return c.Count * w
}

// causeRules are the rules, each of which looks for one thing.
var causeRules = []func(*survey) []Cause{
	(*survey).backscatter,
	(*survey).blocklisted,
	(*survey).loops,
	(*survey).disk,
	(*survey).load,
	(*survey).localhost,
	(*survey).runner,
	(*survey).neverTried,
	(*survey).localFaults,
	(*survey).quarantined,
	(*survey).lost,
	(*survey).broken,
	(*survey).lookups,
	(*survey).greylists,
	(*survey).destinations,
	(*survey).source,
	(*survey).expiring,
}

// tally counts messages.
type tally struct {
	n      int
	oldest int64 // creation
	tries  int32 // the most
	last   int64 // newest try, 0 unknown
	sample queue.Str
}

func (t *tally) add(q *queue.Queue, i int32) {
	t.n++
	if c := q.Created[i]; c != queue.NoNumber && (t.oldest == 0 || c < t.oldest) {
		t.oldest = c
	}
	if k := q.LastTry[i]; k != queue.NoNumber && k > t.last {
		t.last = k
	}
	t.tries = max(t.tries, q.Attempts[i])
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
	t.last, t.tries, t.sample = max(t.last, u.last), max(t.tries, u.tries), cmp.Or(t.sample, u.sample)
}

// counted is a value with its tally.
type counted struct {
	name string
	*tally
}

// ranked orders tallies by size, equal ones by name.
func ranked(q *queue.Queue, m map[queue.Str]*tally) []counted {
	out := make([]counted, 0, len(m))
	for v, t := range m {
		out = append(out, counted{q.Text(v), t})
	}
	slices.SortFunc(out, func(a, b counted) int { return cmp.Or(b.n-a.n, strings.Compare(a.name, b.name)) })
	return out
}

// count adds a message to the tally of a value.
func count[K comparable](q *queue.Queue, m map[K]*tally, k K, i int32) {
	t := m[k]
	if t == nil {
		t = &tally{}
		m[k] = t
	}
	t.add(q, i)
}
