package causes

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// survey is what the rules examine: tallies made in one walk over the
// messages. It holds no lists of them, however many there are. Rules add what
// they find.
type survey struct {
	x      *triage.Index
	q      *queue.Queue
	n      int
	words  *mailsystem.Words      // of the systems that have the messages
	own    []string               // domains of the servers that have the queues
	ownStr []queue.Str            // those of them that messages have
	topics map[string]*topicTally // by key
	of     []*topicTally          // by reason
	listed topicTally             // with a blocklist in a status or a bounce
	looped topicTally             // or of a loop
	dirs   []dirTally             // as Queue.Dirs
	late   []tally                // never tried for long, by directory
	expire tally                  // soon to be returned

	bounces          map[int32]*bounceTally // by the source of what they return
	returnedBy       map[queue.Str]int      // servers that knew no such address, as these say
	returnedTo       *triage.Tally          // addresses that bounces to others go to
	ordinary         int                    // messages not made here, with a client
	sent             int                    // messages not made here
	clients, logins  *triage.Tally          // of ordinary mail
	scripts, senders *triage.Tally          // of mail not made here
	rows             []int32
	places           []place  // by cell, made when met
	sampled          []*place // those with a sample, by the message that it is of

	// Texts that many messages are compared with, 0 if none has it.
	here, failure, delayed queue.Str

	who []queue.Str

	hosts  []string // the hosts of the queue
	hostOf []int32  // by directory: index in hosts; nil if there is only one

	mailed     *Cause    // the mailing that is most of the mail; nil if none is
	mailedFrom queue.Str // its sender

	found []*Cause
}

type topicTally struct {
	tally
	about   *reason.Topic // as one of its reasons has it
	servers tallies
	dirs    []tally           // by directory, where a rule lists these
	reasons map[string]*named // by reason in lower case, where a rule lists these
	bounced tally             // said in bounces only, where a rule looks at these
}

// dirTally is about one queue directory.
type dirTally struct {
	waiting tally
	due     int // of those: the mail system has recorded no later time for the next try
	// unscanned waits for long in a queue that MailScanner empties.
	unscanned tally
	local     map[string]tallies // by topic: servers on the same host that take no connections
}

// bounceTally is about the bounces for the mail of one source.
type bounceTally struct {
	tally
	source    *triage.Source
	client    queue.Str          // who handed it in; of several, one
	ours      int                // to addresses of this server, or to none
	aside     int                // set aside
	unknown   int                // the address was unknown to another server
	addresses map[queue.Str]bool // the first few, of returned mail
	domains   map[queue.Str]bool
}

// newSurvey counts what the messages among rows have in common, in one pass.
func newSurvey(x *triage.Index, rows []int32, wanted *poll.Poll) *survey {
	s := &survey{
		x: x, q: x.Queue, n: len(rows), rows: rows, words: x.Words,
		topics: map[string]*topicTally{}, dirs: make([]dirTally, len(x.Queue.Dirs)),
		bounces: map[int32]*bounceTally{}, returnedBy: map[queue.Str]int{}, returnedTo: triage.BorrowTally(x.Queue),
		clients: triage.BorrowTally(x.Queue), logins: triage.BorrowTally(x.Queue), scripts: triage.BorrowTally(x.Queue), senders: triage.BorrowTally(x.Queue),
		late: make([]tally, len(x.Queue.Dirs)),
	}
	s.here, _ = s.q.Strings.Find("localhost")
	s.failure, _ = s.q.Strings.Find("failure")
	s.delayed, _ = s.q.Strings.Find("warning-timeout")
	s.listed.servers, s.looped.servers = tallies{}, tallies{}
	for d := range s.q.Dirs {
		for _, domain := range ownDomains(s.q.Dirs[d].Name) {
			if domain != "" && !slices.Contains(s.own, domain) {
				s.own = append(s.own, domain)
				if known, ok := s.q.Strings.Find(domain); ok {
					s.ownStr = append(s.ownStr, known)
				}
			}
		}
		s.dirs[d].local = map[string]tallies{}
	}
	s.findHosts()
	for r := range x.Topics {
		t := &x.Topics[r]
		if s.topics[t.Key] == nil {
			s.topics[t.Key] = &topicTally{about: t, servers: tallies{}}
		}
		s.of = append(s.of, s.topics[t.Key])
	}
	for k := range plainRules {
		t := s.topics[plainRules[k].topic]
		if t == nil {
			continue
		}
		if len(s.q.Dirs) > 1 {
			t.dirs = make([]tally, len(s.q.Dirs))
		}
		if plainRules[k].reasons != "" {
			t.reasons = map[string]*named{}
		}
	}
	s.places = make([]place, len(x.Cells))
	for _, i := range rows {
		if !wanted.More() {
			return s
		}
		p := &s.places[x.Cell[i]]
		if p.topic == nil {
			*p = s.place(x.Cell[i])
		}
		s.addStatus(i, p)
		s.addBounce(i)
		if s.q.ReplyN[i] == 0 && !p.said {
			continue
		}
		s.addSaid(&s.listed, smtp.Blocklisted, i)
		s.addSaid(&s.looped, smtp.Loop, i)
	}
	s.addCells()
	return s
}

// release gives back what was borrowed, once everything is found.
func (s *survey) release() {
	triage.ReturnTallies(s.returnedTo, s.clients, s.logins, s.scripts, s.senders)
}

// findHosts numbers the hosts whose queues these are.
func (s *survey) findHosts() {
	of := make([]int32, len(s.q.Dirs))
	for d := range s.q.Dirs {
		n := slices.Index(s.hosts, s.q.Dirs[d].Host)
		if n < 0 {
			n = len(s.hosts)
			s.hosts = append(s.hosts, s.q.Dirs[d].Host)
		}
		of[d] = int32(n)
	}
	if len(s.hosts) > 1 {
		s.hostOf = of
	}
}

// place is where the messages of a cell are counted: in its own tally first, which
// takes one step for each of them, and at the end where it belongs.
type place struct {
	tally
	topic, server *tally
	dirs          []tally // of the topic, by directory; nil if no rule lists these
	reason        *tally  // of the topic, nil if no rule lists these
	local         string  // the topic, if a server on this host takes no connections
	said          bool    // it is of a topic that addSaid counts
	guess         bool    // the topic is only a guess from words
}

// place finds where to count the messages of a cell.
func (s *survey) place(cell int32) place {
	c := s.x.Cells[cell]
	t := s.of[c.Reason]
	p := place{
		reason: t.because(s.x, c.Reason),
		guess:  s.x.Topics[c.Reason].Guessed(),
		topic:  &t.tally, server: t.servers.of(c.Server), dirs: t.dirs,
		said: t.about.Key == smtp.Blocklisted.Key() || t.about.Key == smtp.Loop.Key(),
	}
	if s.x.Obstacles[s.x.Obstacle[cell]].ID == reason.ObstacleLocalServer {
		p.local = t.about.Key
	}
	return p
}

// because returns where the messages of a reason are counted, nil if no rule
// lists the reasons of the topic.
func (t *topicTally) because(x *triage.Index, r int32) *tally {
	if t.reasons == nil {
		return nil
	}
	text := x.Text(r)
	if t.reasons[text] == nil {
		t.reasons[text] = &named{words.Join(x.Reasons[r].Text), &tally{}}
	}
	return t.reasons[text].tally
}

// addSaid counts a message if a reply of the topic is about it.
func (s *survey) addSaid(t *topicTally, topic smtp.Topic, i int32) {
	if !s.x.Says(i, topic.Key(), &s.who) {
		return
	}
	s.count(&t.tally, i)
	if !s.of[s.x.Reason[i]].about.Is(topic.Key()) {
		s.count(&t.bounced, i)
	}
	for _, h := range s.who {
		s.count(t.servers.of(h), i)
	}
}

// addStatus counts a message by what holds it up.
func (s *survey) addStatus(i int32, p *place) {
	q := s.q
	had := p.sample
	if s.count(&p.tally, i); p.sample != had {
		s.sampled = append(s.sampled, p)
	}
	if q.Dirs[q.Dir[i]].System == queue.Postfix && reason.Suspended(q.Text(q.Effective[i])) {
		p.left++
	}
	if p.dirs != nil {
		s.count(&p.dirs[q.Dir[i]], i)
	}
	d := &s.dirs[q.Dir[i]]
	age := s.x.Age(i)
	switch q.State[i] {
	case queue.Held:
		if age > longHeld && s.of[s.x.Reason[i]].about.Key == reason.TopicNeverTried {
			if q.Dirs[q.Dir[i]].Scanned {
				s.count(&d.unscanned, i)
			} else {
				s.count(&s.late[q.Dir[i]], i)
			}
		}
	case queue.Deferred:
		if age > s.x.ReturnAfter-soon {
			s.count(&s.expire, i)
		}
	case queue.Unavailable, queue.Processing:
	default:
		return
	}
	s.count(&d.waiting, i)
	if next, recorded := s.x.NextTry(i); !recorded || next <= q.Taken {
		d.due++
	}
	if p.local != "" {
		if d.local[p.local] == nil {
			d.local[p.local] = tallies{}
		}
		s.count(d.local[p.local].of(s.x.Server[i]), i)
	}
}

// addCells adds what was counted of cells to their topics, servers and reasons. Each
// of these gets the sample of its first message that has one.
func (s *survey) addCells() {
	for c := range s.places {
		if p := &s.places[c]; p.n > 0 && p.sample == 0 {
			p.addUp()
		}
	}
	for _, p := range s.sampled {
		p.addUp()
	}
}

// addUp adds what was counted of a cell where it belongs.
func (p *place) addUp() {
	if p.guess {
		p.guessed = p.n
	}
	p.topic.merge(&p.tally)
	p.server.merge(&p.tally)
	if p.reason != nil {
		p.reason.merge(&p.tally)
	}
}

// addBounce counts a message by where it, or what it returns, came from.
func (s *survey) addBounce(i int32) {
	q := s.q
	if q.Flags[i]&queue.MadeHere == 0 {
		s.sent++
		if c := s.x.Script[i]; c != 0 {
			s.scripts.Add(c)
		}
		if f := s.x.From[i]; f != 0 {
			s.senders.Add(f)
		}
		if c := q.Client[i]; c != 0 && c != s.here {
			s.ordinary++
			s.clients.Add(c)
		}
		if a := s.x.Login[i]; a != 0 {
			s.logins.Add(a)
		}
		return
	}
	if k := q.Bounce[i]; k == 0 || k != s.failure && k != s.delayed {
		return
	}
	b := s.bounces[s.x.Source[i]]
	if b == nil {
		b = &bounceTally{source: s.x.SourceOf(i), addresses: map[queue.Str]bool{}, domains: map[queue.Str]bool{}}
		s.bounces[s.x.Source[i]] = b
	}
	if b.client == 0 {
		b.client = q.OriginBy[i]
	}
	if q.State[i] == queue.Quarantined {
		b.aside++
	}
	if s.toOwn(i) {
		b.ours++
		return
	}
	s.count(&b.tally, i)
	to := q.RcptAddr[q.RcptAt[i]]
	s.returnedTo.Add(to)
	if len(b.addresses) < backscatterAddresses {
		b.addresses[to] = true
	}
	if len(b.domains) < backscatterDomains {
		b.domains[s.x.Domain[i]] = true
	}
	if q.ReplyN[i] > 0 && s.x.Says(i, smtp.UnknownUser.Key(), &s.who) {
		b.unknown++
		for _, h := range s.who {
			s.returnedBy[h]++
		}
	}
}

// toOwn reports whether a bounce goes to this server's own users, as notOwn
// selects them, or to nobody.
func (s *survey) toOwn(i int32) bool {
	from, to := s.q.Recipients(i)
	some := false
	for _, d := range s.x.RcptDomain[from:to] {
		if d == 0 {
			continue
		}
		some = true
		if slices.Contains(s.ownStr, d) {
			return true
		}
	}
	return !some
}

// notOwn returns the filters for bounces that toOwn finds.
func (s *survey) notOwn() []*filter.Node {
	var out []*filter.Node
	for _, d := range s.own {
		out = append(out, filter.Value("domain", d))
	}
	return append(out, filter.Word("domain", "none"))
}

// find notes a finding about a tally.
func (s *survey) find(t *tally, c *Cause) *Cause {
	c.Count, c.Oldest = t.n, t.oldest
	if c.Class == "" {
		c.Class = c.Title
	}
	if c.key == "" {
		c.key = c.Rule
	}
	if s.hostOf != nil {
		for n, host := range s.hosts {
			if t.hosts.has(n) {
				c.Hosts = append(c.Hosts, host)
			}
		}
		slices.Sort(c.Hosts)
	}
	s.found = append(s.found, c)
	return c
}

// ownDomains returns the domains of a site, from the name of one of its servers:
// the name itself, and what follows its first dot.
func ownDomains(host string) []string {
	host = reason.NormalHost(host)
	_, domain, _ := strings.Cut(host, ".")
	if strings.IndexByte(domain, '.') < 0 {
		return []string{host}
	}
	return []string{host, domain}
}

// enough reports whether that many messages matter in this queue.
func (s *survey) enough(n int) bool { return n >= max(leastMessages, s.n/leastShare) }
