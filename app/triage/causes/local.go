package causes

import (
	"path"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/lazyregexp"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const (
	// longHeld: a message that was not tried for this long, in seconds, waits
	// for a queue run that does not come.
	longHeld = 3600
	// stopped: most sites have sendmail run the queue every 5 to 60 minutes.
	stopped = 4 * 3600
	// leastExpiring and expiringPercent: from this many messages and this share
	// of the queue on, it is worth warning before they are returned.
	leastExpiring   = 10
	expiringPercent = 10
	// soon is how long before its end, in seconds, a message counts as
	// expiring.
	soon = 86400
)

// localhost finds programs on this host that do not accept connections:
// sendmail itself, for the submission queue, or a filter.
func (s *survey) localhost() {
	type class struct {
		client bool
		topic  string
	}
	found := map[class][]placed{}
	for d := range s.dirs {
		for topic, local := range s.dirs[d].local {
			for _, l := range local.ranked(s.q) {
				k := class{s.q.Dirs[d].Client, topic}
				found[k] = append(found[k], placed{l, d, filter.All(why(topic), filter.Value("server", l.name), s.inDir(d))})
			}
		}
	}
	for k, things := range found {
		var sum tally
		for _, p := range things {
			sum.merge(p.tally)
		}
		does, do := "does not answer", "do not answer"
		if k.topic == reason.TopicRefused {
			does, do = "refuses connections", "refuse connections"
		}
		c := &Cause{
			Rule: "localhost", key: "localhost/" + k.topic,
			Title: "A server on this host " + does, Text: s.evidence(&sum, ""),
			Advice:  "A filter or delivery program that listens on this host is not running, or hangs. Start it again.",
			Command: "ss -ltn", Confidence: Certain, Side: reason.Ours, Urgent: true,
		}
		if len(things) > 1 {
			c.Title, c.Subtitle = "Servers on this host "+do, words.Plural(len(things), "server", "servers")
		}
		if k.client {
			c.Rule, c.key, c.Title = "submission", "submission/"+k.topic, "sendmail on this host does not take mail from its own programs"
			c.Advice = "The submission queue hands its mail to the sendmail that listens on this host, which " + does + ".\nStart it.\nThen run that queue."
			c.Command = "sendmail -Ac -q -v"
		}
		s.each(c, "Servers", things, func(p placed) Part {
			note := s.q.Dirs[p.dir].Path
			if host := s.onHost(p.dir); host != "" {
				note += " " + host
			}
			return Part{Name: p.name, Note: "for " + note}
		})
		s.find(&sum, c)
	}
}

// smartHost finds servers whose name only this site can define, such as the
// "mailhost" to which a fresh installation sends everything. One failed lookup
// is enough: the name is wrong for all mail.
func (s *survey) smartHost() {
	t := s.topics[reason.TopicLookup]
	if t == nil {
		return
	}
	var sum tally
	var list []*named
	var about []*filter.Node
	for _, c := range s.servers(t) {
		if c.n > 0 && reason.IsUnqualified(c.name) {
			list = append(list, c)
			about = append(about, filter.Value("server", c.name))
			sum.merge(c.tally)
		}
	}
	if len(list) == 0 {
		return
	}
	f := s.wordsFor("smart-host")
	c := &Cause{
		Rule: "smart-host", Class: "Smart hosts are not defined", Text: s.evidence(&sum, ""),
		Advice:  f.Advice,
		Command: f.Command, Confidence: Certain, Side: reason.Ours, Urgent: true,
		About: filter.All(why(reason.TopicLookup), filter.Any(about...)),
	}
	if c.Title = "The smart host " + quote(list[0].name) + " is not defined"; len(list) > 1 {
		c.Title, c.Subtitle = c.Class, inside(list, "name", "names")
	}
	c.split("Names", list, func(n *named) Part {
		return Part{Name: n.name, Query: filter.All(why(reason.TopicLookup), filter.Value("server", n.name))}
	})
	s.find(&sum, c)
}

// seen returns, by queue directory, when its host was last seen to do anything: the
// time of the capture or, for hosts that were captured separately, that of their
// newest message or try.
func (s *survey) seen() []int64 {
	out := make([]int64, len(s.dirs))
	if s.hostOf == nil || len(s.q.Sources) < 2 {
		for d := range out {
			out[d] = s.q.Taken
		}
		return out
	}
	newest := make([]int64, len(s.hosts))
	for _, i := range s.q.Order {
		n := &newest[s.hostOf[s.q.Dir[i]]]
		for _, t := range [...]int64{s.q.Created[i], s.q.LastTry[i]} {
			if t != queue.NoNumber {
				*n = max(*n, t)
			}
		}
	}
	for d := range out {
		out[d] = min(newest[s.hostOf[d]], s.q.Taken)
	}
	return out
}

// runner finds queue directories that have not been run for hours.
func (s *survey) runner() {
	var sum tally
	var found []placed
	shortest := int64(0) // of their times without a try
	seen := s.seen()
	for d := range s.dirs {
		w := &s.dirs[d].waiting
		if w.Tried == 0 || seen[d]-w.Tried < stopped || w.n < leastMessages || 2*s.dirs[d].due < w.n {
			continue
		}
		if idle := seen[d] - w.Tried; shortest == 0 || idle < shortest {
			shortest = idle
		}
		sum.merge(w)
		found = append(found, placed{&named{s.q.Dirs[d].Path, w}, d, filter.All(s.inDir(d), Tried)})
	}
	if len(found) == 0 {
		return
	}
	f := s.wordsFor("runner")
	c := &Cause{
		Rule: "runner", Confidence: Likely, Side: reason.Ours, Urgent: true, Class: "Queues are not run",
		Title:  "Nothing in " + found[0].name + " was tried for " + words.Span(shortest),
		Text:   s.counts(&sum, " there") + "; the last try of any was " + words.DateNear(sum.Tried, s.q.Taken) + ".",
		Advice: f.Advice, Command: f.Command,
	}
	if instance := s.instance(found[0].dir); instance != "" && len(found) == 1 {
		c.Command = "postfix -c /etc/" + instance + " status"
	}
	if len(found) > 1 {
		c.Title = c.Class
		c.Subtitle = words.Number(len(found)) + " queue directories"
		if n := s.hostsOf(&sum); n > 1 {
			c.Subtitle += " on " + words.Number(n) + " hosts"
		}
		c.Subtitle += ", not tried for " + words.Span(shortest) + " or more"
	}
	s.each(c, "Queue directories", found, func(p placed) Part {
		note := "not tried for " + words.Span(seen[p.dir]-p.Tried)
		if host := s.onHost(p.dir); host != "" {
			note = host + ", " + note
		}
		return Part{Name: p.name, Note: note}
	})
	s.find(&sum, c)
}

// instance returns the name of the instance of Postfix that has a queue directory, "" for the one
// that commands act on by themselves. By custom its configuration has the same name
// (formats/postfix.md §1.4).
func (s *survey) instance(d int) string {
	name := path.Base(s.q.Dirs[d].Path)
	if s.q.Dirs[d].System != queue.Postfix || name == "postfix" || !isInstance().MatchString(name) {
		return ""
	}
	return name
}

var isInstance = lazyregexp.New(`^postfix-[A-Za-z0-9_-]+$`)

// hostsOf counts the hosts of messages.
func (s *survey) hostsOf(t *tally) int {
	n := 0
	for h := range s.hosts {
		if t.hosts.has(h) {
			n++
		}
	}
	return n
}

// neverTried finds messages that no queue run has picked up.
func (s *survey) neverTried() {
	var sum tally
	for d := range s.late {
		sum.merge(&s.late[d])
	}
	if sum.n < leastMessages {
		return
	}
	f := s.wordsFor("never-tried")
	c := &Cause{
		Rule: "never-tried", Confidence: Look, Side: reason.Ours, Class: "Messages have never been tried",
		Title:   words.Plural(sum.n, "message has", "messages have") + " never been tried",
		Text:    s.counts(&sum, "") + ". Young mail waits for the next run, but not for more than an hour.",
		Advice:  f.Advice,
		Command: f.Command,
		About:   filter.All(why(reason.TopicNeverTried), triage.AgeTerm(">", longHeld)),
	}
	s.inDirs(c, s.late)
	s.find(&sum, c)
}

// expiring finds mail that will be returned soon.
func (s *survey) expiring() {
	t := &s.expire
	if t.n < leastExpiring || 100*t.n < expiringPercent*s.n {
		return
	}
	f := s.wordsFor("expiring")
	s.find(t, &Cause{
		Rule: "expiring", Confidence: Look,
		Title:  words.Plural(t.n, "message reaches", "messages reach") + " " + words.Span(s.x.ReturnAfter) + " within a day",
		Text:   s.counts(t, "") + ". " + f.Text,
		Advice: f.Advice, Command: f.Command,
		About: filter.All(filter.Value("state", "deferred"), triage.AgeTerm(">", s.x.ReturnAfter-soon)),
	})
}

// why selects the messages of a topic.
func why(topic string) *filter.Node { return filter.Value("why", topic) }

// Tried selects the messages that queue runs try until they are too old.
var Tried = filter.Any(
	filter.Value("state", "deferred"), filter.Value("state", "held"), filter.Value("state", "unavailable"), filter.Value("state", "processing"),
)
