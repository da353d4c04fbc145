package causes

import (
	"slices"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// survey is what the rules look at: tallies added up from the sums of the messages, and from a walk
// over those that need a closer look. It holds no lists of messages, however many there are. Rules
// add what they find.
type survey struct {
	x      *triage.Index
	q      *queue.Queue
	n      int
	sums   *triage.Sums
	words  *mailsystem.Words      // of the systems that have the messages
	topics map[string]*topicTally // by key
	of     []*topicTally          // by family
	cells  []cell                 // as Sums.Cells
	waits  []*tally               // by hold, nil without messages
	listed *saidTally             // told of a blocklist, in a status or a bounce
	looped *saidTally             // or of a loop
	dirs   []dirTally             // as Queue.Dirs
	late   []tally                // never tried for long, by directory
	expire tally                  // soon to be returned

	bounces    map[int32]*bounceTally // by the source of what they return
	unknown    *triage.Saying         // that an address is unknown
	returnedBy map[queue.Str]int      // servers that knew no such address, as these say
	returnedTo *triage.Tally          // addresses that bounces to others go to
	by         *triage.Submitted      // messages not made here
	ordinary   int                    // of those, the ones with a client other than this host
	clients    int                    // different ones
	here       queue.Str              // "localhost", 0 if no message has it

	who []queue.Str

	hosts  []string // the hosts of the queue
	hostOf []int32  // by directory: index in hosts; nil if there is only one

	mailed     *Cause    // the mailing that is most of the mail; nil if none is
	mailedFrom queue.Str // its sender

	found []*Cause
}

type topicTally struct {
	tally
	about   *reason.Topic     // as one of its reasons has it
	holds   []int32           // those of the topic that messages are in
	dirs    []tally           // by directory, where a rule lists these
	reasons map[string]*named // by reason in lower case, where a rule lists these
}

// saidTally is about what replies say, in statuses and in bounces.
type saidTally struct {
	tally
	of      *triage.Saying
	quoted  triage.Trait // a transcript says so
	servers tallies
	bounced tally // said in bounces only
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
	client    queue.Str          // who submitted it; one of them if there are several
	ours      int                // to addresses of this server, or to none
	aside     int                // set aside
	unknown   int                // the address was unknown to another server
	addresses map[queue.Str]bool // the first few, of returned mail
	domains   map[queue.Str]bool
}

// newSurvey adds up what the messages of sums have in common. by counts the same messages.
func newSurvey(x *triage.Index, sums *triage.Sums, by *triage.Submitted, wanted *poll.Poll) *survey {
	s := &survey{
		x: x, q: x.Queue, n: len(sums.Rows), sums: sums, by: by, words: x.Words,
		topics: map[string]*topicTally{}, dirs: make([]dirTally, len(x.Queue.Dirs)),
		bounces: map[int32]*bounceTally{}, returnedBy: map[queue.Str]int{}, returnedTo: triage.BorrowTally(x.Queue),
		late: make([]tally, len(x.Queue.Dirs)), unknown: x.Saying(smtp.UnknownUser.Key()),
		listed: newSaid(x, smtp.Blocklisted.Key(), triage.Blocked), looped: newSaid(x, smtp.Loop.Key(), triage.Looped),
	}
	s.here, _ = s.q.Strings.Find("localhost")
	for _, v := range by.Clients.Seen {
		if v != s.here {
			s.clients++
			s.ordinary += by.Clients.Of(v)
		}
	}
	s.findHosts()
	for d := range s.q.Dirs {
		sum := &sums.Dirs[d]
		s.dirs[d] = dirTally{waiting: tally{n: sum.Waiting, Moments: sum.Waited}, due: sum.Due, local: map[string]tallies{}}
		if sum.Waiting > 0 && s.hostOf != nil {
			s.dirs[d].waiting.hosts.add(s.hostOf[d])
		}
	}
	s.findTopics()
	s.walk(s.addCells(), wanted)
	s.addUp()
	return s
}

// release gives back what was borrowed, when all is found.
func (s *survey) release() { triage.ReturnTallies(s.returnedTo) }

// findTopics makes a tally for each topic.
func (s *survey) findTopics() {
	s.of = make([]*topicTally, len(s.x.Families))
	for r, f := range s.x.Family {
		if s.of[f] != nil {
			continue
		}
		t := &s.x.Topics[r]
		if s.topics[t.Key] == nil {
			s.topics[t.Key] = &topicTally{about: t}
		}
		s.of[f] = s.topics[t.Key]
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
}

// findHosts numbers the hosts whose queues these are.
func (s *survey) findHosts() {
	of := make([]int32, len(s.q.Dirs))
	numbers := map[string]int32{}
	for d := range s.q.Dirs {
		n, ok := numbers[s.q.Dirs[d].Host]
		if !ok {
			n = int32(len(s.hosts))
			numbers[s.q.Dirs[d].Host] = n
			s.hosts = append(s.hosts, s.q.Dirs[d].Host)
		}
		of[d] = n
	}
	if len(s.hosts) > 1 {
		s.hostOf = of
	}
}

// notOwn returns the filters for bounces with the trait Home.
func (s *survey) notOwn() []*filter.Node {
	var out []*filter.Node
	for _, d := range s.x.OwnDomains() {
		out = append(out, filter.Value("domain", d))
	}
	return append(out, filter.Word("domain", "none"))
}

// find notes a finding about a tally.
func (s *survey) find(t *tally, c *Cause) *Cause {
	c.Count, c.Oldest, c.Newest = t.n, t.Oldest, t.Newest
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

// enough reports whether that many messages matter in this queue.
func (s *survey) enough(n int) bool { return n >= max(leastMessages, s.n/leastShare) }
