package redact

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/header"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// statusFields are the fields of a delivery status (RFC 3464) that stay in a strict redaction, each
// with what becomes of its value; "" leaves the field out.
var statusFields = func() map[string]func(rd *Redactor, value string) string {
	date := func(_ *Redactor, v string) string { return header.Date(v) }
	m := map[string]func(rd *Redactor, value string) string{
		"arrival-date": date, "last-attempt-date": date, "will-retry-until": date,
		"action":            oneOf("failed", "delayed", "delivered", "relayed", "expanded"),
		"status":            func(_ *Redactor, v string) string { return " " + enhanced().FindString(strings.TrimSpace(v)) },
		"diagnostic-code":   (*Redactor).diagnostic,
		"remote-mta":        typed("dns", (*Redactor).Server),
		"reporting-mta":     typed("dns", (*Redactor).Host),
		"received-from-mta": typed("dns", (*Redactor).Host),
	}
	for _, name := range strings.Fields("final-recipient original-recipient x-postfix-sender x-actual-recipient") {
		m[name] = typed("rfc822", (*Redactor).Address)
	}
	m["x-postfix-queue-id"] = func(rd *Redactor, v string) string { return " " + rd.ID(strings.TrimSpace(v)) }
	return m
}()

// enhanced is an enhanced status code (RFC 3463).
var enhanced = lazyregexp.New(`^[245]\.[0-9]{1,3}\.[0-9]{1,3}`)

// statusField redacts a field of a delivery status in a strict redaction; of one that is left out
// nothing remains.
func (rd *Redactor) statusField(field []byte) []byte {
	name, value, _ := strings.Cut(strings.TrimRight(string(field), "\r\n"), ":")
	form := statusFields[word.Lower(strings.TrimSpace(name))]
	if form == nil {
		return nil
	}
	if value = form(rd, value); strings.TrimSpace(value) == "" {
		return nil
	}
	return rd.Whole([]byte(name + ":" + value + "\n"))
}

// typed returns what becomes of a value such as "dns; mail.example.com": its first word, redacted. A
// value of another type is left out.
func typed(kind string, form func(rd *Redactor, v string) string) func(*Redactor, string) string {
	return func(rd *Redactor, v string) string {
		is, v, ok := strings.Cut(v, ";")
		if !ok || !strings.EqualFold(strings.TrimSpace(is), kind) {
			return ""
		}
		v = strings.TrimSpace(v)
		if !strings.HasPrefix(v, `"`) {
			if i := strings.IndexAny(v, " \t\r\n("); i >= 0 {
				v = v[:i]
			}
		}
		return " " + strings.TrimSpace(is) + "; " + form(rd, v)
	}
}

// diagnosticKinds are the types of a diagnostic code that mail systems write.
var diagnosticKinds = strings.Fields("smtp x-postfix x-unix x-local x-pipe x-sendmail")

// diagnostic redacts a diagnostic code: its type, and what a server or mail system said.
func (rd *Redactor) diagnostic(v string) string {
	kind, text, ok := strings.Cut(v, ";")
	if kind = word.Lower(strings.TrimSpace(kind)); !ok || !slices.Contains(diagnosticKinds, kind) {
		return ""
	}
	return " " + kind + "; " + rd.Status(strings.TrimSpace(text))
}
