package redact

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/dictionary"
	"github.com/spoolscope/spoolscope/app/redact/internal/escape"
	"github.com/spoolscope/spoolscope/app/redact/internal/octets"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/content"
)

// encodedWords searches the encoded words of headers (RFC 2047), adjacent ones
// together. Those with a find are encoded again.
func (rd *Redactor) encodedWords(s string, how mode, out []span, depth int) []span {
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
		found := rd.inside(text, how, depth+1)
		alone := rd.wordsAlone(s[from:end], how, depth)
		if len(alone) > len(found) {
			out = merge(out, []span{{from: from, to: end, kind: alone[0].kind, encoding: "encoded word", with: LeftOut}})
			continue
		}
		if len(found) == 0 {
			continue
		}
		out = merge(out, []span{{from: from, to: end, kind: found[0].kind, encoding: "encoded word", with: escape.EncodedWords(replace(text, found))}})
	}
}

// wordsAlone finds what is in each of several encoded words by itself. The
// blanks between them do not count when they are read, so that names run
// together.
func (rd *Redactor) wordsAlone(run string, how mode, depth int) (found []span) {
	parts := strings.Fields(run)
	if len(parts) < 2 {
		return nil
	}
	for _, w := range parts {
		found = append(found, rd.inside(content.DecodeHeader(w, nil), how, depth+1)...)
	}
	return found
}

// wordsEnd returns the end of the run of encoded words that begins at i; i itself if
// none does.
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
		for i = end; i < len(s) && word.Blank(s[i]); i++ {
		}
		if !strings.HasPrefix(s[i:], "=?") {
			return end
		}
	}
}

// Base64 is searched if it is long enough for an address.
const (
	minBase64  = 10
	wholeLine  = 60 // a line of this length continues on the next one
	maxDecoded = 1 << 20
)

// base64Runs searches base64 in both alphabets. A run with a find is removed.
func (rd *Redactor) base64Runs(s string, how mode, out []span, depth int) []span {
	if depth+1 >= maxNested {
		return out
	}
	for i := 0; i < len(s); {
		if !base64Byte(s[i]) {
			i++
			continue
		}
		end, digits := base64End(s, i)
		if digits >= minBase64 {
			if k, ok := rd.inBase64(s[i:end], how, depth); ok {
				out = merge(out, []span{{from: i, to: end, kind: k, with: LeftOut, encoding: "base64"}})
			}
		}
		i = end
	}
	return out
}

// inBase64 reports whether a run of base64 has an original, and its kind. It may
// begin at any digit: a word may stand before it, or a window of a file cuts it.
func (rd *Redactor) inBase64(run string, how mode, depth int) (dictionary.Kind, bool) {
	var few [128]byte // most runs are words of some language
	digits, mixed := base64Digits(few[:0], run)
	starts := 1
	if mixed && depth <= 1 {
		starts = 4
	}
	for shift := range min(starts, len(digits)) {
		var room [128]byte
		b := decodeDigits(room[:0], digits[shift:])
		if shift > 0 && !octets.HasPiece(b) {
			continue
		}
		for text := range octets.Texts(bytes.Clone(b)) {
			whole := shift == 0 && len(text) >= len(b)/3
			for _, p := range rd.inside(text, within(how, text), depth+1) {
				if meant(text[p.from:p.to], whole) {
					return p.kind, true
				}
			}
		}
	}
	return 0, false
}

// within returns how the decoded form of a run of digits is searched: for all names
// if it is plain text. Otherwise it may look like some by chance, and only known ones
// count.
func within(how mode, text string) mode {
	for i := range len(text) {
		if c := text[i]; c < ' ' && !word.Blank(c) || c >= 0x7f {
			return known
		}
	}
	return how & known
}

func base64Byte(c byte) bool { return words.IsAlnum(c) || c == '+' || c == '/' || c == '-' || c == '_' }

// base64End returns the end of a run, padding included, and its number of digits.
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

// base64Digits appends the digits of a run in the usual alphabet. mixed reports
// whether they are more than a word in lower-case letters.
func base64Digits(b []byte, run string) (digits []byte, mixed bool) {
	for i := range len(run) {
		switch c := run[i]; {
		case c == '-':
			b = append(b, '+')
		case c == '_':
			b = append(b, '/')
		case base64Byte(c):
			b = append(b, c)
			mixed = mixed || c < 'a'
		}
	}
	return b, mixed
}

// decodeDigits appends what as many digits as possible stand for.
func decodeDigits(b, digits []byte) []byte {
	if len(digits)%4 == 1 {
		digits = digits[:len(digits)-1]
	}
	b = slices.Grow(b, base64.RawStdEncoding.DecodedLen(len(digits)))
	n, _ := base64.RawStdEncoding.Decode(b[:cap(b)], digits)
	return b[:n]
}
