package redact

import (
	"bytes"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/addrspec"
	"github.com/spoolscope/spoolscope/app/redact/internal/header"
	"github.com/spoolscope/spoolscope/app/redact/internal/naming"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
)

// Field redacts a header field, whose value may be folded. It reports false for a field to
// leave out. A field name is kept unless it says more than what the field is: it may be an
// address or a domain (RFC 5322 section 2.2).
func (rd *Redactor) Field(name, value string) (redactedName, redacted string, keep bool) {
	redacted, keep = rd.fieldValue(name, value)
	if keep && rd != nil && rd.hide.HidesText() && !header.IsName(name) {
		name = rd.Text(name)
	}
	return name, redacted, keep
}

func (rd *Redactor) fieldValue(name, value string) (string, bool) {
	if rd == nil || !rd.hide.HidesText() {
		return value, true
	}
	n := word.Lower(strings.TrimSpace(name))
	if rd.Strict() {
		return rd.strictField(n, value)
	}
	switch {
	case rd.hide.Hosts && (n == "x-php-originating-script" || n == "x-php-script"):
		return scriptField(rd, value), true
	case isSignature(n): // a signature repeats some of the redacted fields
		return "", false
	case rd.hide.Addresses && (n == "full-name" || n == "x-mailer" || n == "user-agent"):
		return "", false
	case rd.hide.Subjects && (n == "subject" || n == "thread-topic" || n == "thread-index" || n == "keywords" || n == "comments"):
		return "", false
	case rd.hide.Subjects && (n == "content-type" || n == "content-disposition" || n == "content-description"):
		return rd.Text(rd.withoutFileNames(n, rd.withBoundary(value))), true
	case n == "content-type":
		return rd.Text(rd.withBoundary(value)), true
	case rd.hide.Addresses && header.HasAddresses(n):
		return rd.addressField(value), true
	case n == "received" || n == "x-received":
		return rd.text(value, received), true
	}
	return rd.Text(rd.across(value)), true
}

// isSignature reports whether a field signs others (RFC 6376, RFC 8617).
func isSignature(name string) bool {
	return strings.HasSuffix(name, "dkim-signature") || name == "domainkey-signature" || strings.HasPrefix(name, "arc-")
}

// withoutFileNames removes file names from the parameters of a field, also those
// that are split and encoded (RFC 2231).
func (rd *Redactor) withoutFileNames(field, value string) string {
	if field == "content-description" {
		return " " + LeftOut
	}
	var out []string
	for n, part := range header.Parameters(value) {
		name, _, _ := strings.Cut(part, "=")
		name, _, _ = strings.Cut(word.Lower(strings.TrimSpace(name)), "*")
		if name != "name" && name != "filename" && !header.OpenQuote(part) || n == 0 {
			out = append(out, part)
		}
	}
	return strings.Join(out, ";")
}

// withBoundary replaces the boundary of a content type, as its lines are.
func (rd *Redactor) withBoundary(value string) string {
	parts := header.Parameters(value)
	for i, p := range parts[1:] {
		name, b, ok := strings.Cut(p, "=")
		if !ok || !strings.EqualFold(strings.TrimSpace(name), "boundary") {
			continue
		}
		plain := addrspec.Unquote(strings.TrimSpace(b))
		if to := rd.boundary(plain); to != plain {
			parts[1+i] = name + `="` + to + `"`
		}
	}
	return strings.Join(parts, ";")
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
		from, end := addrspec.LocalStart(value, done, at), addrspec.DomainEnd(value, at+1, len(value))
		if from == at || end == at+1 {
			continue
		}
		add("<" + rd.Address(value[from:end]) + ">")
		p, done = end, end
	}
	if out == nil {
		if s := strings.TrimSpace(value); naming.IsRole(word.Lower(s)) {
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
		name, value, ok := strings.Cut(string(body), ":")
		if !ok {
			if !rd.Strict() { // not a field: it could be anything
				out = append(append(out, rd.Bytes(body)...), '\n')
			}
			continue
		}
		if name, value, ok = rd.Field(name, value); ok {
			out = append(append(append(append(out, name...), ':'), value...), '\n')
		}
	}
	return rd.Whole(out)
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
