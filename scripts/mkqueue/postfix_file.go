package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// record appends a record: its type, its length in groups of seven bits, its data
// (formats/postfix.md §2.1).
func record[T string | []byte](b []byte, kind byte, data T) []byte {
	b = append(b, kind)
	n := len(data)
	for ; n >= 0x80; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return append(append(b, byte(n)), data...)
}

const (
	sizes     = "%15d %15d %15d %15d %15d %15d"
	sizesData = 95 // bytes
	longest   = 2048

	lastRecords = 4 // bytes of X and E
)

// postfixFile appends the queue file of a message, and makes the log of its last try, nil if
// it was not tried.
func (s *spool) postfixFile(b []byte, m *message) (file, log []byte) {
	start, dropped := len(b), m.directory() == "maildrop"
	attribute := func(name, value string) {
		b = record(b, 'A', name+"="+value)
	}
	if !dropped {
		b = record(b, 'C', strings.Repeat(" ", sizesData))
	}
	b = record(b, 'T', fmt.Sprintf("%d %d", m.created, m.content.state%1_000_000))
	if !dropped {
		attribute("create_time", strconv.FormatInt(m.created, 10))
		attribute("log_ident", m.id)
	}
	local := m.form == delivered || m.origin == fromShell
	if local {
		attribute("rewrite_context", "local")
	} else {
		attribute("rewrite_context", "remote")
		if m.login != "" {
			attribute("sasl_method", "PLAIN")
			attribute("sasl_username", m.login)
		}
	}
	b = record(b, 'S', m.postfixSender())
	if local {
		attribute("log_message_origin", "local")
	} else {
		if m.body == "8BITMIME" {
			attribute("encoding", "8bit")
		}
		for _, prefix := range []string{"log_client_", "client_"} {
			attribute(prefix+"name", m.client.name)
			attribute(prefix+"address", m.client.ip)
			attribute(prefix+"port", number(1024+int(m.content.state%60000)))
		}
		attribute("log_helo_name", m.client.helo)
		attribute("log_protocol_name", "ESMTP")
		attribute("helo_name", m.client.helo)
		attribute("protocol_name", "ESMTP")
	}
	for i := range m.rcpts {
		bare := strings.Trim(m.rcpts[i].address, "<>")
		if !dropped {
			attribute("dsn_orig_rcpt", "rfc822;"+bare)
			b = record(b, 'O', bare)
		}
		if m.directory() == "deferred" {
			log = m.appendLog(log, bare, m.rcpts[i].reason, len(b)-start)
		}
		b = record(b, 'R', bare)
	}
	b = record(b, 'M', "")
	content := len(b)
	b = s.appendText(b, m)
	m.size = len(b) - content
	if end := len(b); dropped {
		m.size += content - start + lastRecords // Postfix lists the size of the file
	} else {
		copy(b[start+2:], fmt.Sprintf(sizes, end-content, content-start, len(m.rcpts), 0, end-content, 0))
	}
	b = record(record(b, 'X', ""), 'E', "")
	if m.kind == lost { // the disk was full
		b = b[:start+(len(b)-start)/2]
	}
	return b, log
}

// appendLog appends the entry of a recipient in Postfix's log, in both styles
// (formats/postfix.md §5).
func (m *message) appendLog(b []byte, to, reason string, offset int) []byte {
	code, reply := diagnosis(reason)
	b = fmt.Appendf(b, "\n<%s>: %s\nrecipient=%s\noffset=%d\ndsn_orig_rcpt=rfc822;%s\nstatus=%s\naction=delayed\n", to, reason, to, offset, to, code)
	if reply != "" {
		_, server, _ := strings.Cut(reason, "host ")
		server, _, _ = strings.Cut(server, "[")
		b = fmt.Appendf(b, "diag_type=smtp\ndiag_text=%s\nmta_type=dns\nmta_mname=%s\n", reply, server)
	}
	return append(append(append(b, "reason="...), reason...), "\n\n"...)
}

// appendText appends the records of header and body: one for each line, several for a
// long one.
func (s *spool) appendText(b []byte, m *message) []byte {
	d := m.content
	s.df = s.appendHeader(s.df[:0], m, &d)
	b = m.appendReceived(b)
	skipping := false
	for line := range strings.Lines(string(s.df)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "H?") { // the condition of sendmail's H records
			_, line, _ = strings.Cut(line[2:], "?")
			skipping = strings.HasPrefix(line, "Return-Path:") || strings.HasPrefix(line, "Received:") || strings.HasPrefix(line, "Full-Name:")
		}
		if !skipping {
			b = record(b, 'N', line)
		}
	}
	b = record(b, 'N', "")
	if m.form == delivered {
		s.df = s.appendNotice(s.df[:0], m)
	} else {
		s.df = s.appendData(s.df[:0], m)
	}
	for line := range strings.Lines(string(s.df)) {
		line = strings.TrimSuffix(line, "\n")
		for len(line) > longest {
			b, line = record(b, 'L', line[:longest]), line[longest:]
		}
		b = record(b, 'N', line)
	}
	return b
}

// postfixDate appends a time as Postfix writes it.
func postfixDate(b []byte, t int64) []byte {
	return time.Unix(t, 0).UTC().AppendFormat(b, "Mon, _2 Jan 2006 15:04:05 +0000 (UTC)")
}

// appendReceived appends the records of the header field that this server added.
func (m *message) appendReceived(b []byte) []byte {
	switch {
	case m.directory() == "maildrop": // it is added later
		return b
	case m.form == delivered:
		b = record(b, 'N', "Received: by "+host+" (Postfix)")
		return record(b, 'N', "\tid "+m.id+"; "+string(postfixDate(nil, m.created)))
	case m.origin == fromShell:
		b = record(b, 'N', "Received: by "+host+" (Postfix, from userid 33)")
		return record(b, 'N', "\tid "+m.id+"; "+string(postfixDate(nil, m.created)))
	}
	with := "ESMTP"
	b = record(b, 'N', "Received: from "+m.client.helo+" ("+m.client.name+" ["+m.client.ip+"])")
	if m.login != "" {
		with = "ESMTPSA"
		b = record(b, 'N', "\t(Authenticated sender: "+m.login+")")
	}
	if len(m.rcpts) != 1 {
		return record(b, 'N', "\tby "+host+" (Postfix) with "+with+" id "+m.id+"; "+string(postfixDate(nil, m.created)))
	}
	b = record(b, 'N', "\tby "+host+" (Postfix) with "+with+" id "+m.id)
	return record(b, 'N', "\tfor "+m.rcpts[0].address+"; "+string(postfixDate(nil, m.created)))
}
