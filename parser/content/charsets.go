package content

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decodeCharset decodes b from the charset named: built in for those that
// every build must know, otherwise by decode. False means that the charset is unknown.
func decodeCharset(charset string, b []byte, decode Decoder) (string, bool) {
	switch canonicalCharset(charset) {
	case "utf-8":
		return decodeUTF8(b), true
	case "us-ascii", "windows-1252":
		if utf8.Valid(b) && canonicalCharset(charset) == "us-ascii" {
			return string(b), true
		}
		return decode1252(b), true
	case "utf-7":
		return decodeUTF7(b), true
	}
	if decode == nil {
		return "", false
	}
	return decode(cleanCharset(charset), b)
}

// cleanCharset removes what senders put around a charset's name.
func cleanCharset(name string) string {
	return strings.ToLower(strings.Trim(name, " \t\"'"))
}

// canonicalCharset knows the names of the charsets that need no table, with
// those of their aliases that are seen in mail.
func canonicalCharset(name string) string {
	switch name = cleanCharset(name); name {
	case "utf-8", "utf8", "unicode-1-1-utf-8":
		return "utf-8"
	case "us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us", "646", "us":
		return "us-ascii"
	case "windows-1252", "cp1252", "cp-1252", "x-cp1252", "iso-8859-1", "iso8859-1", "iso_8859-1", "iso88591", "latin1", "l1":
		return "windows-1252"
	case "utf-7", "utf7", "unicode-1-1-utf-7":
		return "utf-7"
	}
	return name
}

// high1252 are the characters of the bytes 0x80 to 0x9f in windows-1252. Five
// of the bytes are not used.
var high1252 = [32]rune{
	'€', utf8.RuneError, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', utf8.RuneError, 'Ž', utf8.RuneError,
	utf8.RuneError, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', utf8.RuneError, 'ž', 'Ÿ',
}

func rune1252(c byte) rune {
	if 0x80 <= c && c < 0xa0 {
		return high1252[c-0x80]
	}
	return rune(c)
}

func decode1252(b []byte) string {
	var out strings.Builder
	out.Grow(len(b))
	for _, c := range b {
		out.WriteRune(rune1252(c))
	}
	return out.String()
}

// decodeUTF8 reads bytes that are not UTF-8 as windows-1252, one by one: text
// declared as UTF-8 often has a line pasted from elsewhere.
func decodeUTF8(b []byte) string {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if utf8.Valid(b) {
		return string(b)
	}
	var out strings.Builder
	out.Grow(len(b))
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			r = rune1252(b[0])
		}
		out.WriteRune(r)
		b = b[n:]
	}
	return out.String()
}

// decodeUTF7 reads RFC 2152: "+", UTF-16 in base64, an optional "-".
func decodeUTF7(b []byte) string {
	var out strings.Builder
	out.Grow(len(b))
	for len(b) > 0 {
		i := bytes.IndexByte(b, '+')
		if i < 0 {
			break
		}
		out.WriteString(decodeUTF8(b[:i]))
		b = b[i+1:]
		n := 0
		for n < len(b) && isBase64(b[n]) {
			n++
		}
		shifted := b[:n]
		b = b[n:]
		dash := len(b) > 0 && b[0] == '-'
		if dash {
			b = b[1:]
		}
		if n == 0 { // "+-" is a plus sign, and a bare "+" is one too
			out.WriteByte('+')
			continue
		}
		if n%4 == 1 {
			shifted = shifted[:n-1] // six bits over, which hold nothing
		}
		raw := make([]byte, base64.RawStdEncoding.DecodedLen(len(shifted)))
		k, _ := base64.RawStdEncoding.Decode(raw, shifted)
		units := make([]uint16, 0, k/2)
		for j := 0; j+1 < k; j += 2 {
			units = append(units, uint16(raw[j])<<8|uint16(raw[j+1]))
		}
		out.WriteString(string(utf16.Decode(units)))
	}
	out.WriteString(decodeUTF8(b))
	return out.String()
}

func isBase64(c byte) bool { return base64Value[c] < 64 }

// readText decodes the text of a part and returns the charset that was used and,
// where that is not the one named, the reason. Text that was cut may end inside a
// character.
func readText(charset string, b []byte, cut bool, decode Decoder) (text, used, note string) {
	if cut {
		b = trimPartial(b)
	}
	name := canonicalCharset(charset)
	if name != "" && name != "us-ascii" {
		if text, ok := decodeCharset(charset, b, decode); ok {
			if cut {
				text = strings.TrimRight(text, "\ufffd")
			}
			if name == "utf-8" && !utf8.Valid(b) {
				note = "some bytes are not utf-8; they are shown as windows-1252"
			}
			return text, cleanCharset(charset), note
		}
	}
	guess := "windows-1252"
	switch {
	case isASCII(b):
		guess = "us-ascii"
	case utf8.Valid(b):
		guess = "utf-8"
	}
	switch {
	case name == "" && guess == "us-ascii":
		used = ""
	case name == "" || name == "us-ascii" && guess != "us-ascii":
		used = guess
		note = "8-bit bytes without a charset; shown as " + guess
	case name == "us-ascii":
		used = cleanCharset(charset)
	default:
		used = guess
		note = "unknown charset " + quoteShort(charset) + "; shown as " + guess
	}
	if guess == "windows-1252" {
		return decode1252(b), used, note
	}
	return decodeUTF8(b), used, note
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// trimPartial removes the start of a UTF-8 character at the end of b.
func trimPartial(b []byte) []byte {
	for i := 1; i <= min(utf8.UTFMax-1, len(b)); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}
