package causes

import (
	"cmp"
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
)

const (
	// resolverDomains and resolverPercent: this many domains with failed
	// lookups, and this share of the queue, point to the resolver.
	resolverDomains = 10
	resolverPercent = 20
	// greylistLong is how long, in seconds, greylisting may take. Most delays
	// are minutes, and the next queue run comes within the hour.
	greylistLong = 6 * 3600
	// guessedPart: a cause is certain although for one in guessedPart of its
	// messages the topic is only a guess.
	guessedPart = 20
)

// way is how servers hold mail up. In one, % stands for the server; many is
// about all of them. Empty side and advice are taken from the topic.
type way struct {
	topic     string // its key
	one, many string
	side      reason.Side
	advice    string
	command   string // % is the server
	domains   bool   // what is named is a domain: it, not one of its servers, is at fault
}

const (
	adviceDown = "Try it from here. If it answers others, it blocks this server’s address: ask its postmaster."
	advicePass = "Nothing to do here unless it lasts for a day; then ask their postmaster."
)

// ways are the words for each topic; other topics use their title.
var ways = [...]way{
	{reason.TopicRefused, "% refuses connections", "Servers refuse connections", reason.Theirs, adviceDown, "telnet % 25", false},
	{reason.TopicTimeout, "% does not answer", "Servers do not answer", reason.Network, adviceDown, "telnet % 25", false},
	{reason.TopicNoRoute, "There is no route to %", "There is no route to some servers", reason.Network, "Check this server’s routes, addresses and firewall.", "", false},
	{"connection", "% breaks connections off", "Servers break connections off", reason.Network, adviceDown, "telnet % 25", false},
	{"rate-limited/sender", "% limits how much it takes from here", "Servers limit how much they take from here", reason.Ours, "Send less for some hours, and look for what makes so much mail: a mailing, a stolen login, bounces.", "", false},
	{"rate-limited/mailbox", "Mailboxes at % get more mail than they may", "Mailboxes get more mail than they may", reason.Theirs, "The limit is the mailbox’s, whoever sends. It passes by itself; if the mail is yours, stop the loop or program that writes to it.", "", true},
	{"blocklisted/domain", "% finds the sender’s domain on a blocklist", "Servers find senders’ domains on a blocklist", reason.Senders, "Not this server’s address but the sender’s domain is listed. Its owner must ask for removal; look for a stolen login that sends with it.", "", false},
	{"content/url", "% finds a blocklisted link in the mail", "Servers find blocklisted links in the mail", reason.Senders, "Look at one of the messages. Spam passed on by a forward or list is the usual reason.", "", false},
	{"content/message", "% does not accept the form or content", "Servers do not accept the form or content", reason.Senders, "Their text says what it is: a header, an attachment type, a virus. The sender must change it.", "", false},
	{"reverse-dns", "% does not accept this server’s name", "Servers do not accept this server’s name", reason.Ours, "Give this server’s address a name in the reverse DNS that points back to it.", "", false},
	{"sender-policy", "% wants SPF, DKIM or DMARC to agree", "Servers want SPF, DKIM or DMARC to agree", reason.Ours, "Add this server to the sender’s SPF record, or sign with DKIM.", "", false},
	{"sender-domain", "% does not find the sender’s domain", "Servers do not find senders’ domains", reason.Senders, "Look the sender’s domain up. If it is yours, repair its DNS; forged senders give this, too.", "", false},
	{"sender-refused", "% does not accept the sender", "Servers do not accept the senders", reason.Senders, "Check that the sender’s address exists and takes mail, and that this server may send for it.", "", false},
	{"unknown-user", "Addresses at % do not exist", "Addresses do not exist", reason.Senders, "The senders must correct them. Many at once point to an old list, or to spam with made-up addresses.", "", true},
	{"mailbox-full", "Mailboxes at % are full", "Mailboxes are full", reason.Theirs, "The recipients must make room. Nothing can be done here.", "", true},
	{"mailbox-closed", "Mailboxes at % are not available", "Mailboxes are not available", reason.Theirs, "The mailboxes are locked, moved or closed. Their owners or their administrator must act; take closed ones off your lists.", "", true},
	{"verifying", "% has not checked its addresses", "Servers have not checked their addresses", reason.Theirs, advicePass, "", false},
	{"no-bounces", "% refuses bounces", "Servers refuse bounces", reason.Theirs, "It is their fault: bounces have an empty sender. If they are backscatter, remove them.", "", false},
	{"busy", "% is busy or down", "Servers are busy or down", reason.Theirs, advicePass, "", false},
	{"their-fault", "% has trouble of its own", "Servers have trouble of their own", reason.Theirs, advicePass, "", false},
	{"disk-full", "The disk of % is full", "Servers’ disks are full", reason.Theirs, advicePass, "", false},
	{"policy", "% defers mail by local policy", "Servers defer mail by local policy", reason.Theirs, "Ask their postmaster, with the text of the reply.", "", false},
	{"try-later", "% defers mail without giving a reason", "Servers defer mail without giving a reason", reason.Theirs, advicePass, "", false},
	{reason.TopicNoReason, "% defers mail; no reason is recorded", "Servers defer mail; no reason is recorded", "", "The mail log has the replies.", "", false},
	{"tls", "Encryption with % fails", "Encryption with servers fails", reason.Ours, "Check certificates, protocol versions and rules that demand TLS, on both sides.", "openssl s_client -starttls smtp -connect %:25", false},
	{"login", "% wants a login", "Servers want a login", reason.Ours, "", "", false},
	{"name-not-found", "% does not find the recipient’s domain", "Servers do not find recipients’ domains", reason.Network, advicePass, "", false},
	{"relay-denied", "% does not relay for the domain", "Servers do not relay for the domains", reason.Theirs, "", "", false},
	{"too-many-recipients", "% takes fewer recipients at once", "Servers take fewer recipients at once", reason.Ours, "The others go out in the next tries. For good, lower the number of recipients per message.", "", false},
	{"spam", "% holds mail back as possible spam", "Servers hold mail back as possible spam", reason.Senders, "Look at one of the messages. If it is spam, find the client that sent it.", "", false},
	{reason.TopicLookup, "Lookups of % fail", "Domain lookups fail", reason.Network, "Its name servers give no answer, or the name is mistyped. If you see the domain elsewhere, the resolver here is at fault.", "dig % mx", true},
	{topicGreylisted, "% defers unknown senders (greylisting)", "Servers defer unknown senders (greylisting)", reason.Theirs, "It passes by itself: the next tries get through.", "", false},
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
func (s *survey) wayOf(t *reason.Topic) way {
	w := way{topic: t.Key, one: t.Title + " at %", many: t.Title}
	for k := range ways {
		if ways[k].topic == t.Key {
			w = ways[k]
		}
	}
	if w.side == "" {
		w.side = t.Side()
	}
	if w.advice == "" {
		w.advice = cmp.Or(s.wordsFor(family(t.Key)).Advice, t.Advice)
	}
	return w
}

// destinations finds the servers, by what they do, that hold mail up.
func (s *survey) destinations() {
	for id, t := range s.topics {
		if t.n == 0 || strings.Contains(elsewhere, " "+id+" ") {
			continue
		}
		w := s.wayOf(t.about)
		if c := s.byServer(t, &w); c != nil && id == reason.TopicLookup && c.PartsOf >= resolverDomains && 100*c.Count >= resolverPercent*s.n {
			c.Rule, c.Side, c.Urgent = "resolver", reason.Ours, true
			c.Title = "Domain lookups fail: the resolver here"
			c.Advice, c.Command = "So many domains are not broken at once. Check the name servers that this host asks.", "cat /etc/resolv.conf; dig example.com mx"
		}
	}
}

// byServer reports a topic with its servers; nil if too few messages wait for
// it. Those that name no server, or one that another rule is about, are left
// out.
func (s *survey) byServer(t *topicTally, w *way) *Cause {
	var except []*filter.Node
	var servers []*named
	var sum tally
	for _, c := range s.servers(t) {
		if c.name == "" || reason.IsLocalhost(c.name) || t.about.Key == reason.TopicLookup && reason.IsUnqualified(c.name) {
			if c.n > 0 {
				except = append(except, serverTerm(c.name))
			}
			continue
		}
		servers = append(servers, c)
		sum.merge(c.tally)
	}
	if len(servers) == 0 || !s.enough(sum.n) {
		return nil
	}
	about := why(t.about.Key)
	c := &Cause{
		Rule: family(w.topic), key: w.topic, Confidence: s.sure(w, &sum), Side: w.side, Advice: w.advice,
		Title: w.many, Class: w.many, About: about, Except: except,
	}
	who := "servers"
	if w.domains {
		who = "domains"
	}
	c.Subtitle = inside(servers, strings.TrimSuffix(who, "s"), who)
	where := " for " + someOf(servers)
	name := ""
	if len(servers) == 1 {
		name, where = servers[0].name, " for it"
		c.Title = strings.Replace(w.one, "%", quote(name), 1)
		c.About, c.Except = filter.All(about, serverTerm(name)), nil
	}
	c.Text = s.evidence(&sum, where) + left(&sum)
	if w.topic == topicGreylisted && s.endless(servers) {
		c.Rule, c.Confidence = "greylisted-long", Likely
		c.Title = "Greylisting does not end"
		if name != "" {
			c.Title = "Greylisting at " + quote(name) + " does not end"
		}
		c.Advice = "It should take minutes. Ask their postmaster to let this server’s address through; if tries come from changing addresses, each is new to them."
	}
	c.split(words.UpperFirst(who), servers, func(n *named) Part {
		p := Part{Name: n.name, Query: filter.All(about, serverTerm(n.name))}
		if typable(n.name) {
			p.Command = strings.ReplaceAll(w.command, "%", n.name)
		}
		return p
	})
	return s.find(&sum, c)
}

// sure returns how certain a topic is: whether its replies were recognised, with
// few exceptions, by their words or by an unambiguous code.
func (s *survey) sure(w *way, t *tally) Confidence {
	switch {
	case w.topic == reason.TopicNoReason:
		return Look
	case w.topic == reason.TopicLookup, guessedPart*t.guessed > t.n:
		return Likely
	}
	return Certain
}

// left says how many messages were not tried themselves.
func left(t *tally) string {
	if t.left == 0 {
		return ""
	}
	verb := "was"
	if t.left > 1 {
		verb = "were"
	}
	return " **" + words.Number(t.left) + "** of them " + verb + " not tried: Postfix leaves a destination alone for some minutes after a failure (delivery temporarily suspended)."
}

// endless reports whether greylisting holds most of the mail up for longer
// than it should.
func (s *survey) endless(servers []*named) bool {
	long, all := 0, 0
	for _, c := range servers {
		all += c.n
		if c.Oldest != 0 && s.q.Taken-c.Oldest >= greylistLong {
			long += c.n
		}
	}
	return 2*long >= all
}

// family returns the topic without its object, as rules are named.
func family(key string) string {
	id, _, _ := strings.Cut(key, "/")
	return id
}

// typable reports whether a name from the archive is safe in a command: it has
// no characters with a meaning to a shell, and cannot be taken for an option.
func typable(name string) bool { return reason.IsHost(name) && name[0] != '-' }
