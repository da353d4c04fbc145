package reason

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/lazyregexp"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Lines of logs about what this server refused to accept from a client (formats/logs.md §2-4).
// The reply in them is this server's, and no queue has the message.
var (
	postfixRefusal = lazyregexp.New(`^(?:\S.*?: )?(?:milter-)?reject: [A-Z][A-Za-z-]*(?: [a-z]+)? from \S+: (.+)$`)
	// What Postfix writes behind the reply.
	postfixRefused = lazyregexp.New(`; (?:from|to|proto|client|helo|sasl_username)=.*$`)
	// A header or a line of the body: the reply comes last.
	postfixContent   = lazyregexp.New(`^(?:\S.*?: )?[0-9A-Za-z]{6,}: reject: (?:header|body|mime) .* from \S+; from=<.*?: (\d\.\d+\.\d+ .+)$`)
	sendmailRefusal  = lazyregexp.New(`^(?:\S.*?: )?(?:ruleset=(\w+), .*|Milter: .*|milter=.*)\breject=((?:[45]\d\d )?.+)$`)
	eximRefusal      = lazyregexp.New(`^(?:\S.*? )?(temporarily )?rejected (?:(?:RCPT|MAIL|SENDER|EHLO or HELO|HELO|EHLO|VRFY|EXPN|ETRN|AUTH|STARTTLS) ?(?:<[^>]*>|[^:\s]*)|connection(?: in "connect" ACL)?|by local_scan\(\)|by non-SMTP ACL|(?:before|during|after) [A-Za-z-]+(?: ACL checks?)?)(?:: (.+))?$`)
	eximSenderVerify = lazyregexp.New(`^(?:\S.*? )?sender verify (fail|defer) for <[^>]*>: (.+)$`)
)

// refusal extracts this server's reply from a line about what it refused.
func refusal(line string) (text string, in logged, ok bool) {
	switch {
	case strings.Contains(line, "reject: "):
		m := postfixContent().FindStringSubmatch(line)
		if m == nil {
			m = postfixRefusal().FindStringSubmatch(line)
		}
		if m != nil {
			reply := postfixRefused().ReplaceAllString(m[1], "")
			// cleanup leaves out the code with which smtpd answers.
			switch {
			case strings.HasPrefix(reply, "5."):
				reply = "550 " + reply
			case strings.HasPrefix(reply, "4."):
				reply = "451 " + reply
			}
			return reply, logged{system: ofPostfix, end: refusedWith(reply)}, smtpCode(reply)
		}
	case strings.Contains(line, "reject="):
		if m := sendmailRefusal().FindStringSubmatch(line); m != nil && smtpCode(m[2]) {
			switch m[1] {
			case "tls_rcpt", "tls_server", "try_tls", "tls_clt_features":
				return m[2], logged{system: ofSendmail, end: forbidden}, true
			}
			return m[2], logged{system: ofSendmail, end: refusedWith(m[2])}, true
		}
	case strings.Contains(line, "rejected "):
		if m := eximRefusal().FindStringSubmatch(line); m != nil && looksOfExim(line) {
			in = logged{system: ofExim, end: notTaken}
			if m[1] != "" {
				in.end = notNow
			}
			if m[2] == "" {
				m[2] = "rejected"
			}
			return m[2], in, true
		}
	case strings.Contains(line, "sender verify "):
		if m := eximSenderVerify().FindStringSubmatch(line); m != nil {
			if m[1] == "defer" {
				return m[2], logged{system: ofExim, end: notNow}, true
			}
			return m[2], logged{system: ofExim, end: notTaken}, true
		}
	}
	return "", logged{}, false
}

// looksOfExim reports whether a line has the fields that Exim writes about a client.
func looksOfExim(line string) bool {
	return strings.Contains(line, "H=") || strings.Contains(line, " F=<") || strings.Contains(line, "U=") || logTime().MatchString(line)
}

// refusedWith returns what a reply of this server says to its client.
func refusedWith(reply string) end {
	if r, ok := smtp.ParseReply(reply); ok && r.Code.Temporary() {
		return notNow
	}
	return notTaken
}

// refusalTitle returns what a refusal by this server was about, in a few words.
func refusalTitle(t *Topic) string {
	switch t.ID {
	case TopicOther, smtp.Refused.ID():
		return ""
	case smtp.DiskFull.ID():
		return "its disk is full"
	case smtp.Policy.ID():
		return "a rule forbids it"
	case smtp.TheirFault.ID(), smtp.Busy.ID(), smtp.TryLater.ID(), smtp.Connection.ID(), TopicLocalError:
		return "it could not decide"
	}
	return words.LowerFirst(t.Title)
}

// refusals are the topics of refusals by this server: who acts, and what to do. Where no actor is
// named, the topic's own acts, whoever gave the reply.
var refusals = []struct {
	topics []string
	actor  smtp.Actor
	advice string
}{
	{[]string{smtp.RelayDenied.ID()}, smtp.Us,
		"The domain is not one that this server takes mail for, and the client may not relay through it. If the domain is yours, add it to those of this server; if the client is yours, let it log in or add its address. All others are refused correctly."},
	{[]string{smtp.UnknownUser.ID()}, smtp.Sender,
		"No mailbox or alias here has the address. If it should, add it; many at once are guesses by spam programs."},
	{[]string{smtp.Blocklisted.ID()}, smtp.Postmaster,
		"The client is on a blocklist that this server asks. If its mail is wanted, exempt its address, or have its administrator see to the listing."},
	{[]string{smtp.ReverseDNS.ID()}, smtp.Postmaster,
		"The client’s address, name and HELO do not agree, and a rule here demands it. Its administrator must put that right; exempt the client if its mail is wanted."},
	{[]string{smtp.SenderPolicy.ID()}, smtp.Anyone,
		"The sender’s domain does not vouch for the client (SPF, DKIM, DMARC): the mail is forged or forwarded, or the domain’s records are incomplete."},
	{[]string{smtp.SenderDomain.ID(), smtp.NameNotFound.ID()}, smtp.DomainOwner,
		"This server does not find the domain in the DNS. If this happens for domains that do exist, check the resolver here."},
	{[]string{smtp.SenderRefused.ID(), smtp.NoBounces.ID()}, smtp.Sender,
		"A check of the sender’s address failed here. If its mail is wanted, look at the rule that checks it, or exempt the address."},
	{[]string{smtp.Greylisted.ID()}, smtp.Anyone,
		"Greylisting on this server defers unknown senders. The client’s next tries get through; exempt it if it gives up too early."},
	{[]string{smtp.RateLimited.ID()}, smtp.Postmaster,
		"The client exceeds a limit of this server. Raise the limit or exempt the client if its mail is wanted."},
	{[]string{smtp.Login.ID()}, smtp.Sender,
		"The client did not log in, or not with the right password. Many such lines from one address are attempts to guess passwords."},
	{[]string{smtp.MailboxFull.ID(), smtp.MailboxClosed.ID()}, smtp.Anyone,
		"The mailbox on this server is full or closed. Its owner must make room, or you must raise the limit or open it."},
	{[]string{smtp.Spam.ID(), smtp.Content.ID(), smtp.TooLarge.ID(), smtp.Loop.ID()}, smtp.Sender,
		"A filter or limit of this server refused the message for what it is. If it was wrong, look at the filter’s own log for the rule."},
	{[]string{TopicOther, TopicLocalError, smtp.Policy.ID(), smtp.Refused.ID()}, smtp.Us,
		"A rule of this server refused it: an access list, a check of headers, a filter. The text or the lines around it name the rule."},
}

// refusalTopic returns a topic as it is when this server gave the reply: who acts, and what to do.
func refusalTopic(t Topic, text string, e end) Topic {
	actor, advice := smtp.Us, ""
	for _, r := range refusals {
		if slices.Contains(r.topics, t.ID) {
			if actor, advice = r.actor, r.advice; actor == smtp.Anyone {
				actor = t.Actor
			}
			break
		}
	}
	t.Actor = actor
	if e == notNow && (advice == "" || t.Actor == smtp.Us && t.ID != smtp.RelayDenied.ID()) {
		t.Actor = smtp.Us
		advice = "This server could not decide: a filter, a policy service, a map or the DNS did not answer, or it lacks room. The warnings just before this line in the mail log name which."
	}
	switch {
	case t.ID == smtp.DiskFull.ID():
		advice = "The file system of the queue is full, or less is free than a limit demands (queue_minfree, MinFreeBlocks, check_spool_space). Free space there."
	case strings.Contains(text, "not owned by user"):
		advice = "The login may not send with this address. Add it to smtpd_sender_login_maps, or have the client’s settings corrected."
	}
	if advice == "" {
		advice = "This server refused it. The text or the lines around it in the mail log name the rule."
	}
	t.Advice, t.Step, t.Reply = advice, advice, advice
	return t
}
