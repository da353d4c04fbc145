package redact_test

import (
	"archive/tar"
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand"
	"net/url"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/app/punycode"
)

// planted is a queue full of secrets. names occur in columns and headers for
// names: addresses, hosts, logins. texts are words that are secret only because
// of where they are: in a subject, a body, an unknown field.
type planted struct {
	archive  []byte
	names    []string
	texts    []string
	ids      []string
	places   int // the forms in which a secret was written
	messages int
	who      *people
}

// planter writes the files of a queue.
type planter struct {
	*planted
	r     *rand.Rand
	bytes bytes.Buffer
	tar   *tar.Writer
}

// newPlanter begins a queue with two messages for each form.
func newPlanter(r *rand.Rand, forms []form) (*planter, *people) {
	p := &planter{planted: &planted{messages: 2 * len(forms)}, r: r}
	p.tar = tar.NewWriter(&p.bytes)
	return p, p.people()
}

// end ends the archive.
func (p *planter) end() *planted {
	p.tar.Close()
	p.archive = p.bytes.Bytes()
	return p.planted
}

// Secret words begin with a mark and have the same length, so that they are found
// fast.
const (
	mark    = "zq"
	wordLen = 8
)

const consonants = "bcdfghjklmnpqrtvwxz"

// word returns a new secret word.
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

// text returns a secret of a place that is left out.
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

// people are the names of an organisation: its people, hosts and domains.
type people struct {
	org, domain, second  string
	server, client, sub  string // hosts
	bare, helo           string // hosts without a domain
	first, last, sender  string
	user, login, foreign string
	idn                  string // a domain with a non-ASCII letter
	script               string
	ip, ip6, private     string
	subject              []string
}

func (p *planter) people() *people {
	w := &people{org: p.name()}
	w.domain, w.second = w.org+".example", "mail."+p.name()+".example"
	w.server, w.client, w.bare, w.helo = p.name()+"."+w.domain, p.name()+"."+w.domain, p.name(), p.name()
	w.first, w.last, w.user, w.login = p.name(), p.name(), p.name(), p.name()
	w.sender = w.first + "." + w.last + "@" + w.domain
	w.foreign, w.script = p.name(), p.name()
	w.idn = p.name() + "ü.example"
	w.ip = fmt.Sprintf("203.0.113.%d", 10+p.r.Intn(200))
	w.ip6 = fmt.Sprintf("2001:db8:%x::%x", 4096+p.r.Intn(60000), 4096+p.r.Intn(60000))
	w.private = fmt.Sprintf("10.%d.%d.%d", 20+p.r.Intn(200), 20+p.r.Intn(200), 20+p.r.Intn(200))
	p.names = append(p.names, w.ip, w.ip6, w.private)
	w.sub = p.name() + "." + w.domain
	w.subject = []string{p.name(), p.name(), p.name()}
	p.who = w
	return w
}

// forged returns all names in a form, and as one line of a status.
func (p *planter) forged(w *people, form form) (all []string, line string) {
	all = []string{w.sender, w.user + "@" + w.domain, w.domain, w.server, w.client, w.sub, w.first + "." + w.last, w.user, w.login, w.ip, w.ip6, w.private,
		strings.Join(w.subject, " "), w.bare, w.helo, w.foreign + "@there.test", w.user + "+tag@" + w.domain, w.second}
	for k, s := range all {
		all[k] = form.encode(s)
		p.places++
	}
	if line = strings.Join(all, " ; "); strings.Contains(line, "\n") {
		line = w.sender
	}
	return all, line
}

// plant makes a sendmail queue with a bounce and an ordinary message for each
// form. Control files have secrets in all places of the grammar; statuses,
// transcripts and texts have all of them in the form.
func plant(r *rand.Rand, forms []form) *planted {
	p, w := newPlanter(r, forms)
	log := newSyslog(w)
	for n := range p.messages {
		number := fmt.Sprintf("zq%06d", 100000+r.Intn(900000))
		id := fmt.Sprintf("425A%02d%s", n%60, number)
		forged, text := p.forged(w, forms[n/2])
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
		switch n % 6 {
		case 4:
			line("MDeferred: 450 4.1.8 <%s@%s>: Domain not found", w.user, punycode.ToASCII(w.idn))
		case 5:
			line("MDeferred: 550 5.7.1 see https://%s/help?%s", w.idn, url.QueryEscape(w.idn))
		case 0:
			line("MDeferred: Connection refused by %s.", w.sub)
		case 1:
			line("MDeferred: Connection timed out with %s.", w.bare)
		case 2:
			line("MDeferred: 451 4.7.1 %s", text)
		default:
			line("MDeferred: Connection refused by [%s].", w.private)
		}
		if made {
			line("Fr")
		}
		if n%7 == 2 {
			line("q%s", text)
		}
		line("$_%s@%s [%s]", w.user, w.client, w.ip)
		line("$r%s", "ESMTPA")
		line("$s%s", w.helo)
		switch {
		case n%5 == 4:
			line("${auth_authen}%s", w.login)
		case made:
			line("${auth_authen}%s@%s", w.login, w.second)
		default:
			line("${auth_authen}%s@%s", w.login, w.idn)
		}
		line("${auth_author}%s@%s", w.login, w.second)
		line("${cn_subject}/CN=%s/O=%s", p.text(), p.text())
		line("${cert_issuer}%s", p.text())
		line("${client_name}%s", w.client)
		line("${client_addr}IPv6:%s", w.ip6)
		line("${msg_id}<%s@%s>", p.text(), w.domain)
		line("${%s}%s", "own_macro", p.text())
		if made {
			line("SMAILER-DAEMON")
		} else {
			line("S<%s>", w.sender)
		}
		line("A%s+40%s", w.user, w.domain)
		line("C%s:%s:200:%s@%s", w.user, w.login, w.user, w.domain)
		line("Qrfc822;%s+2Btag+40%s", w.user, w.domain)
		line("rRFC822; %s@%s", w.user, w.sub)
		line("MDeferred: 450 4.2.0 <%s>... %s", w.sender, text)
		line("RPFD:<%s@%s>", w.user, w.domain)
		line("RPFD:<%s@there.test>", w.foreign)
		line("RPFD:%s", w.user)
		line("RPFD:%s@%s", w.user, w.bare)
		line(`RPFD:"|/home/%s/bin/%s %s"`, w.user, p.text(), w.sender)
		line("RPFD:/home/%s/%s", w.user, p.text())
		line("H?P?Return-Path: <\x81g>")
		line("H??Received: from %s (%s@%s [%s])\n\tby %s (8.17.1.9/8.17.1.9/Debian-2+%s) with ESMTPSA id %s\n\t(version=TLSv1.3 verify=OK CN=%s);\n\tTue, 5 Mar 2024 10:00:00 GMT (%s)", w.helo, w.user, w.client, w.ip, w.server, p.text(), id, p.text(), p.text())
		line("H??Received: from %s.%s.lan ([%s]) by %s with ESMTP id %s for <%s>;\n\tTue, 5 Mar 2024 10:00:00 +0000", p.text(), p.text(), w.private, w.sub, p.text(), w.sender)
		line("H??Received: (qmail %s invoked by uid %s); 5 Mar 2024", p.text(), p.text())
		boundary := p.text() + "_" + w.user
		if made {
			boundary = fmt.Sprintf("%s.1709640000/%s", id, w.server)
		}
		for l := range strings.Lines(p.header(w, made, boundary, folded)) {
			if l[0] != ' ' && l[0] != '\t' {
				l = "H??" + l
			}
			q.WriteString(l)
		}
		line(".")
		qf := q.String()

		var d strings.Builder
		if made {
			fmt.Fprintf(&d, "This is a MIME-encapsulated message\n\n--%s\n\nThe original message was received at Tue, 5 Mar 2024 10:00:00 GMT\nfrom %s@%s [%s]\nwith id %s\n\n", boundary, w.user, w.client, w.ip, id)
			fmt.Fprintf(&d, "   ----- The following addresses had permanent fatal errors -----\n<%s>\n    (reason: 550 5.1.1 %s)\n\n", w.sender, text)
			fmt.Fprintf(&d, "   ----- Transcript of session follows -----\n... while talking to %s.:\n>>> MAIL From:<%s> AUTH=%s+40%s\n>>> AUTH PLAIN %s\n<<< 550 5.1.1 %s\n550 5.1.1 <%s@there.test>... User unknown\n\n",
				w.sub, w.sender, w.user, w.domain, base64.StdEncoding.EncodeToString([]byte("\x00"+w.login+"\x00x")), text, w.foreign)
			fmt.Fprintf(&d, "--%s\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; %s\nReceived-From-MTA: DNS; %s\nArrival-Date: Tue, 5 Mar 2024 10:00:00 GMT\n\nFinal-Recipient: RFC822; %s@%s\nAction: failed\nStatus: 5.1.1\nRemote-MTA: DNS; %s\nDiagnostic-Code: SMTP; 550 5.1.1 %s\n\n", boundary, w.server, w.client, w.user, w.domain, w.sub, text)
			fmt.Fprintf(&d, "--%s\nContent-Type: message/rfc822\n\nReceived: from %s (%s [%s]) by %s with ESMTPSA id %s; Tue, 5 Mar 2024 09:00:00 GMT\nFrom: %s %s <%s>\nSubject: %s\nX-PHP-Originating-Script: 1017:/home/%s/%s.php\nX-Mailer: %s\nMessage-ID: <%s@%s>\nContent-Type: text/plain; boundary=\"%s\"\n\n%s\n--%s--\n",
				boundary, w.helo, w.client, w.ip, w.server, p.text(), w.first, w.last, w.sender, strings.Join(w.subject, " "), w.script, p.text(), p.text(), p.text(), w.domain, p.text(), p.text(), boundary)
		} else {
			wrapped := w.sender[:len(w.sender)/2] + "\n" + w.sender[len(w.sender)/2:]
			quotedWrap := "> see " + w.client[:5] + "\n> " + w.client[5:]
			fmt.Fprintf(&d, "--%s\nContent-Type: text/plain; charset=utf-8; format=flowed\n\nDear %s,\nwrite to\n%s\nor %s\n%s\n\nOn Tuesday %s %s wrote:\n> %s\n%s\n",
				boundary, title(w.first), wrapped, text, quotedWrap, title(w.first), title(w.last), text, p.text())
			fmt.Fprintf(&d, "BEGIN:VCARD\nFN:%s %s\nORG:%s\nTEL:%s\nEND:VCARD\n\n-- \n%s %s\n%s, tel %s\n", title(w.first), title(w.last), p.text(), p.text(), title(w.first), title(w.last), w.org, p.text())
			fmt.Fprintf(&d, "--%s\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<a href=3D\"mailto:%s\">%s</a>\n%s\n", boundary, strings.ReplaceAll(w.sender, "@", "=40"), strings.ReplaceAll(paragraphs(forged), "=", "=3D"), p.text())
			fmt.Fprintf(&d, "--%s\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n%s\n", boundary, lines76(base64.StdEncoding.EncodeToString([]byte(strings.Join(forged, "\n")+"\n"))))
			fmt.Fprintf(&d, "--%s\nContent-Type: text/vcard; name=\"%s.vcf\"\n\nFN:%s\n--%s--\n", boundary, p.text(), p.text(), boundary)
		}
		folder := "host/var/spool/mqueue/"
		p.file(folder+"qf"+id, qf)
		p.file(folder+"df"+id, d.String())
		if n%11 == 0 {
			p.file(folder+"xf"+id, fmt.Sprintf("... while talking to %s.:\n<<< 450 %s\n%s... Deferred: %s\n", w.sub, text, w.sender, text))
		}
		p.ids = append(p.ids, number)
		log.sendmail(p, w, n, id, text)
	}
	p.file("host/var/log/maillog", log.String())
	p.file("host/mailq.txt", fmt.Sprintf("\t\t/var/spool/mqueue (1 request)\n-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n%s     1834 Tue Mar  5 10:41 <%s>\n                 (Deferred: Connection refused by %s.)\n\t\t\t\t\t <%s@%s>\n\t\tTotal requests: 1\n", "425A00zq000001", w.sender, w.sub, w.user, w.domain))
	return p.end()
}

// header returns the header of a message, with the text in a field that a filter added.
func (p *planter) header(w *people, made bool, boundary, text string) string {
	var q strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&q, format+"\n", args...) }
	line("Full-Name: %s %s", w.first, w.last)
	line("From: %s %s <%s>", w.first, w.last, w.sender)
	line("To: =?utf-8?B?%s?= <%s@there.test>, %s (%s)", base64.StdEncoding.EncodeToString([]byte(p.name()+" é")), w.foreign, w.user+"@"+w.domain, p.text())
	line("Reply-To: \"%s, %s\" <%s>", w.last, w.first, w.sender)
	if made {
		line("Subject: Warning: could not send message for past 4 hours")
	} else {
		line("Subject: %s", strings.Join(w.subject, " "))
	}
	line("Date: Tue, 05 Mar 2024 10:00:00 +0000 (%s)", p.text())
	line("Message-ID: <%s@%s>", p.text(), w.domain)
	line("In-Reply-To: <%s@%s>", p.text(), w.domain)
	line("X-Mailer: %s %s", p.text(), p.text())
	line("User-Agent: %s", p.text())
	line("Organization: %s", p.text())
	line("Thread-Topic: %s", strings.Join(w.subject, " "))
	line("Comments: %s", p.text())
	line("DKIM-Signature: v=1; a=rsa-sha256; d=%s.\n\t%s; s=%s;\n\tz=From:%s=20<%s>|Subject:%s; b=%s", w.org, "example", p.text(), w.first, strings.ReplaceAll(w.sender, "@", "=40"), w.subject[0], base64.StdEncoding.EncodeToString([]byte(p.text()+" "+w.sender)))
	line("Authentication-Results: %s; auth=pass smtp.auth=%s; dkim=pass header.d=%s", w.server, w.login, w.domain)
	line("X-PHP-Originating-Script: 1017:/home/%s/%s.php(3) : eval()'d code", w.script, p.text())
	line("X-Originating-IP: [%s]", w.ip)
	line("X-%s: =?utf-8?Q?%s?=", p.text(), each(p.text(), "=%02X"))
	line("X-Spam-Report: %s", text)
	line("List-Unsubscribe: <https://%s/u?%s>, <mailto:%s>", w.domain, p.text(), w.sender)
	line("MIME-Version: 1.0 (%s)", p.text())
	switch {
	case made:
		line("Content-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"%s\"", boundary)
		line("Auto-Submitted: auto-generated (warning-timeout %s)", p.text())
	default:
		line("Content-Type: multipart/mixed; boundary=\"%s\"; name=\"%s.pdf\"; x-%s=%s", boundary, p.text(), p.text(), p.text())
	}
	line("Content-Transfer-Encoding: %s", p.text())
	line("Content-Disposition: attachment; filename*0*=utf-8''%s; filename=\"%s.doc\"", p.text(), p.text())
	// What programs and filters add.
	line("Resent-From: %s <%s>", w.last, w.sender)
	line("X-Original-To: %s@%s", w.user, w.domain)
	line("Delivered-To: %s", w.sender)
	line("References: <%s@%s>\n\t<%s@%s>", p.text(), w.domain, p.text(), w.sub)
	line("ARC-Seal: i=1; a=rsa-sha256; d=%s; s=%s; cv=none; b=%s", w.domain, p.text(), p.text())
	line("ARC-Authentication-Results: i=1; %s; spf=pass smtp.mailfrom=%s", w.server, w.sender)
	line("Received-SPF: pass (%s: domain of %s designates %s as permitted sender) client-ip=%s; helo=%s;", w.server, w.sender, w.ip, w.ip6, w.helo)
	line("X-Authenticated-User: %s", w.login)
	line("X-Get-Message-Sender-Via: %s: authenticated_id: %s/only user confirmed", w.server, w.login)
	line("X-AntiAbuse: Primary Hostname - %s", w.server)
	line("X-Source-Dir: %s:/public_html/%s", w.domain, p.text())
	line("Autocrypt: addr=%s; keydata=%s", w.sender, base64.StdEncoding.EncodeToString([]byte(p.text()+" <"+w.sender+">")))
	line("List-Id: %s <%s.%s>", p.text(), w.user, w.domain)
	line("X-Google-Group-Id: %s", p.text())
	line("Content-ID: <%s@%s>", p.text(), w.server)
	line("Disposition-Notification-To: \"%s\" <%s>", w.first, w.sender)
	line("X-MS-Exchange-Organization-AuthSource: %s", strings.ToUpper(w.client))
	line("X-Encoded: =?iso-8859-1?Q?%s?= =?koi8-r?B?%s?=", strings.ReplaceAll(w.sender, "@", "=40"), base64.StdEncoding.EncodeToString([]byte(w.sender)))
	line("X-Split: =?utf-8?Q?%s?=\n =?utf-8?Q?%s?=", w.sender[:9], strings.ReplaceAll(w.sender[9:], "@", "=40"))
	line("X-Idn: %s@%s, %s@%s (%s)", w.user, w.idn, w.login, punycode.ToASCII(w.idn), strings.ToUpper(w.idn))
	line("X-2231: x*0*=utf-8''%s; x*1*=%s", url.PathEscape(w.sender[:12]), strings.ReplaceAll(w.sender[12:], "@", "%40"))
	return q.String()
}

// body returns the text of an ordinary message, plain and as HTML.
func (p *planter) body(boundary, text string, forged []string) string {
	return fmt.Sprintf("--%[1]s\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n%[2]s\n%[3]s\n--%[1]s\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n%[4]s\n--%[1]s--\n",
		boundary, text, p.text(), lines76(base64.StdEncoding.EncodeToString([]byte(paragraphs(forged)))))
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
