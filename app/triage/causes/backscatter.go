package causes

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
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
	// All bounces are, whatever handed in the mail that they return, if they
	// are this many and this share of the queue, if at most one in
	// backscatterRepeat of them goes to an address that another goes to, and if
	// at most one in backscatterSenders of the addresses has sent mail that
	// waits here. Bounces to real senders are delivered within minutes.
	backscatterAll     = 50
	backscatterPercent = 30
	backscatterRepeat  = 2
	backscatterSenders = 4
	// backscatterSources: more clients than these are not named one by one in
	// a filter.
	backscatterSources = 12
)

// backscatter finds bounces to senders who never wrote what is returned to
// them, as one cause with its sources.
func (s *survey) backscatter() {
	var sources, all []*named
	var some, whole bounceTally
	addresses := map[queue.Str]bool{}
	for by, b := range s.bounces {
		whole.ours += b.ours
		if b.n == 0 {
			continue
		}
		n := &named{s.q.Text(by), &b.tally}
		all = append(all, n)
		whole.merge(&b.tally)
		whole.unknown += b.unknown
		for a := range b.addresses {
			addresses[a] = true
		}
		if by != 0 && b.n >= backscatterBounces && s.enough(b.n) && len(b.addresses) >= backscatterAddresses && len(b.domains) >= backscatterDomains {
			sources = append(sources, n)
			some.merge(&b.tally)
			some.ours += b.ours
			some.unknown += b.unknown
		}
	}
	about := filter.Any(filter.Value("kind", "failure"), filter.Value("kind", "warning-timeout"))
	switch {
	case len(sources) > backscatterSources || s.allForged(&whole, addresses):
		sources, some = all, whole
	case len(sources) == 0:
		return
	default:
		var by []*filter.Node
		for _, c := range sources {
			by = append(by, origin(c.name))
		}
		about = filter.All(about, filter.Any(by...))
	}
	rank(sources)
	s.forged(about, sources, &some)
}

// allForged reports whether all bounces to others go to forged senders.
func (s *survey) allForged(b *bounceTally, addresses map[queue.Str]bool) bool {
	if b.n < backscatterAll || 100*b.n < backscatterPercent*s.n || backscatterRepeat*len(addresses) < b.n {
		return false
	}
	domains, senders := map[string]bool{}, 0
	for a := range addresses {
		addr := s.q.Text(a)
		if at := strings.LastIndexByte(addr, '@'); at >= 0 {
			domains[strings.ToLower(addr[at+1:])] = true
		}
		if f, ok := s.q.Strings.Find(strings.Trim(addr, "<>")); ok && int(f) < len(s.senders.n) && s.senders.n[f] > 0 {
			senders++
		}
	}
	return len(domains) >= backscatterDomains && backscatterSenders*senders <= len(addresses)
}

// origin selects bounces by who handed in what they return; "" is not
// recorded.
func origin(client string) *filter.Node {
	if client == "" {
		return filter.Word("origin", "none")
	}
	return filter.Value("origin", "="+client)
}

// forged reports backscatter.
func (s *survey) forged(about *filter.Node, sources []*named, b *bounceTally) {
	clients := sources
	for k, c := range sources {
		if c.name == "" {
			clients = append(append([]*named{}, sources[:k]...), sources[k+1:]...)
		}
	}
	c := &Cause{
		Rule: "backscatter", Confidence: Likely, Side: reason.Ours, About: about,
		Title: "Bounces go to forged senders", Subtitle: inside(clients, "client", "clients"),
	}
	c.Text = s.countsOf(words.Plural(b.n, "bounce", "bounces"), &b.tally, " wait for senders who did not write the mail") + ". Other servers refused what "
	switch len(clients) {
	case 0:
		c.Text += "was handed in here; by whom is not recorded."
	case 1:
		c.Text += "**" + quote(clients[0].name) + "** handed in."
		if name, _ := clientName(clients[0].name); len(sources) == 1 {
			c.Subtitle = "from " + quote(name)
		}
	default:
		c.Text += words.Plural(len(clients), "client", "clients") + " handed in, most of it **" + quote(clients[0].name) + "**."
	}
	var steps []string
	if len(clients) > 0 {
		stop := "Find the script or login behind " + quote(clients[0].name) + " and stop it"
		if _, address := clientName(clients[0].name); deferring(address) != "" {
			stop += ", or put its mail off with the command"
		}
		steps = append(steps, stop+".")
	} else {
		steps = append(steps, "Find in the mail log who handed in what these bounces return, and stop it.")
	}
	if server := s.knowsAddresses(b); server != "" {
		c.Title = "Mail for unknown addresses is accepted, then bounced to forged senders"
		c.Text += " **" + words.Number(b.unknown) + "** of them say that the address is unknown, mostly at " + server + ": the mail was accepted here first and refused there."
		steps = append(steps, "Let this server ask "+server+" for the recipient before it accepts a message.")
	}
	steps = append(steps, "Then remove the bounces, which nobody waits for.")
	c.Advice = strings.Join(steps, "\n")
	if b.ours > 0 {
		c.Except = s.notOwn()
	}
	kinds := filter.Any(filter.Value("kind", "failure"), filter.Value("kind", "warning-timeout"))
	c.split("Handed in by, as the returned headers say", sources, func(n *named) Part {
		parts := []*filter.Node{kinds, origin(n.name)}
		for _, x := range c.Except {
			parts = append(parts, filter.Not(x))
		}
		p := Part{Query: filter.All(parts...)}
		p.Name, p.Note = clientName(n.name)
		p.Command = deferring(p.Note)
		if n.name == "" {
			p.Name = "not recorded"
		}
		return p
	})
	s.find(&b.tally, c)
}

// knowsAddresses is the server that this one relays to, in bold, if most of
// the bounces are there because it knows the addresses and this one does not.
func (s *survey) knowsAddresses(b *bounceTally) string {
	var server queue.Str
	most, all := 0, 0
	for v, n := range s.returnedBy {
		all += n
		if n > most || n == most && s.q.Strings.Compare(v, server) < 0 {
			server, most = v, n
		}
	}
	if name := s.q.Text(server); 2*b.unknown >= b.n && 2*most >= all && name != "" {
		return "**" + quote(name) + "**"
	}
	return ""
}
