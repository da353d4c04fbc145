// Package octets finds the texts in decoded bytes, which may be anything. What looks like text
// is searched for originals as a whole; in a picture or a program, the strings are.
package octets

import (
	"bytes"
	"iter"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/redact/internal/word"
)

// MinPiece is the length of the shortest text that is searched between bytes that
// are none.
const MinPiece = 5

// Texts returns the texts in decoded bytes: all of them if they are likely to be one,
// also in UTF-16, and if that has odd bytes, the pieces between these. Bytes of which
// only a part is UTF-16 are searched with and without their zeros.
func Texts(b []byte) iter.Seq[string] {
	return func(yield func(string) bool) {
		if wide(b) {
			b = withoutZeros(b)
		}
		if isText(b) && !yield(string(b)) || isText(b) && utf8.Valid(b) {
			return
		}
		if pieces(b, yield) && zeros(b) >= MinPiece {
			pieces(withoutZeros(b), yield)
		}
	}
}

// pieces yields what can be printed between bytes that cannot. It reports whether
// all of it was wanted.
func pieces(b []byte, yield func(string) bool) bool {
	for i := 0; i < len(b); {
		if !printed(b[i]) {
			i++
			continue
		}
		end := i
		for end < len(b) && printed(b[end]) {
			end++
		}
		if end-i >= MinPiece && !yield(string(b[i:end])) {
			return false
		}
		i = end
	}
	return true
}

// HasPiece reports whether bytes have a piece that can be printed, perhaps without
// their zeros.
func HasPiece(b []byte) bool {
	n := 0
	for _, c := range b {
		if n++; !printed(c) {
			n = 0
		}
		if n == MinPiece {
			return true
		}
	}
	return zeros(b) >= MinPiece
}

func printed(c byte) bool { return c >= ' ' && c < 0x7f || word.Blank(c) }

// wide reports whether bytes look like text in UTF-16: two in five are zero.
func wide(b []byte) bool {
	n := zeros(b)
	return n > 3 && n >= len(b)*2/5
}

func zeros(b []byte) int { return bytes.Count(b, []byte{0}) }

func withoutZeros(b []byte) []byte {
	out := make([]byte, 0, len(b)/2+1)
	for _, c := range b {
		if c != 0 {
			out = append(out, c)
		}
	}
	return out
}

// isText reports whether bytes are likely to be text.
func isText(b []byte) bool {
	odd := 0
	for _, c := range b {
		if c < ' ' && !word.Blank(c) || c == 0x7f {
			odd++
		}
	}
	return odd <= len(b)/20
}

// IsBinary reports whether bytes are not text.
func IsBinary(b []byte) bool {
	for _, c := range b {
		if c < ' ' && !word.Blank(c) && c != '\f' && c != 0x1b {
			return true
		}
	}
	return false
}
