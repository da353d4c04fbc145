package main

import "strings"

// eximReason returns why a recipient could not be reached in Exim's words, from the error
// number on, for a status in sendmail's words (formats/exim.md §4.2).
func eximReason(status string, to recipient) string {
	text := strings.TrimPrefix(status, "Deferred: ")
	host := " H=" + to.server + " [" + addressOf(to.server) + "]: "
	switch {
	case strings.HasPrefix(text, "Connection timed out"):
		return "(110): Connection timed out"
	case strings.HasPrefix(text, "Connection refused"):
		return "(111): Connection refused"
	case strings.HasSuffix(text, "No route to host"):
		return "(113): No route to host"
	case strings.HasPrefix(text, "Connection reset"):
		return "(-18)" + host + "Remote host closed connection in response to initial connection"
	case strings.HasPrefix(text, "reply: read error"):
		return "(-18)" + host + "Remote host closed connection in response to MAIL FROM:<" + "bounce@example.org" + ">"
	case strings.Contains(text, "lookup") && (text[0] < '0' || text[0] > '9'):
		return "(-1): host lookup did not complete"
	case strings.HasPrefix(text, "403 "), strings.HasPrefix(text, "454 "):
		return "(-37)" + host + "TLS session: (gnutls_handshake): A TLS fatal alert has been received."
	case text == noSpace:
		local, _, _ := strings.Cut(strings.Trim(to.address, "<>"), "@")
		return "(28): " + noSpace + ": error while writing to /var/mail/" + local
	case text == "", text == "Deferred", text[0] < '0' || text[0] > '9':
		return "(-1): failed to expand \"$local_part\" in system_aliases router"
	}
	reply := strings.ReplaceAll(whole(text), " "+text[:3]+" ", `\n`+text[:3]+" ")
	reply = strings.ReplaceAll(reply, " "+text[:3]+"-", `\n`+text[:3]+"-")
	switch {
	case strings.HasPrefix(text, "421") && to.status == "":
		return "(0)" + host + "SMTP error from remote mail server after initial connection: " + reply
	case to.status != "":
		return "(-44)" + host + "SMTP error from remote mail server after RCPT TO:" + to.address + ": " + reply
	}
	return "(-46)" + host + "SMTP error from remote mail server after end of data: " + reply
}

// appendEximNotice makes the text of a bounce or of a delay warning of Exim (formats/exim.md §8).
func (s *spool) appendEximNotice(b []byte, m *message) []byte {
	d, r, first := m.content, m.report, len(b)
	part := func(kind string) {
		if len(b) > first {
			b = append(b, '\n')
		}
		b = append(append(append(b, "--"...), m.boundary()...), '\n')
		b = append(append(append(b, "Content-Type: "...), kind...), "\n\n"...)
	}
	part("text/plain; charset=us-ascii")
	b = append(b, "This message was created automatically by mail delivery software.\n\n"...)
	if m.kind == warning {
		b = append(b, "A message that you sent has not yet been delivered to one or more of its\nrecipients. No action is required on your part.\n\n"...)
	} else {
		b = append(b, "A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error.\n\n"...)
	}
	talk := d
	said := func(rcpt string) []string {
		if r.refusal == nil {
			return []string{"retry timeout exceeded"}
		}
		var lines []string
		talk := talk
		for k := range r.refusal.replies {
			lines = append(lines, string(r.reply(nil, &talk, k, rcpt)))
		}
		return lines
	}
	for _, rcpt := range r.rcpts {
		b = append(append(append(b, "  "...), rcpt...), "\n    host "...)
		b = append(append(append(b, r.server.mx...), " ["...), addressOf(r.server.mx)...)
		b = append(b, "]\n    "...)
		if r.refusal != nil {
			b = append(append(append(b, "SMTP error from remote mail server after RCPT TO:<"...), rcpt...), ">:\n    "...)
		}
		b = append(append(b, strings.Join(said(rcpt), "\n    ")...), '\n')
	}
	part("message/delivery-status")
	b = append(b, "Reporting-MTA: dns; "+host+"\n"...)
	for _, rcpt := range r.rcpts {
		action, status := "failed", "5.0.0"
		if m.kind == warning {
			action, status = "delayed", "4.0.0"
		}
		b = append(append(append(append(b, "\nAction: "...), action...), "\nFinal-Recipient: rfc822;"...), rcpt...)
		b = append(append(append(b, "\nStatus: "...), status...), '\n')
		if r.refusal != nil {
			b = append(append(b, "Remote-MTA: dns; "...), r.server.mx...)
			b = append(append(append(b, "\nDiagnostic-Code: smtp; "...), strings.Join(said(rcpt), "\n ")...), '\n')
		}
	}
	part("message/rfc822")
	from := len(b)
	b = s.returned(b, &d, m)
	text := strings.Replace(string(b[from:]), host+" ("+version+") with", host+" with", 1)
	text = strings.Replace(text, r.client.helo+" ("+r.client.name+" ["+r.client.ip+"])", r.client.name+" (["+r.client.ip+"] helo="+r.client.helo+")", 1)
	b = append(b[:from], text...)
	return append(append(append(b, "\n--"...), m.boundary()...), "--\n"...)
}
