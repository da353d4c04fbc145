package redact

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/addrspec"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/app/words"
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
		"date":                      func(_ *Redactor, v string) string { return dateOnly(v) },
		"mime-version":              func(*Redactor, string) string { return " 1.0" },
		"content-type":              (*Redactor).contentType,
		"content-disposition":       (*Redactor).disposition,
		"content-description":       func(*Redactor, string) string { return " " + LeftOut },
		"content-transfer-encoding": oneOf("7bit", "8bit", "binary", "base64", "quoted-printable", "x-uuencode", "uuencode"),
		"auto-submitted":            oneOf("no", "auto-generated", "auto-replied", "auto-notified"),
		"precedence":                oneOf("bulk", "list", "junk", "first-class", "special-delivery"),
		"x-php-originating-script":  scriptField,
		"x-php-script":              scriptField,
		// The fields of a bounce about its recipients (RFC 3464).
		"arrival-date":       func(_ *Redactor, v string) string { return dateOnly(v) },
		"last-attempt-date":  func(_ *Redactor, v string) string { return dateOnly(v) },
		"will-retry-until":   func(_ *Redactor, v string) string { return dateOnly(v) },
		"action":             oneOf("failed", "delayed", "delivered", "relayed", "expanded"),
		"status":             (*Redactor).Text,
		"diagnostic-code":    (*Redactor).Text,
		"reporting-mta":      (*Redactor).Text,
		"remote-mta":         (*Redactor).Text,
		"received-from-mta":  (*Redactor).Text,
		"final-recipient":    (*Redactor).Text,
		"original-recipient": (*Redactor).Text,
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

// statusField redacts a field of a delivery status in a strict redaction; of one that is left out
// nothing remains.
func (rd *Redactor) statusField(field []byte) []byte {
	name, value, ok := strings.Cut(string(field), ":")
	value = strings.TrimSpace(value)
	switch n := word.Lower(strings.TrimSpace(name)); {
	case !ok:
		return nil
	case n == "x-postfix-queue-id":
		return rd.Whole([]byte(name + ": " + rd.ID(value) + "\n"))
	case n == "x-postfix-sender" || n == "x-actual-recipient":
		kind, address, _ := strings.Cut(value, ";")
		if !strings.EqualFold(strings.TrimSpace(kind), "rfc822") {
			return nil
		}
		return rd.Whole([]byte(name + ": rfc822; " + rd.Address(strings.TrimSpace(address)) + "\n"))
	}
	return rd.Header(field)
}

// dateWords are the words of dates (RFC 5322 sections 3.3 and 4.3).
const dateWords = " mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec gmt ut utc est edt cst cdt mst mdt pst pdt "

// dateOnly returns what certainly belongs to a date: numbers, and names of days,
// months and zones.
func dateOnly(v string) string {
	var b strings.Builder
	for _, w := range strings.Fields(withoutComments(v)) {
		bare := strings.TrimRight(w, ",")
		if strings.Trim(bare, "0123456789:+-") == "" && len(bare) <= 10 || strings.Contains(dateWords, " "+word.Lower(bare)+" ") {
			b.WriteString(" " + w)
		}
	}
	return b.String()
}

// withoutComments removes comments, which nest (RFC 5322 section 3.2.2).
func withoutComments(v string) string {
	var b strings.Builder
	depth := 0
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c == '\\' && depth > 0:
			i++
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case depth == 0:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// tokens of content types that reveal only the kind of a part.
const knownTypes = " text multipart message image audio video application plain html enriched calendar csv xml report mixed alternative related signed encrypted digest" +
	" rfc822 rfc822-headers delivery-status disposition-notification feedback-report global global-headers global-delivery-status partial external-body" +
	" png jpeg gif bmp webp tiff mpeg mp4 pdf zip gzip msword octet-stream json ms-tnef pgp-signature pkcs7-signature pkcs7-mime "

func known1(token string) string {
	if t := word.Lower(strings.TrimSpace(token)); strings.Contains(knownTypes, " "+t+" ") {
		return t
	}
	return "octet-stream"
}

// contentType keeps the type of a part and the parameters that are needed to
// read it.
func (rd *Redactor) contentType(v string) string {
	parts := splitParameters(v)
	kind, sub, _ := strings.Cut(parts[0], "/")
	if kind = known1(kind); kind == "octet-stream" {
		kind = "application"
	}
	out := " " + kind + "/" + known1(sub)
	for _, p := range parts[1:] {
		out += rd.parameter(p)
	}
	return out
}

func (rd *Redactor) disposition(v string) string {
	parts := splitParameters(v)
	out := oneOf("inline", "attachment")(rd, parts[0])
	for _, p := range parts[1:] {
		out += rd.parameter(p)
	}
	return out
}

// parameter returns the form in which a parameter of a field may stay, "" if it may not.
func (rd *Redactor) parameter(p string) string {
	name, value, _ := strings.Cut(p, "=")
	plain := addrspec.Unquote(strings.TrimSpace(value))
	switch n := word.Lower(strings.TrimSpace(name)); {
	case n == "boundary":
		if b := rd.boundary(plain); b != plain {
			return `; boundary="` + b + `"`
		}
		return ";" + p
	case n == "charset" || n == "report-type" || n == "format" || n == "delsp":
		if plain = rd.Text(plain); len(plain) <= 32 && strings.Trim(word.Lower(plain), "abcdefghijklmnopqrstuvwxyz0123456789-_:") == "" {
			return "; " + n + "=" + plain
		}
	case len(n) <= 8 && plain != "" && len(plain) <= 12 && strings.Trim(plain, "0123456789") == "" && isToken(n):
		return ";" + p
	}
	return ""
}

// splitParameters splits a value at the semicolons outside of quotes.
func splitParameters(value string) []string {
	var out []string
	quoted, from := false, 0
	for i := 0; i < len(value); i++ {
		switch {
		case value[i] == '\\' && quoted:
			i++
		case value[i] == '"':
			quoted = !quoted
		case value[i] == ';' && !quoted:
			out = append(out, value[from:i])
			from = i + 1
		}
	}
	return append(out, value[from:])
}

// boundary returns what separates the parts of a message instead of b. It stays if it
// has no word that could name anything.
func (rd *Redactor) boundary(b string) string {
	if rd == nil || !rd.Strict() && rd.Text(b) == b {
		return b
	}
	name, end := strings.CutSuffix(b, "--")
	tells := rd.Text(name) != name
	for w := range strings.FieldsFuncSeq(name, func(r rune) bool { return r < 0x80 && !words.IsAlnum(byte(r)) }) {
		tells = tells || len(w) > 2
	}
	if tells {
		name = rd.keyedName("part-", name)
	}
	if end {
		name += "--"
	}
	return name
}
