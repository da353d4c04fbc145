// Package base64run finds and decodes base64 in a text, in both alphabets.
package base64run

import (
	"encoding/base64"
	"slices"

	"github.com/spoolscope/spoolscope/app/words"
)

// MaxDecoded is how many digits of a run are decoded.
const MaxDecoded = 1 << 20

// wholeLine is the length from which on a line continues on the next one.
const wholeLine = 60

// IsDigit reports whether a byte is a digit of either alphabet.
func IsDigit(c byte) bool { return words.IsAlnum(c) || c == '+' || c == '/' || c == '-' || c == '_' }

// End returns the end of a run, padding included, and its number of digits.
func End(s string, i int) (end, digits int) {
	line := 0
	for i < len(s) && digits < MaxDecoded {
		switch c := s[i]; {
		case IsDigit(c):
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
			if i < len(s) && IsDigit(s[i]) {
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

// Digits appends the digits of a run in the usual alphabet. mixed reports
// whether they are more than a word in lower-case letters.
func Digits(b []byte, run string) (digits []byte, mixed bool) {
	for i := range len(run) {
		switch c := run[i]; {
		case c == '-':
			b = append(b, '+')
		case c == '_':
			b = append(b, '/')
		case IsDigit(c):
			b = append(b, c)
			mixed = mixed || c < 'a'
		}
	}
	return b, mixed
}

// Decode appends what as many digits as possible stand for.
func Decode(b, digits []byte) []byte {
	if len(digits)%4 == 1 {
		digits = digits[:len(digits)-1]
	}
	b = slices.Grow(b, base64.RawStdEncoding.DecodedLen(len(digits)))
	n, _ := base64.RawStdEncoding.Decode(b[:cap(b)], digits)
	return b[:n]
}
