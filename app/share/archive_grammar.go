package share

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// isPlain reports whether the value of a record has the form of the grammar, in
// which nothing can be named: numbers, flags, and the two kinds of bodies.
func isPlain(code byte, v string) bool {
	const digits, letters = "0123456789", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	switch code {
	case 'I':
		return strings.Trim(v, digits+"/") == ""
	case 'F':
		return len(v) <= 20 && strings.Trim(v, letters) == ""
	case 'B':
		return strings.EqualFold(v, "8BITMIME") || strings.EqualFold(v, "7BIT")
	case '!':
		return len(v) <= 1 || strings.Trim(v[1:], digits+" -") == ""
	case '.':
		return v == ""
	}
	return strings.Trim(v, digits+" -/") == ""
}

// macro redacts a macro (formats/sendmail.md §2.6).
func (c *controlFile) macro(v string) string {
	name, value := v, ""
	if end := strings.IndexByte(v, '}'); strings.HasPrefix(v, "{") && end > 0 {
		name, value = v[:end+1], v[end+1:]
	} else if v != "" {
		name, value = v[:1], v[1:]
	}
	if c.rd.Strict() {
		form, ok := strictMacros[name]
		if !ok || form != nil && !form().MatchString(value) {
			return name
		}
	}
	switch name {
	case "_", "s", "{client_addr}", "{client_name}", "{client_ptr}", "{if_addr}", "{if_name}", "{daemon_addr}":
		value = c.rd.Host(value)
	case "{auth_authen}", "{auth_author}", "{mail_addr}", "{rcpt_addr}":
		value = c.rd.Address(value)
	default:
		value = c.rd.Text(value)
	}
	return name + value
}

// strictMacros are the macros whose values stay in a strict redaction: those about where a message
// came from and how, each in its form; without one, it is redacted by its kind.
var strictMacros = map[string]lazyregexp.Regexp{
	"_": nil, "s": nil, "{client_addr}": nil, "{client_name}": nil, "{client_ptr}": nil, "{if_addr}": nil, "{if_name}": nil, "{daemon_addr}": nil,
	"{auth_authen}": nil, "{auth_author}": nil, "{mail_addr}": nil, "{rcpt_addr}": nil,
	"r":                lazyregexp.New(`^(?i:(UTF8)?E?(SMTP|LMTP)S?A?|internal|UUCP|)$`),
	"{client_resolve}": lazyregexp.New(`^(OK|FAIL|TEMP|FORGED)$`),
	"{client_port}":    lazyregexp.New(`^[0-9]{1,5}$`),
	"{daemon_flags}":   lazyregexp.New(`^([A-Za-z]( |$))*$`),
	"{auth_type}":      lazyregexp.New(`^(PLAIN|LOGIN|(CRAM|DIGEST)-MD5|SCRAM-SHA-[0-9]+(-PLUS)?|GSSAPI|NTLM|EXTERNAL|XOAUTH2|OAUTHBEARER|ANONYMOUS)$`),
	"{auth_ssf}":       lazyregexp.New(`^[0-9]{1,5}$`),
	"{tls_version}":    lazyregexp.New(`^(TLSv1(\.[0-9])?|SSLv[23])$`),
	"{verify}":         lazyregexp.New(`^(OK|NO|NOT|NONE|FAIL|TEMP|SOFTWARE|PROTOCOL|CONFIG|CLEAR|TRUSTED)$`),
}

// conditions are those of a header record that name no more than flags of mailers.
var conditions = lazyregexp.New(`^(\?[A-Za-z]{0,2}\?)?$`)

// Flags of an envelope and of a recipient (formats/sendmail.md §2.5).
const (
	envelopeFlags  = "wr8bdnse"
	recipientFlags = "PNSFDBXAY"
)

// lettersOf returns the flags that a value has, in its order.
func lettersOf(v, flags string) string {
	out := ""
	for i := range len(v) {
		if strings.IndexByte(flags, v[i]) >= 0 && strings.IndexByte(out, v[i]) < 0 {
			out += v[i : i+1]
		}
	}
	return out
}
