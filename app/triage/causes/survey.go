package causes

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// survey is what the rules look at: tallies made in one walk over the
// messages. It holds no lists of them, however many there are. Rules add what
// they find.
type survey struct {
	x      *triage.Index
	q      *queue.Queue
	n      int
	own    []string               // domains of the servers that the queues are from
	topics map[string]*topicTally // by key
	of     []*topicTally          // by reason
	listed topicTally             // told of a blocklist, in a status or a bounce
	looped topicTally             // or of a loop
	dirs   []dirTally             // as Queue.Dirs
	late   tally                  // never tried for long
	expire tally                  // soon to be returned

	bounces         map[queue.Str]*bounceTally // by who handed in the original
	ordinary        int                        // messages not made here, with a client
	sent            int                        // messages not made here
	clients, logins counts                     // of ordinary mail
	scripts         counts                     // of mail not made here
	rows            []int32
	places          []*place  // by cell, made when met
	here            queue.Str // localhost, 0 if no message names it

	found []*Cause
}

type topicTally struct {
	tally
	about   *reason.Topic // as one of its reasons has it
	servers tallies
}

// dirTally is about one queue directory.
type dirTally struct {
	waiting tally
	// unscanned waits for long in a queue that MailScanner empties.
	unscanned tally
	local     map[string]tallies // by topic: servers on the same host that take no connections
}

// bounceTally is about the bounces for the mail of one client.
type bounceTally struct {
	tally
	ours      int // to local addresses
	addresses map[queue.Str]bool
	domains   map[queue.Str]bool
}

// counts are numbers of messages by a value, of which there may be as many as
// messages.
type counts struct {
	n         []uint32 // by queue.Str
	different int
}

func newCounts(q *queue.Queue) counts { return counts{n: make([]uint32, q.Strings.Len())} }

func (c *counts) add(v queue.Str) {
	if c.n[v] == 0 {
		c.different++
	}
	c.n[v]++
}

// first is the value that most messages have, of equal ones the first by name.
func (c *counts) first(q *queue.Queue) (v queue.Str, n int) {
	for s, k := range c.n {
		if m := int(k); m > n || m == n && n > 0 && q.Strings.Compare(queue.Str(s), v) < 0 {
			v, n = queue.Str(s), m
		}
	}
	return v, n
}

// newSurvey counts what the messages among rows have in common, in one pass.
func newSurvey(x *triage.Index, rows []int32) *survey {
	s := &survey{
		x: x, q: x.Queue, n: len(rows), rows: rows,
		topics: map[string]*topicTally{}, dirs: make([]dirTally, len(x.Queue.Dirs)),
		bounces: map[queue.Str]*bounceTally{}, clients: newCounts(x.Queue), logins: newCounts(x.Queue), scripts: newCounts(x.Queue),
	}
	s.here, _ = s.q.Strings.Find("localhost")
	s.listed.servers, s.looped.servers = tallies{}, tallies{}
	for d := range s.q.Dirs {
		s.own = append(s.own, ownDomains(s.q.Dirs[d].Name)...)
		s.dirs[d].local = map[string]tallies{}
	}
	for r := range x.Topics {
		t := &x.Topics[r]
		if s.topics[t.Key] == nil {
			s.topics[t.Key] = &topicTally{about: t, servers: tallies{}}
		}
		s.of = append(s.of, s.topics[t.Key])
	}
	s.places = make([]*place, len(x.Cells))
	var who []queue.Str
	for _, i := range rows {
		p := s.places[x.Cell[i]]
		if p == nil {
			p = s.place(x.Cells[x.Cell[i]])
			s.places[x.Cell[i]] = p
		}
		s.addStatus(i, p)
		s.addBounce(i)
		if s.q.ReplyN[i] == 0 && !p.said {
			continue
		}
		s.addSaid(&s.listed, smtp.Blocklisted, i, &who)
		s.addSaid(&s.looped, smtp.Loop, i, &who)
	}
	return s
}

// place is where the messages of a cell are counted.
type place struct {
	topic, server *tally
	local         string // the topic, if a server on this host takes no connections
	said          bool   // it is of a topic that addSaid counts
	guess         bool   // the topic is only a guess from words
}

// place finds where to count the messages of a cell.
func (s *survey) place(c triage.Cell) *place {
	t := s.of[c.Reason]
	return &place{
		guess: s.x.Topics[c.Reason].Guessed(),
		topic: &t.tally, server: t.servers.of(c.Server),
		local: s.localTopic(t.about.Key, c.Server),
		said:  t.about.Key == smtp.Blocklisted.Key() || t.about.Key == smtp.Loop.Key(),
	}
}

// localTopic is the topic if it says that a server takes no connections, and
// that server is on this host.
func (s *survey) localTopic(topic string, server queue.Str) string {
	switch topic {
	case reason.TopicRefused, reason.TopicTimeout, smtp.Connection.Key():
		if IsLocalhost(s.q.Text(server)) {
			return topic
		}
	}
	return ""
}

// addSaid counts a message if a reply of the topic is about it.
func (s *survey) addSaid(t *topicTally, topic smtp.Topic, i int32, who *[]queue.Str) {
	if s.x.Says(i, topic.Key(), who) {
		t.add(s.q, i)
		for _, h := range *who {
			t.servers.add(s.q, h, i)
		}
	}
}

// addStatus counts a message by what holds it up.
func (s *survey) addStatus(i int32, p *place) {
	q := s.q
	p.topic.add(q, i)
	p.server.add(q, i)
	p.topic.guess, p.server.guess = p.topic.guess || p.guess, p.server.guess || p.guess
	d := &s.dirs[q.Dir[i]]
	age := s.x.Age(i)
	switch q.State[i] {
	case queue.Held:
		if age > longHeld && s.of[s.x.Reason[i]].about.Key == reason.TopicNeverTried {
			if q.Dirs[q.Dir[i]].Scanned {
				d.unscanned.add(q, i)
			} else {
				s.late.add(q, i)
			}
		}
	case queue.Deferred:
		if age > s.x.ReturnAfter-soon {
			s.expire.add(q, i)
		}
	case queue.Unavailable, queue.Processing:
	default:
		return
	}
	d.waiting.add(q, i)
	if p.local != "" {
		if d.local[p.local] == nil {
			d.local[p.local] = tallies{}
		}
		d.local[p.local].add(q, s.x.Server[i], i)
	}
}

// addBounce counts a message by where it, or what it returns, came from.
func (s *survey) addBounce(i int32) {
	q := s.q
	if q.Flags[i]&queue.MadeHere == 0 {
		s.sent++
		if c := s.x.Script[i]; c != 0 {
			s.scripts.add(c)
		}
		if c := q.Client[i]; c != 0 && c != s.here {
			s.ordinary++
			s.clients.add(c)
		}
		if a := s.x.Login[i]; a != 0 {
			s.logins.add(a)
		}
		return
	}
	if q.OriginBy[i] == 0 || q.RcptN[i] == 0 {
		return
	}
	if k := q.Text(q.Bounce[i]); k != "failure" && k != "warning-timeout" {
		return
	}
	b := s.bounces[q.OriginBy[i]]
	if b == nil {
		b = &bounceTally{addresses: map[queue.Str]bool{}, domains: map[queue.Str]bool{}}
		s.bounces[q.OriginBy[i]] = b
	}
	if d := q.Text(s.x.Domain[i]); d == "" || slices.Contains(s.own, d) {
		b.ours++
		return
	}
	b.add(q, i)
	b.addresses[q.RcptAddr[q.RcptAt[i]]] = true
	b.domains[s.x.Domain[i]] = true
}

// find notes a finding about a tally.
func (s *survey) find(t *tally, c *Cause) *Cause {
	c.Count, c.Oldest = t.n, t.oldest
	s.found = append(s.found, c)
	return c
}

// ownDomains are those of a site, by the name of one of its servers: the name
// itself, and what stands behind its first dot.
func ownDomains(host string) []string {
	host = reason.NormalHost(host)
	_, domain, _ := strings.Cut(host, ".")
	if strings.IndexByte(domain, '.') < 0 {
		return []string{host}
	}
	return []string{host, domain}
}

// IsLocalhost reports whether a name or address, by NormalHost, is that of the
// host itself.
func IsLocalhost(server string) bool {
	switch server {
	case "localhost", "localhost4", "localhost6", "ip6-localhost", "ip6-loopback":
		return true
	}
	if strings.HasPrefix(server, "localhost.") || strings.HasPrefix(server, "localhost6.") || strings.HasPrefix(server, "localhost4.") {
		return true
	}
	a, err := netip.ParseAddr(server)
	return err == nil && a.Unmap().IsLoopback()
}

// enough reports whether so many messages matter in this queue.
func (s *survey) enough(n int) bool { return n >= max(leastMessages, s.n/leastShare) }
