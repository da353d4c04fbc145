package causes

import (
	"slices"
	"strings"

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
	// All bounces are, whoever submitted the mail that they return, if they are
	// this many and this share of the queue, if at most one in
	// backscatterRepeat of them goes to an address that another goes to, and if
	// at most one in backscatterSenders of the addresses has sent mail that
	// waits here. Bounces to real senders are delivered within minutes.
	backscatterAll     = 50
	backscatterPercent = 30
	backscatterRepeat  = 2
	backscatterSenders = 4
	// backscatterSample is roughly how many of the addresses are examined.
	backscatterSample = 2000
	// backscatterSources: more clients than these are not named one by one in
	// a filter.
	backscatterSources = 12
)

// backscatter finds bounces to senders who never wrote the mail that is
// returned to them, as one cause with its sources.
func (s *survey) backscatter() {
	var sources, all []*bounceTally
	var some, whole bounceTally
	for _, b := range s.bounces {
		whole.ours += b.ours
		if b.n == 0 {
			continue
		}
		all = append(all, b)
		whole.merge(&b.tally)
		whole.unknown += b.unknown
		if b.isRecorded() && b.n >= backscatterBounces && s.enough(b.n) && len(b.addresses) >= backscatterAddresses && len(b.domains) >= backscatterDomains {
			sources = append(sources, b)
			some.merge(&b.tally)
			some.ours += b.ours
			some.unknown += b.unknown
		}
	}
	about := failures
	switch {
	case len(sources) > backscatterSources || s.allForged(&whole):
		sources, some = all, whole
	case len(sources) == 0:
		return
	default:
		var from []*filter.Node
		for _, b := range sources {
			from = append(from, triage.SourceTerm(b.source))
		}
		slices.SortFunc(from, func(a, b *filter.Node) int { return strings.Compare(a.String(), b.String()) })
		about = filter.All(failures, filter.Any(from...))
	}
	s.forged(about, sources, &some)
}

// failures selects bounces and delay notices.
var failures = filter.Any(filter.Value("kind", "failure"), filter.Value("kind", "warning-timeout"))

// isRecorded reports whether anything says who submitted the returned mail.
func (b *bounceTally) isRecorded() bool {
	return b.source.Origin != triage.NotRecorded && b.source.Origin != triage.NotListed
}

// isBlockable reports whether the source is a client whose mail can be
// deferred, and sends enough for that.
func (s *survey) isBlockable(b *bounceTally) bool {
	return b.n >= backscatterBounces && deferrable(s.address(b)) != ""
}

// address returns the address of the client that submitted the mail: "[192.0.2.80]".
func (s *survey) address(b *bounceTally) string {
	name, address := clientName(s.q.Text(b.client))
	if address == "" && strings.HasPrefix(name, "[") {
		return name
	}
	return address
}

// allForged reports whether all bounces to others go to forged senders. Of their
// addresses, a sample is looked at.
func (s *survey) allForged(b *bounceTally) bool {
	to := s.returnedTo
	if b.n < backscatterAll || 100*b.n < backscatterPercent*s.n || backscatterRepeat*len(to.Seen) < b.n {
		return false
	}
	every := max(1, len(to.Seen)/backscatterSample)
	domains, senders, looked, met := map[string]bool{}, 0, 0, 0
	for _, v := range to.Seen {
		if met++; met%every != 0 {
			continue
		}
		looked++
		addr := s.q.Text(v)
		if at := strings.LastIndexByte(addr, '@'); at >= 0 && len(domains) < backscatterDomains {
			domains[strings.ToLower(addr[at+1:])] = true
		}
		if f, ok := s.q.Strings.Find(strings.Trim(addr, "<>")); ok && s.by.Senders.Of(f) > 0 {
			senders++
		}
	}
	return len(domains) >= backscatterDomains && backscatterSenders*senders <= looked
}

// forged reports backscatter.
func (s *survey) forged(about *filter.Node, sources []*bounceTally, sum *bounceTally) {
	var list, recorded []*named
	of := map[*tally]*bounceTally{}
	noun := "client"
	for _, b := range sources {
		n := &named{b.source.Name, &b.tally}
		of[n.tally] = b
		list = append(list, n)
		if b.isRecorded() {
			recorded = append(recorded, n)
			if b.source.Origin != triage.ByClient {
				noun = "source"
			}
		}
	}
	rank(list)
	rank(recorded)
	c := &Cause{
		Rule: "backscatter", Confidence: Likely, Side: reason.Ours, About: about,
		Title: "Bounces go to forged senders", Subtitle: inside(recorded, noun, noun+"s"),
	}
	c.Text = s.countsOf(words.Plural(sum.n, "bounce", "bounces"), &sum.tally, " wait for senders who did not write the mail") + ". Other servers refused what "
	var steps []string
	if len(recorded) == 0 {
		c.Text += "was submitted here; by whom is not recorded."
		steps = append(steps, "Find in the mail log who submitted what these bounces return, and stop it.")
	} else {
		first := of[recorded[0].tally]
		name := "**" + quote(first.source.Name) + "**"
		if client := s.q.Text(first.client); first.source.Origin == triage.ByServer && client != "" {
			c.Text += name + " (" + quote(client) + ")"
		} else {
			c.Text += name
		}
		if len(recorded) > 1 {
			c.Text += " and " + words.Plural(len(recorded)-1, "other "+noun, "other "+noun+"s") + " submitted."
		} else {
			c.Text += " submitted."
			if len(list) == 1 {
				c.Subtitle = "from " + quote(first.source.Name)
			}
		}
		steps = append(steps, s.stopping(first, name))
	}
	if server := s.knowsAddresses(sum); server != "" {
		c.Title = "Mail for unknown addresses is accepted, then bounced to forged senders"
		c.Text += " **" + words.Number(sum.unknown) + "** of them say that the address is unknown, mostly at " + server + ": the mail was accepted here first and refused there."
		steps = append(steps, "Let this server ask "+server+" for the recipient before it accepts a message.")
	}
	c.Advice = strings.Join(append(steps, "Then remove the bounces: nobody waits for them."), "\n")
	if sum.ours > 0 {
		c.Except = s.notOwn()
	}
	c.split("Submitted by, as the returned headers say", list, func(n *named) Part {
		b := of[n.tally]
		terms := []*filter.Node{failures, triage.SourceTerm(b.source)}
		for _, x := range c.Except {
			terms = append(terms, filter.Not(x))
		}
		p := Part{Name: n.name, Query: filter.All(terms...)}
		if address := s.address(b); b.isRecorded() && strings.Trim(address, "[]") != p.Name {
			p.Note = address
		}
		if s.isBlockable(b) {
			p.Command = strings.Replace(s.words.DeferCommand, "%", deferrable(s.address(b)), 1)
		}
		return p
	})
	s.find(&sum.tally, c)
}

// stopping returns the first thing to do about a source.
func (s *survey) stopping(b *bounceTally, name string) string {
	stop := ""
	switch b.source.Origin {
	case triage.ByScript:
		stop = "Stop the script " + name
	case triage.ByLogin:
		stop = "Lock the " + name
	case triage.ByServer:
		stop = "Find the program or script on " + name + " and stop it"
	default:
		stop = "Find the script or login behind " + name + " and stop it"
	}
	if s.isBlockable(b) {
		stop += ", or defer its mail " + s.words.Defer
	}
	return stop + "."
}

// knowsAddresses returns the server that this one relays to, in bold, if most of
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
