package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/words"
)

// isWord reports whether s has a letter or digit at i.
func isWord(s string, i int) bool { return i < len(s) && wordLen(s, i) > 0 }

// isWordStart reports whether a word begins at i.
func isWordStart(s string, i int) bool { return isWord(s, i) && !wordEndsAt(s, i) }

// wordEndsAt reports whether s has a letter or digit before i.
func wordEndsAt(s string, i int) bool {
	if i == 0 {
		return false
	}
	if c := s[i-1]; c < utf8.RuneSelf {
		return words.IsAlnum(c)
	}
	r, n := utf8.DecodeLastRuneInString(s[:i])
	return letter(r, n)
}

// wordBefore is the end of the last word that ends at or before i.
func wordBefore(s string, i int) int {
	for i > 0 && (isWord(s, i) || !wordEndsAt(s, i)) {
		i--
	}
	return i
}

// wordLen is the length of the letter or digit at i, 0 for anything else.
// Bytes that are not UTF-8 are letters of an unknown charset.
func wordLen(s string, i int) int {
	if c := s[i]; c < utf8.RuneSelf {
		if words.IsAlnum(c) {
			return 1
		}
		return 0
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	if letter(r, n) {
		return n
	}
	return 0
}

func letter(r rune, n int) bool {
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

// wordStart returns where the next word begins, at i or later; hi if none does.
func wordStart(s string, i, hi int) int {
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
		if letter(r, n) {
			return i
		}
		i += n
	}
	return hi
}

// wordEnd returns where the word at i ends.
func wordEnd(s string, i, hi int) int {
	for i < hi {
		if wordBytes[s[i]] {
			i++
			continue
		}
		if s[i] < utf8.RuneSelf {
			break
		}
		r, n := utf8.DecodeRuneInString(s[i:hi])
		if !letter(r, n) {
			break
		}
		i += n
	}
	return i
}

// space reports whether c is a blank within a line. No pattern continues on the
// next line, since bodies are redacted line by line.
func space(c byte) bool { return c == ' ' || c == '\t' }

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func lowerByte(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + ('a' - 'A')
	}
	return c
}

// lower is s with its ASCII letters in lower case. Others stay: sendmail does
// not fold them, and their case differs between languages.
func lower(s string) string {
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				b[i] = lowerByte(b[i])
			}
			return string(b)
		}
	}
	return s
}

// foldWords is a text in the form of a pattern, from its first to its last word.
func foldWords(s string) string {
	from := 0
	for from < len(s) && wordLen(s, from) == 0 {
		from++
	}
	to := len(s)
	for to > from && !wordEndsAt(s, to) {
		to--
	}
	return strings.Join(strings.FieldsFunc(lower(s[from:to]), func(r rune) bool {
		return r < utf8.RuneSelf && blank(byte(r))
	}), " ")
}
