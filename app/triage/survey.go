package triage

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// survey is what the rules look at: tallies made in one walk over the
// messages. It holds no lists of them, however many there are.
type survey struct {
	x      *Index
	q      *queue.Queue
	n      int
	hosts  map[string]bool
	own    []string // domains of the servers that the queues are from
	states [queue.NumStates]tally
	topics map[topicKey]*topicTally
	said   map[smtp.Topic]*topicTally // in statuses and transcripts
	dirs   map[uint16]*dirTally
	late   tally // never tried for long
	expire tally // soon to be returned

	bounces  map[queue.Str]*bounceTally // by who handed in the original
	ordinary tally                      // messages not made here, with a client
	clients  map[queue.Str]*tally
	logins   map[queue.Str]*tally
}

// topicKey is a topic, and whether a reply code stands beside it.
type topicKey struct {
	id    string
	coded bool
}

type topicTally struct {
	tally
	servers map[queue.Str]*tally
}

// dirTally is about one queue directory.
type dirTally struct {
	waiting tally
	local   map[queue.Str]*tally // refusing servers on the same host
}

// bounceTally is about the bounces for the mail of one client.
type bounceTally struct {
	tally
	ours      int // to local addresses
	addresses map[queue.Str]bool
	domains   map[queue.Str]bool
}

// saidTopics are those that concern this server even if the mail they are
// about has come back already.
var saidTopics = []smtp.Topic{smtp.Blocklisted, smtp.Loop}

func (x *Index) survey(rows []int32) *survey {
	s := &survey{
		x: x, q: x.Queue, n: len(rows), hosts: map[string]bool{},
		topics: map[topicKey]*topicTally{}, said: map[smtp.Topic]*topicTally{}, dirs: map[uint16]*dirTally{},
		bounces: map[queue.Str]*bounceTally{}, clients: map[queue.Str]*tally{}, logins: map[queue.Str]*tally{},
	}
	for d := range s.q.Dirs {
		dir := &s.q.Dirs[d]
		s.hosts[dir.Host] = true
		s.own = append(s.own, ownDomains(dir.Name)...)
	}
	var remotes []queue.Str
	for _, i := range rows {
		s.states[s.q.State[i]].add(s.q, i)
		s.addStatus(i)
		s.addBounce(i)
		for _, t := range saidTopics {
			if !x.says(i, t.ID(), &remotes) {
				continue
			}
			if s.said[t] == nil {
				s.said[t] = &topicTally{servers: map[queue.Str]*tally{}}
			}
			s.said[t].add(s.q, i)
			for _, r := range remotes {
				count(s.q, s.said[t].servers, r, i)
			}
		}
	}
	return s
}

// addStatus counts a message by what holds it up.
func (s *survey) addStatus(i int32) {
	q, x := s.q, s.x
	switch age := x.Age(i); {
	case q.State[i] == queue.Held && age > longHeld && x.Topics[x.Reason[i]].ID == TopicNeverTried:
		s.late.add(q, i)
	case q.State[i] == queue.Deferred && age > returnAfter-soon:
		s.expire.add(q, i)
	}
	r := x.Reason[i]
	k := topicKey{x.Topics[r].ID, x.Reasons[r].Code.Valid()}
	t := s.topics[k]
	if t == nil {
		t = &topicTally{servers: map[queue.Str]*tally{}}
		s.topics[k] = t
	}
	t.add(q, i)
	count(q, t.servers, x.Server[i], i)
	d := s.dirs[q.Dir[i]]
	if d == nil {
		d = &dirTally{local: map[queue.Str]*tally{}}
		s.dirs[q.Dir[i]] = d
	}
	switch q.State[i] {
	case queue.Deferred, queue.Held, queue.Unavailable, queue.Processing:
		d.waiting.add(q, i)
	}
	if k.id == TopicRefused && isLocalhost(q.Text(x.Server[i])) {
		count(q, d.local, x.Server[i], i)
	}
}

// addBounce counts a message by where it, or what it returns, came from.
func (s *survey) addBounce(i int32) {
	q := s.q
	if q.Flags[i]&queue.MadeHere == 0 {
		if c := q.Client[i]; c != 0 && q.Text(c) != "localhost" {
			s.ordinary.add(q, i)
			count(q, s.clients, c, i)
		}
		if a := q.Auth[i]; a != 0 {
			count(q, s.logins, a, i)
		}
		return
	}
	if k := q.Text(q.Bounce[i]); k != "failure" && k != "warning-timeout" || q.OriginBy[i] == 0 || q.RcptN[i] == 0 {
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

// says tells whether a reply of that topic is a message's status or stands in
// its transcript, and who said so.
func (x *Index) says(i int32, topic string, who *[]queue.Str) bool {
	*who = (*who)[:0]
	found := x.Topics[x.Reason[i]].ID == topic
	if found {
		*who = append(*who, x.Server[i])
	}
	from, to := x.Queue.Replies(i)
	for k := from; k < to; k++ {
		if x.Topics[x.replyReason(x.Queue.ReplyText[k])].ID != topic {
			continue
		}
		found = true
		if h := x.Queue.ReplyHost[k]; !slices.Contains(*who, h) {
			*who = append(*who, h)
		}
	}
	return found
}

// ownDomains are those of a site, by the name of one of its servers: the name
// itself, and what stands behind its first dot.
func ownDomains(host string) []string {
	host = NormalHost(host)
	_, domain, _ := strings.Cut(host, ".")
	if strings.IndexByte(domain, '.') < 0 {
		return []string{host}
	}
	return []string{host, domain}
}

func isLocalhost(server string) bool {
	return server == "localhost" || server == "::1" || strings.HasPrefix(server, "127.") || strings.HasPrefix(server, "localhost.")
}

// enough tells whether so many messages matter in this queue.
func (s *survey) enough(n int) bool { return n >= max(leastMessages, s.n/leastShare) }
