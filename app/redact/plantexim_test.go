package redact_test

import (
	"encoding/base64"
	"fmt"
	"math/rand"
	"strings"
)

// headerLines writes a header as an -H file has it (formats/exim.md §2.5).
func headerLines(header string) string {
	var b strings.Builder
	field := ""
	end := func() {
		if field != "" {
			fmt.Fprintf(&b, "%03d  %s", len(field), field)
		}
		field = ""
	}
	for line := range strings.Lines(header) {
		if line[0] != ' ' && line[0] != '\t' {
			end()
		}
		field += line
	}
	end()
	return b.String()
}

// plantExim makes a spool of Exim with a bounce and an ordinary message for each form. Its envelopes,
// options, trees, journals, logs, dumped retry times and listing have the secrets.
func plantExim(r *rand.Rand, forms []form) *planted {
	p, w := newPlanter(r, forms)
	spool := w.server + "/var/spool/exim4/"
	var listed, retry, mainlog strings.Builder
	for n := range p.messages {
		id := fmt.Sprintf("1rhX%02d-%06d-%02d", n, 100000+r.Intn(900000), n)
		p.ids = append(p.ids, strings.ToLower(id))
		forged, text := p.forged(w, forms[n/2])
		made := n%2 == 0
		reason := fmt.Sprintf("R=%s T=%s defer (-44) H=%s [%s]: SMTP error from remote mail server after RCPT TO:<%s@%s>: 451 4.7.1 %s", p.text(), p.text(), w.sub, w.private, w.user, w.domain, text)
		switch n % 3 {
		case 1:
			reason = fmt.Sprintf("R=remote T=remote_smtp defer (111): Connection refused H=%s [%s]", [...]string{w.server, w.bare}[n/3%2], w.ip)
		case 2:
			server, _, _ := strings.Cut(w.server, ".")
			reason = fmt.Sprintf("R=local T=local_delivery defer (-1): %s: cannot open /home/%s: %s", server, w.user, text)
		}
		var h strings.Builder
		line := func(format string, args ...any) { fmt.Fprintf(&h, format+"\n", args...) }
		option := func(name, format string, args ...any) {
			line([...]string{"-", "--", "--(mysql)"}[n%3]+name+" "+format, args...)
		}
		line("%s-H", id)
		line("%s 1001 1001", w.login)
		if made {
			line("<>")
		} else {
			line("<%s>", w.sender)
		}
		line("%d 1", 1709640000+n)
		option("received_time_usec", ".123456")
		option("helo_name", "%s", w.helo)
		option("host_address", "[%s]:2525", w.ip)
		option("host_name", "%s", w.client)
		option("host_auth", "%s", p.text())
		option("auth_id", "%s@%s", w.login, [...]string{w.second, w.idn}[n/2%2])
		option("auth_sender", "%s", w.sender)
		option("interface_address", "[%s]:25", w.private)
		option("active_hostname", "%s.%s", p.text(), w.domain)
		option("ident", "%s", w.login)
		option("received_protocol", "esmtpsa")
		value := p.text() + "\n-frozen 1\n" + w.sender + "\nXX"
		line("-aclm _%s %d\n%s", p.text(), len(value), value)
		value = w.user + "@" + w.domain
		line("-aclc 0 %d\n%s", len(value), value)
		option("local_scan", "%s", p.text())
		option("tls_cipher", "TLS1.3:%s:256", p.text())
		option("tls_peerdn", "/CN=%s.%s/O=%s", p.text(), w.domain, p.text())
		option("tls_sni", "%s", w.sub)
		option("dsn_envid", "%s", p.text())
		option(p.text(), "%s", p.text())
		if made {
			line("-localerror")
		}
		if n%4 < 2 {
			line("-frozen %d", 1709650000)
		}
		line("YN %s+done@%s\nNN %s@%s\n4", w.user, w.domain, p.text(), w.second)
		line("%s@%s", w.user, w.domain)
		errors := p.text() + "@" + w.domain
		original := "rfc822;" + p.text() + "@" + w.second
		line("%s@%s %s %d,0 %s %d,-1#3", w.foreign, "there.test", original, len(original), errors, len(errors))
		line("%s", w.user)
		line("%s+done@%s\n", w.user, w.domain)
		boundary := p.text() + "_" + w.user
		plain := made && n%4 == 2 // as Exim up to 4.85 wrote them
		if made && !plain {
			boundary = fmt.Sprintf("17096400%02d-eximdsn-%d", n, 1000+n)
		}
		received := fmt.Sprintf("Received: from %s ([%s] helo=%s ident=%s)\n\tby %s with esmtpsa (%s)\n\t(Exim 4.96)\n\t(envelope-from <%s>)\n\tid %s\n\tfor %s@%s;\n\tTue, 05 Mar 2024 10:00:00 +0000\n",
			w.client, w.ip, w.helo, p.text(), w.server, p.text(), w.sender, id, w.user, w.domain)
		h.WriteString(headerLines(received + p.header(w, made, boundary, text)))
		old := fmt.Sprintf("From: %s <%s@%s>\n", p.text(), p.text(), w.domain)
		fmt.Fprintf(&h, "%03d* %s", len(old), old)
		split := id[5:6]
		p.file(spool+"input/"+split+"/"+id+"-H", h.String())
		body := p.body(boundary, text, forged)
		if made {
			body = fmt.Sprintf("--%[1]s\nContent-type: text/plain; charset=us-ascii\n\nThis message was created automatically by mail delivery software.\n\n  %[2]s\n    host %[3]s [%[4]s]\n    SMTP error from remote mail server after RCPT TO:<%[2]s>:\n    550 5.1.1 %[5]s\n\n--%[1]s\nContent-type: message/delivery-status\n\nReporting-MTA: dns; %[6]s\nOriginal-Envelope-Id: %[7]s\n\nAction: failed\nFinal-Recipient: rfc822;%[2]s\nStatus: 5.0.0\nRemote-MTA: dns; %[3]s\nDiagnostic-Code: smtp; 550 5.1.1 %[5]s\n\n--%[1]s\nContent-type: message/rfc822\n\nReturn-path: <%[2]s>\n%[8]sFrom: %[9]s <%[2]s>\nSubject: %[10]s\nX-%[11]s: %[12]s\n\n%[13]s\n--%[1]s--\n",
				boundary, w.sender, w.sub, w.private, text, w.server, p.text(), received, w.first, strings.Join(w.subject, " "), p.text(), p.text(), p.text())
		}
		if plain {
			body = fmt.Sprintf("%[14]s\n\nThe subject of the message is: %[10]s\n\n  %[2]s\n    (generated from %[1]s@%[3]s)\n    SMTP error from remote mail server after RCPT TO:<%[2]s>:\n    host %[3]s [%[4]s]: 550 5.1.1 %[5]s\n\n%[15]s\nReturn-path: <%[2]s>\n%[8]sFrom: %[9]s <%[2]s>\nSubject: %[10]s\nX-%[11]s: %[12]s\nContent-Transfer-Encoding: base64\n\n%[13]s\n",
				p.text(), w.sender, w.sub, w.private, text, w.server, p.text(), received, w.first, strings.Join(w.subject, " "), p.text(), p.text(),
				lines76(base64.StdEncoding.EncodeToString([]byte(paragraphs(forged)+p.text()))),
				"This message was created automatically by mail delivery software.",
				[...]string{"------ This is a copy of the message, including all the headers. ------\n", "As a site worded it:\n"}[n/4%2])
		}
		p.file(spool+"input/"+split+"/"+id+"-D", id+"-D\n"+body)
		if n%4 == 3 {
			p.file(spool+"input/"+split+"/"+id+"-J", fmt.Sprintf("%s@%s\n%s@%s\n", w.user, w.domain, p.text(), w.sub))
		}
		log := fmt.Sprintf("2024-03-05 12:00:%02d Received from %s H=%s (%s) [%s] P=esmtpsa A=%s:%s S=1 id=%s@%s T=\"%s\"\n", n, w.sender, w.client, w.helo, w.ip, p.text(), w.login, p.text(), w.domain, p.text())
		log += fmt.Sprintf("2024-03-05 12:01:00 %s@%s %s\n", w.user, w.domain, reason)
		log += fmt.Sprintf("2024-03-05 12:01:00 %s@%s <%s> R=list T=remote_smtp H=%s [%s]: SMTP error from remote mail server after end of data: 550 5.7.1 %s\n", p.text(), w.sub, w.user, w.sub, w.ip6, text)
		log += fmt.Sprintf("2024-03-05 12:01:00 %s+done@%s: %s transport succeeded\n%s\n*** Frozen by %s%s\n", w.user, w.domain, p.text(), p.text(), [...]string{"", "the system filter: "}[n/2%2], p.text())
		p.file(spool+"msglog/"+split+"/"+id, log)
		event := func(format string, args ...any) {
			fmt.Fprintf(&mainlog, "2024-03-05 12:%02d:07 %s "+format+"\n", append([]any{n, id}, args...)...)
		}
		event("<= %s H=%s (%s) [%s] P=esmtpsa A=%s:%s S=1 id=%s@%s T=\"%s\" from <%s> for %s@%s", w.sender, w.client, w.helo, w.ip, p.text(), w.login, p.text(), w.domain, p.text(), w.sender, w.user, w.domain)
		event("H=%s [%s] Connection refused", w.sub, w.private)
		event("== %s@%s %s", w.user, w.domain, reason)
		event("=> %s+done <%s+done@%s> R=%s T=%s", w.user, w.user, w.domain, p.text(), p.text())
		event("-> %s@%s <%s> F=<%s> R=%s T=%s H=%s [%s] X=TLS1.3:%s:256 C=\"250 ok %s\" QT=1s", p.text(), w.sub, w.user, w.sender, p.text(), p.text(), w.sub, w.ip6, p.text(), id)
		event("** %s@%s F=<%s> R=%s T=%s: Child process of %s transport returned 127 from command: /home/%s/run", w.foreign, w.domain, w.sender, p.text(), p.text(), p.text(), w.user)
		event("%s", [...]string{"Frozen (delivery error message)", "frozen by " + w.login, "unfrozen by errmsg_user", "*** " + p.text()}[n%4])
		fmt.Fprintf(&retry, "  R:%s@%s:<%s> -44 13121 H=%s [%s]: SMTP error from remote mail server after RCPT TO:<%s>: 451 4.7.1 %s\n05-Mar-2024 12:00:00  05-Mar-2024 12:01:00  05-Mar-2024 13:00:00 \n", w.user, w.domain, w.sender, w.sub, w.private, w.sender, p.text())
		fmt.Fprintf(&retry, "  T:%s.%s:%s 111 77 %s\n05-Mar-2024 12:00:00  05-Mar-2024 12:01:00  05-Mar-2024 13:00:00 *\n", p.text(), w.domain, w.ip, p.text())
		fmt.Fprintf(&listed, " 2h  1.3K %s <%s> (%s)\n          %s@%s\n          %s@there.test\n          %s\n        D %s+done@%s\n\n", id, w.sender, w.login, w.user, w.domain, w.foreign, w.user, w.user, w.domain)
	}
	p.file(w.server+"/mailq.txt", listed.String())
	p.file(w.server+"/dumpdb.txt", retry.String())
	p.file(w.server+"/var/log/exim4/mainlog", mainlog.String())
	p.file(spool+"db/wait-"+p.text(), p.text())
	p.file(spool+"input/"+p.text(), p.text())
	return p.end()
}
