package main

import (
	"math"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// dead is the message that a bounce or delay notice of this server is about.
type dead struct {
	id      string
	created int64
	server  destination
	rcpts   []string
	refusal *refusal // nil if it expired or is delayed
	status  string   // of a delayed one, 4xx
	client  client
	login   string
	script  string
	size    int // bytes of its body; 0 if only the header is returned
}

// reportFor draws the message that the DSN m reports. Most DSNs go to forged
// senders, whose servers refuse them.
func (s *spool) reportFor(d *dice) {
	m := &s.m
	if m.report == nil {
		m.report = &dead{}
	}
	r := m.report
	*r = dead{rcpts: r.rcpts[:0]}
	m.form, m.sender, m.flags = delivered, "MAILER-DAEMON", "rs"
	m.client = client{"localhost", "127.0.0.1", "localhost"}
	m.add(d, person(d), s.goTo(d))
	m.origin = fromShell

	r.server = s.goTo(d)
	for range 1 + d.n(100)/92*d.n(4) {
		r.rcpts = append(r.rcpts, person(d)+"@"+r.server.domain)
	}
	r.client = clientOf(d, fromWeb)
	if d.chance(200) {
		r.client = clientOf(d, fromOffice)
	}
	r.created = m.created - int64(d.n(5))
	if m.kind == warning {
		r.created = m.created - 4*3600 - int64(d.n(1800))
	} else if d.chance(100) {
		r.created = m.created - 5*86400 - int64(d.n(1800))
	} else {
		r.refusal = &refusals[min(d.n(len(refusals)), d.n(len(refusals)))]
		m.eightBit(strings.Join(r.refusal.replies, ""))
	}
	r.id = queueID(r.created, d.n(maxMessages), d)
	var room [300]byte
	t := r.server.troubles[0]
	r.status = string(fill(room[:0], d, t.status, r.server, r.rcpts[0]))
	if m.kind == bounce && d.chance(850) {
		r.size = int(700 * math.Exp(0.7*d.bell()))
	}
}

// eightBit marks a message whose body has the text s.
func (m *message) eightBit(s string) {
	for i := range len(s) {
		if s[i] >= 0x80 {
			m.body, m.flags = "8BITMIME", "r8s"
			return
		}
	}
}

func (m *message) boundary() string {
	if m.system == queue.Exim {
		return number(int(m.created)) + "-eximdsn-" + number(int(m.created)%maxMessages)
	}
	return m.id + "." + number(int(m.created)) + "/" + host
}

// appendReport makes the data file of a bounce or a warning
// (formats/sendmail.md §3.4).
func (s *spool) appendReport(b []byte, m *message) []byte {
	d, r := m.content, m.report
	part := func(b []byte) []byte { return append(append(append(b, "--"...), m.boundary()...), '\n') }

	b = append(b, "This is a MIME-encapsulated message\n\n"...)
	b = append(part(b), '\n')
	if m.kind == warning {
		b = append(b, "    **********************************************\n"+
			"    **      THIS IS A WARNING MESSAGE ONLY      **\n"+
			"    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n"+
			"    **********************************************\n\n"...)
	}
	b = append(b, "The original message was received at "...)
	b = append(date(b, r.created), "\nfrom "...)
	b = append(append(append(append(b, r.client.name...), " ["...), r.client.ip...), "]\n\n"...)

	talk := d // a copy, so that the dialogue reads the same wherever it is repeated
	if m.kind == bounce {
		b = append(b, "   ----- The following addresses had permanent fatal errors -----\n"...)
		for _, rcpt := range r.rcpts {
			d := talk
			b = append(append(append(b, '<'), rcpt...), ">\n    (reason: "...)
			b = append(r.reply(b, &d, 0, rcpt), ")\n"...)
		}
		b = append(b, '\n')
	}
	b = append(b, "   ----- Transcript of session follows -----\n"...)
	b = r.transcript(b, talk, m.kind)
	b = append(b, '\n')

	b = append(part(b), "Content-Type: message/delivery-status\n\nReporting-MTA: dns; "+host+"\nReceived-From-MTA: DNS; "...)
	b = append(append(b, r.client.name...), "\nArrival-Date: "...)
	b = append(date(b, r.created), "\n\n"...)
	for _, rcpt := range r.rcpts {
		b = r.deliveryStatus(b, talk, m, rcpt)
		b = append(b, '\n')
	}

	b = append(part(b), "Content-Type: "...)
	if r.size == 0 {
		b = append(b, "text/rfc822-headers\n\n"...)
	} else {
		b = append(b, "message/rfc822\n\n"...)
	}
	b = s.returned(b, &d, m)
	b = append(append(append(b, "--"...), m.boundary()...), "--\n\n"...)
	return b
}

// reply returns line k of the server's reply; for delayed mail, its last
// status.
func (r *dead) reply(b []byte, d *dice, k int, rcpt string) []byte {
	if r.refusal != nil {
		return fill(b, d, r.refusal.replies[k], r.server, rcpt)
	}
	return append(b, strings.TrimPrefix(r.status, "Deferred: ")...)
}

// said reports whether the last status of delayed mail is the server's own
// reply.
func (r *dead) said() bool {
	const prefix = "Deferred: "
	return strings.HasPrefix(r.status, prefix+"4") && !strings.HasPrefix(r.status, prefix+"403") &&
		!strings.HasPrefix(r.status, prefix+"454")
}

// replyLines returns the number of "<<<" lines in the transcript.
func (r *dead) replyLines() int {
	switch {
	case r.refusal != nil:
		return len(r.rcpts) * len(r.refusal.replies)
	case r.said():
		return 1
	}
	return 0
}

func (r *dead) transcript(b []byte, talk dice, k kind) []byte {
	if r.refusal != nil || r.said() {
		b = append(append(append(b, "... while talking to "...), r.server.mx...), ".:\n"...)
	}
	if r.refusal != nil {
		for _, rcpt := range r.rcpts {
			b = append(append(append(b, ">>> RCPT To:<"...), rcpt...), ">\n"...)
			d := talk
			for k := range r.refusal.replies {
				b = append(r.reply(append(b, "<<< "...), &d, k, rcpt), '\n')
			}
			b = append(fill(b, &d, r.refusal.verdict, r.server, rcpt), '\n')
		}
		return b
	}
	if r.said() {
		b = append(append(append(b, ">>> RCPT To:<"...), r.rcpts[0]...), ">\n<<< "...)
		b = append(r.reply(b, &talk, 0, r.rcpts[0]), '\n')
	}
	for i, rcpt := range r.rcpts {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, '<'), rcpt...), '>')
	}
	b = append(append(append(b, "... "...), r.status...), '\n')
	if k == warning {
		return append(b, "Warning: message still undelivered after 4 hours\nWill keep trying until message is 5 days old\n"...)
	}
	return append(b, "Message could not be delivered for 5 days\nMessage will be deleted from queue\n"...)
}

// deliveryStatus makes the fields of one recipient (RFC 3464 section 2.3).
func (r *dead) deliveryStatus(b []byte, talk dice, m *message, rcpt string) []byte {
	b = append(append(b, "Final-Recipient: RFC822; "...), rcpt...)
	switch {
	case r.refusal != nil:
		b = append(append(b, "\nAction: failed\nStatus: "...), r.refusal.status...)
	case m.kind == warning:
		b = append(b, "\nAction: delayed\nStatus: 4.4.1"...)
	default:
		b = append(b, "\nAction: failed\nStatus: 4.4.7"...)
	}
	if r.refusal != nil || r.said() {
		b = append(append(b, "\nRemote-MTA: DNS; "...), r.server.mx...)
		b = append(r.reply(append(b, "\nDiagnostic-Code: SMTP; "...), &talk, 0, rcpt), '\n')
	} else {
		b = append(b, '\n')
	}
	b = append(date(append(b, "Last-Attempt-Date: "...), m.created), '\n')
	if m.kind == warning {
		b = append(date(append(b, "Will-Retry-Until: "...), r.created+5*86400), '\n')
	}
	return b
}

// returned makes the returned message.
func (s *spool) returned(b []byte, d *dice, m *message) []byte {
	r := m.report
	sender := m.rcpts[0].address
	b = append(append(append(b, "Return-Path: "...), sender...), '\n')
	b = append(append(append(append(append(b, "Received: from "...), r.client.helo...), " ("...), r.client.name...), " ["...)
	with := "])\n\tby " + host + " (" + version + ") with ESMTP id "
	if r.login != "" {
		with = "])\n\t(authenticated bits=0)\n\tby " + host + " (" + version + ") with ESMTPSA id "
	}
	b = append(append(append(append(b, r.client.ip...), with...), r.id...), ";\n\t"...)
	b = append(date(b, r.created), "\nFrom: "...)
	b = append(append(b, sender[1:len(sender)-1]...), "\nTo: "...)
	for i, rcpt := range r.rcpts {
		if i > 0 {
			b = append(b, ",\n        "...)
		}
		b = append(b, rcpt...)
	}
	b = subject(append(b, '\n'), d)
	b = append(date(append(b, "Date: "...), r.created), '\n')
	b = messageID(b, d, r.created)
	if r.script != "" {
		b = append(append(append(b, "X-PHP-Originating-Script: "...), r.script...), '\n')
	}
	b = append(b, '\n')
	if r.size > 0 {
		b = append(cut(b, d, s.text.ascii, r.size), '\n')
	}
	return b
}
