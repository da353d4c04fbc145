package causes

import (
	"slices"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/triage/submitter"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const (
	// sourceMessages and sourcePercent: from this many ordinary messages and
	// this share of them on, one source is worth a look.
	sourceMessages = 100
	sourcePercent  = 40
	// networkPercent: a network with more than this share is not a source, but the
	// one that this server is there for.
	networkPercent = 90
	// stolenMessages and stolenClients: a login that submits this many messages
	// from this many clients is likely in the wrong hands.
	stolenMessages = 1000
	stolenClients  = 5
	// samePercent: a source with this share of a mailing, whose mail is this
	// share the mailing, is not reported beside it.
	samePercent = 90
)

// source finds the one script, login, client or network that submitted most of
// the mail, bounces aside. A script says more than a login, and a login more
// than the client it used.
func (s *survey) source() {
	if s.mostly("script", "script", s.by.Scripts, nil, s.x.Script, s.by.Sent) || s.mostly("login", "auth", s.by.Logins, nil, s.x.Login, s.ordinary) {
		return
	}
	if s.clients > 1 && !s.mostly("client", "client", s.by.Clients, s.elsewhere, s.q.Client, s.ordinary) {
		s.network()
	}
}

// elsewhere reports whether a client is another host.
func (s *survey) elsewhere(client queue.Str, _ int) bool { return client != s.here }

func (s *survey) mostly(what, key string, of *triage.Tally, counts func(queue.Str, int) bool, column []queue.Str, all int) bool {
	v, n := of.Most(s.q, counts)
	if !isMost(n, all) {
		return false
	}
	name := s.q.Text(v)
	from := s.submittedBy(func(i int32) bool { return column[i] == v })
	if m := s.mailed; m != nil && 100*from.mailed >= samePercent*max(from.n, m.Count) {
		if what != "script" {
			m.Subtitle = joined(what+" "+quote(name), m.Subtitle)
			return true
		}
		// The script is what can be stopped, whatever senders it makes up.
		s.found = slices.DeleteFunc(s.found, func(c *Cause) bool { return c == m })
	}
	c := s.sentBy(what, name, filter.Value(key, "="+name), all, from)
	if what == "login" && from.n >= stolenMessages && len(from.clients) >= stolenClients {
		c.Confidence = Likely
		c.Advice = "Change the password of " + quote(name) + " and end its sessions: it submits mail from " + words.Plural(len(from.clients), "client", "clients") +
			".\nAsk its owner whether any of that mail is legitimate.\nThen remove the rest."
	}
	return true
}

// isMost reports whether n of all ordinary messages are worth a look.
func isMost(n, all int) bool { return n >= sourceMessages && 100*n >= sourcePercent*all }

// network finds the one network whose clients together submitted most of the
// mail, though none of them did so alone.
func (s *survey) network() {
	type network struct {
		name       string
		n, clients int
	}
	networks, of := map[string]*network{}, map[queue.Str]*network{}
	for _, v := range s.by.Clients.Seen {
		name := submitter.NetworkOf(s.q.Text(v))
		if name == "" || v == s.here {
			continue
		}
		if networks[name] == nil {
			networks[name] = &network{name: name}
		}
		networks[name].n += s.by.Clients.Of(v)
		networks[name].clients++
		of[v] = networks[name]
	}
	var best *network
	for _, t := range networks {
		if best == nil || t.n > best.n || t.n == best.n && t.name < best.name {
			best = t
		}
	}
	if best == nil || best.clients < 2 || !isMost(best.n, s.ordinary) || 100*best.n > networkPercent*s.ordinary {
		return
	}
	s.sentBy("network", best.name, filter.Value("client", best.name), s.ordinary, s.submittedBy(func(i int32) bool { return of[s.q.Client[i]] == best }))
}

// mailing finds the one mailing that is most of the mail: a program that gives
// each message a sender of its own to tell where it bounces.
func (s *survey) mailing() {
	most, n := s.by.Senders.Most(s.q, func(v queue.Str, n int) bool { return n >= sourceMessages && submitter.IsMailing(s.q.Text(v)) })
	if !isMost(n, s.by.Sent) {
		return
	}
	name := s.q.Text(most)
	c := s.sentBy("mailing", name, filter.Value("from", name), s.by.Sent, s.submittedBy(func(i int32) bool { return s.x.From[i] == most }))
	s.mailed, s.mailedFrom = c, most
	c.Rule, c.Title = "mailing", "One mailing, "+quote(name)+", is "+words.WholePercent(n, s.by.Sent)+" of the ordinary mail"
	c.Advice = "If it is legitimate, let it send more slowly, or from a queue of its own, so that other mail does not wait behind it.\nTake addresses that do not exist off its list.\nIf nobody knows it, stop what submits it."
}

// submitted is what a source submitted.
type submitted struct {
	tally
	clients []*named
	mailed  int // messages that belong to the mailing, if there is one
}

// submittedBy collects the ordinary messages of a source, and the clients that it
// used.
func (s *survey) submittedBy(is func(i int32) bool) *submitted {
	out, clients := &submitted{}, tallies{}
	for _, i := range s.sums.Rows {
		if s.q.Flags[i]&queue.MadeHere == 0 && is(i) {
			s.count(&out.tally, i)
			s.count(clients.of(s.q.Client[i]), i)
			if s.mailedFrom != 0 && s.x.From[i] == s.mailedFrom {
				out.mailed++
			}
		}
	}
	out.clients = clients.ranked(s.q)
	return out
}

// sentBy records who submitted most of the mail.
func (s *survey) sentBy(what, name string, about *filter.Node, all int, from *submitted) *Cause {
	c := s.find(&from.tally, &Cause{
		Rule: "source", Confidence: Look, Side: reason.Ours, key: what + ":" + name,
		Title:  "One " + what + ", " + quote(name) + ", sent " + words.WholePercent(from.n, all) + " of the ordinary mail",
		Text:   s.countsOf(words.Number(from.n), &from.tally, " of "+words.Number(all)+" ordinary messages") + ".",
		Advice: "Ask its owner whether that mail is legitimate.\nIf not, stop the script, lock the account or block the client.",
		About:  about,
	})
	if what == "client" {
		return c
	}
	c.Subtitle = inside(from.clients, "client", "clients")
	if len(from.clients) == 1 && from.clients[0].name != "" {
		client, _ := clientName(from.clients[0].name)
		c.Subtitle = "from " + quote(client)
	}
	c.split("Submitted from", from.clients, func(n *named) Part {
		p := Part{Query: filter.All(about, clientTerm(n.name))}
		p.Name, p.Note = clientName(n.name)
		if n.name == "" {
			p.Name = "not recorded"
		}
		return p
	})
	return c
}

// joined puts a comma between two texts, either of which may be empty.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// clientTerm selects the messages of a client; "" is not recorded.
func clientTerm(client string) *filter.Node {
	if client == "" {
		return filter.Word("client", "none")
	}
	return filter.Value("client", "="+client)
}
