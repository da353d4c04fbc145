package escape

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/app/words"
)

// mark is what may stand between the letters of a name without being seen by who
// reads it.
type mark struct {
	Name  string
	first *byteSet // the bytes with which it begins
	parse func(s string) (string, int)
}

// controls are the control characters of ASCII except those that separate words.
const controls = "\x00\x01\x02\x03\x04\x05\x06\a\b\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f"

// alone are the bytes that are read as letters of Latin-1 where they are not UTF-8, if letterForm
// changes them.
const alone = "\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9d\x9e\x9f\xad" +
	"\xc0\xc1\xc9\xca\xcb\xcc\xd3\xd5\xd6\xd8\xd9\xda\xdb\xdc\xdd\xde"

// Marks are all of them.
var Marks = [...]mark{
	{"letters of another form", BytesOf(controls + alone + "\xc2\xc3\xc4\xc5\xc6\xc7\xc8\xcd\xce\xcf\xd0\xd1\xd2\xd4\xe1\xe2\xe3\xef"), letterForm},
	{"tags", BytesOf("<"), tag},
	{"quoted pairs", BytesOf(`\`), quotedPair},
	{"parameters", BytesOf(";"), continued},
}

// Decode returns the view of a text without the marks; it reports false if there are none.
func (m *mark) Decode(s string) (View, bool) { return DecodeWith(s, m.first, m.parse) }

// letterForm reads full-width letters and signs as usual ones, letters outside
// ASCII in upper case as those in lower case, and removes what has no width. Bytes that are not
// UTF-8 are letters of Latin-1.
func letterForm(s string) (string, int) {
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && n == 1 {
		r = rune(s[0]) // as words.UTF8 reads it
	}
	switch {
	case r >= 0xff01 && r <= 0xff5e:
		return string(r - 0xff01 + '!'), n
	case r == 0x3002 || r == 0xff61: // ideographic full stops, which separate labels too
		return ".", n
	case r < ' ' || r >= 0x7f && r < 0xa0: // controls
		return "", n
	case r == 0xad || r == 0x34f || r == 0x180e || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x2069 || r == 0xfeff:
		return "", n
	}
	if l := unicode.ToLower(r); l != r && r >= utf8.RuneSelf {
		return string(l), n
	}
	return "", 0
}

// inline are the elements of HTML that do not separate words.
const inline = " a abbr acronym b bdi bdo big cite code del em font i img ins kbd mark nobr o:p q s samp small span strike strong sub sup tt u var wbr "

// maxTag is the length of the longest tag or comment that is taken for one, in
// bytes.
const maxTag = 1 << 10

// tag removes comments and the tags of HTML that do not separate words.
func tag(s string) (string, int) {
	if strings.HasPrefix(s, "<!--") {
		if end := strings.Index(s[:min(len(s), maxTag)], "-->"); end >= 0 {
			return "", end + len("-->")
		}
		return "", 0
	}
	i := 1
	if i < len(s) && s[i] == '/' {
		i++
	}
	from := i
	for i < len(s) && i < 12 && (words.IsAlnum(s[i]) || s[i] == ':') {
		i++
	}
	if i == from || !strings.Contains(inline, " "+word.Lower(s[from:i])+" ") {
		return "", 0
	}
	end := strings.IndexByte(s[i:min(len(s), i+maxTag)], '>')
	if end < 0 || end > 0 && !word.Blank(s[i]) && s[i] != '/' {
		return "", 0
	}
	return "", i + end + 1
}

// quotedPair reads a backslash before any character (RFC 5322 section 3.2.1), except
// JSON's escapes of control characters.
func quotedPair(s string) (string, int) {
	if len(s) < 2 || s[1] == '\n' || s[1] == '\r' || strings.HasPrefix(s, `\u00`) {
		return "", 0
	}
	_, n := utf8.DecodeRuneInString(s[1:])
	return s[1 : 1+n], 1 + n
}

// continued removes what is between the parts of a parameter that is split
// (RFC 2231 section 3), as in name*0*=utf-8”an; name*1*=na.
func continued(s string) (string, int) {
	i := 1
	for i < len(s) && word.Blank(s[i]) {
		i++
	}
	from := i
	for i < len(s) && i-from < 40 && (words.IsAlnum(s[i]) || s[i] == '-' || s[i] == '_') {
		i++
	}
	if i == from || i+1 >= len(s) || s[i] != '*' {
		return "", 0
	}
	i++
	from = i
	for i < len(s) && i-from < 4 && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i == from || s[from] == '0' {
		return "", 0
	}
	if i < len(s) && s[i] == '*' {
		i++
	}
	if i == len(s) || s[i] != '=' {
		return "", 0
	}
	if i++; i < len(s) && s[i] == '"' {
		i++
	}
	return "", i
}
