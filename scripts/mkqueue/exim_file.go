package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// eximSender returns the sender as Exim writes it, "" for none.
func (m *message) eximSender() string { return m.postfixSender() }

// eximLogin is the user of the server who submitted a message.
func (m *message) eximLogin() string {
	switch {
	case m.form == delivered:
		return "Debian-exim"
	case m.origin == fromShell:
		return strings.Trim(m.sender, "<>")
	}
	return ""
}

// envelopeFiles are the two files of a message.
type envelopeFiles struct{ head, data []byte }

// eximFiles makes the files of a message (formats/exim.md §2, §3), with b for the first. It sets
// the size as exim -bp counts it.
func (s *spool) eximFiles(b []byte, m *message) envelopeFiles {
	header := s.eximHeader(m)
	if m.form == delivered {
		s.df = s.appendEximNotice(s.df[:0], m)
	} else {
		s.df = s.appendData(s.df[:0], m)
	}
	const emptyLine = 1
	m.size = len(s.df) + emptyLine
	data := append([]byte(m.id+"-D\n"), s.df...)
	login, local := m.eximLogin(), m.form == delivered || m.origin == fromShell
	line := func(texts ...string) {
		for _, t := range texts {
			b = append(b, t...)
		}
		b = append(b, '\n')
	}
	line(m.id, "-H")
	if local && login != "Debian-exim" {
		line(login, " 33 33")
	} else {
		line("Debian-exim 105 113")
	}
	line("<", m.eximSender(), ">")
	warnings := 0
	if strings.HasPrefix(m.flags, "w") {
		warnings = 1
	}
	line(strconv.FormatInt(m.created, 10), " ", number(warnings))
	line("-received_time_usec .", fmt.Sprintf("%06d", m.content.state%1_000_000))
	if local {
		line("-ident ", login)
		line("-received_protocol local")
	} else {
		line("--helo_name ", m.client.helo)
		line("-host_address [", m.client.ip, "]:", number(1024+int(m.content.state%60000)))
		line("-host_name ", m.client.name)
		if m.login != "" {
			line("-host_auth plain_login")
			line("--auth_id ", m.login)
			line("-received_protocol esmtpsa")
		} else {
			line("-received_protocol esmtps")
		}
	}
	line("-body_linecount ", number(strings.Count(string(s.df), "\n")))
	if m.kind == held {
		line("-deliver_firsttime")
	}
	if m.frozen() {
		line("-frozen ", strconv.FormatInt(min(m.created+600, taken), 10))
	}
	if local {
		line("-local")
	}
	if m.form == delivered {
		line("-localerror")
	}
	line("XX")
	line(number(len(m.rcpts)))
	for i := range m.rcpts {
		line(strings.Trim(m.rcpts[i].address, "<>"))
	}
	line()
	for _, h := range header {
		m.size += len(h)
		b = fmt.Appendf(b, "%03d%c %s", len(h), headerType(h), h)
	}
	return envelopeFiles{b, data}
}

// headerType returns the letter that Exim marks a header with.
func headerType(h string) byte {
	name, _, _ := strings.Cut(h, ":")
	switch strings.ToLower(name) {
	case "received":
		return 'P'
	case "from":
		return 'F'
	case "to":
		return 'T'
	case "message-id":
		return 'I'
	}
	return ' '
}

// eximHeader returns the headers of a message, each with its line ends.
func (s *spool) eximHeader(m *message) []string {
	d := m.content
	out := []string{m.eximReceived()}
	skipping := false
	for line := range strings.Lines(string(s.appendHeader(nil, m, &d))) {
		if strings.HasPrefix(line, "H?") { // the condition of sendmail's H records
			_, line, _ = strings.Cut(line[2:], "?")
			skipping = strings.HasPrefix(line, "Return-Path:") || strings.HasPrefix(line, "Received:") || strings.HasPrefix(line, "Full-Name:") ||
				m.form == delivered && strings.HasPrefix(line, "Subject:")
			if !skipping {
				out = append(out, line)
			}
		} else if !skipping {
			out[len(out)-1] += line
		}
	}
	switch {
	case m.kind == warning:
		out = append(out, "Subject: Warning: message "+m.report.id+" delayed 24 hours\n")
	case m.form == delivered:
		out = append(out, "X-Failed-Recipients: "+strings.Join(m.report.rcpts, ", ")+"\n", "Subject: Mail delivery failed: returning message to sender\n")
	}
	return out
}

// eximReceived returns the header that this server added.
func (m *message) eximReceived() string {
	const by = "\n\tby " + host + " with "
	at := ";\n\t" + time.Unix(m.created, 0).UTC().Format("Mon, 02 Jan 2006 15:04:05 -0700") + "\n"
	if login := m.eximLogin(); login != "" {
		return "Received: from " + login + " by " + host + " with local (Exim 4.98.2)\n\tid " + m.id + at
	}
	with := "esmtps"
	if m.login != "" {
		with = "esmtpsa"
	}
	return "Received: from " + m.client.name + " ([" + m.client.ip + "] helo=" + m.client.helo + ")" + by + with + " (Exim 4.98.2)\n\t(envelope-from <" +
		m.eximSender() + ">)\n\tid " + m.id + "\n\tfor " + strings.Trim(m.rcpts[0].address, "<>") + at
}

// eximLog makes the log of a message: its arrival, and the last try (formats/exim.md §4.2).
func (s *spool) eximLog(b []byte, m *message) []byte {
	stamp := func(t int64) { b = time.Unix(t, 0).UTC().AppendFormat(b, "2006-01-02 15:04:05 ") }
	stamp(m.created)
	switch {
	case m.form == delivered:
		b = fmt.Appendf(b, "Received from <> R=%s U=Debian-exim P=local S=%d\n", m.report.id, m.size)
	case m.origin == fromShell:
		b = fmt.Appendf(b, "Received from %s U=%s P=local S=%d\n", m.eximSender(), m.eximLogin(), m.size)
	case m.login != "":
		b = fmt.Appendf(b, "Received from %s H=%s (%s) [%s] P=esmtpsa A=plain_login:%s S=%d\n", m.eximSender(), m.client.name, m.client.helo, m.client.ip, m.login, m.size)
	default:
		b = fmt.Appendf(b, "Received from %s H=%s (%s) [%s] P=esmtps S=%d\n", m.eximSender(), m.client.name, m.client.helo, m.client.ip, m.size)
	}
	switch m.kind {
	case held, working:
		return b
	case quarantined:
		return append(b, "frozen by ACL\n"...)
	}
	last := max(m.tried, m.created)
	for i := range m.rcpts {
		r := &m.rcpts[i]
		to, server := strings.Trim(r.address, "<>"), r.server+" ["+addressOf(r.server)+"]"
		if m.frozen() {
			stamp(last)
			b = fmt.Appendf(b, "%s R=dnslookup T=remote_smtp H=%s: SMTP error from remote mail server after RCPT TO:<%s>: 550 5.1.1 <%s>: Recipient address rejected: User unknown\n", to, server, to, to)
			continue
		}
		if strings.HasPrefix(r.reason, "(") && !strings.HasPrefix(r.reason, "(-1)") {
			stamp(last)
			_, text, _ := strings.Cut(r.reason, ": ")
			b = fmt.Appendf(b, "H=%s %s\n", server, text)
		}
		stamp(last)
		b = fmt.Appendf(b, "%s R=dnslookup T=remote_smtp defer %s\n", to, r.reason)
	}
	if m.frozen() {
		b = append(b, "*** Frozen (delivery error message)\n"...)
	}
	return b
}
