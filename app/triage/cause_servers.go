package triage

import (
	"fmt"
	"slices"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

const (
	// namedServer is how many messages a server needs for a finding of its
	// own, and namedServers how many servers of one topic get one: where there
	// are more, one finding counts them.
	namedServer  = 3
	namedServers = 3
	// resolverDomains and resolverPercent: lookups of so many domains that
	// fail, and so large a part of the queue, point to the resolver.
	resolverDomains = 10
	resolverPercent = 20
	// greylistLong is how long, in seconds, greylisting may take. Most waits
	// are minutes; the next queue run is within the hour.
	greylistLong = 6 * 3600
)

// ways tells what servers do that hold mail up, by topic. % stands for the
// server, or for how many there are.
type way struct {
	one, many string
	side      Side
	advice    string
	command   string // with %s for the server
}

const (
	adviceDown   = "Try it from here. If it answers others, it blocks this server’s address: ask its postmaster."
	advicePass   = "Nothing to do here unless it lasts for a day; then ask their postmaster."
	adviceLess   = "Send less for some hours, and look for what makes so much mail: a mailing, a stolen login, bounces."
	adviceReason = "Ask their postmaster, with the text of the reply."
)

var ways = map[string]way{
	TopicRefused:            {"%s refuses connections", "%s servers refuse connections", Theirs, adviceDown, "telnet %s 25"},
	TopicTimeout:            {"%s does not answer", "%s servers do not answer", Network, adviceDown, "telnet %s 25"},
	TopicNoRoute:            {"There is no route to %s", "There is no route to %s servers", Network, "Check this server’s routes, addresses and firewall.", "ip route get %s"},
	smtp.Connection.ID():    {"%s breaks connections off", "%s servers break connections off", Theirs, adviceDown, "telnet %s 25"},
	smtp.RateLimited.ID():   {"%s limits how much it takes from here", "%s servers limit how much they take from here", Ours, adviceLess, ""},
	smtp.ReverseDNS.ID():    {"%s does not accept this server’s name", "%s servers do not accept this server’s name", Ours, "Give this server’s address a name in the reverse DNS that points back to it.", ""},
	smtp.SenderPolicy.ID():  {"%s wants SPF, DKIM or DMARC to agree", "%s servers want SPF, DKIM or DMARC to agree", Ours, "Add this server to the sender’s SPF record, or sign with DKIM.", ""},
	smtp.SenderDomain.ID():  {"%s does not find the sender’s domain", "%s servers do not find senders’ domains", "", "Look the sender’s domain up. If it is yours, repair its DNS; forged senders give this, too.", ""},
	smtp.MailboxFull.ID():   {"Mailboxes at %s are full", "Mailboxes at %s domains are full", Theirs, "The recipients must make room. Nothing can be done here.", ""},
	smtp.MailboxClosed.ID(): {"Mailboxes at %s are not available", "Mailboxes at %s domains are not available", Theirs, advicePass, ""},
	smtp.Verifying.ID():     {"%s has not checked its addresses", "%s servers have not checked their addresses", Theirs, advicePass, ""},
	smtp.NoBounces.ID():     {"%s refuses bounces", "%s servers refuse bounces", Theirs, "It is their fault: bounces have an empty sender. If they are backscatter, remove them.", ""},
	smtp.Busy.ID():          {"%s is busy or down", "%s servers are busy or down", Theirs, advicePass, ""},
	smtp.TheirFault.ID():    {"%s has trouble of its own", "%s servers have trouble of their own", Theirs, advicePass, ""},
	smtp.DiskFull.ID():      {"The disk of %s is full", "The disks of %s servers are full", Theirs, advicePass, ""},
	smtp.Policy.ID():        {"%s puts mail off by a rule of its own", "%s servers put mail off by a rule of their own", Theirs, adviceReason, ""},
	smtp.TryLater.ID():      {"%s puts mail off and does not say why", "%s servers put mail off and do not say why", Theirs, advicePass, ""},
	TopicNoReason:           {"%s puts mail off; no reason is recorded", "%s servers put mail off; no reason is recorded", "", "The mail log has the replies.", ""},
	smtp.TLS.ID():           {"Encryption with %s fails", "Encryption with %s servers fails", "", "Check certificates, protocol versions and rules that demand TLS, on both sides.", "openssl s_client -starttls smtp -connect %s:25"},
	smtp.Login.ID():         {"%s wants a login", "%s servers want a login", Ours, "Check the credentials for it in authinfo.", ""},
	smtp.NameNotFound.ID():  {"%s does not find the recipient’s domain", "%s servers do not find recipients’ domains", Theirs, advicePass, ""},
	smtp.Recipients.ID():    {"%s takes fewer recipients at once", "%s servers take fewer recipients at once", Theirs, "The others go out in the next tries. For good, lower the recipients a message.", ""},
	smtp.Spam.ID():          {"%s holds mail back as possible spam", "%s servers hold mail back as possible spam", "", "Look at one of the messages. If it is spam, find the client that sent it.", ""},
}

// elsewhere are topics that other rules are about, or that hold nothing up.
var elsewhere = map[string]bool{
	smtp.Greylisted.ID(): true, smtp.Blocklisted.ID(): true, smtp.Loop.ID(): true,
	TopicMailer: true, TopicLocalDisk: true, TopicLocalError: true, TopicWarning: true,
	TopicNeverTried: true, TopicQuarantined: true, topicDamaged: true, topicNoData: true, topicLoad: true,
	kindLost: true, kindOrphan: true, kindProcessing: true,
}

// destinations finds the servers, and the topics, that hold mail up.
func (s *survey) destinations() (out []Cause) {
	for k, t := range s.topics {
		if elsewhere[k.id] || k.id == smtp.NameNotFound.ID() && !k.coded {
			continue
		}
		w, ok := ways[k.id]
		if !ok {
			title := s.title(k.id)
			w = way{title + " at %s", title + " at %s servers", "", adviceReason, ""}
		}
		query := filter.Token("why", k.id)
		if s.topics[topicKey{k.id, !k.coded}] != nil {
			query += " " + codeToken(k.coded)
		}
		out = append(out, s.byServer(t, query, func(c *Cause, server string, n int) {
			c.Rule, c.Confidence, c.Side, c.Advice = k.id, Certain, w.side, w.advice
			if k.id == TopicNoReason {
				c.Confidence = Look
			}
			if server == "" {
				c.Title = fmt.Sprintf(w.many, number(n))
				return
			}
			c.Title = fmt.Sprintf(w.one, quote(server))
			if w.command != "" && typable(server) {
				c.Command = fmt.Sprintf(w.command, server)
			}
		})...)
	}
	return out
}

// codeToken selects reasons with or without a reply code.
func codeToken(coded bool) string {
	if coded {
		return "-code:none"
	}
	return "code:none"
}

// title is that of a topic in use.
func (s *survey) title(id string) string {
	for _, t := range s.x.Topics {
		if t.ID == id {
			return t.Title
		}
	}
	return id
}

// byServer makes findings of a topic: one for each server with enough
// messages, and one for all others together. describe fills in the words, for
// one server or for n.
func (s *survey) byServer(t *topicTally, query string, describe func(c *Cause, server string, n int)) (out []Cause) {
	servers := ranked(s.q, t.servers)
	rest := query
	servers = slices.DeleteFunc(servers, func(c counted) bool {
		switch {
		case c.name == "":
			rest += " -server:none"
		case isLocalhost(c.name):
			rest += " -" + filter.Token("server", c.name)
		default:
			return false
		}
		return true
	})
	named := 0
	for named < len(servers) && servers[named].n >= namedServer && s.enough(servers[named].n) {
		named++
	}
	if named > namedServers {
		named = 0
	}
	for _, c := range servers[:named] {
		out = append(out, s.atServer(c, query, describe))
		rest += " -" + filter.Token("server", c.name)
	}
	others := servers[named:]
	var sum tally
	for _, c := range others {
		sum.merge(c.tally)
	}
	switch {
	case !s.enough(sum.n):
		return out
	case len(others) == 1:
		return append(out, s.atServer(others[0], query, describe))
	}
	c := Cause{Count: sum.n, Oldest: sum.oldest, Query: rest}
	c.Text = s.evidence(&sum, " for "+someOf(others, 2, "other", "others"))
	describe(&c, "", len(others))
	return append(out, c)
}

func (s *survey) atServer(t counted, query string, describe func(c *Cause, server string, n int)) Cause {
	c := Cause{Count: t.n, Oldest: t.oldest, Query: tokens(query, filter.Token("server", t.name)), Text: s.evidence(t.tally, " for it")}
	describe(&c, t.name, 1)
	return c
}

// lookups finds names that do not resolve: those of a few domains, or of so
// many that the resolver here is at fault.
func (s *survey) lookups() []Cause {
	t := s.topics[topicKey{smtp.NameNotFound.ID(), false}]
	if t == nil {
		return nil
	}
	query := filter.Token("why", smtp.NameNotFound.ID())
	if s.topics[topicKey{smtp.NameNotFound.ID(), true}] != nil {
		query += " " + codeToken(false)
	}
	if len(t.servers) >= resolverDomains && 100*t.n >= resolverPercent*s.n {
		return []Cause{{
			Rule: "resolver", Confidence: Likely, Side: Ours, Urgent: true, Count: t.n, Oldest: t.oldest, Query: query,
			Title:  fmt.Sprintf("Lookups of %s domains fail: the resolver here", number(len(t.servers))),
			Text:   s.evidence(&t.tally, ""),
			Advice: "So many domains are not broken at once. Check the name servers that this host asks.", Command: "cat /etc/resolv.conf; dig example.com mx",
		}}
	}
	return s.byServer(t, query, func(c *Cause, domain string, n int) {
		c.Rule, c.Confidence, c.Side = "dns", Likely, Theirs
		c.Advice = "Its name servers give no answer, or the name is mistyped. If you see the domain elsewhere, the resolver here is at fault."
		if domain == "" {
			c.Title = fmt.Sprintf("Lookups of %s domains fail", number(n))
			return
		}
		c.Title = fmt.Sprintf("Lookups of %s fail", quote(domain))
		if typable(domain) {
			c.Command = "dig " + domain + " mx"
		}
	})
}

// greylists finds greylisting, and tells that which passes from that which
// does not.
func (s *survey) greylists() (out []Cause) {
	id := smtp.Greylisted.ID()
	for _, coded := range [...]bool{true, false} {
		t := s.topics[topicKey{id, coded}]
		if t == nil {
			continue
		}
		query := filter.Token("why", id)
		if s.topics[topicKey{id, !coded}] != nil {
			query += " " + codeToken(coded)
		}
		found := s.byServer(t, query, func(c *Cause, server string, n int) {
			who := quote(server)
			if server == "" {
				who = plural(n, "server", "servers")
			}
			c.Rule, c.Side, c.Confidence = "greylisting", Theirs, Certain
			c.Title = who + " put mail off on purpose (greylisting)"
			c.Advice = "It passes by itself: the next tries get through."
			if server != "" {
				c.Title = who + " puts mail off on purpose (greylisting)"
			}
			if c.Oldest == 0 || s.q.Taken-c.Oldest < greylistLong {
				return
			}
			c.Rule, c.Confidence = "greylisting-long", Likely
			c.Title = fmt.Sprintf("Greylisting at %s does not end", who)
			c.Advice = "It should take minutes. Ask their postmaster to let this server’s address through; if tries come from changing addresses, each is new to them."
		})
		out = append(out, found...)
	}
	return out
}

// typable tells whether a name of the archive can stand in a command: a host's
// has no characters that mean something to a shell, nor may it be an option.
func typable(name string) bool { return isHost(name) && name[0] != '-' }
