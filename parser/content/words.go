package content

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// DecodeHeader makes a header value readable: it is unfolded, encoded words
// are decoded (RFC 2047), other 8-bit bytes are read as UTF-8, or else as
// windows-1252. Words side by side are joined, and words of one charset joined
// before they are decoded, since senders split characters between words.
//
// An encoded word that is broken, or in an unknown charset and not UTF-8
// either, stays as written. Control characters become their pictures (␇), and
// marks that turn the direction of text are removed: a value is one line and
// cannot affect the text beside it. decode may be nil.
func DecodeHeader(value string, decode Decoder) string {
	value = unfold(value)
	if isPlain(value) && !strings.Contains(value, "=?") {
		return value
	}
	var out strings.Builder
	var run wordRun // words waiting to be joined with the next
	flush := func() {
		out.WriteString(run.text(decode))
		run = wordRun{}
	}
	rest := value
	for {
		i := strings.Index(rest, "=?")
		if i < 0 {
			break
		}
		w, n, ok := cutWord(rest[i:])
		if !ok {
			flush()
			out.WriteString(readRaw(rest[:i+2]))
			rest = rest[i+2:]
			continue
		}
		// White space between two words is not shown (RFC 2047, 6.2).
		between := rest[:i]
		if !run.joins(w.charset) || strings.Trim(between, " \t") != "" {
			if len(run.data) > 0 && strings.Trim(between, " \t") == "" {
				between = ""
			}
			flush()
			out.WriteString(readRaw(between))
		}
		run.add(w, rest[i:i+n])
		rest = rest[i+n:]
	}
	flush()
	out.WriteString(readRaw(rest))
	return cleanLine(out.String())
}

type word struct {
	charset string
	data    []byte
}

// wordRun collects encoded words of one charset.
type wordRun struct {
	word
	written strings.Builder
}

func (r *wordRun) joins(charset string) bool {
	return len(r.data) > 0 && strings.EqualFold(r.charset, charset)
}

func (r *wordRun) add(w word, written string) {
	r.charset = w.charset
	r.data = append(r.data, w.data...)
	if r.written.Len() > 0 {
		r.written.WriteByte(' ')
	}
	r.written.WriteString(written)
}

func (r *wordRun) text(decode Decoder) string {
	if len(r.data) == 0 {
		return ""
	}
	if text, ok := decodeCharset(r.charset, r.data, decode); ok {
		return text
	}
	if utf8.Valid(r.data) {
		return string(r.data)
	}
	return r.written.String()
}

// cutWord reads an encoded word at the start of s and returns its length.
// No part of a word holds a question mark, so that a search never runs past
// the next "=?" and a value is read once however many words are broken.
func cutWord(s string) (w word, n int, ok bool) {
	charset, rest, ok1 := strings.Cut(s[2:], "?")
	enc, rest, ok2 := strings.Cut(rest, "?")
	text, rest, ok3 := strings.Cut(rest, "?")
	if !ok1 || !ok2 || !ok3 || charset == "" || len(enc) != 1 || !strings.HasPrefix(rest, "=") ||
		strings.ContainsAny(charset, " \t") {
		return word{}, 0, false
	}
	// A language may follow the charset (RFC 2231, 5).
	w.charset, _, _ = strings.Cut(charset, "*")
	switch enc {
	case "q", "Q":
		w.data = decodeQ(text)
	case "b", "B":
		if w.data, ok = decodeB(text); !ok {
			return word{}, 0, false
		}
	default:
		return word{}, 0, false
	}
	return w, len(s) - len(rest) + 1, true
}

// decodeQ reads the Q encoding (RFC 2047, 4.2); a broken escape stays.
func decodeQ(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '_':
			out = append(out, ' ')
		case c == '=' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0:
			out = append(out, byte(unhex(s[i+1])<<4|unhex(s[i+2])))
			i += 2
		default:
			out = append(out, c)
		}
	}
	return out
}

// decodeB reads base64 with or without its padding.
func decodeB(s string) ([]byte, bool) {
	b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(s, "= "))
	return b, err == nil
}

// unhex returns the value of a hex digit, -1 for another byte.
func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// unfold joins continuation lines with one space and trims blanks at both ends.
func unfold(s string) string {
	s = strings.Trim(s, " \t\r\n")
	if !strings.ContainsAny(s, "\n") {
		return s
	}
	var out strings.Builder
	for line := range strings.SplitSeq(s, "\n") {
		if out.Len() > 0 {
			out.WriteByte(' ')
		}
		out.WriteString(strings.Trim(line, " \t\r"))
	}
	return out.String()
}

// readRaw reads bytes outside encoded words.
func readRaw(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return decode1252([]byte(s))
}
