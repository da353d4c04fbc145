package main

import "strings"

// appendNotice makes the text of a bounce or of a delay notice of Postfix
// (formats/postfix.md §10).
func (s *spool) appendNotice(b []byte, m *message) []byte {
	d, r := m.content, m.report
	part := func(description, kind string) {
		b = append(append(append(b, "\n--"...), m.boundary()...), '\n')
		b = append(append(append(b, "Content-Description: "...), description...), "\nContent-Type: "...)
		b = append(append(b, kind...), "\n\n"...)
	}
	why := func(rcpt string) string { return r.postfixReason(d, rcpt) }
	b = append(b, "This is a MIME-encapsulated message.\n"...)
	part("Notification", "text/plain; charset=us-ascii")
	b = append(b, "This is the mail system at host "+host+".\n\n"...)
	if m.kind == warning {
		b = append(b, "####################################################################\n"+
			"# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n"+
			"####################################################################\n\n"...)
	} else {
		b = append(b, "I'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n"...)
	}
	for _, rcpt := range r.rcpts {
		b = append(append(append(b, '<'), rcpt...), ">: "...)
		b = append(append(b, folded(why(rcpt))...), '\n', '\n')
	}
	part("Delivery report", "message/delivery-status")
	b = append(append(append(b, "Reporting-MTA: dns; "+host+"\nX-Postfix-Queue-ID: "...), r.id...), "\nX-Postfix-Sender: rfc822; "...)
	b = append(append(b, strings.Trim(m.rcpts[0].address, "<>")...), "\nArrival-Date: "...)
	b = append(postfixDate(b, r.created), '\n')
	for _, rcpt := range r.rcpts {
		action, status, text := "failed", "4.4.7", why(rcpt)
		if r.refusal != nil {
			status = r.refusal.status
		} else if m.kind == warning {
			action, status = "delayed", "4.4.1"
		}
		b = append(append(append(b, "\nFinal-Recipient: rfc822; "...), rcpt...), "\nOriginal-Recipient: rfc822;"...)
		b = append(append(append(b, rcpt...), "\nAction: "...), action...)
		b = append(append(b, "\nStatus: "...), status...)
		if _, reply := diagnosis(text); reply != "" {
			b = append(append(b, "\nRemote-MTA: dns; "...), r.server.mx...)
			b = append(append(b, "\nDiagnostic-Code: smtp; "...), folded(reply)...)
		} else {
			b = append(append(b, "\nDiagnostic-Code: X-Postfix; "...), folded(text)...)
		}
		b = append(b, '\n')
		if m.kind == warning {
			b = append(postfixDate(append(b, "Will-Retry-Until: "...), r.created+5*86400), '\n')
		}
	}
	if r.size == 0 {
		part("Undelivered Message Headers", "text/rfc822-headers")
	} else {
		part("Undelivered Message", "message/rfc822")
	}
	from := len(b)
	b = s.returned(b, &d, m)
	text := strings.Replace(string(b[from:]), host+" ("+version+")", host+" (Postfix)", 1)
	text = strings.Replace(text, "(authenticated bits=0)", "(Authenticated sender: "+r.login+")", 1)
	b = append(b[:from], text...)
	return append(append(append(b, "\n--"...), m.boundary()...), "--\n"...)
}

// postfixReason returns why the message could not be delivered, in Postfix's
// words.
func (r *dead) postfixReason(talk dice, rcpt string) string {
	to := recipient{address: "<" + rcpt + ">", server: r.server.mx}
	if r.refusal == nil {
		return strings.TrimPrefix(postfixReason(&talk, r.status, to), "delivery temporarily suspended: ")
	}
	var lines []string
	for k := range r.refusal.replies {
		lines = append(lines, string(r.reply(nil, &talk, k, rcpt)))
	}
	return "host " + r.server.mx + "[" + addressOf(r.server.mx) + "] said: " + strings.Join(lines, " ") + " (in reply to RCPT TO command)"
}

// folded breaks a text at blanks, as Postfix does.
func folded(text string) string {
	const width = 70
	var b strings.Builder
	n := 0
	for i, word := range strings.Split(text, " ") {
		if i > 0 {
			if n+len(word) > width {
				b.WriteString("\n   ")
				n = 0
			}
			b.WriteByte(' ')
		}
		n += len(word) + 1
		b.WriteString(word)
	}
	return b.String()
}
