package redact_test

import (
	"bytes"
	"fmt"
	"math/rand"
	"strings"
)

// records writes the records of a queue file of Postfix (formats/postfix.md §2.1).
type records struct{ bytes.Buffer }

func (r *records) add(kind byte, format string, args ...any) {
	data := fmt.Sprintf(format, args...)
	r.WriteByte(kind)
	n := len(data)
	for ; n >= 0x80; n >>= 7 {
		r.WriteByte(byte(n) | 0x80)
	}
	r.WriteByte(byte(n))
	r.WriteString(data)
}

// text writes lines of a message.
func (r *records) text(lines string) {
	for line := range strings.Lines(lines) {
		r.add('N', "%s", strings.TrimSuffix(line, "\n"))
	}
}

// plantPostfix makes a spool of Postfix with a bounce and an ordinary message for
// each form. Its records, attributes, logs and listings have the secrets.
func plantPostfix(r *rand.Rand, forms []form) *planted {
	p, w := newPlanter(r, forms)
	spool := w.server + "/var/spool/postfix/"
	var listed, table strings.Builder
	log := newSyslog(w)
	for n := range p.messages {
		number := fmt.Sprintf("%X", 0x100000+r.Intn(0xeffffff))
		id := "3C" + number + "0"
		p.ids = append(p.ids, strings.ToLower(id))
		forged, text := p.forged(w, forms[n/2])
		made := n%2 == 0
		reason := fmt.Sprintf("host %s[%s] said: 451 4.7.1 %s (in reply to RCPT TO command)", w.sub, w.private, text)
		switch n % 3 {
		case 1:
			reason = fmt.Sprintf("connect to %s[%s]:25: Connection refused", w.server, w.ip)
		case 2:
			reason = fmt.Sprintf("temporary failure. Command output: %s: cannot open /home/%s: %s", w.bare, w.user, text)
		}

		var q records
		attr := func(name, format string, args ...any) { q.add('A', name+"="+format, args...) }
		q.add('C', "%15d %15d %15d %15d %15d %15d", 0, 0, 2, 0, 0, 0)
		q.add('T', "%d 5", 1709640000+n)
		attr("create_time", "%d", 1709640000+n)
		attr("log_ident", "%s", id)
		attr("rewrite_context", "local")
		q.add('F', "%s %s", w.first, w.last)
		if made {
			q.add('S', "")
			attr("log_message_origin", "local")
		} else {
			q.add('S', "%s", w.sender)
			attr("log_client_name", "%s", w.client)
			attr("log_client_address", "%s", w.ip)
			attr("log_message_origin", "%s[%s]", w.client, w.ip)
			attr("log_helo_name", "%s", w.helo)
			attr("log_protocol_name", "ESMTP")
			attr("client_name", "%s", w.client)
			attr("reverse_client_name", "%s.%s", p.text(), w.domain)
			attr("client_address", "%s", w.ip6)
			attr("helo_name", "%s", p.text())
			attr("sasl_method", "%s", p.text())
			attr("sasl_username", "%s@%s", w.login, [...]string{w.second, w.idn}[n/2%2])
			attr("sasl_sender", "%s", w.sender)
			attr("server_address", "%s", w.private)
			attr("envelope_id", "%s", p.text())
			attr("message_id", "<%s@%s>", p.text(), w.domain)
			attr(p.text(), "%s", p.text())
		}
		q.add('L', "smtp:[%s]:10025", w.sub)
		q.add('I', "%s", p.text())
		q.add('>', "%s@%s", w.user, w.domain)
		attr("dsn_orig_rcpt", "rfc822;%s@%s", w.user, w.domain)
		q.add('O', "%s@%s", w.user, w.domain)
		q.add('R', "%s@%s", w.user, w.domain)
		q.add('O', "%s@%s", p.text(), w.domain)
		q.add('R', "%s@there.test", w.foreign)
		q.add('D', "%s+tag@%s", w.user, w.second)
		q.add('R', "%s", w.user)
		q.add('R', "%s@%s", w.user, w.bare)
		q.add('R', `|"/home/%s/%s %s"`, w.user, p.text(), w.sender)
		q.add('M', "")
		boundary := p.text() + "_" + w.user
		if made {
			boundary = fmt.Sprintf("%s.1709640000/%s", id, w.server)
		}
		q.text(fmt.Sprintf("Received: from %s (%s [%s])\n\t(using TLSv1.3 with cipher %s (256/256 bits))\n\t(Client CN %q, Issuer %q (verified OK))\n\t(Authenticated sender: %s)\n\tby %s (Postfix) with ESMTPSA id %s\n\tfor <%s@%s>; Tue,  5 Mar 2024 10:00:00 +0000 (%s)\n",
			w.helo, w.client, w.ip, p.text(), p.text(), p.text(), w.login, w.server, id, w.user, w.domain, p.text()))
		q.text(fmt.Sprintf("Received: by %s (Postfix, from userid %s)\n\tid %s; Tue,  5 Mar 2024 10:00:00 +0000 (%s)\n", w.server, p.text(), p.text(), p.text()))
		q.text(fmt.Sprintf("Received: from %s ([IPv6:%s] helo=%s) by %s with esmtpsa (%s) (Exim 4.96) (envelope-from <%s>) id %s for %s; Tue, 05 Mar 2024 10:00:00 +0000\n", w.client, w.ip6, w.helo, w.sub, p.text(), w.sender, p.text(), w.sender))
		q.text(fmt.Sprintf("Received: from %s.%s (%s) by %s.%s (%s) with Microsoft SMTP Server (version=TLS1_2, cipher=%s) id 15.1.2507.35; Tue, 5 Mar 2024 10:00:00 +0000\n", p.text(), w.domain, w.private, p.text(), w.domain, w.ip, p.text()))
		q.text(p.header(w, made, boundary, text))
		if made {
			q.text(fmt.Sprintf("\nThis is a MIME-encapsulated message.\n\n--%[1]s\nContent-Description: Notification\nContent-Type: text/plain; charset=us-ascii\n\nThis is the mail system at host %[2]s.\n\n<%[3]s>: %[4]s\n\n--%[1]s\nContent-Description: Delivery report\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; %[2]s\nX-Postfix-Queue-ID: %[5]s\nX-Postfix-Sender: rfc822; %[3]s\nArrival-Date: Tue,  5 Mar 2024 10:00:00 +0000 (%[6]s)\nOriginal-Envelope-Id: %[7]s\n\nFinal-Recipient: rfc822; %[3]s\nOriginal-Recipient: rfc822;%[3]s\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; %[8]s\nDiagnostic-Code: smtp; 550 5.1.1 %[4]s\n\n--%[1]s\nContent-Description: Undelivered Message\nContent-Type: message/rfc822\n\nReturn-Path: <%[3]s>\nFrom: %[9]s <%[3]s>\nSubject: %[10]s\nX-%[11]s: %[12]s\n\n%[13]s\n--%[1]s--\n",
				boundary, w.server, w.sender, text, id, p.text(), p.text(), w.sub, w.first, strings.Join(w.subject, " "), p.text(), p.text(), p.text()))
		} else {
			q.text("\n" + p.body(boundary, text, forged))
		}
		q.add('X', "")
		attr("encoding", "%s", p.text())
		q.add('O', "%s@%s", w.user, w.sub)
		q.add('R', "%s@%s", w.user, w.sub)
		q.add('E', "")
		directory := [...]string{"deferred", "active", "hold", "incoming", "corrupt"}[n%5]
		p.file(spool+directory+"/"+id[:1]+"/"+id, q.String())
		log.postfix(p, w, n, id, reason)
		tried := "\n"
		if n%2 == 0 {
			tried += fmt.Sprintf("<%s@%s>: %s\n", w.user, w.domain, reason)
		}
		tried += fmt.Sprintf("recipient=%s@%s\noriginal_recipient=%s\ndsn_orig_rcpt=rfc822;%s\nstatus=4.7.1\naction=delayed\ndiag_type=smtp\ndiag_text=451 4.7.1 %s\nmta_type=dns\nmta_mname=%s\nreason=%s\n%s=%s\n\n", w.user, w.domain, w.sender, w.sender, text, w.sub, reason, p.text(), p.text())
		p.file(spool+"defer/"+id[:1]+"/"+id, tried)
		fmt.Fprintf(&listed, `{"queue_name": "deferred", "queue_id": %q, "arrival_time": %d, "message_size": 1358, "forced_expire": false, "sender": %q, %q: %q, "recipients": [{"address": %q, "orig_address": %q, "delay_reason": %q}, {"address": %q}]}`+"\n",
			id, 1709640000+n, w.sender, p.text(), p.text(), w.user+"@"+w.domain, w.sender, reason, w.foreign+"@there.test")
		fmt.Fprintf(&table, "%s     1358 Tue Mar  5 10:41:00  %s\n(%s)\n                                         %s@%s\n\n", id, w.sender, reason, w.user, w.domain)
		if n%3 == 0 {
			p.file(spool+"flush/"+strings.ReplaceAll(w.domain, ".", "_"), id+"\n")
		}
	}
	p.file(w.server+"/var/log/mail.log", log.String())
	p.file(w.server+"/postqueue-j.txt", listed.String())
	p.file(w.server+"/mailq.txt", "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n"+table.String()+fmt.Sprintf("-- 1 Kbytes in %d Requests.\n", p.messages))
	p.file(w.server+"/etc/postfix/main.cf", fmt.Sprintf("myhostname = %s\nmydomain = %s\nrelayhost = [%s]\n", w.server, w.domain, w.sub))
	p.file(w.server+"/var/log/"+p.text()+".log", fmt.Sprintf("Mar  5 10:41:00 %s postfix/smtp[1]: 3CAAAA0: to=<%s>, relay=%s[%s]:25, status=deferred (%s)\n", w.bare, w.sender, w.sub, w.ip, p.text()))
	p.file(spool+"deferred/"+p.text(), p.text())
	return p.end()
}
