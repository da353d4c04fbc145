package share

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/parser/content"
)

// scheme is a way to write characters as escapes.
type scheme struct {
	name  string
	mark  byte // an escape begins with it
	parse func(s string) (text string, n int)
}

// schemes are those that are looked through.
var schemes = [...]scheme{
	{"percent", '%', func(s string) (string, int) { return hexPair(s, 1) }},
	{"quoted-printable", '=', quotedPrintable},
	{"xtext", '+', func(s string) (string, int) { return hexPair(s, 1) }}, // RFC 3461 section 4
	{"entity", '&', entity},
	{"escape", '\\', backslash},
	{"utf-16", 0, func(string) (string, int) { return "", 1 }},
}

// view is a text without its escapes, and where its bytes come from.
type view struct {
	text string
	at   []int32 // one more than bytes
}

// decode makes the view of a text, if there is any escape in it.
func (c *scheme) decode(s string) (view, bool) {
	i := strings.IndexByte(s, c.mark)
	if i < 0 {
		return view{}, false
	}
	var b strings.Builder
	var at []int32
	done := 0 // how much of s is in the view
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
		return view{}, false
	}
	copyTo(len(s))
	return view{b.String(), append(at, int32(len(s)))}, true
}

// back turns spans of a view into spans of the text.
func (v view) back(spans []span, encoding string) []span {
	for k := range spans {
		p := &spans[k]
		p.from, p.to = int(v.at[p.from]), int(v.at[p.to])
		if p.encoding == "" {
			p.encoding = encoding
		}
	}
	return spans
}

func hexPair(s string, from int) (string, int) {
	if len(s) < from+2 || !hexDigit(s[from]) || !hexDigit(s[from+1]) {
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

// entities are names of characters that addresses have, each behind them.
const entities = " &amp <lt >gt \"quot 'apos @commat .period _lowbar -hyphen -dash \u00a0nbsp =equals +plus %percnt :colon /sol "

// entity reads a character reference of HTML, with a semicolon.
func entity(s string) (string, int) {
	end := strings.IndexByte(s[:min(len(s), 12)], ';')
	if end < 2 {
		return "", 0
	}
	name := s[1:end]
	if name[0] != '#' {
		if i := strings.Index(entities, name+" "); i > 0 && !alnum(entities[i-1]) && entities[i-1] != ' ' {
			_, n := utf8.DecodeLastRuneInString(entities[:i])
			return entities[i-n : i], end + 1
		}
		return "", 0
	}
	base, digits := rune(10), name[1:]
	if digits != "" && (digits[0] == 'x' || digits[0] == 'X') {
		base, digits = 16, digits[1:]
	}
	r := rune(0)
	for i := range len(digits) {
		if !hexDigit(digits[i]) || base == 10 && digits[i] > '9' || r > utf8.MaxRune {
			return "", 0
		}
		r = r*base + rune(hexValue(digits[i]))
	}
	if digits == "" {
		return "", 0
	}
	return string(r), end + 1
}

// backslash reads escapes of JSON, of programs, and of mailq (formats/
// sendmail.md §5.3).
func backslash(s string) (string, int) {
	if len(s) < 2 {
		return "", 0
	}
	switch c := s[1]; {
	case c == 'u' && len(s) >= 6:
		r := rune(0)
		for i := 2; i < 6; i++ {
			if !hexDigit(s[i]) {
				return "", 0
			}
			r = r<<4 | rune(hexValue(s[i]))
		}
		return string(r), 6
	case c == 'x':
		return hexPair(s, 2)
	case len(s) >= 4 && c >= '0' && c <= '3' && s[2] >= '0' && s[2] <= '7' && s[3] >= '0' && s[3] <= '7':
		return string([]byte{(c-'0')<<6 | (s[2]-'0')<<3 | (s[3] - '0')}), 4
	case c == 'n' || c == 'r' || c == 't':
		return " ", 2
	case strings.IndexByte(`\"'/`, c) >= 0:
		return s[1:2], 2
	}
	return "", 0
}

// encodedWords looks into encoded words of headers (RFC 2047), those side by
// side together. One in which something is found is written anew.
func (m *Mask) encodedWords(s string, how mode, out []span) []span {
	for at := 0; ; {
		i := strings.Index(s[at:], "=?")
		if i < 0 {
			return out
		}
		from := at + i
		end := wordsEnd(s, from)
		if end == from {
			at = from + 2
			continue
		}
		at = end
		text := content.DecodeHeader(s[from:end], nil)
		found := m.plain(text, how, nil)
		if len(found) == 0 {
			continue
		}
		out = merge(out, []span{{from: from, to: end, kind: found[0].kind, encoding: "encoded word", with: encodeWords(replace(text, found))}})
	}
}

// wordsEnd is the end of the run of encoded words that begins at i, i itself
// if there is none.
func wordsEnd(s string, i int) int {
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
		for i = end; i < len(s) && blank(s[i]); i++ {
		}
		if !strings.HasPrefix(s[i:], "=?") {
			return end
		}
	}
}

// encodeWords writes a text as encoded words, unless it is plain.
func encodeWords(s string) string {
	plain := true
	for i := range len(s) {
		plain = plain && s[i] >= ' ' && s[i] <= '~'
	}
	if plain && !strings.Contains(s, "=?") {
		return s
	}
	const most = 45 // bytes that fit into a word
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

// Base64 is looked into where it is long enough to hide an address.
const (
	minBase64  = 20
	wholeLine  = 60 // a line so long goes on in the next one
	maxDecoded = 1 << 20
)

// base64Runs looks into base64, in both alphabets. A run in which something is
// found is taken out.
func (m *Mask) base64Runs(s string, how mode, out []span) []span {
	for i := 0; i < len(s); {
		if !base64Byte(s[i]) {
			i++
			continue
		}
		end, digits := base64End(s, i)
		if digits >= minBase64 {
			if text := decodeBase64(s[i:end]); text != "" {
				for _, p := range m.plain(text, how|known, nil) {
					if p.to-p.from >= 5 {
						out = merge(out, []span{{from: i, to: end, kind: p.kind, with: leftOut, encoding: "base64"}})
						break
					}
				}
			}
		}
		i = end
	}
	return out
}

func base64Byte(c byte) bool { return alnum(c) || c == '+' || c == '/' || c == '-' || c == '_' }

// base64End is the end of a run, padding included, and its digits.
func base64End(s string, i int) (end, digits int) {
	line := 0
	for i < len(s) && digits < maxDecoded {
		switch c := s[i]; {
		case base64Byte(c):
			line++
			digits++
			i++
			end = i
			continue
		case (c == '\n' || c == '\r' && i+1 < len(s) && s[i+1] == '\n') && line >= wholeLine:
			line = 0
			if c == '\r' {
				i++
			}
			i++
			if i < len(s) && base64Byte(s[i]) {
				continue
			}
		}
		break
	}
	for end < len(s) && s[end] == '=' {
		end++
	}
	return end, digits
}

// decodeBase64 gives the text of a run, "" if it is none.
func decodeBase64(s string) string {
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		switch c := s[i]; {
		case c == '-':
			b = append(b, '+')
		case c == '_':
			b = append(b, '/')
		case base64Byte(c):
			b = append(b, c)
		}
	}
	if len(b)%4 == 1 {
		b = b[:len(b)-1]
	}
	n, err := base64.RawStdEncoding.Decode(b, b)
	if err != nil {
		n = min(n, len(b))
	}
	odd := 0
	for _, c := range b[:n] {
		if c < ' ' && !blank(c) || c == 0x7f {
			odd++
		}
	}
	if odd > n/20 {
		return "" // no text
	}
	return string(b[:n])
}
