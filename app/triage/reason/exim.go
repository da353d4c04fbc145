package reason

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/smtp"
)

// exim recognises the texts that only Exim writes (formats/exim.md §4): lines of a message's log
// and of the main log, with what surrounds them or without, and what the retry database has.
// They may be in any queue, bounce or log.
func (t *text) exim(r *Reason, s string) bool {
	a, ok := attemptIn(s)
	if !ok {
		message, _ := withoutTime(s)
		if !startsAsExim(message) {
			return false
		}
		a = attempt{message: message}
	}
	r.System = ofExim
	a.message, a.expired = withoutExpiry(a.message)
	if !t.eximText(r, &a) {
		r.Kind, r.Class = KindLiteral, Temporary
		if a.deferred {
			r.Kind = KindDeferred
		}
		t.free(a.message)
	}
	if r.Server == "" && blames(r.Kind) {
		r.Server = a.host
	}
	r.ours = r.ours || IsLocalhost(r.Server)
	switch {
	case a.deferred:
		r.Class = Temporary
	case a.expired, a.failed:
		r.Class = Permanent
	}
	return true
}

// blames reports whether a host that Exim names is to blame for a reason of the kind.
func blames(kind string) bool { return kind != KindLocal && kind != KindMailer && kind != KindDNS }

// eximText recognises what went wrong, without what surrounds it.
func (t *text) eximText(r *Reason, a *attempt) bool {
	s := a.message
	if s == "" {
		s = a.system
	}
	if _, ok := eximReply(s); ok {
		return t.saidBy(r, s)
	}
	return t.eximSession(r, a, s) || t.eximLookup(r, a, s) || t.eximSkipped(r, s) || t.eximOwn(r, a, s)
}

// eximReply splits a text that quotes a reply: "SMTP error from remote mail server after
// STAGE: REPLY", where the reply may have the host before it.
func eximReply(s string) (utterance, bool) {
	u := utterance{}
	rest, ok := strings.CutPrefix(s, "SMTP error from remote mail server after ")
	local := false
	if !ok {
		if rest, local = strings.CutPrefix(s, "LMTP error after "); !local {
			if rest, ok = strings.CutPrefix(s, "PRDR error after "); !ok {
				return u, false
			}
		}
	}
	stage := strings.TrimPrefix(rest, "pipelined ")
	at := replyAt(rest)
	if at < 0 {
		return u, false
	}
	u.reply = oneReply(rest[at:])
	if before := strings.TrimSuffix(rest[:at], ": "); strings.HasSuffix(before, "]") {
		if i := strings.LastIndex(before, ": host "); i >= 0 {
			u.host = before[i+len(": host "):]
			u.host = strings.Replace(u.host, " [", "[", 1)
		}
	}
	switch {
	case strings.HasPrefix(stage, "AUTH"):
		u.about = KindAuth
	case strings.HasPrefix(stage, "STARTTLS"):
		u.about = KindTLS
	}
	u.again = strings.HasPrefix(stage, "initial connection") || strings.HasPrefix(stage, "STARTTLS")
	u.here = local && u.host == ""
	return u, true
}

// oneReply puts the lines of a reply together, which a log has with backslash-n between them. Each line
// begins with a code; another backslash-n is a part of what the server said.
func oneReply(s string) string {
	const end = `\n`
	var b strings.Builder
	for {
		line, rest, more := strings.Cut(s, end)
		b.WriteString(line)
		switch {
		case !more:
			return b.String()
		case len(rest) >= 3 && isDigit(rest[0]) && isDigit(rest[1]) && isDigit(rest[2]):
			b.WriteByte(' ')
		default:
			b.WriteString(end)
		}
		s = rest
	}
}

// Said returns the reply that a text of Exim quotes, as one line, and any other text as it is.
func Said(status string) string {
	if u, ok := eximSaid(status); ok {
		return u.reply
	}
	return status
}

// eximSaid splits a line of Exim's log that quotes a reply.
func eximSaid(s string) (utterance, bool) {
	if u, ok := eximReply(s); ok {
		return u, true
	}
	if !strings.Contains(s, " error ") {
		return utterance{}, false
	}
	a, ok := attemptIn(s)
	if !ok {
		return utterance{}, false
	}
	message, _ := withoutExpiry(a.message)
	return eximReply(message)
}

// replyAt finds the first reply code behind ": ", -1 if there is none. A code that a colon or a
// blank does not follow is a part of something else.
func replyAt(s string) int {
	for from := 0; ; {
		i := strings.Index(s[from:], ": ")
		if i < 0 {
			return -1
		}
		from += i + 2
		if rest := s[from:]; len(rest) >= 3 && '2' <= rest[0] && rest[0] <= '5' && isDigit(rest[1]) && isDigit(rest[2]) &&
			(len(rest) == 3 || rest[3] == ' ' || rest[3] == '-' || rest[3] == '\\') {
			return from
		}
	}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// eximSession recognises what went wrong between the two servers.
func (t *text) eximSession(r *Reason, a *attempt, s string) bool {
	for _, f := range [...]struct{ before, kind string }{
		{"SMTP timeout after ", KindTimeout}, {"LMTP timeout after ", KindTimeout}, {"SMTP timeout while connected to ", KindTimeout},
		{"Remote host closed connection in response to ", KindReset}, {"LMTP connection closed after ", KindReset},
		{"smtp send to ", KindReset}, {"Malformed SMTP reply ", KindConnection}, {"Malformed LMTP response ", KindConnection},
		{"failed to write a data block", KindReset},
	} {
		if !strings.HasPrefix(s, f.before) {
			continue
		}
		r.Kind, r.Class = f.kind, Temporary
		if strings.HasPrefix(f.before, "LMTP") || a.local() {
			r.Kind = KindMailer
		}
		if host, _, ok := strings.Cut(strings.TrimPrefix(s, f.before), " failed: "); ok && strings.HasPrefix(s, "smtp send to ") {
			r.Server = peerName(strings.Replace(host, " [", "[", 1))
		}
		t.free(s)
		return true
	}
	// Exim before 4.87 names the host in the middle.
	if host, ok := strings.CutPrefix(s, "Remote host "); ok {
		if host, _, ok = strings.Cut(host, " closed connection in response to "); ok {
			r.Kind, r.Class, r.Server = KindReset, Temporary, peerName(strings.Replace(host, " [", "[", 1))
			t.free(s)
			return true
		}
	}
	if a.system == "" && a.host == "" && !strings.HasPrefix(s, "Connection ") {
		return false
	}
	kind := connectKind(s)
	if kind == KindConnection && s != a.system || a.local() {
		return false
	}
	r.Kind, r.Class = kind, Temporary
	t.free(s)
	return true
}

// eximLookup recognises failed lookups in the DNS, and what follows from its answers.
func (t *text) eximLookup(r *Reason, a *attempt, s string) bool {
	for _, f := range [...]struct {
		before string
		class  Class
	}{
		{"host lookup did not complete", Temporary}, {"host lookup for ", Temporary}, {"host lookup done insecurely", Temporary},
		{"lookup defer for ", Temporary}, {"lookup of host ", Temporary}, {"lookup failed for all hosts in ", Temporary},
		{"missing MX, or all MXs point to missing A records", Temporary}, {"host not found", Temporary}, {"DANE error: tlsa lookup ", Temporary},
		{"all relevant MX records point to non-existent hosts", Permanent}, {"all host address lookups failed permanently", Permanent},
		{"It appears that the DNS operator for ", Permanent},
	} {
		rest, ok := strings.CutPrefix(s, f.before)
		if !ok {
			continue
		}
		r.Kind, r.Class, r.Domain = KindDNS, f.class, a.domain
		if strings.HasSuffix(f.before, " ") {
			if host, _, _ := strings.Cut(strings.Trim(rest, `"`), " "); IsHost(strings.Trim(host, `"`)) {
				r.Domain = NormalHost(strings.Trim(host, `"`))
			}
		}
		t.free(s)
		return true
	}
	return false
}

// eximSkipped recognises what Exim writes about a message that it did not try because its host had
// failed for another, or that it gave up for this reason.
func (t *text) eximSkipped(r *Reason, s string) bool {
	lower := strings.ToLower(s)
	if strings.HasPrefix(lower, "retry time not ") {
		r.Kind, r.Class = KindUnknown, Temporary
		before, rest, ok := strings.Cut(s, " for '")
		t.literal(before)
		if domain, _, quoted := strings.Cut(rest, "'"); ok && quoted {
			r.Domain = NormalHost(domain)
			t.literal(" for ")
			t.variable("host")
		}
		return true
	}
	rest, ok := strings.CutPrefix(s, "all hosts")
	if !ok || !strings.Contains(s, " have been failing for a long time") {
		return false
	}
	r.Kind, r.Class = KindFailed, Permanent
	t.literal("all hosts")
	if domain, after, quoted := strings.Cut(strings.TrimPrefix(rest, " for '"), "'"); quoted && strings.HasPrefix(rest, " for '") {
		r.Domain = NormalHost(domain)
		t.literal(" for ")
		t.variable("host")
		rest = after
	}
	t.asIs(rest)
	return true
}

// eximOwn recognises Exim's other texts.
func (t *text) eximOwn(r *Reason, a *attempt, s string) bool {
	for i := range eximTexts {
		k := &eximTexts[i]
		if strings.HasPrefix(s, k.prefix) || k.inside && strings.Contains(s, k.prefix) {
			r.Kind, r.Class = k.kind, k.class
			t.free(s)
			return true
		}
	}
	if !a.local() {
		return false
	}
	r.Kind, r.Class = KindMailer, Temporary
	if s == a.message && a.system != "" {
		s = a.system + ": " + s
	}
	t.free(s)
	return true
}

// eximTexts are the beginnings of what Exim says about itself, its routers and transports, and
// about what another server does not offer.
var eximTexts = func() (all []struct {
	prefix, kind string
	class        Class
	inside       bool
}) {
	add := func(kind string, class Class, inside bool, texts ...string) {
		for _, p := range texts {
			all = append(all, struct {
				prefix, kind string
				class        Class
				inside       bool
			}{p, kind, class, inside})
		}
	}
	add(KindTLS, Temporary, false, "a TLS session is required", "TLS session", "TLS support not available", "bad first read from TLS conn", "DANE error", "TLS error")
	add(KindAuth, Temporary, false, "authentication required but ", "authentication failed")
	add(KindLoop, Permanent, false, "lowest numbered MX record points to local host", "remote host address is the local host", `Too many "Received" headers`,
		"routing loop")
	add(KindLoop, Permanent, true, " to be local")
	add(KindFailed, Permanent, false, "an MX or SRV record indicated no SMTP service", "Unrouteable address", "Unknown user", "unknown user", "message has lines too long",
		"message is too big", "message too big", "delivery cancelled by administrator", "utf8 support required but not offered",
		"response to \"EHLO\" did not include SMTPUTF8", "mail domain ", "return message generated")
	add(KindLocal, Permanent, false, "Mailing to remote domains not supported")
	add(KindLocal, Temporary, false, "failed to stat ", "Failed to get write lock", "domain is held", "domain is in queue_", "domain matches queue_", "remote deliveries suppressed", "SMTP delivery explicitly queued", "first-pass only routing",
		"delivery bypassed by -N option", "error in ", "syntax error in redirection data", "frozen by filter", "forced defer", "forced rejection",
		"failed to expand", "Failed to expand", "internal configuration error", "internal allocation problem", "no host found for existing SMTP connection",
		"hold_domains lookup", "queue_domains lookup", "delivery to file forbidden", "delivery to pipe forbidden", "autoreply forbidden",
		"cannot check percent_hack_domains", "concurrency limit reached for transport", "no addresses supplied", "expansion of ", "Expansion of ",
		"Tainted ", "attempt to used tainted", "transport ", "user set without group", "transport filter process failed", "spam acl condition: ", "malware acl condition: ", "deferred by smtp:connect event")
	add(KindLocal, Temporary, true, " router: ", " router forced ", " unset in ", " transport called with no hosts set", " transport has empty hosts setting", " router failed to expand")
	add(KindMailer, Permanent, false, "local delivery failed", "no command specified for ")
	add(KindMailer, Temporary, false, "creating lock file hitching post ", "failed to lock mailbox ", "failed to open mailbox", "mailbox ",
		"Over quota", "while ", "attempting to ", "failed to open ", "failed to create ", "failed to chdir ", "opened mailbox ", "open mailbox ", "symbolic link on ",
		"hard link to ", "Mandatory file", "mail", "tried to create file ", "failed to write data block ", "length mismatch while copying ", "error while writing to ",
		"close() error", "fdopen of ", "RACE CONDITION", "appendfile: ", "pipe process ", "pipe delivery process ", "Child process of ", "Wait() failed",
		"Failed to create ", "Failed to connect to socket ", "Failed repeatedly to write data", "Filter process failure", "timeout while writing to pipe",
		"transport filter timeout", "too many environment settings ", "overlong LMTP command")
	add(KindMailer, Permanent, true, " command not found for ", " command not permitted by ")
	return all
}()

// eximStarts begin texts of Exim that are recognised without anything around them.
var eximStarts = startsOf([]string{
	"SMTP error from remote mail server after ", "LMTP error after ", "PRDR error after ", "SMTP timeout after ", "LMTP timeout after ",
	"SMTP timeout while connected to ", "Remote host closed connection in response to ", "LMTP connection closed after ", "Malformed SMTP reply ",
	"Malformed LMTP response ", "retry time not reached", "Retry time not yet reached", "all hosts ", "host lookup did not complete", "host lookup done insecurely",
	"all relevant MX records point to non-existent hosts", "an MX or SRV record indicated no SMTP service", "lowest numbered MX record points to local host",
	"remote host address is the local host", "message has lines too long for transport", "a TLS session is required, but ", "a TLS session is required for ",
	"authentication required but ", "creating lock file hitching post ", "error in redirect data", "failed to open mailbox", "Failed to get write lock",
	"failed to lock mailbox ", "domain is held", "domain is in queue_", "delivery cancelled by administrator", "Child process of ", "pipe delivery process timed out",
	"mailbox is full (", "utf8 support required but not offered", "smtp send to ",
	`Too many "Received" headers`, "spam acl condition: ", "malware acl condition: ", `failed to expand "`, `Failed to expand "`, "Tainted ",
}, itself)

func startsAsExim(s string) bool {
	for _, p := range eximStarts.of(s) {
		if strings.HasPrefix(s, p) {
			return !strings.HasPrefix(p, "all hosts") || strings.Contains(s, " have been failing for a long time")
		}
	}
	return false
}

// withoutExpiry removes what Exim adds to the last error of a host that it gives up.
func withoutExpiry(s string) (string, bool) {
	rest, ok := strings.CutSuffix(s, ": retry timeout exceeded")
	if !ok && s == "retry timeout exceeded" {
		return s, true
	}
	return rest, ok
}

// eximSteps are what to do about texts of Exim where the topic's advice would be too general.
var eximSteps = []step{
	{"retry time not reached", "Exim left it alone, because its host had just failed for another message: the messages to the same domain have the reason, and `exinext` has the time of the next try."},
	{"have been failing for a long time", "The host has failed for longer than the retry rules allow, so new mail to it comes back at once. Repair what fails there or here, then `exim_tidydb` or a delivered message clears the record."},
	{"Unrouteable address", "No router takes the address: no such local user or alias, or the domain is not in the DNS. `exim -bt ADDRESS` shows how it is routed."},
	{"lowest numbered MX record points to local host", "The DNS sends this domain’s mail here, but this server does not take it: add it to its local or relay domains, or mend the MX record."},
	{"remote host address is the local host", "The DNS sends this domain’s mail here, but this server does not take it: add it to its local or relay domains, or mend the MX record."},
	{"lines too long for transport", "A line is longer than the 998 characters that SMTP allows. The program that wrote the message must break its lines, or the transport’s message_linelength_limit be raised."},
	{"Mailing to remote domains not supported", "This server is set up to deliver to its own users only. If it is to send mail elsewhere, change its configuration; on Debian, `dpkg-reconfigure exim4-config` asks for it."},
	{"domain is held", "hold_domains in the configuration holds this domain back. Take it out there."},
	{"domain matches queue_", "The configuration queues this domain until a queue run with -qf or -R asks for it."},
	{"domain is in queue_", "The configuration queues this domain until a queue run with -qf or -R asks for it."},
	{"error in redirect data", "An alias or .forward file has an error, which the text names. Correct it; the next queue run does the rest."},
	{"hitching post", "The directory of the mailbox is missing, or not writable for the user that the transport runs as."},
	{"Failed to get write lock", "Another process holds a hints database. If it lasts, look for a hanging Exim process, or remove the database: Exim creates it again."},
	{"spam acl condition: ", "spamd does not answer: start it, or correct spamd_address. Until then the ACL that asks it defers the mail or lets it through unchecked."},
	{"malware acl condition: ", "The virus scanner does not answer: start it, or correct av_scanner. Until then the ACL that asks it defers mail."},
	{"delivery cancelled by administrator", "Somebody gave it up with exim -Mg; it goes back to its sender."},
}

// eximMeaning returns the topic of texts of Exim that no reply has.
func eximMeaning(s string) (smtp.Topic, bool) {
	switch {
	case strings.Contains(s, "indicated no SMTP service"):
		return smtp.NoMail, true
	case strings.HasPrefix(s, "all relevant MX records"), strings.HasPrefix(s, "all host address lookups failed"):
		return smtp.NoMail, true
	case strings.HasPrefix(s, "message has lines too long"), strings.HasPrefix(s, "utf8 support required"), strings.Contains(s, "did not include SMTPUTF8"):
		return smtp.Content, true
	case strings.HasPrefix(s, "message is too big"), strings.HasPrefix(s, "message too big"):
		return smtp.TooLarge, true
	case strings.Contains(s, "have been failing for a long time"), s == "retry timeout exceeded", s == "delivery cancelled by administrator":
		return smtp.Expired, true
	}
	return smtp.Other, false
}
