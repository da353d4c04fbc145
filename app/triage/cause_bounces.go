package triage

import (
	"fmt"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

const (
	// Bounces for the mail of one client are taken for backscatter from so
	// many, to so many different addresses, at so many different domains: the
	// users of one site write from its few domains.
	backscatterBounces   = 10
	backscatterAddresses = 5
	backscatterDomains   = 3
)

// backscatter finds clients whose mail came back, and whose senders are told
// so who never wrote it.
func (s *survey) backscatter() (out []Cause) {
	for by, b := range s.bounces {
		if b.n < backscatterBounces || !s.enough(b.n) || len(b.addresses) < backscatterAddresses || len(b.domains) < backscatterDomains {
			continue
		}
		client := s.q.Text(by)
		c := Cause{
			Rule: "backscatter", Confidence: Likely, Side: Ours, Count: b.n, Oldest: b.oldest,
			Title: fmt.Sprintf("%s bounces go to forged senders", number(b.n)),
			Text: fmt.Sprintf("Backscatter. Other servers did not take mail that **%s** handed in; the notices go to %s at %s.",
				quote(client), plural(len(b.addresses), "address", "addresses"), plural(len(b.domains), "domain", "domains")),
			Advice: "Find the script or login behind that client and stop it; then remove the bounces, which nobody waits for.",
			Query:  tokens("(kind:failure OR kind:warning-timeout)", filter.Token("origin", "="+client)),
		}
		if 2*b.n > s.n {
			c.Title = fmt.Sprintf("%d%% of the queue is bounces to forged senders", 100*b.n/s.n)
		}
		if t := s.clients[by]; t != nil {
			c.Text += " " + plural(t.n, "message of its own waits", "messages of its own wait") + " to go out."
		}
		if b.ours > 0 {
			for _, d := range s.own {
				if d != "" {
					c.Query += " -" + filter.Token("domain", d)
				}
			}
		}
		out = append(out, c)
	}
	return out
}

// blocklisted finds replies that say that this server is on a blocklist.
func (s *survey) blocklisted() []Cause {
	t := s.said[smtp.Blocklisted]
	if t == nil {
		return nil
	}
	first := ranked(s.q, t.servers)
	title := "This server’s address is on a blocklist"
	where := ""
	if len(first) == 1 {
		where = ", refused by " + quote(first[0].name)
	} else if len(first) > 1 {
		where = fmt.Sprintf(", refused by %s and %s", quote(first[0].name), plural(len(first)-1, "more server", "more servers"))
	}
	return []Cause{{
		Rule: "blocklisted", Confidence: Likely, Side: Ours, Count: t.n, Oldest: t.oldest, Title: title,
		Text:   s.counts(&t.tally, " or bounce", " or bounces") + where + ".",
		Advice: "Look the address up at the list that the reply names, stop what caused it, then ask to be removed.",
		Query:  filter.Token("said", smtp.Blocklisted.ID()),
	}}
}

// loops finds mail that goes round in circles.
func (s *survey) loops() []Cause {
	t := s.said[smtp.Loop]
	if t == nil {
		return nil
	}
	return []Cause{{
		Rule: "loop", Confidence: Certain, Count: t.n, Oldest: t.oldest, Title: "Mail runs in a loop",
		Text:   s.evidence(&t.tally, " or was returned"),
		Advice: "Follow the Received lines of one message: the servers that repeat send it to each other. Check forwards, aliases, mailertable and MX records.",
		Query:  filter.Token("said", smtp.Loop.ID()),
	}}
}

const (
	// sourceMessages and sourcePercent: from so many ordinary messages and so
	// large a part of them, one client or login is worth a look.
	sourceMessages = 100
	sourcePercent  = 40
)

// source finds the one client, or login, that handed in most of the mail that
// is no bounce.
func (s *survey) source() []Cause {
	var out []Cause
	for _, k := range []struct {
		what, key string
		of        map[queue.Str]*tally
	}{{"login", "auth", s.logins}, {"client", "client", s.clients}} {
		all := ranked(s.q, k.of)
		if len(all) < 2 && k.key == "client" || len(all) == 0 || all[0].n < sourceMessages || 100*all[0].n < sourcePercent*s.ordinary.n {
			continue
		}
		c := all[0]
		out = append(out, Cause{
			Rule: "source", Confidence: Look, Side: Ours, Count: c.n, Oldest: c.oldest,
			Title: fmt.Sprintf("One %s, %s, sent %d%% of the ordinary mail", k.what, quote(c.name), 100*c.n/s.ordinary.n),
			Text: fmt.Sprintf("**%s** of %s that are no bounces.",
				number(c.n), plural(s.ordinary.n, "message", "messages")),
			Advice: "Ask its owner whether that mail is meant. If not, close the account or block the client.",
			Query:  filter.Token(k.key, "="+c.name),
		})
		break // the login says more than the client it used
	}
	return out
}
