package main

import (
	"strconv"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// appendControl appends the control file, version 8 (formats/sendmail.md §2).
func (s *spool) appendControl(b []byte, m *message) []byte {
	record := func(code string, value string) { b = append(append(append(b, code...), value...), '\n') }
	count := func(code string, value int64) { b = append(strconv.AppendInt(append(b, code...), value, 10), '\n') }
	d := m.content

	record("V", "8")
	count("T", m.created)
	count("K", m.tried)
	count("N", int64(m.tries))
	count("P", m.priority)
	if m.kind != held {
		record("I", "253/"+number(d.n(3))+"/"+number(d.in(100_000, 9_999_999)))
	}
	if m.body != "" {
		record("B", m.body)
	}
	if m.reason != "" {
		record("q", m.reason)
	}
	if m.status != "" {
		record("M", m.status)
	}
	record("F", m.flags)
	switch {
	case m.form == delivered:
		b = append(b, "$_localhost\n$r\n$slocalhost\n${daemon_flags}\n"...)
	case m.origin == fromShell:
		b = append(b, "$_root@localhost\n${daemon_flags}c u\n"...)
	default:
		record("$_", m.client.name+" ["+m.client.ip+"]")
		record("$r", "ESMTP")
		record("$s", m.client.helo)
		b = append(b, "${daemon_flags}\n"...)
		if m.login != "" {
			record("${auth_type}", "PLAIN")
			record("${auth_authen}", m.login)
		}
	}
	record("S", m.sender)
	for i := range m.rcpts {
		r := &m.rcpts[i]
		if r.status != "" {
			record("M", r.status)
		}
		record("rRFC822; ", r.address[1:len(r.address)-1])
		if m.form == delivered {
			record("RPF:", r.address)
		} else {
			record("RPFD:", r.address)
		}
	}
	b = s.appendHeader(b, m, &d)
	return append(b, ".\n"...)
}

// notices are the header fields by which each mail system's notices are known.
var notices = map[queue.System]struct{ from, returned, autoReturned, delayed, autoDelayed string }{
	queue.Sendmail: {"Mail Delivery Subsystem <MAILER-DAEMON>", "Returned mail: see transcript for details", "auto-generated (failure)",
		"Warning: could not send message for past 4 hours", "auto-generated (warning-timeout)"},
	queue.Postfix: {"MAILER-DAEMON@" + host + " (Mail Delivery System)", "Undelivered Mail Returned to Sender", "auto-replied",
		"Delayed Mail (still being retried)", "auto-replied"},
	queue.Exim: {"Mail Delivery System <Mailer-Daemon@" + host + ">", "Mail delivery failed: returning message to sender", "auto-replied",
		"Warning: message delayed 24 hours", "auto-replied"},
}

func (s *spool) appendHeader(b []byte, m *message, d *dice) []byte {
	field := func(texts ...string) {
		for _, t := range texts {
			b = append(b, t...)
		}
		b = append(b, '\n')
	}
	field("H?P?Return-Path: <\x81g>")
	with, from := "ESMTP", m.client.helo+" ("+m.client.name+" ["+m.client.ip+"])"
	if m.login != "" {
		with, from = "ESMTPSA", from+"\n\t(authenticated bits=0)"
	}
	if m.origin == fromShell {
		with, from = "", "localhost (localhost)"
	}
	b = append(append(append(b, "H??Received: from "...), from...), "\n\tby "+host+" ("+version+")"...)
	if with != "" {
		b = append(append(b, " with "...), with...)
	}
	b = append(append(b, " id "...), m.id...)
	if len(m.rcpts) == 1 && m.form != delivered {
		b = append(append(b, "\n\tfor "...), m.rcpts[0].address...)
	}
	b = append(date(append(b, ";\n\t"...), m.created), '\n')

	sent := m.created - int64(d.n(4))
	if m.form == delivered {
		b = append(date(append(b, "H?D?Date: "...), m.created), '\n')
		words := notices[m.system]
		field("H?F?From: ", words.from)
		if m.system == queue.Sendmail {
			field("H?x?Full-Name: Mail Delivery Subsystem")
		}
		b = append(append(b, "H?M?Message-Id: <"...), m.id...)
		field("@" + host + ">")
		field("H??To: ", m.rcpts[0].address)
		field("H??MIME-Version: 1.0")
		field("H??Content-Type: ", m.contentType())
		if m.kind == warning {
			field("H??Subject: ", words.delayed)
			field("H??Auto-Submitted: ", words.autoDelayed)
		} else {
			field("H??Subject: ", words.returned)
			field("H??Auto-Submitted: ", words.autoReturned)
		}
		return b
	}
	if d.chance(300) {
		b = s.appendSignature(b, d)
	}
	b = append(append(phrase(append(b, "H??From: \""...), d, 2), "\" "...), m.sender...)
	field()
	b = append(b, "H??To: "...)
	for i := range min(len(m.rcpts), 8) {
		if i > 0 {
			b = append(b, ",\n        "...)
		}
		b = append(b, m.rcpts[i].address[1:len(m.rcpts[i].address)-1]...)
	}
	field()
	if b = append(b, "H??"...); m.stream != nil && m.stream.subjects != nil {
		b = append(append(append(b, "Subject: "...), pick(d, m.stream.subjects)...), '\n')
	} else {
		b = subject(b, d)
	}
	b = append(date(append(b, "H??Date: "...), sent), '\n')
	b = messageID(append(b, "H??"...), d, sent)
	field("H??MIME-Version: 1.0")
	field("H??Content-Type: ", m.contentType())
	switch m.origin {
	case fromWeb:
		field("H??X-Mailer: PHPMailer 5.2.9")
		field("H??X-PHP-Originating-Script: ", m.script)
	case fromList:
		field("H??Precedence: list")
		field("H??List-Unsubscribe: <mailto:leave@lists.example.org?subject=unsubscribe>,\n\t<https://lists.example.org/leave>")
	case fromOffice:
		field("H??User-Agent: Mozilla Thunderbird")
	}
	return b
}

// appendSignature appends a DKIM-Signature field (RFC 6376).
func (s *spool) appendSignature(b []byte, d *dice) []byte {
	b = append(b, "H??DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=example.org; s=mail;\n\th=From:To:Subject:Date;\n\tbh="...)
	data := s.text.data[77*d.n(len(s.text.data)/77-5):]
	b = append(append(b, data[:43]...), "=;\n\tb="...)
	for k := 1; k < 5; k++ {
		b = append(append(b, data[77*k:77*k+68]...), "\n\t "...)
	}
	return append(b, "Qw==\n"...)
}
