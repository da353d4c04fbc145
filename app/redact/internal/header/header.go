// Package header takes the values of header fields apart (RFC 5322).
package header

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/app/words"
)

// IsName reports whether the name of a field has letters, digits and hyphens only.
func IsName(name string) bool {
	for i := range len(name) {
		if c := name[i]; c != '-' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}

// HasAddresses reports whether a field holds addresses with display names (RFC
// 5322 section 3.6, and the fields that filters add).
func HasAddresses(name string) bool {
	name = strings.TrimPrefix(name, "resent-")
	switch name {
	case "from", "sender", "reply-to", "to", "cc", "bcc", "return-path", "errors-to", "return-receipt-to", "disposition-notification-to",
		"delivered-to", "apparently-to", "mail-followup-to", "mail-reply-to", "x-original-to", "x-envelope-to", "x-envelope-from", "x-sender",
		"x-original-from", "x-failed-recipients", "envelope-to", "organization":
		return true
	}
	return false
}

// OpenQuote reports whether a quote is not closed, so that it is unknown where
// a name ends.
func OpenQuote(part string) bool {
	open := false
	for i := 0; i < len(part); i++ {
		switch {
		case part[i] == '\\' && open:
			i++
		case part[i] == '"':
			open = !open
		}
	}
	return open
}

// WithoutComments removes comments, which nest (RFC 5322 section 3.2.2).
func WithoutComments(v string) string {
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

// dateWords are the words of dates (RFC 5322 sections 3.3 and 4.3).
const dateWords = " mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec gmt ut utc est edt cst cdt mst mdt pst pdt "

// Date returns what certainly belongs to a date: numbers, and names of days,
// months and zones.
func Date(v string) string {
	var b strings.Builder
	for _, w := range strings.Fields(WithoutComments(v)) {
		bare := strings.TrimRight(w, ",")
		if strings.Trim(bare, "0123456789:+-") == "" && len(bare) <= 10 || strings.Contains(dateWords, " "+word.Lower(bare)+" ") {
			b.WriteString(" " + w)
		}
	}
	return b.String()
}

// Parameters splits a value at the semicolons outside of quotes.
func Parameters(value string) []string {
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

// Received splits a Received field into words and whole comments.
func Received(v string) []string {
	var out []string
	for i := 0; i < len(v); {
		switch {
		case word.Blank(v[i]):
			i++
		case v[i] == '(':
			from, depth := i, 0
			for ; i < len(v); i++ {
				if v[i] == '(' {
					depth++
				} else if v[i] == ')' {
					if depth--; depth == 0 {
						i++
						break
					}
				}
			}
			out = append(out, v[from:i])
		default:
			from := i
			for i < len(v) && !word.Blank(v[i]) && v[i] != '(' {
				i++
			}
			out = append(out, v[from:i])
		}
	}
	return out
}

// WordsEnd returns the end of the run of encoded words that begins at i; i itself if
// none does.
func WordsEnd(s string, i int) int {
	end := i
	for {
		n := i + 2
		for range 2 {
			k := strings.IndexByte(s[n:min(len(s), n+80)], '?')
			if k < 0 || strings.ContainsAny(s[n:n+k], " \t\r\n") {
				return end
			}
			n += k + 1
		}
		k := strings.Index(s[n:], "?=")
		if k < 0 || strings.ContainsAny(s[n:n+k], "\r\n") {
			return end
		}
		end = n + k + 2
		for i = end; i < len(s) && word.Blank(s[i]); i++ {
		}
		if !strings.HasPrefix(s[i:], "=?") {
			return end
		}
	}
}

// knownTypes are tokens of content types that reveal only the kind of a part.
const knownTypes = " text multipart message image audio video application plain html enriched calendar csv xml report mixed alternative related signed encrypted digest" +
	" rfc822 rfc822-headers delivery-status disposition-notification feedback-report global global-headers global-delivery-status partial external-body" +
	" png jpeg gif bmp webp tiff mpeg mp4 pdf zip gzip msword octet-stream json ms-tnef pgp-signature pkcs7-signature pkcs7-mime "

// KnownType returns a token of a content type that reveals only the kind of a part, or another for it.
func KnownType(token string) string {
	if t := word.Lower(strings.TrimSpace(token)); strings.Contains(knownTypes, " "+t+" ") {
		return t
	}
	return "octet-stream"
}

// IsToken reports whether an id is one word.
func IsToken(s string) bool {
	for i := range len(s) {
		if !words.IsAlnum(s[i]) {
			return false
		}
	}
	return s != ""
}
