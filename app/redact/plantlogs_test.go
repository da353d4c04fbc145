package redact_test

import (
	"fmt"
	"strings"
)

// syslog is a mail log whose lines have the secrets of their messages.
type syslog struct {
	strings.Builder
	host string // without its domain
}

func newSyslog(w *people) *syslog {
	host, _, _ := strings.Cut(w.server, ".")
	return &syslog{host: host}
}

// line adds a line of a message.
func (l *syslog) line(n int, program, id, format string, args ...any) {
	fmt.Fprintf(l, "Mar  5 12:%02d:07 %s %s[4242]: %s: "+format+"\n", append([]any{n, l.host, program, id}, args...)...)
}

// sendmail adds what sendmail logs about a message (formats/logs.md §2).
func (l *syslog) sendmail(p *planter, w *people, n int, id, text string) {
	line := func(format string, args ...any) { l.line(n, "sm-mta", id, format, args...) }
	line("from=<%s>, size=1834, class=0, nrcpts=3, msgid=<%s@%s>, proto=ESMTPSA, daemon=MTA-v4, relay=%s@%s [%s] (may be forged)", w.sender, p.text(), w.domain, w.user, w.client, w.ip)
	line("Milter add: header: X-%s: %s", p.text(), p.text())
	line("to=<%s@%s>, ctladdr=<%s> (1001/1001), delay=00:00:07, xdelay=00:00:01, mailer=esmtp, pri=121834, relay=%s. [%s], dsn=4.7.1, reply=451 4.7.1 %s, stat=Deferred: 451 4.7.1 %s", w.user, w.domain, w.sender, w.sub, w.private, text, text)
	line("to=<%s@there.test>, delay=00:00:07, xdelay=00:00:01, mailer=esmtp, pri=121834, relay=%s. [IPv6:%s], dsn=2.0.0, stat=Sent (ok %s queued)", w.foreign, w.client, w.ip6, w.sender)
	line("to=%s, delay=00:00:07, mailer=local, pri=121834, dsn=5.1.1, stat=User unknown", w.user)
	line("<%s@%s>... %s", w.user, w.bare, text)
	line("lost input channel from %s [%s] to MTA-v4 after rcpt", w.client, w.ip)
}

// postfix adds what Postfix logs about a message (formats/logs.md §3).
func (l *syslog) postfix(p *planter, w *people, n int, id, reason string) {
	line := func(program, format string, args ...any) { l.line(n, "postfix/"+program, id, format, args...) }
	line("submission/smtpd", "client=%s[%s], sasl_method=PLAIN, sasl_username=%s@%s, sasl_sender=%s", w.client, w.ip, w.login, w.second, w.sender)
	line("cleanup", "message-id=<%s@%s>", p.text(), w.domain)
	line("cleanup", "warning: header Subject: %s from %s[%s]; from=<%s> to=<%s@%s> proto=ESMTP helo=<%s>: %s", strings.Join(w.subject, " "), w.client, w.ip, w.sender, w.user, w.domain, w.helo, p.text())
	line("qmgr", "from=<%s>, size=1834, nrcpt=3 (queue active)", w.sender)
	line("smtp", "to=<%s@%s>, orig_to=<%s>, relay=%s[%s]:25, conn_use=2, delay=1.2, delays=0/0/1/0.2, dsn=4.7.1, status=deferred (%s)", w.user, w.domain, w.sender, w.sub, w.private, reason)
	line("smtp", "to=<%s@there.test>, relay=%s[%s]:25, delay=1.2, delays=0/0/1/0.2, dsn=2.0.0, status=sent (250 2.0.0 Ok %s: queued)", w.foreign, w.client, w.ip6, w.sender)
	line("pipe", "to=<%s@%s>, relay=%s, delay=1.2, delays=0/0/1/0.2, dsn=5.3.0, status=bounced (Command died with status 127: \"/home/%s/run\". Command output: %s)", w.user, w.bare, w.helo, w.user, w.sender)
	line("smtp", "host %s[%s] said: 421 4.7.0 %s (in reply to MAIL FROM command)", w.sub, w.private, w.sender)
}
