package escape

import (
	"strings"
	"unicode/utf8"
)

var escapeMarks = BytesOf("%=&\\\x00")

// DecodeAll decodes the escapes of all schemes but xtext, whose mark is a
// plain sign in too many addresses.
func DecodeAll(s string) (View, bool) {
	return DecodeWith(s, escapeMarks, func(s string) (string, int) {
		for k := range Schemes {
			if c := &Schemes[k]; c.mark == s[0] && c.Name != "xtext" {
				return c.parse(s)
			}
		}
		return "", 0
	})
}

// DecodeWith decodes with a function that is called where a byte of marks is.
func DecodeWith(s string, marks *byteSet, parse func(s string) (string, int)) (View, bool) {
	i := marks.index(s, 0)
	if i < 0 {
		return View{}, false
	}
	var b strings.Builder
	var at []int32
	done := 0 // s[:done] is in the view
	for i < len(s) {
		text, n := "", 0
		if !isInside(s, i) {
			text, n = parse(s[i:])
		}
		if n == 0 {
			i++
		} else {
			b.WriteString(s[done:i])
			for ; done < i; done++ {
				at = append(at, int32(done))
			}
			b.WriteString(text)
			for range len(text) {
				at = append(at, int32(i))
			}
			i += n
			done = i
		}
		if i = marks.index(s, i); i < 0 {
			break
		}
	}
	if done == 0 {
		return View{}, false
	}
	b.WriteString(s[done:])
	for ; done <= len(s); done++ {
		at = append(at, int32(done))
	}
	return View{b.String(), at}, true
}

// isInside reports whether a character of UTF-8 begins before i and ends behind it.
func isInside(s string, i int) bool {
	if utf8.RuneStart(s[i]) {
		return false
	}
	for from := i - 1; from >= max(0, i-utf8.UTFMax+1); from-- {
		if utf8.RuneStart(s[from]) {
			_, n := utf8.DecodeRuneInString(s[from:])
			return from+n > i
		}
	}
	return false
}

// byteSet is a set of bytes.
type byteSet [256]bool

// BytesOf returns the set of the bytes in s.
func BytesOf(s string) *byteSet {
	var set byteSet
	for i := range len(s) {
		set[s[i]] = true
	}
	return &set
}

// index returns the first place of one of the bytes, at from or later; -1 if there is
// none.
func (set *byteSet) index(s string, from int) int {
	for i := from; i < len(s); i++ {
		if set[s[i]] {
			return i
		}
	}
	return -1
}
