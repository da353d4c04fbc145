// Package escape decodes the escapes in a text, and keeps where each byte of the
// result came from. What redact finds in such a view it replaces in the text itself.
package escape

import (
	"strings"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/words"
)

// scheme is a way to escape characters.
type scheme struct {
	Name  string
	mark  byte // what an escape begins with
	parse func(s string) (text string, n int)
}

// Schemes are the escapes that are decoded to search a text.
var Schemes = [...]scheme{
	{"percent", '%', percent},
	{"quoted-printable", '=', quotedPrintable},
	{"xtext", '+', func(s string) (string, int) { return hexPair(s, 1) }}, // RFC 3461 section 4
	{"entity", '&', entity},
	{"escape", '\\', backslash},
	{"utf-16", 0, func(string) (string, int) { return "", 1 }},
}

// View is a text without its escapes.
type View struct {
	Text string
	At   []int32 // where each byte of text comes from, and where the original ends
}

// Decode returns the view of a text; it reports false if there is no escape in
// it.
func (c *scheme) Decode(s string) (View, bool) {
	i := strings.IndexByte(s, c.mark)
	if i < 0 {
		return View{}, false
	}
	var b strings.Builder
	var at []int32
	done := 0 // s[:done] is in the view
	copyTo := func(end int) {
		if at == nil {
			b.Grow(len(s))
			at = make([]int32, 0, len(s)+1)
		}
		b.WriteString(s[done:end])
		for ; done < end; done++ {
			at = append(at, int32(done))
		}
	}
	for i < len(s) {
		text, n := c.parse(s[i:])
		if n > 0 {
			copyTo(i)
			b.WriteString(text)
			for range len(text) {
				at = append(at, int32(i))
			}
			i += n
			done = i
		} else {
			i++
		}
		next := strings.IndexByte(s[i:], c.mark)
		if next < 0 {
			break
		}
		i += next
	}
	if at == nil {
		return View{}, false
	}
	copyTo(len(s))
	return View{b.String(), append(at, int32(len(s)))}, true
}

func hexPair(s string, from int) (string, int) {
	if len(s) < from+2 || !HexDigit(s[from]) || !HexDigit(s[from+1]) {
		return "", 0
	}
	return string([]byte{hexValue(s[from])<<4 | hexValue(s[from+1])}), from + 2
}

func hexValue(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}

// percent reads %XX, and %uXXXX of JavaScript's escape.
func percent(s string) (string, int) {
	if len(s) >= 6 && s[1] == 'u' {
		if r, ok := hexRune(s[2:6]); ok {
			return string(r), 6
		}
	}
	return hexPair(s, 1)
}

// hexRune returns the character whose number hexadecimal digits give.
func hexRune(digits string) (rune, bool) {
	r := rune(0)
	for i := range len(digits) {
		if !HexDigit(digits[i]) || r > utf8.MaxRune {
			return 0, false
		}
		r = r<<4 | rune(hexValue(digits[i]))
	}
	return r, digits != ""
}

// quotedPrintable reads =XX and a soft line break (RFC 2045 section 6.7).
func quotedPrintable(s string) (string, int) {
	if text, n := hexPair(s, 1); n > 0 {
		return text, n
	}
	n := 1
	for n < len(s) && (s[n] == ' ' || s[n] == '\t' || s[n] == '\r') {
		n++
	}
	if n < len(s) && s[n] == '\n' {
		return "", n + 1
	}
	return "", 0
}

// entities are the names of characters that occur in addresses, each after its
// character.
const entities = " &amp <lt >gt \"quot 'apos @commat .period _lowbar -hyphen -dash \u00a0nbsp =equals +plus %percnt :colon /sol "

// maxReference is the length of the longest character reference that is read;
// zeros may precede its digits.
const maxReference = 40

// entity reads an HTML character reference. One with a number needs no semicolon.
func entity(s string) (string, int) {
	s = s[:min(len(s), maxReference)]
	if len(s) < 3 {
		return "", 0
	}
	if s[1] != '#' {
		end := strings.IndexByte(s, ';')
		if end < 2 {
			return "", 0
		}
		if i := strings.Index(entities, s[1:end]+" "); i > 0 && !words.IsAlnum(entities[i-1]) && entities[i-1] != ' ' {
			_, n := utf8.DecodeLastRuneInString(entities[:i])
			return entities[i-n : i], end + 1
		}
		return "", 0
	}
	base, i := rune(10), 2
	if s[2] == 'x' || s[2] == 'X' {
		base, i = 16, 3
	}
	from, r := i, rune(0)
	for i < len(s) && HexDigit(s[i]) && (base == 16 || s[i] <= '9') {
		if r = r*base + rune(hexValue(s[i])); r > utf8.MaxRune {
			return "", 0
		}
		i++
	}
	if i == from {
		return "", 0
	}
	if i < len(s) && s[i] == ';' {
		i++
	}
	return string(r), i
}

// backslash reads the escapes of JSON, of programming languages and of mailq
// (formats/sendmail.md §5.3).
func backslash(s string) (string, int) {
	if len(s) < 2 {
		return "", 0
	}
	switch c := s[1]; {
	case c == 'u' && len(s) >= 4 && s[2] == '{':
		end := strings.IndexByte(s[:min(len(s), 12)], '}')
		if end < 0 {
			return "", 0
		}
		if r, ok := hexRune(s[3:end]); ok {
			return string(r), end + 1
		}
		return "", 0
	case c == 'u' && len(s) >= 6:
		if r, ok := hexRune(s[2:6]); ok {
			return string(r), 6
		}
		return "", 0
	case c == 'x':
		return hexPair(s, 2)
	case len(s) >= 4 && c >= '0' && c <= '3' && s[2] >= '0' && s[2] <= '7' && s[3] >= '0' && s[3] <= '7':
		return string([]byte{(c-'0')<<6 | (s[2]-'0')<<3 | (s[3] - '0')}), 4
	case len(s) >= 4 && HexDigit(c) && HexDigit(s[2]) && s[3] == ' ': // of CSS
		text, _ := hexPair(s, 1)
		return text, 4
	case c == 'n' || c == 'r' || c == 't':
		return " ", 2
	case strings.IndexByte(`\"'/`, c) >= 0:
		return s[1:2], 2
	}
	return "", 0
}

// HexDigit reports whether c is a hexadecimal digit.
func HexDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
