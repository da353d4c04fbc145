// Package addrspec finds where the parts of an address (addr-spec of RFC 5322 section 3.4.1) begin and
// end in a text.
package addrspec

import (
	"strings"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/app/words"
)

// Addresses are shorter; longer names are examined up to here.
const (
	maxLocal  = 512 // bytes searched before an @
	MaxDomain = 256 // bytes searched after it
)

// LocalStart returns where the local part before the @ at at begins.
func LocalStart(s string, lo, at int) int {
	lo = max(lo, at-maxLocal)
	if at > lo+1 && s[at-1] == '"' {
		for i := at - 2; i >= lo && s[i] != '\n'; i-- {
			if s[i] == '"' && (i == lo || s[i-1] != '\\') {
				return i
			}
		}
		return at
	}
	i := at
	for i > lo {
		c := s[i-1]
		if c < utf8.RuneSelf {
			if !words.IsAlnum(c) && strings.IndexByte("!#$%&'*+-/=?^_`{|}~.", c) < 0 {
				break
			}
			i--
			continue
		}
		r, n := utf8.DecodeLastRuneInString(s[lo:i])
		if !word.Letter(r, n) {
			break
		}
		i -= n
	}
	return i
}

// DomainEnd returns where the domain that begins at i ends.
func DomainEnd(s string, i, hi int) int {
	from := i
	hi = min(hi, i+MaxDomain)
	if i < hi && s[i] == '[' {
		if n := strings.IndexByte(s[i:hi], ']'); n > 0 {
			return i + n + 1
		}
		return i
	}
	for i < hi {
		if c := s[i]; c == '.' || c == '-' || c == '_' {
			i++
			continue
		}
		n := word.Len(s, i)
		if n == 0 || i+n > hi {
			break
		}
		i += n
	}
	for i > from && strings.IndexByte(".-_", s[i-1]) >= 0 {
		i--
	}
	return i
}

// Unquote removes the quotes of a local part that is quoted as a whole.
func Unquote(s string) string {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	if s = s[1 : len(s)-1]; strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
