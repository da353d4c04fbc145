// Package word finds the words of a text: runs of letters and digits, of any script.
// It compares them without regard to case. Bytes that are not UTF-8 count as letters, as
// a text may be in any charset.
package word

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/words"
)

// At reports whether s has a letter or digit at i.
func At(s string, i int) bool { return i < len(s) && Len(s, i) > 0 }

// StartsAt reports whether a word begins at i.
func StartsAt(s string, i int) bool { return At(s, i) && !EndsAt(s, i) }

// EndsAt reports whether s has a letter or digit before i.
func EndsAt(s string, i int) bool {
	if i == 0 {
		return false
	}
	if c := s[i-1]; c < utf8.RuneSelf {
		return words.IsAlnum(c)
	}
	r, n := utf8.DecodeLastRuneInString(s[:i])
	return Letter(r, n)
}

// Before returns the end of the last word that ends at or before i.
func Before(s string, i int) int {
	for i > 0 && (At(s, i) || !EndsAt(s, i)) {
		i--
	}
	return i
}

// Len returns the length of the letter or digit at i, 0 for anything else.
// Bytes that are not UTF-8 are letters of an unknown charset.
func Len(s string, i int) int {
	if c := s[i]; c < utf8.RuneSelf {
		if words.IsAlnum(c) {
			return 1
		}
		return 0
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	if Letter(r, n) {
		return n
	}
	return 0
}

// Letter reports whether the rune r of n bytes is a letter, a mark or a digit; a byte that
// is not UTF-8 is one.
func Letter(r rune, n int) bool {
	return n == 1 || unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

// wordBytes are the ASCII letters and digits, as a table: most of the time is
// spent walking over words and what separates them.
var wordBytes = func() (t [256]bool) {
	for c := range t {
		t[c] = words.IsAlnum(byte(c))
	}
	return t
}()

// Start returns where the next word begins, at i or later; hi if none does.
func Start(s string, i, hi int) int {
	for i < hi {
		c := s[i]
		if wordBytes[c] {
			return i
		}
		if c < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:hi])
		if Letter(r, n) {
			return i
		}
		i += n
	}
	return hi
}

// End returns where the word at i ends.
func End(s string, i, hi int) int {
	for i < hi {
		if wordBytes[s[i]] {
			i++
			continue
		}
		if s[i] < utf8.RuneSelf {
			break
		}
		r, n := utf8.DecodeRuneInString(s[i:hi])
		if !Letter(r, n) {
			break
		}
		i += n
	}
	return i
}

// Space reports whether c is a blank within a line. No pattern continues on the
// next line, since bodies are redacted line by line.
func Space(c byte) bool { return c == ' ' || c == '\t' }

// Blank reports whether c is a blank, between lines too.
func Blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// LowerByte returns c in lower case if it is an ASCII letter.
func LowerByte(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + ('a' - 'A')
	}
	return c
}

// Lower returns s with its ASCII letters in lower case. Others stay: sendmail
// does not fold them, and their case differs between languages.
func Lower(s string) string {
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				b[i] = LowerByte(b[i])
			}
			return string(b)
		}
	}
	return s
}

// Fold returns a text in the form of a pattern, from its first to its last word.
func Fold(s string) string {
	from := 0
	for from < len(s) && Len(s, from) == 0 {
		from++
	}
	to := len(s)
	for to > from && !EndsAt(s, to) {
		to--
	}
	return strings.Join(strings.FieldsFunc(Lower(s[from:to]), func(r rune) bool {
		return r < utf8.RuneSelf && Blank(byte(r))
	}), " ")
}
