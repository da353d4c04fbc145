package reason

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// logged is what a line of a mail log says besides the status.
type logged struct {
	system string // that wrote the line, "" if none did
	end    end
	dsn    smtp.Enhanced // of sendmail's log, where the status is its own verdict
	here   bool          // the server that replied is this host's own
}

// end is what becomes of the message.
type end byte

const (
	unsaid    end = iota // only the status decides
	goesOn               // it is tried again
	over                 // it is not
	notTaken             // this server refused it from a client, and never queued it
	notNow               // the same, but the client may come again
	forbidden            // a rule of this server forbids this delivery; it is tried again
)

// refused reports whether this server refused a client's message.
func (e end) refused() bool { return e == notTaken || e == notNow }

var (
	// A line about a recipient that Postfix did not deliver to, and one about a server that it
	// could not use: that one may have no queue ID.
	postfixOutcome = lazyregexp.New(`^\S.*?\bstatus=(deferred|SOFTBOUNCE|bounced|expired|undeliverable) (\(.+\))$`)
	postfixNote    = lazyregexp.New(`^\S.*?\bpostfix[\w-]*/[\w./-]+\[\d+\]: (?:warning: )?(?:[0-9A-Za-z]{6,}: )?((?:host|connect to|milter (?:inet|unix):\S+|lost connection with|conversation with|Host or domain name|SASL|TLS|Cannot start TLS) .+|\S+: host not found)$`)
	ownRelay       = lazyregexp.New(`, relay=[^ ,]+ \[(?:127\.|IPv6:(?:::|0:0:0:0:0:0:0:)1\])`)
	// A line about a message that sendmail could not deliver.
	sendmailOutcome = lazyregexp.New(`^\S.*?, stat=(Deferred: .+)$`)
	sendmailVerdict = lazyregexp.New(`^\S.*?, dsn=([45]\.\d{1,3}\.\d{1,3}), ?(?:reply=(.*?), )?stat=(.+)$`)
	// The same of Exim, whose own log has no program in it.
	eximOutcome = lazyregexp.New(`^\S.*?\b[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4} (==|\*\*) (.+)$`)
)

// fromLog extracts the status from a line of a mail log. Any other line stays unchanged.
func fromLog(line string) (string, logged) {
	if text, in, ok := refusal(line); ok {
		return text, in
	}
	switch {
	case strings.Contains(line, "status="):
		if m := postfixOutcome().FindStringSubmatch(line); m != nil {
			if m[1] == "deferred" || m[1] == "SOFTBOUNCE" { // soft_bounce turns a bounce into a deferral
				return m[2], logged{system: ofPostfix, end: goesOn}
			}
			return m[2], logged{system: ofPostfix, end: over}
		}
	case strings.Contains(line, "stat="):
		if m := sendmailOutcome().FindStringSubmatch(line); m != nil {
			return m[1], logged{system: ofSendmail, end: goesOn, here: ownRelay().MatchString(line)}
		}
		if m := sendmailVerdict().FindStringSubmatch(line); m != nil && !strings.HasPrefix(m[3], "queued") && !strings.HasPrefix(m[3], "Sent") {
			dsn, _, _ := smtp.ParseEnhanced(m[1])
			said := m[3]
			if smtpCode(m[2]) { // 8.16 and later have the server's words
				said = m[2]
			}
			if dsn.Class == 4 {
				return said, logged{ofSendmail, goesOn, dsn, ownRelay().MatchString(line)}
			}
			return said, logged{ofSendmail, over, dsn, ownRelay().MatchString(line)}
		}
	case strings.Contains(line, "postfix"):
		if m := postfixNote().FindStringSubmatch(line); m != nil {
			return m[1], logged{system: ofPostfix}
		}
	case strings.Contains(line, " == ") || strings.Contains(line, " ** "):
		if m := eximOutcome().FindStringSubmatch(line); m != nil {
			if m[1] == "==" {
				return m[1] + " " + m[2], logged{system: ofExim, end: goesOn}
			}
			return m[1] + " " + m[2], logged{system: ofExim, end: over}
		}
	}
	return line, logged{}
}
