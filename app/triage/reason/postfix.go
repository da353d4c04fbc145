package reason

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/smtp"
)

// suspended is what Postfix writes before the failure of another message when
// it leaves a destination alone for a while: this message was not tried.
const suspended = "delivery temporarily suspended: "

// Suspended reports whether a status says that the message itself was not
// tried, because its destination had just failed for another.
func Suspended(status string) bool { return strings.HasPrefix(status, suspended) }

// postfix recognises the texts that only Postfix writes (formats/postfix.md §8),
// by their form alone: they may be in any queue, bounce or log.
func (t *text) postfix(r *Reason, s string) bool {
	if t.saidBy(r, s) || t.session(r, s) || t.postfixLookup(r, s) {
		r.System = ofPostfix
		return true
	}
	return t.postfixOwn(r, s)
}

// unwrapped removes what Postfix writes before the reason proper.
func unwrapped(s string) string {
	for strings.HasPrefix(s, suspended) {
		s = s[len(suspended):]
	}
	return strings.TrimPrefix(s, "Protocol error: ")
}

// Unwrapped returns a status without what a mail system writes before the reason
// proper: "Deferred: ", or that delivery is suspended.
func Unwrapped(status string) string { return unwrapped(strings.TrimPrefix(status, "Deferred: ")) }

// spoken returns the part of a status that a server said, on one line without the
// marks of its lines, or all of the status.
func spoken(status string) string {
	s := unwrapped(strings.TrimPrefix(status, "Deferred: "))
	if said, ok := said(s); ok {
		a := smtp.ParseInline(said.reply)
		return a.OneLine()
	}
	return s
}

// utterance is a reply and what Postfix writes around it.
type utterance struct {
	host  string
	reply string
	about string // a Kind if the text around the reply says what it is about
	// again is set if another try follows even after a 5xx: Postfix goes on to
	// the next server.
	again bool
	here  bool // it runs on this host
}

// said splits a status that quotes a reply.
func said(s string) (utterance, bool) {
	if u, ok := eximSaid(s); ok {
		return u, true
	}
	for _, f := range quotes.of(s) {
		rest, ok := strings.CutPrefix(s, f.before)
		if !ok {
			continue
		}
		if host, reply, ok := strings.Cut(rest, f.between); ok && oneWord(host) {
			return utterance{host: host, reply: withoutCommand(reply), about: f.about, again: f.again}, true
		}
	}
	return utterance{}, false
}

// quotes are what Postfix writes around a reply.
var quotes = startsOf([]quote{
	{"host ", " said: ", "", false},
	{"host ", " refused to talk to me: ", "", true},
	{"SASL authentication failed; server ", " said: ", KindAuth, true},
	{"SASL [CACHED] authentication failed; server ", " said: ", KindAuth, true},
	{"TLS is required, but host ", " refused to start TLS: ", KindTLS, true},
}, func(q *quote) string { return q.before })

// quote is a text with a host and a reply in it, and what they are in an utterance.
type quote struct {
	before, between, about string
	again                  bool
}

// withoutCommand removes which command a reply answered.
func withoutCommand(s string) string {
	if i := strings.LastIndex(s, " (in reply to "); i >= 0 {
		return s[:i]
	}
	return s
}

// saidBy recognises replies.
func (t *text) saidBy(r *Reason, s string) bool {
	u, ok := said(s)
	if !ok {
		return false
	}
	r.Kind, r.Server, r.ours = KindReply, peerName(u.host), u.here || socket(u.host) || IsLocalhost(peerName(u.host))
	answer := smtp.ParseInline(u.reply)
	if answer.Code < 400 {
		// A reply that makes no sense where it came, or none at all.
		r.Kind, r.Class = KindConnection, Temporary
		if u.about == "" {
			t.free(u.reply)
		}
	} else {
		r.Code, r.Enhanced, r.Class = answer.Code, answer.Enhanced, Permanent
		if r.Code.Temporary() || u.again {
			r.Class = Temporary
		}
		if aboutTLS(r.Code, answer.Text) {
			r.Kind = KindTLS
		}
		if u.about == "" {
			t.free(answer.Text)
		}
	}
	if u.about != "" { // the same reply to another command is another reason
		r.Kind, r.framed = u.about, true
		t.free(s)
	}
	return true
}

// peerName returns the name of the other side in "name[address]:port".
func peerName(s string) string {
	if name, _, ok := strings.Cut(s, "["); ok && name != "" {
		s = name
	}
	return NormalHost(s)
}

// socket reports whether the other side is a socket of this host:
// "name[/run/dovecot/lmtp]", "name[private/dovecot-lmtp]".
func socket(s string) bool {
	_, where, ok := strings.Cut(s, "[")
	return ok && strings.Contains(where, "/")
}

// session recognises what went wrong between the two servers.
func (t *text) session(r *Reason, s string) bool {
	for _, f := range [...]struct{ before, between, kind string }{
		{"lost connection with ", " while ", KindReset},
		{"conversation with ", " timed out while ", KindTimeout},
	} {
		if rest, ok := strings.CutPrefix(s, f.before); ok {
			if host, phase, ok := strings.Cut(rest, f.between); ok && oneWord(host) {
				r.Kind, r.Class, r.Server = f.kind, Temporary, peerName(host)
				if socket(host) {
					r.Kind = KindMailer
				}
				t.literal(f.before)
				t.variable("host")
				t.literal(f.between)
				t.asIs(phase)
				return true
			}
		}
	}
	rest, ok := strings.CutPrefix(s, "connect to ")
	if !ok {
		return false
	}
	host, failure, ok := strings.Cut(rest, ": ")
	if !ok || !oneWord(host) || !strings.ContainsAny(host, ".[") {
		return false
	}
	r.Kind, r.Class, r.Server = connectKind(failure), Temporary, peerName(host)
	port := ""
	if i := strings.LastIndex(host, "]:"); i >= 0 && host[i+1:] != ":25" {
		port = host[i+1:]
	}
	if socket(host) {
		r.Kind = KindMailer
	}
	t.literal("connect to ")
	t.variable("host")
	t.literal(port + ": ")
	t.free(failure)
	return true
}

// connectKind returns the kind of a system error on connecting.
func connectKind(failure string) string {
	switch {
	case strings.HasPrefix(failure, "Connection refused"):
		return KindRefused
	case strings.HasPrefix(failure, "Connection timed out"), strings.HasPrefix(failure, "Operation timed out"):
		return KindTimeout
	case strings.HasPrefix(failure, "Connection reset"), strings.HasPrefix(failure, "server dropped connection"):
		return KindReset
	}
	for _, errors := range [...][]string{networkErrors[:], forbiddenErrors[:]} {
		for _, e := range errors {
			if strings.HasPrefix(failure, e) {
				return KindUnreachable
			}
		}
	}
	return KindConnection
}

// postfixLookup recognises failed lookups in the DNS, and what follows from
// what it says.
func (t *text) postfixLookup(r *Reason, s string) bool {
	if strings.HasSuffix(s, " (nullMX)") && strings.Contains(s, "does not accept mail") {
		r.Kind, r.Class = KindFailed, Permanent
		if words := strings.Fields(s); words[0] == "Domain" {
			r.Domain = NormalHost(words[1])
		}
		t.free(s)
		return true
	}
	const nameService = "Name service error for "
	if before, rest, ok := strings.Cut(s, nameService); ok && (before == "" || strings.HasPrefix(before, "Host ")) {
		name, failure, _ := strings.Cut(rest, ": ")
		name, kind, _ := strings.Cut(strings.TrimPrefix(name, "name="), " type=")
		r.Kind, r.Domain, r.Class = KindDNS, NormalHost(name), Temporary
		if failure == "Host not found" || strings.HasPrefix(failure, "Host found but no data") {
			r.Class = Permanent
		}
		t.literal(before + nameService)
		if strings.HasPrefix(rest, "name=") {
			t.literal("name=")
		}
		t.variable("host")
		if kind != "" {
			t.literal(" type=" + kind)
		}
		if failure != "" {
			t.literal(": ")
			t.asIs(failure)
		}
		return true
	}
	if rest, ok := strings.CutPrefix(s, "mail for "); ok {
		if domain, ok := strings.CutSuffix(rest, " loops back to myself"); ok && oneWord(domain) {
			if i := strings.IndexByte(domain, ']'); i > 0 {
				domain = domain[:i+1] // a port may follow
			}
			r.Kind, r.Server, r.Class = KindLoop, NormalHost(domain), Permanent
			t.literal("mail for ")
			t.variable("host")
			t.literal(" loops back to myself")
			return true
		}
	}
	for _, f := range lookups.of(s) {
		if rest, ok := strings.CutPrefix(s, f.before); ok && t.lookupOf(r, rest, f) {
			return true
		}
	}
	const notFound = ": host not found"
	name, _, ok := strings.Cut(s, notFound)
	return ok && IsHost(strings.TrimSuffix(name, ".")) && t.lookupOf(r, s, failedLookup{"", notFound})
}

// failedLookup is the text before and after the name that was looked up.
type failedLookup struct{ before, after string }

var lookups = startsOf([]failedLookup{
	{"unable to look up host ", ": "},
	{"Unable to look up host ", ": "},
	{"unable to find primary relay for ", ""},
	{"unable to resolve host ", ": "},
	{"no MX host for ", " has a valid "},
	{"TLSA lookup error for ", ""},
}, func(l *failedLookup) string { return l.before })

// lookupOf splits a text that continues like this after the text before the name.
func (t *text) lookupOf(r *Reason, rest string, f failedLookup) bool {
	name, after := rest, ""
	if f.after != "" {
		var ok bool
		if name, after, ok = strings.Cut(rest, f.after); !ok {
			return false
		}
		after = f.after + after
	}
	if !oneWord(name) {
		return false
	}
	name, _, _ = strings.Cut(name, ":") // a port
	r.Kind, r.Domain, r.Class = KindDNS, NormalHost(name), Temporary
	t.literal(f.before)
	t.variable("host")
	t.asIs(after)
	return true
}

// postfixOwn recognises Postfix's other texts.
func (t *text) postfixOwn(r *Reason, s string) bool {
	for _, k := range postfixTexts.of(s) {
		if !strings.HasPrefix(s, k.prefix) || k.whole && s != k.prefix && !strings.HasPrefix(s[len(k.prefix):], ". Command output") {
			continue
		}
		r.Kind, r.Class = k.kind, k.class
		if !k.common {
			r.System = ofPostfix
		}
		for _, at := range [...]string{" by host ", " of server ", " to server ", " failed: server "} {
			// A program's output may use these words about anything.
			if _, host, ok := strings.Cut(s, at); ok && k.kind != KindMailer {
				host, _, _ = strings.Cut(host, " ")
				r.Server = peerName(strings.TrimSuffix(host, ":"))
			}
		}
		t.free(s)
		return true
	}
	return false
}

// postfixText is the beginning of a text.
type postfixText struct {
	prefix, kind string
	class        Class
	whole        bool // nothing but the output of a command may follow
	common       bool // other programs say it, too
}

// postfixTexts are what Postfix says about itself, its delivery programs and
// what another server does not offer.
var postfixTexts = func() *starts[postfixText] {
	var all []postfixText
	common := []string{"message size ", "too many hops", "Internal system error", "Internal error", "Local configuration error", "local configuration error"}
	add := func(kind string, class Class, whole bool, prefixes ...string) {
		for _, p := range prefixes {
			all = append(all, postfixText{p, kind, class, whole, kind == KindMailer || slices.Contains(common, p)})
		}
	}
	add(KindTLS, Temporary, false, "TLS is required, but ", "Server certificate not ", "Cannot start TLS: ", "client TLS configuration problem",
		"no TLSA records found", "Sender requires verified TLS", "TLSA lookup ", "TLSA records ", "non DNSSEC destination", "REQUIRETLS ", "MTA-STS ")
	add(KindAuth, Temporary, false, "SASL authentication failed", "SASL [CACHED] authentication failed")
	add(KindFailed, Permanent, false, "SMTPUTF8 is required, but was not offered by host ", "message size ", "message is administratively expired")
	add(KindLoop, Permanent, false, "mail forwarding loop for ", "too many hops")
	add(KindLocal, Temporary, true, "mail transport unavailable", "unknown mail transport error", "deferred transport", "address resolver failure",
		"Server configuration error", "server configuration error", "Server configuration problem", "mail system configuration error", "table lookup failure",
		"user lookup error", "alias database unavailable", "Temporary lookup error", "queue file write error", "unable to locate the user database",
		"Internal system error", "Internal error", "bounce service failure", "bounce or trace service failure", "bounce failed", "defer service failure", "Local configuration error", "local configuration error")
	add(KindLocal, Temporary, false, "alias lookup", "connect to Milter service ", "warning: connect to Milter service ", "milter inet:", "milter unix:", "warning: milter inet:", "warning: milter unix:", "mail transport ", "unsupported mail transport")
	add(KindMailer, Temporary, false, "temporary failure", "Command time limit exceeded: ", "Command died with ", "Command failed: ", "Command timed out",
		"cannot update mailbox ", "cannot access home directory ", "cannot access mailbox ", "cannot find ", "cannot execute command",
		"delivery failed to mailbox ", "delivery failed to maildir ", "maildir delivery failed", "mailbox delivery failed", "destination ",
		"mail to file is restricted", "mail to command is restricted", "cannot open file ", "cannot open include file ", "cannot append message to ",
		"unable to create lock file", "error writing ", "create maildir file ", "cannot set uid ", "unable to forward message")
	add(KindMailer, Temporary, true, "system resource problem", "input/output error", "can't create user output file", "critical system file missing",
		"internal software error", "cannot open input", "permission denied", "service unavailable", "command line usage error", "data format error",
		"remote error in protocol", "unknown error")
	add(KindMailer, Permanent, true, "user unknown", "host name unknown")
	add(KindMailer, Permanent, false, "unknown user: ")
	return startsOf(all, func(k *postfixText) string { return k.prefix })
}()

// step is what to do about a text with a part.
type step struct{ part, step string }

// steps are what to do about texts of Postfix where the topic's advice would
// be too general. The parts are searched for anywhere in the text.
var steps = []step{
	{" -- message may be sent more than once", "The text went out, but no answer came back in time: the recipients may get it again with every try. Look for a firewall that cuts long connections and for a filter there that takes too long."},
	{"mail transport unavailable", "master.cf names no such transport, or its program dies at once. The mail log has the line with “fatal” or “panic” from it."},
	{"unknown mail transport error", "The delivery program ended without a word. The mail log has the line with “fatal” or “panic” from it, just before this one."},
	{"deferred transport", "defer_transports in main.cf holds this transport back. Take it out there and reload."},
	{"address resolver failure", "trivial-rewrite cannot look addresses up: a map or database does not answer. The mail log names it."},
	{"table lookup failure", "A map or database does not answer. The mail log names it."},
	{"Temporary lookup error", "A map or database does not answer. The mail log names it."},
	{" loops back to myself", "The MX record of the domain leads to this server, which does not take the domain as its own: add it to mydestination, virtual_mailbox_domains or, with a transport, relay_domains; or correct the record. In a panel, look whether it is marked as backup MX or as remote."},
	{"TLS is required, but was not offered ", "The server offers no STARTTLS, and this one must not send without: smtp_tls_security_level, or an entry of smtp_tls_policy_maps, asks for it. Loosen it for that server, or find out whether a firewall hides the offer."},
	{"TLS engine is unavailable", stepTLS},
	{"client TLS configuration problem", stepTLS},
	{"Server certificate not ", "TLS works, but this server insists on a certificate that it can verify: its issuer is missing in smtp_tls_CAfile, or the name differs. Correct that, or lower “verify” or “secure” to “encrypt” for that server."},
	{"cannot authenticate to server ", stepSASL},
	{"offered no compatible authentication mechanisms", stepSASL},
	{"connect to Milter service ", stepMilter},
	{"milter inet:", stepMilter},
	{"milter unix:", stepMilter},
	{"bounce or trace service failure", stepBounce},
	{"bounce service failure", stepBounce},
	{"bounce failed", stepBounce},
	{"defer service failure", stepBounce},
	{"message is administratively expired", "Somebody ended its life in the queue with postsuper; it goes back to its sender."},
}

const stepTLS = "TLS does not start on this server: a certificate, key or CA file of the smtp_tls_ parameters is missing or unreadable. The mail log has a warning that names it."

const stepSASL = "Not the password: the two servers have no login method in common. Install the SASL modules for PLAIN and LOGIN (libsasl2-modules, cyrus-sasl-plain), and look at smtp_sasl_mechanism_filter and smtp_sasl_tls_security_options (noanonymous lets PLAIN through over TLS)."

const stepMilter = "A milter does not answer. Start it, or correct smtpd_milters; until then, milter_default_action decides whether mail is taken."

const stepBounce = "bounce(8) could not write its record of the message or its notice. The mail log has its line with “fatal” or “warning” just before; `postfix check` and the room below the queue directory are the first to look at."

// withStep gives a topic the step for a text of Postfix.
func withStep(t Topic, text string) Topic {
	for _, table := range [...][]step{steps, eximSteps} {
		for _, s := range table {
			if strings.Contains(text, s.part) {
				t.Advice, t.Step, t.stepped = s.step, s.step, true
			}
		}
	}
	return t
}
