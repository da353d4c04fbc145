package audit

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// standardBase64 turns the letters of base64 for addresses into the usual ones (RFC
// 4648 section 5).
var standardBase64 = strings.NewReplacer("-", "+", "_", "/")

// form is a text after some encoding is undone.
type form struct {
	text string
	name string
	at   []int32 // where each byte comes from in the file; nil: where it is
	base int     // of a run, where all of it comes from, if at is nil
	run  bool
}

func (f form) place(i int) int {
	switch {
	case f.run:
		return f.base
	case f.at == nil:
		return i
	case i < len(f.at):
		return int(f.at[i])
	case len(f.at) > 0:
		return int(f.at[len(f.at)-1]) + 1
	}
	return 0
}

// unescaped undoes all escapes of one character: percent signs, those of
// quoted-printable with its soft line breaks, character references, backslashes,
// letters of full width, and characters without any.
func (f form) unescaped() (form, bool) {
	s := f.text
	out := form{name: f.called("escaped"), base: f.base, run: f.run}
	var b []byte
	for i := 0; i < len(s); {
		n, r := escape(s[i:])
		if n == 0 {
			b = append(b, s[i])
			out.at = append(out.at, int32(f.place(i)))
			i++
			continue
		}
		for range len(r) {
			out.at = append(out.at, int32(f.place(i)))
		}
		b = append(b, r...)
		i += n
	}
	out.text = string(b)
	return out, len(b) < len(f.text)
}

// called returns the name of what is found in the form: that of the outermost
// encoding.
func (f form) called(name string) string {
	if f.name != "" {
		return f.name
	}
	return name
}

// escape reads an escape: its length and what it stands for. The length is 0 if
// there is none.
func escape(s string) (n int, text string) {
	switch c := s[0]; {
	case c == '%' && len(s) >= 6 && s[1] == 'u':
		if r, err := strconv.ParseUint(s[2:6], 16, 16); err == nil {
			return 6, string(rune(r))
		}
	case c == '%' || c == '=':
		if b, ok := hexByte(s[1:]); ok {
			return 3, b
		}
		if c == '=' {
			for n = 1; n < len(s) && (s[n] == ' ' || s[n] == '\t' || s[n] == '\r'); n++ {
			}
			if n < len(s) && s[n] == '\n' {
				return n + 1, ""
			}
		}
	case c == '&' && len(s) > 3 && s[1] == '#':
		return reference(s[:min(len(s), maxReference)])
	case c == '\\' && len(s) >= 5 && s[1] == 'u' && s[2] == '{':
		if digits, _, ok := strings.Cut(s[3:min(len(s), 12)], "}"); ok {
			if r, err := strconv.ParseUint(digits, 16, 21); err == nil {
				return 3 + len(digits) + 1, string(rune(r))
			}
		}
	case c == '\\' && len(s) >= 6 && s[1] == 'u':
		if r, err := strconv.ParseUint(s[2:6], 16, 16); err == nil {
			return 6, string(rune(r))
		}
	case c == '\\' && len(s) >= 4 && s[1] == 'x':
		if b, ok := hexByte(s[2:]); ok {
			return 4, b
		}
	case c == '\\' && len(s) >= 4:
		if r, err := strconv.ParseUint(s[1:4], 8, 8); err == nil {
			return 4, string([]byte{byte(r)})
		}
	case c >= utf8.RuneSelf:
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r >= 0xff01 && r <= 0xff5e:
			return size, string(r - 0xff01 + '!')
		case r == 0x3002 || r == 0xff61:
			return size, "."
		case r == 0xad || r >= 0x200b && r <= 0x200f || r >= 0x2060 && r <= 0x2069 || r == 0xfeff:
			return size, ""
		}
	}
	return 0, ""
}

// maxReference is the length of the longest character reference that is read.
const maxReference = 40

// reference reads a character reference with a number, whose semicolon may be
// missing.
func reference(s string) (n int, text string) {
	base, from := 10, 2
	if s[2] == 'x' || s[2] == 'X' {
		base, from = 16, 3
	}
	end := from
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || base == 16 && hexDigit(s[end])) {
		end++
	}
	r, err := strconv.ParseUint(s[from:end], base, 21)
	if err != nil {
		return 0, ""
	}
	if end < len(s) && s[end] == ';' {
		end++
	}
	return end, string(rune(r))
}

func hexByte(s string) (string, bool) {
	if len(s) < 2 {
		return "", false
	}
	b, err := strconv.ParseUint(s[:2], 16, 8)
	return string([]byte{byte(b)}), err == nil
}

const (
	minBase64 = 16
	minHex    = 14
	maxRun    = 1 << 20
)

// runs calls f with what each run of base64, of hexadecimal digits and each
// encoded word stands for, if that is text.
func (f form) runs(each func(form)) {
	s := f.text
	give := func(from int, name string, b []byte) {
		for _, text := range readable(b) {
			each(form{text: text, name: f.called(name), base: f.place(from), run: true})
		}
	}
	for i := 0; i < len(s); {
		if strings.HasPrefix(s[i:], "=?") {
			if n, b := encodedWord(s[i:]); n > 0 {
				give(i, "encoded word", b)
				i += n
				continue
			}
		}
		if !digit64(s[i]) {
			i++
			continue
		}
		end, onlyHex := i, true
		for end < len(s) && end-i < maxRun && digit64(s[end]) {
			onlyHex = onlyHex && hexDigit(s[end])
			end++
		}
		if n := end - i; n >= minHex && onlyHex {
			b, _ := hex.DecodeString(s[i : i+n/2*2])
			give(i, "hex", b)
		} else if n >= minBase64 {
			for shift := range min(4, n) { // a word may stand before it
				give(i, "base64", decode64(s[i+shift:end]))
			}
		}
		i = end
	}
}

func digit64(c byte) bool {
	return alnum(c) && c < 0x80 || c == '+' || c == '/' || c == '-' || c == '_'
}

func hexDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func decode64(s string) []byte {
	s = standardBase64.Replace(s)
	if len(s)%4 == 1 {
		s = s[:len(s)-1]
	}
	b, _ := base64.RawStdEncoding.DecodeString(s)
	return b
}

// encodedWord decodes an encoded word (RFC 2047); its length is 0 if there is
// none.
func encodedWord(s string) (int, []byte) {
	part := strings.SplitN(s[2:min(len(s), 2+1000)], "?", 4)
	if len(part) < 4 || len(part[1]) != 1 || !strings.HasPrefix(part[3], "=") || strings.ContainsAny(part[2], " \n") {
		return 0, nil
	}
	n := 2 + len(part[0]) + 1 + 1 + 1 + len(part[2]) + 2
	if part[1] == "B" || part[1] == "b" {
		return n, decode64(strings.TrimRight(part[2], "="))
	}
	q, _ := form{text: strings.ReplaceAll(part[2], "_", " ")}.unescaped()
	return n, []byte(q.text)
}

// minPiece is the length of the shortest text between other bytes.
const minPiece = 5

// readable returns the texts in bytes, also in UTF-16: all of them if they are
// likely to be text, else the pieces that are.
func readable(b []byte) []string {
	zeros, odd := 0, 0
	for _, c := range b {
		switch {
		case c == 0:
			zeros++
		case c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f:
			odd++
		}
	}
	text := string(b)
	if zeros > 2 && zeros >= len(b)*2/5 {
		text = strings.ReplaceAll(text, "\x00", "")
	}
	if odd <= len(b)/20 && utf8.ValidString(text) {
		return []string{strings.ReplaceAll(text, "\x00", " ")}
	}
	return slices.DeleteFunc(strings.FieldsFunc(text, func(r rune) bool {
		return r < ' ' || r >= 0x7f
	}), func(piece string) bool { return len(piece) < minPiece })
}
