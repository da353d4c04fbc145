package redact

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/header"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
)

// Strict reports whether everything is redacted that can name somebody. Then
// what nobody wrote by hand and no group depends on is left out rather than
// searched: header fields, macros and comments whose form is not known.
func (rd *Redactor) Strict() bool {
	h := rd.Redaction()
	return h.Addresses && h.Hosts && h.Subjects && h.Bodies
}

// strictFields are the header fields that stay in a strict redaction, each with
// what becomes of its value. All others are left out.
var strictFields = func() map[string]func(rd *Redactor, value string) string {
	m := map[string]func(rd *Redactor, value string) string{
		"received":                  (*Redactor).receivedField,
		"date":                      func(_ *Redactor, v string) string { return header.Date(v) },
		"mime-version":              func(*Redactor, string) string { return " 1.0" },
		"content-type":              (*Redactor).contentType,
		"content-disposition":       (*Redactor).disposition,
		"content-description":       func(*Redactor, string) string { return " " + LeftOut },
		"content-transfer-encoding": oneOf("7bit", "8bit", "binary", "base64", "quoted-printable", "x-uuencode", "uuencode"),
		"auto-submitted":            oneOf("no", "auto-generated", "auto-replied", "auto-notified"),
		"precedence":                oneOf("bulk", "list", "junk", "first-class", "special-delivery"),
		"x-php-originating-script":  scriptField,
		"x-php-script":              scriptField,
	}
	for _, name := range strings.Fields("return-path from sender reply-to to cc message-id") {
		m[name] = (*Redactor).addressField
	}
	return m
}()

// bounceKinds are sendmail's names for its own messages (formats/sendmail.md §3.3).
var bounceKinds = strings.Fields("failure warning-timeout postmaster-notification postmaster-warning return-receipt")

// BounceKind redacts the kind of a bounce. In a strict redaction nothing stays
// but the kinds that are known.
func (rd *Redactor) BounceKind(s string) string {
	if !rd.Strict() || s == "" {
		return rd.Text(s)
	}
	word, _, _ := strings.Cut(s, " ")
	if slices.Contains(bounceKinds, word) {
		return word
	}
	return LeftOut
}

// oneOf keeps a value that is one of some words.
func oneOf(known ...string) func(*Redactor, string) string {
	return func(_ *Redactor, v string) string {
		v, _, _ = strings.Cut(v, ";")
		v = word.Lower(strings.TrimSpace(v))
		for _, k := range known {
			if v == k {
				return " " + k
			}
		}
		return " " + LeftOut
	}
}

// strictField redacts a field in a strict redaction.
func (rd *Redactor) strictField(name, value string) (string, bool) {
	form, ok := strictFields[name]
	if !ok {
		return "", false
	}
	return form(rd, value), true
}
