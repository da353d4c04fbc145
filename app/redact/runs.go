package redact

import (
	"encoding/hex"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/base64run"
	"github.com/spoolscope/spoolscope/app/redact/internal/dictionary"
	"github.com/spoolscope/spoolscope/app/redact/internal/escape"
	"github.com/spoolscope/spoolscope/app/redact/internal/octets"
)

// minHex is the least number of hexadecimal digits that are decoded.
const minHex = 12

// hexRuns searches what hexadecimal digits stand for, also if a sign stands
// between two and two. A run with a find is removed.
func (rd *Redactor) hexRuns(s string, how mode, out []span, depth int) []span {
	if depth+1 >= maxNested {
		return out
	}
	for i := 0; i < len(s); {
		if !escape.HexDigit(s[i]) {
			i++
			continue
		}
		end := i
		for end < len(s) && escape.HexDigit(s[end]) {
			end++
		}
		digits := s[i:end]
		if end-i == 2 {
			end, digits = pairs(s, i)
		}
		if n := len(digits); n >= minHex && n <= base64run.MaxDecoded {
			// An odd run has a digit too many before or after it.
			for from := 0; from <= n%2; from++ {
				b, err := hex.DecodeString(digits[from : from+n/2*2])
				if err != nil {
					continue
				}
				if k, ok := rd.inBytes(b, how, depth); ok {
					out = merge(out, []span{{from: i, to: end, kind: k, with: LeftOut, encoding: "hex"}})
					break
				}
			}
		}
		i = end
	}
	return out
}

// inBytes reports whether bytes have an original, and its kind.
func (rd *Redactor) inBytes(b []byte, how mode, depth int) (dictionary.Kind, bool) {
	for text := range octets.Texts(b) {
		for _, p := range rd.inside(text, within(how, text), depth+1) {
			if meant(text[p.from:p.to], len(text) >= len(b)/3) {
				return p.kind, true
			}
		}
	}
	return 0, false
}

// pairs reads pairs of hexadecimal digits with the same sign between each two,
// as in 61:6e:6e. It returns their end and the digits.
func pairs(s string, i int) (end int, digits string) {
	from := i
	end = i + 2
	if end+2 >= len(s) || !pairSign(s[end]) {
		return end, ""
	}
	var b []byte
	b = append(b, s[from:end]...)
	for sign := s[end]; end+2 < len(s) && s[end] == sign && escape.HexDigit(s[end+1]) && escape.HexDigit(s[end+2]); end += 3 {
		b = append(b, s[end+1], s[end+2])
	}
	if end < len(s) && escape.HexDigit(s[end]) { // the last is not a pair
		end, b = end-3, b[:len(b)-2]
	}
	return end, string(b)
}

func pairSign(c byte) bool { return c == ':' || c == ' ' || c == '-' || c == ',' || c == '.' }

// meant reports whether what was found in decoded bytes is there on purpose: a local
// part of one letter before an @ occurs by chance, the more so in a piece.
func meant(found string, whole bool) bool {
	return len(found) >= 10 || len(found) >= octets.MinPiece && (whole || strings.IndexByte(found, '@') < 0)
}
