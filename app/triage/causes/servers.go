package causes

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
)

const (
	// namedServer is how many messages a server needs for a finding of its own,
	// and namedServers how many servers of one topic get one: if there are
	// more, one finding covers them all.
	namedServer  = 3
	namedServers = 3
	// resolverDomains and resolverPercent: this many domains with failed
	// lookups, and this share of the queue, point to the resolver.
	resolverDomains = 10
	resolverPercent = 20
	// greylistLong is how long, in seconds, greylisting may take. Most delays
	// are minutes, and the next queue run is within the hour.
	greylistLong = 6 * 3600
)

// way is how servers hold mail up. The first % is the server, or the number of
// servers. Empty side and advice are taken from the topic.
type way struct {
	topic     string // its key
	one, many string
	side      reason.Side
	advice    string
	command   string // % is the server
}

const (
	adviceDown = "Try it from here. If it answers others, it blocks this server’s address: ask its postmaster."
	advicePass = "Nothing to do here unless it lasts for a day; then ask their postmaster."
)

// ways are the words for each topic; other topics use their title.
var ways = [...]way{
	{reason.TopicRefused, "% refuses connections", "% servers refuse connections", reason.Theirs, adviceDown, "telnet % 25"},
	{reason.TopicTimeout, "% does not answer", "% servers do not answer", reason.Network, adviceDown, "telnet % 25"},
	{reason.TopicNoRoute, "There is no route to %", "There is no route to % servers", reason.Network, "Check this server’s routes, addresses and firewall.", ""},
	{"connection", "% breaks connections off", "% servers break connections off", reason.Theirs, adviceDown, "telnet % 25"},
	{"rate-limited/sender", "% limits how much it takes from here", "% servers limit how much they take from here", reason.Ours, "Send less for some hours, and look for what makes so much mail: a mailing, a stolen login, bounces.", ""},
	{"rate-limited/mailbox", "Mailboxes at % get more mail than they may", "Mailboxes at % domains get more mail than they may", reason.Theirs, "The limit is the mailbox’s, whoever sends. It passes by itself; if the mail is yours, stop the loop or program that writes to it.", ""},
	{"blocklisted/domain", "% finds the sender’s domain on a blocklist", "% servers find senders’ domains on a blocklist", reason.Senders, "Not this server’s address but the sender’s domain is listed. Its owner must ask for removal; look for a stolen login that sends with it.", ""},
	{"content/url", "% finds a blocklisted link in the mail", "% servers find blocklisted links in the mail", reason.Senders, "Look at one of the messages. Spam passed on by a forward or list is the usual reason.", ""},
	{"content/message", "% does not accept the form or content", "% servers do not accept the form or content", reason.Senders, "Their text says what it is: a header, an attachment type, a virus. The sender must change it.", ""},
	{"reverse-dns", "% does not accept this server’s name", "% servers do not accept this server’s name", reason.Ours, "Give this server’s address a name in the reverse DNS that points back to it.", ""},
	{"sender-policy", "% wants SPF, DKIM or DMARC to agree", "% servers want SPF, DKIM or DMARC to agree", reason.Ours, "Add this server to the sender’s SPF record, or sign with DKIM.", ""},
	{"sender-domain", "% does not find the sender’s domain", "% servers do not find senders’ domains", reason.Senders, "Look the sender’s domain up. If it is yours, repair its DNS; forged senders give this, too.", ""},
	{"sender-refused", "% does not accept the sender", "% servers do not accept the senders", reason.Senders, "Check that the sender’s address exists and takes mail, and that this server may send for it.", ""},
	{"unknown-user", "Addresses at % do not exist", "Addresses at % domains do not exist", reason.Senders, "The senders must correct them. Many at once point to an old list, or to spam with made-up addresses.", ""},
	{"mailbox-full", "Mailboxes at % are full", "Mailboxes at % domains are full", reason.Theirs, "The recipients must make room. Nothing can be done here.", ""},
	{"mailbox-closed", "Mailboxes at % are not available", "Mailboxes at % domains are not available", reason.Theirs, "The mailboxes are locked, moved or closed. Their owners or their administrator must act; take closed ones off your lists.", ""},
	{"verifying", "% has not checked its addresses", "% servers have not checked their addresses", reason.Theirs, advicePass, ""},
	{"no-bounces", "% refuses bounces", "% servers refuse bounces", reason.Theirs, "It is their fault: bounces have an empty sender. If they are backscatter, remove them.", ""},
	{"busy", "% is busy or down", "% servers are busy or down", reason.Theirs, advicePass, ""},
	{"their-fault", "% has trouble of its own", "% servers have trouble of their own", reason.Theirs, advicePass, ""},
	{"disk-full", "The disk of % is full", "The disks of % servers are full", reason.Theirs, advicePass, ""},
	{"policy", "% defers mail by local policy", "% servers defer mail by local policy", reason.Theirs, "Ask their postmaster, with the text of the reply.", ""},
	{"try-later", "% defers mail without giving a reason", "% servers defer mail without giving a reason", reason.Theirs, advicePass, ""},
	{reason.TopicNoReason, "% defers mail; no reason is recorded", "% servers defer mail; no reason is recorded", "", "The mail log has the replies.", ""},
	{"tls", "Encryption with % fails", "Encryption with % servers fails", reason.Ours, "Check certificates, protocol versions and rules that demand TLS, on both sides.", "openssl s_client -starttls smtp -connect %:25"},
	{"login", "% wants a login", "% servers want a login", reason.Ours, "Check the credentials for it in authinfo.", ""},
	{"name-not-found", "% does not find the recipient’s domain", "% servers do not find recipients’ domains", reason.Theirs, advicePass, ""},
	{"relay-denied", "% does not relay for the domain", "% servers do not relay for the domains", reason.Theirs, "It does not know the domain as its own. Check the domain’s MX records and any mailertable entry here; if it is a smart host, this server must log in there.", ""},
	{"too-many-recipients", "% takes fewer recipients at once", "% servers take fewer recipients at once", reason.Ours, "The others go out in the next tries. For good, lower the recipients a message.", ""},
	{"spam", "% holds mail back as possible spam", "% servers hold mail back as possible spam", reason.Senders, "Look at one of the messages. If it is spam, find the client that sent it.", ""},
	{reason.TopicLookup, "Lookups of % fail", "Lookups of % domains fail", reason.Theirs, "Its name servers give no answer, or the name is mistyped. If you see the domain elsewhere, the resolver here is at fault.", "dig % mx"},
	{topicGreylisted, "% defers unknown senders (greylisting)", "% servers defer unknown senders (greylisting)", reason.Theirs, "It passes by itself: the next tries get through.", ""},
}

// The topics that rules refer to by name, as package smtp defines them.
const (
	topicGreylisted  = "greylisted"
	topicBlocklisted = "blocklisted/address"
	topicLoop        = "loop"
	topicEcho        = "protocol/echo"
)

// elsewhere are topics that other rules cover, or that hold nothing up.
const elsewhere = " " + topicBlocklisted + " " + topicLoop + " " + reason.TopicMailer + " " + reason.TopicLocalDisk + " " + reason.TopicLocalError + " " +
	reason.TopicWarning + " " + reason.TopicNeverTried + " " + reason.TopicQuarantined + " " + reason.TopicDamaged + " " + reason.TopicNoData + " " + reason.TopicLoad + " " +
	reason.TopicLost + " " + reason.TopicOrphan + " " + reason.TopicProcessing + " " + topicEcho + " "

// wayOf returns how servers hold mail up by a topic.
func wayOf(t *reason.Topic) way {
	w := way{topic: t.Key, one: t.Title + " at %", many: t.Title + " at % servers"}
	for k := range ways {
		if ways[k].topic == t.Key {
			w = ways[k]
		}
	}
	if w.side == "" {
		w.side = t.Side()
	}
	if w.advice == "" {
		w.advice = t.Advice
	}
	return w
}

// destinations finds the servers, and the topics, that hold mail up.
func (s *survey) destinations() {
	for id, t := range s.topics {
		if t.n == 0 || strings.Contains(elsewhere, " "+id+" ") {
			continue
		}
		if id == reason.TopicLookup && len(t.servers) >= resolverDomains && 100*t.n >= resolverPercent*s.n {
			s.find(&t.tally, &Cause{
				Rule: "resolver", Confidence: Likely, Side: reason.Ours, Urgent: true, About: why(id),
				Title:  "Lookups of " + words.Number(len(t.servers)) + " domains fail: the resolver here",
				Text:   s.evidence(&t.tally, ""),
				Advice: "So many domains are not broken at once. Check the name servers that this host asks.", Command: "cat /etc/resolv.conf; dig example.com mx",
			})
			continue
		}
		w := wayOf(t.about)
		s.byServer(t, &w)
	}
}

// byServer reports a topic: one finding for each server with enough messages,
// and one for all others together.
func (s *survey) byServer(t *topicTally, w *way) {
	about := why(t.about.Key)
	var found []*filter.Node // the servers that have findings of their own
	var servers, others []*named
	for _, c := range t.servers.ranked(s.q) {
		switch {
		case c.name == "":
			found = append(found, filter.Word("server", "none"))
		case IsLocalhost(c.name) || t.about.Key == reason.TopicLookup && unqualified(c.name): // found by another rule
			found = append(found, filter.Value("server", c.name))
		default:
			servers = append(servers, c)
		}
	}
	large := 0
	for large < len(servers) && servers[large].n >= namedServer && s.enough(servers[large].n) {
		large++
	}
	if large > namedServers {
		large = 0
	}
	others = servers[large:]
	var sum tally
	for _, c := range others {
		sum.merge(c.tally)
	}
	if len(others) == 1 && s.enough(sum.n) {
		large, others = large+1, nil
	}
	for _, c := range servers[:large] {
		server := filter.Value("server", c.name)
		found = append(found, server)
		at := s.atServers(w, c.tally, w.one, quote(c.name), " for it", filter.All(about, server), nil)
		if typable(c.name) {
			at.Command = strings.ReplaceAll(w.command, "%", c.name)
		}
	}
	if len(others) > 1 && s.enough(sum.n) {
		s.atServers(w, &sum, w.many, words.Number(len(others)), " for "+someOf(others), about, found)
	}
}

// atServers reports what one or several servers do.
func (s *survey) atServers(w *way, t *tally, title, who, where string, about *filter.Node, except []*filter.Node) *Cause {
	c := s.find(t, &Cause{
		Rule: family(w.topic), Confidence: Certain, Side: w.side, Advice: w.advice, About: about, Except: except,
		Title: strings.Replace(title, "%", who, 1), Text: s.evidence(t, where),
	})
	if t.guess {
		c.Confidence = Likely
	}
	switch {
	case w.topic == reason.TopicNoReason:
		c.Confidence = Look
	case w.topic == reason.TopicLookup:
		c.Confidence = Likely
	case w.topic == topicGreylisted && t.oldest != 0 && s.q.Taken-t.oldest >= greylistLong:
		c.Rule, c.Confidence = "greylisted-long", Likely
		if title == w.many {
			who += " servers"
		}
		c.Title = "Greylisting at " + who + " does not end"
		c.Advice = "It should take minutes. Ask their postmaster to let this server’s address through; if tries come from changing addresses, each is new to them."
	}
	return c
}

// family returns the topic without its object, as rules are named.
func family(key string) string {
	id, _, _ := strings.Cut(key, "/")
	return id
}

// typable reports whether a name from the archive is safe in a command: it has
// no characters with a meaning to a shell, and cannot be taken for an option.
func typable(name string) bool { return reason.IsHost(name) && name[0] != '-' }
