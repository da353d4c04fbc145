package escape

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/redact/internal/word"
)

// QuotedPrintable encodes a text as quoted-printable (RFC 2045 section 6.7).
func QuotedPrintable(s string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c == '=' || c < ' ' && c != '\t' || c > '~' || i == len(s)-1 && word.Blank(c) {
			b.Write([]byte{'=', digits[c>>4], digits[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return WrapQuotedPrintable(b.String())
}

// WrapQuotedPrintable adds soft line breaks to an encoded text.
func WrapQuotedPrintable(s string) string {
	const most = 75
	if len(s) <= most+1 {
		return s
	}
	var b strings.Builder
	for len(s) > most+1 {
		n := most
		if i := strings.LastIndexByte(s[n-2:n], '='); i >= 0 {
			n += i - 2
		}
		b.WriteString(s[:n] + "=\n")
		s = s[n:]
	}
	b.WriteString(s)
	return b.String()
}

// EncodedWords encodes a text as encoded words (RFC 2047), unless it is plain ASCII.
func EncodedWords(s string) string {
	plain := true
	for i := range len(s) {
		plain = plain && s[i] >= ' ' && s[i] <= '~'
	}
	if plain && !strings.Contains(s, "=?") {
		return s
	}
	const most = 45 // bytes that fit in an encoded word
	var out []string
	for s != "" {
		n := min(len(s), most)
		for n < len(s) && n > most-utf8.UTFMax && !utf8.RuneStart(s[n]) {
			n--
		}
		out = append(out, "=?UTF-8?B?"+base64.StdEncoding.EncodeToString([]byte(s[:n]))+"?=")
		s = s[n:]
	}
	return strings.Join(out, " ")
}
