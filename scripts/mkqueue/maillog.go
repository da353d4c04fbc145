package main

import (
	"archive/tar"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// logSpan is how far a log reaches back, in seconds: to the oldest message.
const logSpan = 5 * 86400

// mostAttempts is how many attempts of a message are logged.
const mostAttempts = 12

// logName returns where each mail system logs.
func (s *spool) logName() string {
	switch s.system {
	case queue.Postfix:
		return "var/log/mail.log"
	case queue.Exim:
		return "var/log/exim4/mainlog"
	}
	return "var/log/maillog"
}

// occasion is an arrival or an attempt of a message of the queue.
type occasion struct {
	at      int64
	message int32
	attempt int32 // 0: the arrival
}

// occasions returns those of all messages, in order.
func (s *spool) occasions() []occasion {
	var all []occasion
	for i := range s.n {
		m := s.message(i)
		all = append(all, occasion{m.created, int32(i), 0})
		last := m.tried
		if s.system == queue.Postfix {
			last, _ = m.times()
		}
		switch { // Postfix has no orphans and Exim no lost messages: there such a message is deferred
		case m.kind == held, m.kind == quarantined, m.kind == orphan && s.system != queue.Postfix, m.kind == lost && s.system != queue.Exim:
			continue
		}
		n := min(max(m.tries, 1), mostAttempts)
		for k := 1; k <= n; k++ {
			all = append(all, occasion{m.created + (last-m.created)*int64(k)/int64(n), int32(i), int32(k)})
		}
	}
	slices.SortFunc(all, func(a, b occasion) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.message, b.message), cmp.Compare(a.attempt, b.attempt))
	})
	return all
}

// packLog writes the server's log, if one was requested.
func (s *spool) packLog(p *packer) {
	if s.logs == 0 || p.err != nil {
		return
	}
	all := s.occasions()
	own := int64(0)
	if p.err = s.mailLog(&counter{io.Discard, &own}, all, 0); p.err != nil {
		return
	}
	const sample = 1000
	of := int64(0)
	for j := range sample {
		of += int64(len(s.passing(nil, taken-logSpan, j)))
	}
	others := int(max(s.logs-own, 0) * sample / of)
	size := int64(0)
	if p.err = s.mailLog(&counter{io.Discard, &size}, all, others); p.err != nil {
		return
	}
	p.header(tar.Header{Typeflag: tar.TypeReg, Name: s.logName(), Size: size, Mode: 0o640, ModTime: time.Unix(taken, 0), Uname: "root", Gname: "adm", Gid: 4})
	if p.err == nil {
		p.err = s.mailLog(p.tar, all, others)
	}
}

// mailLog writes the log lines of the messages in the queue, and of others that were
// delivered.
func (s *spool) mailLog(w io.Writer, all []occasion, others int) error {
	var b []byte
	flush := func(least int) error {
		if len(b) <= least {
			return nil
		}
		_, err := w.Write(b)
		b = b[:0]
		return err
	}
	j := 0
	for k := range all {
		o := &all[k]
		for ; j < others && taken-logSpan+int64(j)*logSpan/int64(others) <= o.at; j++ {
			b = s.passing(b, taken-logSpan+int64(j)*logSpan/int64(others), j)
			if err := flush(1 << 16); err != nil {
				return err
			}
		}
		m := s.message(int(o.message))
		if o.attempt == 0 {
			b = s.logArrival(b, m, o.at)
		} else {
			b = s.logAttempt(b, m, o.at)
		}
		if err := flush(1 << 16); err != nil {
			return err
		}
	}
	for ; j < others; j++ {
		b = s.passing(b, taken-logSpan+int64(j)*logSpan/int64(others), j)
		if err := flush(1 << 16); err != nil {
			return err
		}
	}
	return flush(0)
}

// line begins a line of a program.
func (s *spool) line(b []byte, at int64, program, id string) []byte {
	t := time.Unix(at, 0).UTC()
	if s.system == queue.Exim {
		return append(append(t.AppendFormat(b, "2006-01-02 15:04:05 "), id...), ' ')
	}
	b = append(t.AppendFormat(b, time.Stamp), " gate "...)
	return fmt.Appendf(b, "%s[%d]: %s: ", program, 1000+at%30000, id)
}

// logArrival logs that a message came in.
func (s *spool) logArrival(b []byte, m *message, at int64) []byte {
	from := strings.Trim(m.sender, "<>")
	local := m.origin == fromShell || m.form == delivered
	switch s.system {
	case queue.Postfix:
		switch {
		case m.form == delivered:
			b = fmt.Appendf(s.line(b, at, "postfix/cleanup", m.id), "message-id=<%s@%s>\n", m.id, host)
			b = fmt.Appendf(s.line(b, at, "postfix/bounce", m.report.id), "sender non-delivery notification: %s\n", m.id)
			from = ""
		case local:
			b = fmt.Appendf(s.line(b, at, "postfix/pickup", m.id), "uid=0 from=<%s>\n", from)
		default:
			b = fmt.Appendf(s.line(b, at, "postfix/smtpd", m.id), "client=%s[%s]", m.client.name, m.client.ip)
			if m.login != "" {
				b = fmt.Appendf(b, ", sasl_method=PLAIN, sasl_username=%s", m.login)
			}
			b = append(b, '\n')
		}
		return fmt.Appendf(s.line(b, at, "postfix/qmgr", m.id), "from=<%s>, size=%d, nrcpt=%d (queue active)\n", from, m.size, len(m.rcpts))
	case queue.Exim:
		switch {
		case m.form == delivered:
			return fmt.Appendf(s.line(b, at, "", m.id), "<= <> R=%s U=Debian-exim P=local S=%d\n", m.report.id, m.size)
		case local:
			return fmt.Appendf(s.line(b, at, "", m.id), "<= %s U=root P=local S=%d\n", from, m.size)
		}
		return fmt.Appendf(s.line(b, at, "", m.id), "<= %s H=%s [%s] P=esmtp S=%d\n", cmp.Or(from, "<>"), m.client.name, m.client.ip, m.size)
	}
	if m.form == delivered {
		return b // sendmail has no such line for messages that it makes itself
	}
	b = fmt.Appendf(s.line(b, at, "sm-mta", m.id), "from=%s, size=%d, class=0, nrcpts=%d, ", m.sender, m.size, len(m.rcpts))
	if local {
		return append(b, "relay=root@localhost\n"...)
	}
	return fmt.Appendf(b, "proto=ESMTP, daemon=MTA-v4, relay=%s [%s]\n", m.client.name, m.client.ip)
}

// logAttempt logs a failed attempt, for each recipient.
func (s *spool) logAttempt(b []byte, m *message, at int64) []byte {
	age := at - m.created
	for k := range m.rcpts {
		r := &m.rcpts[k]
		to := strings.Trim(r.address, "<>")
		server := cmp.Or(r.server, "mx.example.org")
		switch s.system {
		case queue.Postfix:
			code, _ := diagnosis(r.reason)
			program := "postfix/smtp"
			if strings.HasPrefix(r.reason, "delivery temporarily suspended") {
				program = "postfix/error"
			}
			b = fmt.Appendf(s.line(b, at, program, m.id), "to=<%s>, relay=none, delay=%d, delays=%d/0.01/0.1/0, dsn=%s, status=deferred (%s)\n", to, age, age, code, r.reason)
		case queue.Exim:
			b = fmt.Appendf(s.line(b, at, "", m.id), "== %s R=dnslookup T=remote_smtp defer %s\n", to, r.reason)
		default:
			status := cmp.Or(r.why, m.status, "Deferred")
			b = fmt.Appendf(s.line(b, at, "sm-mta", m.id), "to=%s, delay=%s, xdelay=00:00:01, mailer=esmtp, pri=%d, relay=%s. [%s], dsn=4.0.0, stat=%s\n",
				r.address, sendmailDelay(age), 120000+90000*int64(k), server, addressOf(server), status)
		}
	}
	return b
}

// sendmailDelay writes an age: [days+]hh:mm:ss.
func sendmailDelay(age int64) string {
	text := fmt.Sprintf("%02d:%02d:%02d", age/3600%24, age/60%60, age%60)
	if days := age / 86400; days > 0 {
		return fmt.Sprintf("%d+%s", days, text)
	}
	return text
}

// passing logs message j of those that were delivered at once.
func (s *spool) passing(b []byte, at int64, j int) []byte {
	d := roll(s.seed, sortPassing, uint64(j))
	c := clientOf(&d, fromOffice)
	to := s.goTo(&d)
	from, rcpt, size := pick(&d, staff)+"@example.org", person(&d)+"@"+to.domain, d.in(800, 40_000)
	ip, next := addressOf(to.mx), d.in(0x10000000, 0x7fffffff)
	i := (s.n + j) % maxMessages
	switch s.system {
	case queue.Postfix:
		id := postfixID(i, &d)
		b = fmt.Appendf(s.line(b, at, "postfix/smtpd", id), "client=%s[%s]\n", c.name, c.ip)
		b = fmt.Appendf(s.line(b, at, "postfix/cleanup", id), "message-id=<%x@example.org>\n", next)
		b = fmt.Appendf(s.line(b, at, "postfix/qmgr", id), "from=<%s>, size=%d, nrcpt=1 (queue active)\n", from, size)
		b = fmt.Appendf(s.line(b, at, "postfix/smtp", id), "to=<%s>, relay=%s[%s]:25, delay=0.42, delays=0.02/0.01/0.2/0.19, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as %X)\n", rcpt, to.mx, ip, next)
		return append(s.line(b, at, "postfix/qmgr", id), "removed\n"...)
	case queue.Exim:
		id := eximID(at, i, &d)
		b = fmt.Appendf(s.line(b, at, "", id), "<= %s H=%s [%s] P=esmtp S=%d id=%x@example.org\n", from, c.name, c.ip, size, next)
		b = fmt.Appendf(s.line(b, at, "", id), "=> %s R=dnslookup T=remote_smtp H=%s [%s] C=\"250 2.0.0 Ok: queued as %X\"\n", rcpt, to.mx, ip, next)
		return append(s.line(b, at, "", id), "Completed\n"...)
	}
	id := queueID(at, i, &d)
	b = fmt.Appendf(s.line(b, at, "sm-mta", id), "from=<%s>, size=%d, class=0, nrcpts=1, msgid=<%x@example.org>, proto=ESMTP, daemon=MTA-v4, relay=%s [%s]\n", from, size, next, c.name, c.ip)
	return fmt.Appendf(s.line(b, at, "sm-mta", id), "to=<%s>, delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=%d, relay=%s. [%s], dsn=2.0.0, stat=Sent (2.0.0 Ok: queued as %X)\n", rcpt, 120000+size, to.mx, ip, next)
}
