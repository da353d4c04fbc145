package main

import (
	"encoding/base64"
	"time"
)

// date appends a time as sendmail writes it (formats/sendmail.md §3.4).
func date(b []byte, t int64) []byte {
	return time.Unix(t, 0).UTC().AppendFormat(b, "Mon, 2 Jan 2006 15:04:05 GMT")
}

// phrase appends n words.
func phrase(b []byte, d *dice, n int) []byte {
	for k := range n {
		if k > 0 {
			b = append(b, ' ')
		}
		w := pick(d, words)
		if k == 0 {
			b = append(b, w[0]&^0x20)
			w = w[1:]
		}
		b = append(b, w...)
	}
	return b
}

// offers are the subjects of a wave of spam: many messages share them.
var offers = []string{
	"Account suspended", "Cheap meds online", "You have (1) new invoice", "Re: your parcel could not be delivered",
	"Final notice: verify your mailbox", "Special offer for you", "Investment opportunity",
}

// subject appends the header field: ordinary ones, long ones over several lines
// and encoded words (RFC 2047).
func subject(b []byte, d *dice) []byte {
	b = append(b, "Subject: "...)
	switch k := d.n(100); {
	case k < 30:
		b = append(b, pick(d, offers)...)
	case k < 37:
		var raw [200]byte
		text := raw[:0]
		for range d.in(2, 5) {
			text = append(append(text, pick(d, accented)...), ' ')
		}
		b = append(b, "=?UTF-8?B?"...)
		b = base64.StdEncoding.AppendEncode(b, text[:len(text)-1])
		b = append(b, "?="...)
	case k < 40:
		b = append(b, "=?iso-8859-1?Q?"...)
		for range d.in(2, 4) {
			b = append(append(b, pick(d, words)...), "_f=FCr_"...)
		}
		b = append(b, "alle?="...)
	case k < 43:
		for range d.in(3, 9) {
			b = append(phrase(b, d, 8), "\n "...)
		}
		b = phrase(b, d, 3)
	default:
		b = phrase(b, d, d.in(2, 7))
	}
	return append(b, '\n')
}

func messageID(b []byte, d *dice, t int64) []byte {
	b = append(b, "Message-ID: <"...)
	for range 2 {
		for x, k := d.next(), 0; k < 8; k++ {
			b = append(b, base60[x%60])
			x /= 60
		}
	}
	b = append(b, '.')
	b = time.Unix(t, 0).UTC().AppendFormat(b, "20060102150405")
	return append(b, "@mailer.example.org>\n"...)
}

// part returns the boundary of a multipart message; it must not look like base64.
func (m *message) part() string { return "=_part_" + m.id }

// contentType returns the header field that matches the body.
func (m *message) contentType() string {
	switch m.form {
	case plain8:
		return "text/plain; charset=UTF-8\nH??Content-Transfer-Encoding: 8bit"
	case html:
		return "text/html; charset=US-ASCII\nH??Content-Transfer-Encoding: 7bit"
	case attached:
		return "multipart/mixed;\n\tboundary=\"" + m.part() + "\""
	case delivered:
		return "multipart/report; report-type=delivery-status;\n\tboundary=\"" + m.boundary() + "\""
	}
	return "text/plain; charset=US-ASCII"
}

// appendData appends the data file: m.size bytes.
func (s *spool) appendData(b []byte, m *message) []byte {
	d := m.content
	d.state = ^d.state // the header has the others
	switch m.form {
	case delivered:
		return s.appendReport(b, m)
	case plain8:
		return cut(b, &d, s.text.utf8, m.size)
	case html:
		const head = "<html><head><title>Newsletter</title></head><body bgcolor=\"#ffffff\">\n<p style=\"margin:0 0 12px 0;font-family:Arial,sans-serif\">\n"
		const foot = "</p>\n</body></html>\n"
		b = append(b, head...)
		b = cut(b, &d, s.text.html, m.size-len(head)-len(foot))
		return append(b, foot...)
	case attached:
		return s.appendAttached(b, m, &d)
	}
	return cut(b, &d, s.text.ascii, m.size)
}

func (s *spool) appendAttached(b []byte, m *message, d *dice) []byte {
	start := len(b)
	part := "--" + m.part()
	b = append(append(b, "This is a multi-part message in MIME format.\n"...), part...)
	b = append(b, "\nContent-Type: text/plain; charset=US-ASCII\n\n"...)
	middle := "\n" + part + "\nContent-Type: application/pdf; name=\"" + pick(d, words) + ".pdf\"\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n"
	end := "\n" + part + "--\n"
	// Whole lines of base64; the text fills the rest.
	room := m.size - (len(b) - start) - len(middle) - len(end)
	lines := max((room-500)/77, 0)
	b = cut(b, d, s.text.ascii, room-77*lines)
	b = append(b, middle...)
	for stocked := len(s.text.data) / 77; lines > 0; {
		k := min(lines, stocked)
		from := d.n(stocked - k + 1)
		b = append(b, s.text.data[77*from:77*(from+k)]...)
		lines -= k
	}
	return append(b, end...)
}

// appendTranscript appends an xf file: the session so far.
func (s *spool) appendTranscript(b []byte, m *message) []byte {
	d := m.content
	for _, r := range m.rcpts {
		b = append(append(append(b, "... while talking to "...), r.server...), ".:\n>>> RCPT To:"...)
		b = append(append(b, r.address...), "\n<<< 451 4.3.0 "...)
		b = append(phrase(b, &d, 5), '\n')
		b = append(append(b, r.address...), "... Deferred\n"...)
	}
	return b
}
