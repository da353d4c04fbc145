package causes

import (
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage/reason"
)

// said finds what replies say, in statuses and in bounces: that this server is
// on a blocklist, or that mail loops.
func (s *survey) said() {
	if t := s.listed; t.n > 0 {
		c := s.find(&t.tally, &Cause{
			Rule: family(topicBlocklisted), Confidence: Likely, Side: reason.Ours, Title: "This server’s address is on a blocklist",
			Text:   s.counts(&t.tally, " or bounces") + ", as " + someOf(t.servers.ranked(s.q)) + " said.",
			Advice: "Look the address up at the list that the reply names.\nStop what caused it.\nThen ask the list to remove the address.",
			About:  filter.Value("said", topicBlocklisted),
		})
		s.saidBy(c, t, topicBlocklisted)
	}
	if t := s.looped; t.n > 0 {
		c := s.find(&t.tally, &Cause{
			Rule: topicLoop, Confidence: Certain, Title: "Mail loops", Text: s.counts(&t.tally, " or bounces") + ", as " + someOf(t.servers.ranked(s.q)) + " said.",
			Advice: s.wordsFor(topicLoop).Advice,
			About:  filter.Value("said", topicLoop),
		})
		s.saidBy(c, t, topicLoop)
	}
}

// saidBy lists the servers that mail waits for because of what they said, and
// apart from these the bounces that quote it.
func (s *survey) saidBy(c *Cause, t *saidTally, topic string) {
	var list []*named
	if waiting := s.topics[topic]; waiting != nil && waiting.n > 0 {
		list = s.servers(waiting)
	}
	c.Subtitle = inside(list, "server", "servers")
	if t.bounced.n > 0 {
		list = append(list, &named{quoted, &t.bounced})
		rank(list)
	}
	c.split("Said by", list, func(n *named) Part {
		if n.tally == &t.bounced {
			return Part{Name: quoted, Query: filter.All(c.About, filter.Not(why(topic)))}
		}
		p := Part{Name: n.name, Query: filter.All(why(topic), serverTerm(n.name))}
		if n.name == "" {
			p.Name = "this server"
		}
		return p
	})
}

// quoted is the name of the part of a cause that only bounces mention.
const quoted = "in bounces only"

// serverTerm selects the messages that wait for a server; "" stands for those that name none.
func serverTerm(name string) *filter.Node {
	if name == "" {
		return filter.Word("server", "none")
	}
	return filter.Value("server", name)
}
