package main

import "strings"

// host is the server whose queue is made.
const (
	host    = "gate.example.org"
	version = "8.18.1/8.18.1"
)

// taken is the capture: Tue 2025-11-18 10:40:00 UTC.
const taken = 1763462400

// trouble is why a destination does not accept mail now. In status, %h is the
// server (with its final dot), %d the domain, %r the recipient, %i an address
// of this server, %n a number and %w a word.
type trouble struct {
	status string
	rcpt   bool // refused at RCPT: the recipient has the status as well
}

// provider is a big destination.
type provider struct {
	domain, mx string
	weight     int
	troubles   []trouble
}

var providers = []provider{
	{"bigmail.example", "mx-in.bigmail.example", 300, []trouble{
		{"Deferred: 421-4.7.28 [%i] Our system has detected an unusual rate of unsolicited mail originating from your IP address. To protect our", false},
		{"Deferred: 452-4.2.2 The recipient's inbox is out of storage space and inactive. Please direct the recipient to", true},
		{"Deferred: 450-4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages", true},
	}},
	{"outbox.example.com", "outbox-example-com.mail.protection.example.net", 190, []trouble{
		{"Deferred: 451 4.7.650 The mail server [%i] has been temporarily rate limited due to IP reputation. For e-mail delivery information, see https://postmaster.outbox.example.com (S775)", false},
		{"Deferred: Connection timed out with %h", false},
	}},
	{"yodel.example", "mta5.am0.yodel.example", 140, []trouble{
		{"Deferred: 421 4.7.0 [TSS04] Messages from %i temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yodel.example/error-codes", false},
	}},
	{"freepost.example.net", "mx00.freepost.example.net", 90, []trouble{
		{"Deferred: 450 4.7.1 <%r>: Recipient address rejected: Greylisted, see http://postgrey.example.org/help/%d.html", true},
		{"Deferred: 421 freepost.example.net (mxgmx%n) Nemesis ESMTP Service not available, too many connections", false},
	}},
	{"telepost.example", "mx.telepost.example", 70, []trouble{
		{"Deferred: Connection refused by %h", false},
	}},
	{"cablebox.example.net", "mx1.cablebox.example.net", 60, []trouble{
		{"Deferred: 421 4.3.2 Service not available, closing transmission channel (id %n)", false},
		{"Deferred: Connection reset by %h", false},
	}},
	{"courrier.example", "smtp-in.courrier.example", 50, []trouble{
		{"Deferred: 421 mwinf5c%n ME Trop de connexions, veuillez verifier votre configuration", false},
	}},
	{"poczta.example", "mx.poczta.example", 40, []trouble{
		{"Deferred: 451 4.3.5 <%r>: Temporary lookup failure", true},
	}},
	{"ymail-asia.example", "mx3.ymail-asia.example", 30, []trouble{
		{"Deferred: 450 MI:IPB http://mail.ymail-asia.example/help/error?code=%n", false},
	}},
	{"campus.example.org", "mail.campus.example.org", 20, []trouble{
		{"Deferred: 452 4.2.2 <%r>: Mailbox over quota", true},
		{"Deferred: 454 4.7.0 TLS handshake failed.", false},
	}},
}

// tailTroubles are those of the small destinations; each destination has one of
// them.
var tailTroubles = []trouble{
	{"Deferred: Connection timed out with %h", false},
	{"Deferred: Connection timed out with %h", false},
	{"Deferred: Connection refused by %h", false},
	{"Deferred: Name server: %h: host name lookup failure", false},
	{"host map: lookup (%d): deferred", false},
	{"Deferred: %h: No route to host", false},
	{"Deferred: Connection reset by %h", false},
	{"reply: read error from %h", false},
	{"Deferred: 450 4.7.1 <%r>: Recipient address rejected: Greylisted for %n seconds", true},
	{"Deferred: 451 4.7.1 Greylisting in action, please come back later", true},
	{"Deferred: 450 4.1.1 <%r>: Recipient address rejected: unverified address: Address verification in progress", true},
	{"Deferred: 452 4.3.1 Insufficient system storage", false},
	{"Deferred: 451 Temporary local problem - please try later", false},
	{"Deferred: 421 %d: SMTP command timeout - closing connection", false},
	{"Deferred: 403 4.7.0 TLS handshake failed.", false},
	{"Deferred", false},
}

// permanent statuses of messages that are still queued because another
// recipient is only deferred (formats/sendmail.md §6.1).
var permanent = []string{"User unknown", "Service unavailable", "Host unknown (Name server: gone.example: host not found)"}

// refusal is why a message was returned.
type refusal struct {
	replies []string // what the server said; %r, %i, %n as in a trouble
	verdict string   // sendmail's own line about it
	status  string   // enhanced code
}

var refusals = []refusal{
	{[]string{"550-5.1.1 The email account that you tried to reach does not exist. Please try", "550-5.1.1 double-checking the recipient's email address for typos or", "550 5.1.1 unnecessary spaces. %w%n.%n - gsmtp"}, "550 5.1.1 <%r>... User unknown", "5.1.1"},
	{[]string{"550 5.1.1 <%r>: Recipient address rejected: User unknown in virtual mailbox table"}, "550 5.1.1 <%r>... User unknown", "5.1.1"},
	{[]string{"550 5.7.1 Service unavailable, Client host [%i] blocked using bl.example.net; see https://bl.example.net/query/%i"}, "554 5.0.0 Service unavailable", "5.7.1"},
	{[]string{"554 5.7.1 Message rejected as spam by content scanner, reference %w-%n"}, "554 5.0.0 Service unavailable", "5.7.1"},
	{[]string{"554 Mail contained a URL rejected by SURBL: Blacklisted"}, "554 5.0.0 Service unavailable", "5.0.0"},
	{[]string{"552 5.2.2 <%r>: Mailbox size limit exceeded"}, "552 5.2.2 <%r>... Message exceeds maximum fixed size", "5.2.2"},
	{[]string{"550-5.7.26 This mail has been blocked because the sender is unauthenticated.", "550-5.7.26 The recipient requires all senders to authenticate with either SPF or DKIM.", "550 5.7.26 For instructions see https://support.bigmail.example/mail/answer/%n - gsmtp"}, "554 5.0.0 Service unavailable", "5.7.26"},
	{[]string{"550 5.1.1 Adresse refusée : utilisateur inconnu"}, "550 5.1.1 <%r>... User unknown", "5.1.1"},
	{[]string{"553 5.3.0 <%r>... No such user here"}, "550 5.1.1 <%r>... User unknown", "5.3.0"},
	{[]string{"550 Administrative prohibition"}, "550 5.0.0 <%r>... Service unavailable", "5.0.0"},
}

// client is a machine that submits mail.
type client struct{ name, ip, helo string }

const officeClients = 120

func clientOf(d *dice, kind origin) client {
	switch kind {
	case fromWeb: // one web server with a form that anybody can use
		return client{"www.example.org", "192.0.2.80", "www.example.org"}
	case fromList:
		return client{"lists.example.org", "192.0.2.25", "lists.example.org"}
	}
	k := d.n(officeClients)
	name := "pc" + number(k+100)
	return client{name + ".office.example.org", "198.51.100." + number(k+10), name}
}

// origin is where a message comes from.
type origin uint8

const (
	fromOffice origin = iota
	fromWeb
	fromList
	fromShell
)

var staff = []string{
	"ann", "bert", "carla", "dora", "emil", "frieda", "gina", "hal", "ida", "jo", "karl", "lena", "max", "nora", "olaf", "petra",
	"quentin", "rosa", "sven", "tina", "udo", "vera", "willi", "xenia", "yann", "zoe", "office", "sales", "support", "accounting",
}

var quarantineReasons = []string{
	"lottery subject", "known scam", "asked by security, ticket 4711", "milter: virus Eicar-Test-Signature found", "too many recipients for an unknown sender",
}

// destination is where a recipient lives.
type destination struct {
	domain, mx string
	troubles   []trouble
}

// tailDomains returns the number of small destinations for n messages.
func tailDomains(n int) int { return min(max(n/10, 100), 60000) }

var providerWeight = func() (sum int) {
	for i := range providers {
		sum += providers[i].weight
	}
	return sum
}()

// goTo draws a destination: six in ten mails go to a provider.
func (s *spool) goTo(d *dice) destination {
	if d.chance(600) {
		k := d.n(providerWeight)
		for i := range providers {
			if p := &providers[i]; k < p.weight {
				return destination{p.domain, p.mx, p.troubles}
			}
			k -= providers[i].weight
		}
	}
	// Squared: half of the tail's mail goes to a quarter of its domains.
	u := d.share()
	return tail(int(u * u * float64(s.tail)))
}

var suffixes = []string{".example", ".example.com", ".example.net", ".example.org"}

// tail returns small destination k.
func tail(k int) destination {
	w := len(words)
	h := roll(uint64(k), sortTail, 0)
	domain := words[(k*7919+97)%w] + "-" + words[(k/w+k*31)%w] + suffixes[k%4]
	if k >= w*w/4 {
		domain = number(k) + "." + domain
	}
	mx := pick(&h, []string{"mx.", "mx1.", "mail.", "smtp."}) + domain
	if h.chance(150) {
		mx = "aspmx" + number(h.in(1, 4)) + ".hosting-" + pick(&h, words) + ".example"
	}
	t := h.n(len(tailTroubles))
	return destination{domain, mx, tailTroubles[t : t+1]}
}

// person makes the local part of an address.
func person(d *dice) string {
	switch d.n(4) {
	case 0:
		return pick(d, staff) + "." + pick(d, words)
	case 1:
		return pick(d, staff) + number(d.in(1, 99))
	case 2:
		return pick(d, words) + "." + pick(d, words) + number(d.in(1, 2000))
	}
	return pick(d, words) + number(d.in(1, 999))
}

// fill puts the varying parts into a text.
func fill(b []byte, d *dice, text string, to destination, rcpt string) []byte {
	for {
		i := strings.IndexByte(text, '%')
		if i < 0 {
			return append(b, text...)
		}
		b = append(b, text[:i]...)
		switch text[i+1] {
		case 'h':
			b = append(b, to.mx...)
			b = append(b, '.')
		case 'd':
			b = append(b, to.domain...)
		case 'r':
			b = append(b, rcpt...)
		case 'i':
			b = append(b, "192.0.2.1"...)
			b = append(b, byte('0'+d.n(10)))
		case 'n':
			b = append(b, number(d.in(100, 99999))...)
		case 'w':
			b = append(b, pick(d, words)...)
		}
		text = text[i+2:]
	}
}
