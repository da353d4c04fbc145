package redact

import (
	"bytes"
	"strings"
)

// Field redacts a header field, whose value may be folded. It reports false for
// a field to leave out.
func (rd *Redactor) Field(name, value string) (string, bool) {
	if rd == nil || !rd.hide.HidesText() {
		return value, true
	}
	switch n := lower(strings.TrimSpace(name)); {
	case rd.hide.Subjects && (n == "subject" || n == "thread-topic" || n == "thread-index" || n == "keywords" || n == "comments"):
		return "", false
	case rd.hide.Subjects && (n == "content-type" || n == "content-disposition" || n == "content-description"):
		return rd.Text(rd.withoutFileNames(n, value)), true
	case rd.hide.Addresses && isAddressField(n):
		return rd.addressField(value), true
	case n == "received" || n == "x-received":
		return rd.text(value, received), true
	}
	return rd.Text(value), true
}

// withoutFileNames removes file names from the parameters of a field, also those
// that are split and encoded (RFC 2231).
func (rd *Redactor) withoutFileNames(field, value string) string {
	if field == "content-description" {
		return " " + LeftOut
	}
	var out []string
	quoted, from := false, 0
	add := func(part string) {
		name, _, _ := strings.Cut(part, "=")
		name, _, _ = strings.Cut(lower(strings.TrimSpace(name)), "*")
		if name != "name" && name != "filename" || len(out) == 0 {
			out = append(out, part)
		}
	}
	for i := 0; i < len(value); i++ {
		switch {
		case value[i] == '\\' && quoted:
			i++
		case value[i] == '"':
			quoted = !quoted
		case value[i] == ';' && !quoted:
			add(value[from:i])
			from = i + 1
		}
	}
	if quoted { // where the name ends is unknown
		return strings.Join(out, ";")
	}
	add(value[from:])
	return strings.Join(out, ";")
}

// isAddressField reports whether a field holds addresses with display names (RFC
// 5322 section 3.6, and the fields that filters add).
func isAddressField(name string) bool {
	name = strings.TrimPrefix(name, "resent-")
	switch name {
	case "from", "sender", "reply-to", "to", "cc", "bcc", "return-path", "errors-to", "return-receipt-to", "disposition-notification-to",
		"delivered-to", "apparently-to", "mail-followup-to", "mail-reply-to", "x-original-to", "x-envelope-to", "x-envelope-from", "x-sender",
		"x-original-from", "x-failed-recipients", "envelope-to", "organization":
		return true
	}
	return false
}

// addressField redacts the addresses of a value and drops names and comments.
func (rd *Redactor) addressField(value string) string {
	if value == " <\x81g>" || value == "<\x81g>" { // the sender, as sendmail stores it (formats/sendmail.md §2.7)
		return value
	}
	var out []string
	add := func(a string) {
		if len(out) == 0 || out[len(out)-1] != a {
			out = append(out, a)
		}
	}
	done := 0
	for p := 0; p < len(value); {
		i := strings.IndexAny(value[p:], "@<")
		if i < 0 {
			break
		}
		at := p + i
		p = at + 1
		if value[at] == '<' {
			end := strings.IndexByte(value[p:], '>')
			if in := value[p : p+max(end, 0)]; end >= 0 && strings.IndexByte(in, '@') < 0 && !strings.ContainsAny(in, " \r\n\t") {
				add(rd.Address("<" + in + ">"))
				p += end + 1
				done = p
			}
			continue
		}
		from, end := localStart(value, done, at), domainEnd(value, at+1, len(value))
		if from == at || end == at+1 {
			continue
		}
		add("<" + rd.Address(value[from:end]) + ">")
		p, done = end, end
	}
	if out == nil {
		if s := strings.TrimSpace(value); isRole(lower(s)) {
			return value
		}
		return " " + LeftOut
	}
	return " " + strings.Join(out, ",\n\t")
}

// Header redacts a header: fields with their folds, each ending in a line end.
func (rd *Redactor) Header(h []byte) []byte {
	if rd == nil || !rd.hide.HidesText() {
		return h
	}
	out := make([]byte, 0, len(h))
	for len(h) > 0 {
		end := FoldedEnd(h)
		f := h[:end]
		h = h[end:]
		body := bytes.TrimRight(f, "\r\n")
		name, value, ok := bytes.Cut(body, []byte(":"))
		if !ok {
			out = append(append(out, rd.Bytes(body)...), '\n')
			continue
		}
		if v, keep := rd.Field(string(name), string(value)); keep {
			out = append(append(append(append(out, name...), ':'), v...), '\n')
		}
	}
	return out
}

// FoldedEnd returns the length of the first line of text with its continuation
// lines, which begin with a blank: a header field (RFC 5322 section 2.2.3), or a
// record of a control file.
func FoldedEnd(text []byte) int {
	end := 0
	for {
		nl := bytes.IndexByte(text[end:], '\n')
		if nl < 0 {
			return len(text)
		}
		end += nl + 1
		if end == len(text) || text[end] != ' ' && text[end] != '\t' {
			return end
		}
	}
}
