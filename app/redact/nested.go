package redact

import (
	"strings"
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
	for k := range marks {
		if v, ok := marks[k].decode(s); ok {
			out = merge(out, v.back(rd.inside(v.text, how, depth+1), marks[k].name))
		}
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

var escapeMarks = bytesOf("%=&\\\x00")

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
