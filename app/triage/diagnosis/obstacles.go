package diagnosis

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// holding is how an obstacle reads behind a number of messages, "12 wait for 3
// servers that refuse connections". Where no server is to blame, verb is all.
type holding struct {
	verb      [2]string // for one message and several; "" is "waits for" and "wait for"
	one, many string    // behind the server's name, and behind the number of servers
	noun      noun      // what they are
	alone     bool      // verb says all
}

// noun is what mail waits for, one and several.
type noun [2]string

var (
	theServers = noun{"server", "servers"}
	theDomains = noun{"domain", "domains"}
	smartHosts = noun{"smart host", "smart hosts"}
)

func which(one, many string) holding {
	return holding{one: ", which " + one, many: " that " + many}
}

func both(text string) holding { return holding{one: ", " + text, many: " " + text} }

func all(one, many string) holding { return holding{verb: [2]string{one, many}, alone: true} }

func at(verbs, one, many string) holding {
	return holding{verb: [2]string{"is " + verbs, "are " + verbs}, one: one, many: many, noun: theDomains}
}

// holdings are the words of each obstacle, by its ID.
var holdings = map[string]holding{
	reason.ObstacleLocalServer: all("waits for a server on this host that accepts no connections", "wait for a server on this host that accepts no connections"),
	reason.ObstacleSmartHost:   {one: ", a smart host that is not defined", many: " that are not defined", noun: smartHosts},

	reason.TopicRefused:     which("refuses connections", "refuse connections"),
	reason.TopicTimeout:     which("does not answer", "do not answer"),
	reason.TopicNoRoute:     both("to which there is no route"),
	reason.TopicLookup:      {verb: [2]string{"goes to", "go to"}, one: ", whose name lookup fails", many: " whose name lookup fails", noun: theDomains},
	reason.TopicMailer:      all("waits because local delivery fails here", "wait because local delivery fails here"),
	reason.TopicLocalDisk:   all("waits because a disk of this server is full", "wait because a disk of this server is full"),
	reason.TopicLocalError:  all("waits because of a fault on this server", "wait because of a fault on this server"),
	reason.TopicLoad:        all("waits because the load on this server is too high", "wait because the load on this server is too high"),
	reason.TopicQuarantined: all("is quarantined", "are quarantined"),
	reason.TopicLost:        all("was set aside by sendmail and is not tried again", "were set aside by sendmail and are not tried again"),
	reason.TopicOrphan:      all("has no control file", "have no control file"),
	reason.TopicDamaged:     all("is damaged and will not be sent: see Problems", "are damaged and will not be sent: see Problems"),
	reason.TopicNoData:      all("has lost its text", "have lost their text"),
	reason.TopicWarning:     all("hides its reason behind a delay warning", "hide their reason behind a delay warning"),
	reason.TopicNoReason:    all("is deferred, and no reason is recorded", "are deferred, and no reason is recorded"),
	reason.TopicNeverTried:  all("has not been tried yet", "have not been tried yet"),
	reason.TopicProcessing:  all("is being delivered", "are being delivered"),

	smtp.RateLimited.Key():   which("limits mail from here", "limit mail from here"),
	smtp.Blocklisted.Key():   which("has blocked this server’s address", "have blocked this server’s address"),
	smtp.ReverseDNS.Key():    which("does not accept this server’s name", "do not accept this server’s name"),
	smtp.SenderDomain.Key():  which("does not find the sender’s domain", "do not find the senders’ domains"),
	smtp.SenderPolicy.Key():  which("wants SPF, DKIM or DMARC to agree", "want SPF, DKIM or DMARC to agree"),
	smtp.DomainListed.Key():  which("has the sender’s domain on a blocklist", "have the senders’ domains on a blocklist"),
	smtp.Recipients.Key():    which("takes fewer recipients at once", "take fewer recipients at once"),
	smtp.TLS.Key():           both("with which encryption fails"),
	smtp.Login.Key():         which("wants a login", "want a login"),
	smtp.Loop.Key():          all("goes round in a loop", "go round in a loop"),
	smtp.Greylisted.Key():    {verb: [2]string{"is deferred by greylisting at", "are deferred by greylisting at"}},
	smtp.MailboxRate.Key():   at("for mailboxes at", ", which get more mail than they may", " that get more mail than they may"),
	smtp.MailboxFull.Key():   at("for full mailboxes at", "", ""),
	smtp.MailboxClosed.Key(): at("for closed mailboxes at", "", ""),
	smtp.Policy.Key():        which("defers mail by local policy", "defer mail by local policy"),
	smtp.Verifying.Key():     which("has not checked the address yet", "have not checked the addresses yet"),
	smtp.NoBounces.Key():     which("refuses bounces", "refuse bounces"),
	smtp.RelayDenied.Key():   which("does not relay for the domain", "do not relay for the domains"),
	smtp.Busy.Key():          which("is busy or down", "are busy or down"),
	smtp.TheirFault.Key():    which("has trouble of its own", "have trouble of their own"),
	smtp.DiskFull.Key():      {one: ", whose disk is full", many: " whose disks are full"},
	smtp.Protocol.Key():      which("breaks the protocol", "break the protocol"),
	smtp.TryLater.Key():      which("defers mail without giving a reason", "defer mail without giving a reason"),
	smtp.Refused.Key():       which("refuses mail without giving a reason", "refuse mail without giving a reason"),
	smtp.Connection.Key():    which("breaks connections off", "break connections off"),
	smtp.NameNotFound.Key():  which("does not find the recipient’s domain", "do not find the recipients’ domains"),
	smtp.UnknownUser.Key():   at("for unknown addresses at", "", ""),
	smtp.BadAddress.Key():    at("for addresses that are not accepted at", "", ""),
	smtp.NoMail.Key():        {verb: [2]string{"goes to", "go to"}, one: ", which accepts no mail", many: " that accept no mail", noun: theDomains},
	smtp.SenderRefused.Key(): which("does not accept the sender", "do not accept the senders"),
	smtp.Spam.Key():          which("holds mail back as possible spam", "hold mail back as possible spam"),
	smtp.Content.Key():       which("does not accept the form or content", "do not accept the form or content"),
	smtp.LinkListed.Key():    which("finds a blocklisted link in the mail", "find a blocklisted link in the mail"),
	smtp.TooLarge.Key():      {one: ", for which the message is too large", many: " for which the messages are too large"},
	smtp.LocalMailer.Key():   all("waits because local delivery fails", "wait because local delivery fails"),
	smtp.Expired.Key():       all("has waited for too long", "have waited for too long"),
	smtp.Echo.Key():          all("was refused earlier in the session", "were refused earlier in the session"),
	smtp.Other.Key():         all("waits for another reason", "wait for another reason"),
}

// holds says how many messages an obstacle holds up, and at which servers. Of
// the kind only, if that is not nil.
func (w *writer) holds(o *obstacle, kind *triage.Kind) sentence {
	n, about := o.all(), triage.ObstacleTerm(o.is)
	if kind != nil {
		n, about = o.counts[*kind], filter.All(about, triage.KindTerm(*kind))
	}
	var s sentence
	h := w.wordsOf(o)
	if n == len(w.rows) && n > 1 {
		s.link("All", n, about)
	} else {
		s.count(n, about)
	}
	s.say(verb(n, h.verb[0], h.verb[1]))
	if h.alone {
		return s
	}
	s.say(" ")
	servers, top, named := w.serversOf(o, kind)
	switch {
	case servers == 0:
		s.say(h.noun[1] + h.many)
	case servers == 1 && named == n && w.names < maxNames:
		w.names++
		s.link(w.server(top.name), n, about)
		s.say(h.one)
	default:
		if named == n {
			s.link(words.Plural(servers, h.noun[0], h.noun[1]), n, about)
		} else {
			s.say(words.Plural(servers, h.noun[0], h.noun[1]))
		}
		if servers == 1 {
			s.say(h.one)
			break
		}
		s.say(h.many)
		if m := of(&top.counts, kind); 2*m >= n && m >= 3 && w.names < maxNames {
			w.names++
			s.say(", mostly ")
			s.link(w.server(top.name), m, filter.All(about, filter.Value("server", w.q.Text(top.name))))
			s.say(" (" + words.Number(m) + ")")
		}
	}
	return s
}

// wordsOf returns the words of an obstacle.
func (w *writer) wordsOf(o *obstacle) holding {
	h, ok := holdings[o.is.ID]
	if !ok {
		h = all("waits: "+o.is.Phrase, "wait: "+o.is.Phrase)
	}
	if h.verb[0] == "" {
		h.verb = [2]string{"waits for", "wait for"}
	}
	h.verb = [2]string{w.in(h.verb[0]), w.in(h.verb[1])}
	if h.noun[0] == "" {
		h.noun = theServers
	}
	if 2*o.guessed > o.all() {
		h = h.probably()
	}
	return h
}

// maxNames is how many servers the sentences name.
const maxNames = 2

// probably returns a holding that is guessed from words.
func (h holding) probably() holding {
	for _, verb := range [...]string{"has ", "have ", "is ", "are "} {
		h.one = strings.Replace(h.one, ", which "+verb, ", which "+verb+"probably ", 1)
		h.many = strings.Replace(h.many, " that "+verb, " that "+verb+"probably ", 1)
	}
	if !strings.Contains(h.one, "probably") {
		h.one = strings.Replace(h.one, ", which ", ", which probably ", 1)
	}
	if !strings.Contains(h.many, "probably") {
		h.many = strings.Replace(h.many, " that ", " that probably ", 1)
	}
	return h
}

// of returns the number of messages of a kind, or of all kinds.
func of(c *counts, kind *triage.Kind) int {
	if kind == nil {
		return c.all()
	}
	return c[*kind]
}

// serversOf counts the servers of an obstacle, and the messages that name one;
// top is the one with most of them.
func (w *writer) serversOf(o *obstacle, kind *triage.Kind) (servers int, top server, named int) {
	for _, s := range o.servers {
		n := of(&s.counts, kind)
		if n == 0 {
			continue
		}
		if servers == 0 || n > of(&top.counts, kind) {
			top = s
		}
		servers++
		named += n
	}
	return servers, top, named
}
