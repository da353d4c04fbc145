package redact

import (
	"encoding/hex"
	"strings"
	"unicode/utf8"
)

// formBlanks reads the blanks of forms and of encoded words.
var formBlanks = strings.NewReplacer("+", " ", "_", " ")

// maxNested is how many encodings within one another are decoded.
const maxNested = 4

// decoded adds what is found in the views of a text, to what was found in the
// text itself. Within a view, all escapes are decoded at once.
func (rd *Redactor) decoded(s string, how mode, out []span, depth int) []span {
	if strings.Contains(s, "=?") {
		out = rd.encodedWords(s, how, out, depth)
	}
	if rd.hide.Subjects && strings.ContainsAny(s, "+_") {
		out = merge(out, rd.subjectsIn(formBlanks.Replace(s), nil))
	}
	if depth == 0 {
		for k := range schemes {
			if v, ok := schemes[k].decode(s); ok {
				out = merge(out, v.back(rd.inside(v.text, how, 1), schemes[k].name))
			}
		}
	} else if v, ok := decodeAll(s); ok {
		out = merge(out, v.back(rd.inside(v.text, how, depth+1), "escapes"))
	}
	if v, ok := foldWidth(s); ok {
		out = merge(out, v.back(rd.inside(v.text, how, depth+1), "letters of another width"))
	}
	out = rd.base64Runs(s, how, out, depth)
	return rd.hexRuns(s, how, out, depth)
}

// inside finds everything in a text that was decoded, and in what that encodes.
func (rd *Redactor) inside(s string, how mode, depth int) []span {
	out := rd.plain(s, how, nil)
	if depth >= maxNested {
		return out
	}
	return rd.decoded(s, how, out, depth)
}

var (
	escapeMarks = bytesOf(`%=&\`)
	widthMarks  = bytesOf("\xc2\xcd\xe1\xe2\xe3\xef") // first bytes of what foldWidth folds
)

// decodeAll decodes the escapes of all schemes but xtext, whose mark is a
// plain sign in too many addresses.
func decodeAll(s string) (view, bool) {
	return decodeWith(s, escapeMarks, func(s string) (string, int) {
		for k := range schemes {
			if c := &schemes[k]; c.mark == s[0] && c.name != "xtext" {
				return c.parse(s)
			}
		}
		return "", 0
	})
}

// foldWidth is a text with full-width letters and signs as usual ones, and
// without what has no width.
func foldWidth(s string) (view, bool) {
	return decodeWith(s, widthMarks, func(s string) (string, int) {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r >= 0xff01 && r <= 0xff5e:
			return string(r - 0xff01 + '!'), n
		case r == 0x3002 || r == 0xff61: // ideographic full stops, which separate labels too
			return ".", n
		case r == 0xad || r == 0x34f || r == 0x180e || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x2069 || r == 0xfeff:
			return "", n
		}
		return "", 0
	})
}

// decodeWith decodes with a function that is called where a byte of marks is.
func decodeWith(s string, marks *byteSet, parse func(s string) (string, int)) (view, bool) {
	i := marks.index(s, 0)
	if i < 0 {
		return view{}, false
	}
	var b strings.Builder
	var at []int32
	done := 0 // s[:done] is in the view
	for i < len(s) {
		text, n := parse(s[i:])
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
		return view{}, false
	}
	b.WriteString(s[done:])
	for ; done <= len(s); done++ {
		at = append(at, int32(done))
	}
	return view{b.String(), at}, true
}

// byteSet is a set of bytes.
type byteSet [256]bool

func bytesOf(s string) *byteSet {
	var set byteSet
	for i := range len(s) {
		set[s[i]] = true
	}
	return &set
}

// index is the first place of one of the bytes, at from or later; -1 if there is
// none.
func (set *byteSet) index(s string, from int) int {
	for i := from; i < len(s); i++ {
		if set[s[i]] {
			return i
		}
	}
	return -1
}

// minHex is the number of hexadecimal digits that are decoded at least.
const minHex = 12

// hexRuns searches what hexadecimal digits stand for. A run with a find is
// removed.
func (rd *Redactor) hexRuns(s string, how mode, out []span, depth int) []span {
	if depth+1 >= maxNested {
		return out
	}
	for i := 0; i < len(s); {
		if !hexDigit(s[i]) {
			i++
			continue
		}
		end := i
		for end < len(s) && hexDigit(s[end]) {
			end++
		}
		if n := end - i; n >= minHex && n <= maxDecoded {
			// An odd run has a digit too many before or after it.
			for from := i; from <= i+n%2; from++ {
				b, err := hex.DecodeString(s[from : from+n/2*2])
				if err != nil || !isText(b) {
					continue
				}
				if found := rd.inside(string(b), within(how, string(b)), depth+1); len(found) > 0 {
					out = merge(out, []span{{from: i, to: end, kind: found[0].kind, with: LeftOut, encoding: "hex"}})
					break
				}
			}
		}
		i = end
	}
	return out
}

// isText reports whether bytes are likely to be text.
func isText(b []byte) bool {
	odd := 0
	for _, c := range b {
		if c < ' ' && !blank(c) || c == 0x7f {
			odd++
		}
	}
	return odd <= len(b)/20
}
