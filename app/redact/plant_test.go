package redact_test

import (
	"archive/tar"
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand"
	"strings"
	"time"
)

// planted is a queue full of secrets. names are those that its columns and
// headers give away as such: addresses, hosts, logins. texts are words that are
// secret only because of where they are: in a subject, a body, an unknown field.
type planted struct {
	archive  []byte
	names    []string
	texts    []string
	ids      []string
	places   int // in which a secret was written
	messages int
}

// planter writes the files of a queue.
type planter struct {
	*planted
	r   *rand.Rand
	tar *tar.Writer
}

// Secret words begin with a mark and have one length, so that they are found fast.
const (
	mark    = "zq"
	wordLen = 8
)

const consonants = "bcdfghjklmnpqrtvwxz"

// word is a new secret word.
func (p *planter) word() string {
	b := []byte(mark)
	for len(b) < wordLen {
		b = append(b, consonants[p.r.Intn(len(consonants))])
	}
	return string(b)
}

func (p *planter) name() string {
	w := p.word()
	p.names = append(p.names, w)
	return w
}

// text is a secret of a place that is left out.
func (p *planter) text() string {
	w := p.word()
	p.texts = append(p.texts, w)
	p.places++
	return w
}

func (p *planter) file(name, text string) {
	p.tar.WriteHeader(&tar.Header{Name: name, Size: int64(len(text)), Mode: 0o600, ModTime: time.Unix(1709650000, 0)})
	p.tar.Write([]byte(text))
}

// plant makes a queue with a bounce and an ordinary message for each form.
// Control files have the secrets in all places of the grammar; statuses,
// transcripts and texts have all of them in the form.
func plant(r *rand.Rand, forms []form) *planted {
	p := &planter{planted: &planted{messages: 2 * len(forms)}, r: r}
	var archive bytes.Buffer
	p.tar = tar.NewWriter(&archive)

	// The organisation, and who and what is there.
	org, other := p.name(), p.name()
	domain, second := org+".example", "mail."+other+".example"
	server, client, bare, helo := p.name()+"."+domain, p.name()+"."+domain, p.name(), p.name()
	first, last, user, login := p.name(), p.name(), p.name(), p.name()
	sender := first + "." + last + "@" + domain
	foreign := p.name()
	script := p.name()
	ip := fmt.Sprintf("203.0.113.%d", 10+r.Intn(200))
	ip6 := fmt.Sprintf("2001:db8:%x::%x", 4096+r.Intn(60000), 4096+r.Intn(60000))
	private := fmt.Sprintf("10.%d.%d.%d", 20+r.Intn(200), 20+r.Intn(200), 20+r.Intn(200))
	p.names = append(p.names, ip, ip6, private)
	sub := p.name() + "." + domain
	subject := []string{p.name(), p.name(), p.name()}

	for n := range p.messages {
		number := fmt.Sprintf("zq%06d", 100000+r.Intn(900000))
		id := fmt.Sprintf("425A%02d%s", n%60, number)
		form := forms[n/2]
		all := []string{sender, user + "@" + domain, domain, server, client, sub, first + "." + last, user, login, ip, ip6, private, strings.Join(subject, " "), bare, helo, foreign + "@there.test", user + "+tag@" + domain, second}
		var forged []string
		for _, s := range all {
			forged = append(forged, form.encode(s))
			p.places++
		}
		text := strings.Join(forged, " ; ")
		if strings.Contains(text, "\n") { // a status has one line
			text = sender
		}
		folded := strings.ReplaceAll(text, " ; ", "\n ")

		var q strings.Builder
		line := func(format string, args ...any) { fmt.Fprintf(&q, format+"\n", args...) }
		made := n%2 == 0
		line("V8\nT%d\nK%d\nN3\nP30000\nI253/0/%d", 1709640000+n, 1709650000, n)
		line("B8BITMIME")
		if n%5 == 1 {
			line("X%s", p.text())
			line("L%s", p.text())
			line("Z%s", p.text())
			line("*%s", p.text())
		}
		switch n % 4 {
		case 0:
			line("MDeferred: Connection refused by %s.", sub)
		case 1:
			line("MDeferred: Connection timed out with %s.", bare)
		case 2:
			line("MDeferred: 451 4.7.1 %s", text)
		default:
			line("MDeferred: Connection refused by [%s].", private)
		}
		if made {
			line("Fr")
		}
		if n%7 == 2 {
			line("q%s", text)
		}
		line("$_%s@%s [%s]", user, client, ip)
		line("$r%s", "ESMTPA")
		line("$s%s", helo)
		if n%3 == 0 {
			line("${auth_authen}%s@%s", login, second)
		} else {
			line("${auth_authen}%s", login)
		}
		line("${auth_author}%s@%s", login, second)
		line("${cn_subject}/CN=%s/O=%s", p.text(), p.text())
		line("${cert_issuer}%s", p.text())
		line("${client_name}%s", client)
		line("${client_addr}IPv6:%s", ip6)
		line("${msg_id}<%s@%s>", p.text(), domain)
		line("${%s}%s", "own_macro", p.text())
		if made {
			line("SMAILER-DAEMON")
		} else {
			line("S<%s>", sender)
		}
		line("A%s+40%s", user, domain)
		line("C%s:%s:200:%s@%s", user, login, user, domain)
		line("Qrfc822;%s+2Btag+40%s", user, domain)
		line("rRFC822; %s@%s", user, sub)
		line("MDeferred: 450 4.2.0 <%s>... %s", sender, text)
		line("RPFD:<%s@%s>", user, domain)
		line("RPFD:<%s@there.test>", foreign)
		line("RPFD:%s", user)
		line(`RPFD:"|/home/%s/bin/%s %s"`, user, p.text(), sender)
		line("RPFD:/home/%s/%s", user, p.text())
		line("H?P?Return-Path: <\x81g>")
		line("H??Received: from %s (%s@%s [%s])\n\tby %s (8.17.1.9/8.17.1.9/Debian-2+%s) with ESMTPSA id %s\n\t(version=TLSv1.3 verify=OK CN=%s);\n\tTue, 5 Mar 2024 10:00:00 GMT (%s)", helo, user, client, ip, server, p.text(), id, p.text(), p.text())
		line("H??Received: from %s.%s.lan ([%s]) by %s with ESMTP id %s for <%s>;\n\tTue, 5 Mar 2024 10:00:00 +0000", p.text(), p.text(), private, sub, p.text(), sender)
		line("H??Received: (qmail %s invoked by uid %s); 5 Mar 2024", p.text(), p.text())
		line("H?x?Full-Name: %s %s", first, last)
		line("H??From: %s %s <%s>", first, last, sender)
		line("H??To: =?utf-8?B?%s?= <%s@there.test>, %s (%s)", base64.StdEncoding.EncodeToString([]byte(p.name()+" é")), foreign, user+"@"+domain, p.text())
		line("H??Reply-To: \"%s, %s\" <%s>", last, first, sender)
		if made {
			line("H??Subject: Warning: could not send message for past 4 hours")
		} else {
			line("H??Subject: %s", strings.Join(subject, " "))
		}
		line("H??Date: Tue, 05 Mar 2024 10:00:00 +0000 (%s)", p.text())
		line("H??Message-ID: <%s@%s>", p.text(), domain)
		line("H??In-Reply-To: <%s@%s>", p.text(), domain)
		line("H??X-Mailer: %s %s", p.text(), p.text())
		line("H??User-Agent: %s", p.text())
		line("H??Organization: %s", p.text())
		line("H??Thread-Topic: %s", strings.Join(subject, " "))
		line("H??Comments: %s", p.text())
		line("H??DKIM-Signature: v=1; a=rsa-sha256; d=%s.\n\t%s; s=%s;\n\tz=From:%s=20<%s>|Subject:%s; b=%s", org, "example", p.text(), first, strings.ReplaceAll(sender, "@", "=40"), subject[0], base64.StdEncoding.EncodeToString([]byte(p.text()+" "+sender)))
		line("H??Authentication-Results: %s; auth=pass smtp.auth=%s; dkim=pass header.d=%s", server, login, domain)
		line("H??X-PHP-Originating-Script: 1017:/home/%s/%s.php(3) : eval()'d code", script, p.text())
		line("H??X-Originating-IP: [%s]", ip)
		line("H??X-%s: =?utf-8?Q?%s?=", p.text(), each(p.text(), "=%02X"))
		line("H??X-Spam-Report: %s", folded)
		line("H??List-Unsubscribe: <https://%s/u?%s>, <mailto:%s>", domain, p.text(), sender)
		boundary := p.text() + "_" + user
		line("H??MIME-Version: 1.0 (%s)", p.text())
		switch {
		case made:
			boundary = fmt.Sprintf("%s.1709640000/%s", id, server)
			line("H??Content-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"%s\"", boundary)
			line("H??Auto-Submitted: auto-generated (warning-timeout %s)", p.text())
		default:
			line("H??Content-Type: multipart/mixed; boundary=\"%s\"; name=\"%s.pdf\"; x-%s=%s", boundary, p.text(), p.text(), p.text())
		}
		line("H??Content-Transfer-Encoding: %s", p.text())
		line("H??Content-Disposition: attachment; filename*0*=utf-8''%s; filename=\"%s.doc\"", p.text(), p.text())
		line(".")
		qf := q.String()

		var d strings.Builder
		if made {
			fmt.Fprintf(&d, "This is a MIME-encapsulated message\n\n--%s\n\nThe original message was received at Tue, 5 Mar 2024 10:00:00 GMT\nfrom %s@%s [%s]\nwith id %s\n\n", boundary, user, client, ip, id)
			fmt.Fprintf(&d, "   ----- The following addresses had permanent fatal errors -----\n<%s>\n    (reason: 550 5.1.1 %s)\n\n", sender, text)
			fmt.Fprintf(&d, "   ----- Transcript of session follows -----\n... while talking to %s.:\n>>> MAIL From:<%s> AUTH=%s+40%s\n>>> AUTH PLAIN %s\n<<< 550 5.1.1 %s\n550 5.1.1 <%s@there.test>... User unknown\n\n",
				sub, sender, user, domain, base64.StdEncoding.EncodeToString([]byte("\x00"+login+"\x00x")), text, foreign)
			fmt.Fprintf(&d, "--%s\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; %s\nReceived-From-MTA: DNS; %s\nArrival-Date: Tue, 5 Mar 2024 10:00:00 GMT\n\nFinal-Recipient: RFC822; %s@%s\nAction: failed\nStatus: 5.1.1\nRemote-MTA: DNS; %s\nDiagnostic-Code: SMTP; 550 5.1.1 %s\n\n", boundary, server, client, user, domain, sub, text)
			fmt.Fprintf(&d, "--%s\nContent-Type: message/rfc822\n\nReceived: from %s (%s [%s]) by %s with ESMTPSA id %s; Tue, 5 Mar 2024 09:00:00 GMT\nFrom: %s %s <%s>\nSubject: %s\nX-PHP-Originating-Script: 1017:/home/%s/%s.php\nX-Mailer: %s\nMessage-ID: <%s@%s>\nContent-Type: text/plain; boundary=\"%s\"\n\n%s\n--%s--\n",
				boundary, helo, client, ip, server, p.text(), first, last, sender, strings.Join(subject, " "), script, p.text(), p.text(), p.text(), domain, p.text(), p.text(), boundary)
		} else {
			wrapped := sender[:len(sender)/2] + "\n" + sender[len(sender)/2:]
			quotedWrap := "> see " + client[:5] + "\n> " + client[5:]
			fmt.Fprintf(&d, "--%s\nContent-Type: text/plain; charset=utf-8; format=flowed\n\nDear %s,\nwrite to\n%s\nor %s\n%s\n\nOn Tuesday %s %s wrote:\n> %s\n%s\n",
				boundary, title(first), wrapped, text, quotedWrap, title(first), title(last), text, p.text())
			fmt.Fprintf(&d, "BEGIN:VCARD\nFN:%s %s\nORG:%s\nTEL:%s\nEND:VCARD\n\n-- \n%s %s\n%s, tel %s\n", title(first), title(last), p.text(), p.text(), title(first), title(last), org, p.text())
			fmt.Fprintf(&d, "--%s\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<a href=3D\"mailto:%s\">%s</a>\n%s\n", boundary, strings.ReplaceAll(sender, "@", "=40"), strings.ReplaceAll(paragraphs(forged), "=", "=3D"), p.text())
			fmt.Fprintf(&d, "--%s\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n%s\n", boundary, lines76(base64.StdEncoding.EncodeToString([]byte(strings.Join(forged, "\n")+"\n"))))
			fmt.Fprintf(&d, "--%s\nContent-Type: text/vcard; name=\"%s.vcf\"\n\nFN:%s\n--%s--\n", boundary, p.text(), p.text(), boundary)
		}
		folder := "host/var/spool/mqueue/"
		p.file(folder+"qf"+id, qf)
		p.file(folder+"df"+id, d.String())
		if n%11 == 0 {
			p.file(folder+"xf"+id, fmt.Sprintf("... while talking to %s.:\n<<< 450 %s\n%s... Deferred: %s\n", sub, text, sender, text))
		}
		p.ids = append(p.ids, number)
	}
	p.file("host/mailq.txt", fmt.Sprintf("\t\t/var/spool/mqueue (1 request)\n-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n%s     1834 Tue Mar  5 10:41 <%s>\n                 (Deferred: Connection refused by %s.)\n\t\t\t\t\t <%s@%s>\n\t\tTotal requests: 1\n", "425A00zq000001", sender, sub, user, domain))
	p.tar.Close()
	p.archive = archive.Bytes()
	return p.planted
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func paragraphs(texts []string) string { return "<p>" + strings.Join(texts, "</p>\n<p>") + "</p>" }

func lines76(s string) string {
	var b strings.Builder
	for len(s) > 76 {
		b.WriteString(s[:76] + "\n")
		s = s[76:]
	}
	return b.String() + s
}
