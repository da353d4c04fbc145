package redact

import (
	"bytes"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/base64run"
	"github.com/spoolscope/spoolscope/app/redact/internal/dictionary"
	"github.com/spoolscope/spoolscope/app/redact/internal/escape"
	"github.com/spoolscope/spoolscope/app/redact/internal/header"
	"github.com/spoolscope/spoolscope/app/redact/internal/octets"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
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
		end := header.WordsEnd(s, from)
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

// minBase64 is how long base64 must be to hold an address.
const minBase64 = 10

// base64Runs searches base64 in both alphabets. A run with a find is removed.
func (rd *Redactor) base64Runs(s string, how mode, out []span, depth int) []span {
	if depth+1 >= maxNested {
		return out
	}
	for i := 0; i < len(s); {
		if !base64run.IsDigit(s[i]) {
			i++
			continue
		}
		end, digits := base64run.End(s, i)
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
	digits, mixed := base64run.Digits(few[:0], run)
	starts := 1
	if mixed && depth <= 1 {
		starts = 4
	}
	for shift := range min(starts, len(digits)) {
		var room [128]byte
		b := base64run.Decode(room[:0], digits[shift:])
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
