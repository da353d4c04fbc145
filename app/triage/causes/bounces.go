package causes

import (
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const (
	// Bounces for the mail of one client are taken for backscatter from this
	// many on, to this many different addresses at this many different domains:
	// the users of one site write from a few domains only.
	backscatterBounces   = 10
	backscatterAddresses = 5
	backscatterDomains   = 3
	// sourceMessages and sourcePercent: from this many ordinary messages and
	// this share of them on, one client or login is worth a look.
	sourceMessages = 100
	sourcePercent  = 40
)

// backscatter finds clients whose mail came back to senders who never wrote it.
func (s *survey) backscatter() {
	for by, b := range s.bounces {
		if b.n < backscatterBounces || !s.enough(b.n) || len(b.addresses) < backscatterAddresses || len(b.domains) < backscatterDomains {
			continue
		}
		client := s.q.Text(by)
		c := s.find(&b.tally, &Cause{
			Rule: "backscatter", Confidence: Likely, Side: reason.Ours, Title: words.Number(b.n) + " bounces go to forged senders",
			Text: "Backscatter. Other servers did not take mail that **" + quote(client) + "** handed in; the notices go to " +
				words.Plural(len(b.addresses), "address", "addresses") + " at " + words.Plural(len(b.domains), "domain", "domains") + ".",
			Advice: "Find the script or login behind that client and stop it; then remove the bounces, which nobody waits for.",
			About:  filter.All(filter.Any(filter.Value("kind", "failure"), filter.Value("kind", "warning-timeout")), filter.Value("origin", "="+client)),
		})
		if 2*b.n > s.n {
			c.Title = words.WholePercent(b.n, s.n) + " of the queue is bounces to forged senders"
		}
		if n := int(s.clients.n[by]); n > 0 {
			c.Text += " " + words.Plural(n, "message of its own waits", "messages of its own wait") + " to go out."
		}
		if b.ours > 0 {
			for _, d := range s.own {
				if d != "" {
					c.Except = append(c.Except, filter.Value("domain", d))
				}
			}
			c.Except = append(c.Except, filter.Word("domain", "none"))
		}
	}
}

// said finds what replies say, in statuses and in bounces: that this server is
// on a blocklist, or that mail loops.
func (s *survey) said() {
	if t := &s.listed; t.n > 0 {
		s.find(&t.tally, &Cause{
			Rule: family(topicBlocklisted), Confidence: Likely, Side: reason.Ours, Title: "This server’s address is on a blocklist",
			Text:   s.counts(&t.tally, " or bounces") + ", as " + someOf(t.servers.ranked(s.q)) + " said.",
			Advice: "Look the address up at the list that the reply names, stop what caused it, then ask to be removed.",
			About:  filter.Value("said", topicBlocklisted),
		})
	}
	if t := &s.looped; t.n > 0 {
		s.find(&t.tally, &Cause{
			Rule: topicLoop, Confidence: Certain, Title: "Mail loops", Text: s.counts(&t.tally, " or bounces") + ", as " + someOf(t.servers.ranked(s.q)) + " said.",
			Advice: "Follow the Received lines of one message: the servers that repeat send it to each other. Check forwards, aliases, mailertable and MX records.",
			About:  filter.Value("said", topicLoop),
		})
	}
}

// source finds the one script, login, client or network that handed in most of
// the mail, bounces aside. A script says more than a login, and a login more
// than the client it used.
func (s *survey) source() {
	if s.mostly("script", "script", &s.scripts, s.x.Script, s.sent) || s.mostly("login", "auth", &s.logins, s.x.Login, s.ordinary) {
		return
	}
	if s.clients.different > 1 && !s.mostly("client", "client", &s.clients, s.q.Client, s.ordinary) {
		s.network()
	}
}

func (s *survey) mostly(what, key string, of *counts, column []queue.Str, all int) bool {
	v, n := of.first(s.q)
	if n < sourceMessages || 100*n < sourcePercent*all {
		return false
	}
	c := named{s.q.Text(v), &tally{}}
	for _, i := range s.rows {
		if column[i] == v && s.q.Flags[i]&queue.MadeHere == 0 {
			c.add(s.q, i)
		}
	}
	s.sentBy(what, &c, filter.Value(key, "="+c.name), all)
	return true
}

// network finds the one network whose clients together handed in most of the
// mail, though none of them did so alone.
func (s *survey) network() {
	networks, of := map[string]*tally{}, map[queue.Str]*tally{}
	clients := map[*tally]int{}
	for _, i := range s.rows {
		c := s.q.Client[i]
		if c == 0 {
			continue
		}
		t, seen := of[c]
		if !seen {
			if name := triage.NetworkOf(s.q.Text(c)); name != "" {
				if networks[name] == nil {
					networks[name] = &tally{}
				}
				t = networks[name]
				clients[t]++
			}
			of[c] = t
		}
		if t != nil {
			t.add(s.q, i)
		}
	}
	var best named
	for name, t := range networks {
		if best.tally == nil || t.n > best.n || t.n == best.n && name < best.name {
			best = named{name, t}
		}
	}
	if best.tally == nil || clients[best.tally] < 2 || best.n < sourceMessages || 100*best.n < sourcePercent*s.ordinary {
		return
	}
	s.sentBy("network", &best, filter.Value("client", best.name), s.ordinary)
}

// sentBy records who handed in most of the mail.
func (s *survey) sentBy(what string, c *named, about *filter.Node, all int) {
	s.find(c.tally, &Cause{
		Rule: "source", Confidence: Look, Side: reason.Ours,
		Title:  "One " + what + ", " + quote(c.name) + ", sent " + words.WholePercent(c.n, all) + " of the ordinary mail",
		Text:   s.counts(c.tally, "") + ", of " + words.Number(all) + " that are no bounces.",
		Advice: "Ask its owner whether that mail is meant. If not, stop the script, close the account or block the client.",
		About:  about,
	})
}
