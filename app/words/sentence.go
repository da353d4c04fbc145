package words

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// UpperFirst begins a sentence: its first letter is a capital, unless the first
// word is the name of a program, a file or an address, which no capital may
// change.
func UpperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if !unicode.IsLower(r) || isLiteral(firstWord(s)) {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// firstWord returns the text before the first space, without the punctuation after
// it.
func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return strings.TrimSuffix(strings.TrimRight(word, ",;:.!?"), "'s")
}

// programs are the commands that sentences begin with.
var programs = []string{"sendmail", "mailq", "postqueue", "postfix", "postsuper", "exim", "exim4", "exiqgrep", "tar", "gzip", "grep"}

// isLiteral reports whether a word is written as a computer has it: a program, or
// with characters that a word of a language does not have.
func isLiteral(word string) bool {
	return slices.Contains(programs, word) || strings.ContainsFunc(word, func(r rune) bool {
		return !unicode.IsLetter(r) && !strings.ContainsRune("-'’", r)
	})
}

// LowerFirst makes the beginning of a sentence part of another: its first
// letter is small, unless the first word is an acronym such as SMTP.
func LowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[n:]); !unicode.IsUpper(r) || !unicode.IsLower(next) {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}
