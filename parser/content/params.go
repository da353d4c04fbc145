package content

import (
	"sort"
	"strconv"
	"strings"
)

// maxParam bounds a parameter's value, such as a file name, in bytes.
const maxParam = 1024

// parseParams splits a Content-Type or Content-Disposition value into its
// lower-case head and its parameters, with their RFC 2231 forms resolved. Of
// two parameters with the same name, the first counts.
func parseParams(value string, decode Decoder) (head string, params map[string]string) {
	value = unfold(value)
	head, rest, _ := strings.Cut(value, ";")
	head = strings.ToLower(strings.TrimSpace(cutComment(head)))
	params = map[string]string{}
	pieces := map[string][]piece{}
	for rest != "" {
		var name, v string
		var quoted bool
		name, v, quoted, rest = cutParam(rest)
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "" {
			continue
		}
		if base, p, ok := splitPiece(name, v); ok {
			pieces[base] = append(pieces[base], p)
			continue
		}
		if !quoted && name != "name" && name != "filename" && name != "boundary" {
			v = strings.TrimSpace(cutComment(v))
		}
		if _, ok := params[name]; !ok {
			params[name] = v
		}
	}
	for name, v := range params {
		if name != "boundary" {
			// An encoded word in a parameter is forbidden (RFC 2047, 5) and common.
			params[name] = clip(DecodeHeader(v, decode), maxParam)
		}
	}
	for name, p := range pieces {
		if v, ok := joinPieces(p, decode); ok {
			params[name] = clip(v, maxParam)
		}
	}
	return head, params
}

// cutParam reads `name=value` up to the next semicolon outside quotes.
func cutParam(s string) (name, value string, quoted bool, rest string) {
	i := strings.IndexAny(s, "=;")
	if i < 0 || s[i] == ';' {
		if i < 0 {
			return "", "", false, ""
		}
		return "", "", false, s[i+1:]
	}
	name = s[:i]
	s = strings.TrimLeft(s[i+1:], " \t")
	if !strings.HasPrefix(s, `"`) {
		value, rest, _ = strings.Cut(s, ";")
		return name, strings.TrimSpace(value), false, rest
	}
	value, s = unquote(s[1:])
	_, rest, _ = strings.Cut(s, ";")
	return name, value, true, rest
}

// unquote reads a quoted string after its first quote and returns what
// follows its last. Only quotes and backslashes count as escaped: some
// senders put Windows paths into file names.
func unquote(s string) (value, rest string) {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return out.String(), s[i+1:]
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
			out.WriteByte(s[i])
		default:
			out.WriteByte(s[i])
		}
	}
	return out.String(), ""
}

// cutComment drops a comment, "text/plain (a comment)", and what follows.
func cutComment(s string) string {
	s, _, _ = strings.Cut(s, "(")
	return s
}

// piece is one numbered piece of a parameter (RFC 2231, 3).
type piece struct {
	n       int
	encoded bool
	value   string
}

// splitPiece reads the names `filename*`, `filename*0` and `filename*0*`.
func splitPiece(name, value string) (base string, p piece, ok bool) {
	base, number, ok := strings.Cut(name, "*")
	if !ok || base == "" {
		return "", piece{}, false
	}
	p.value = value
	number, p.encoded = strings.CutSuffix(number, "*")
	if number == "" {
		p.encoded = true
		return base, p, true
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 {
		return "", piece{}, false
	}
	p.n = n
	return base, p, true
}

// joinPieces puts the pieces together up to the first gap and decodes them.
// The first encoded one starts with charset'language' (RFC 2231, 4.1).
func joinPieces(pieces []piece, decode Decoder) (string, bool) {
	sort.SliceStable(pieces, func(i, j int) bool { return pieces[i].n < pieces[j].n })
	var data []byte
	charset := ""
	next := 0
	for _, p := range pieces {
		if p.n < next {
			continue // given twice
		}
		if p.n > next {
			break
		}
		next++
		if !p.encoded {
			data = append(data, p.value...)
			continue
		}
		v := p.value
		if p.n == 0 {
			if cs, rest, ok := strings.Cut(v, "'"); ok {
				if _, text, ok := strings.Cut(rest, "'"); ok {
					charset, v = cs, text
				}
			}
		}
		data = append(data, unpercent(v)...)
	}
	if next == 0 {
		return "", false
	}
	if charset != "" {
		if text, ok := decodeCharset(charset, data, decode); ok {
			return cleanLine(text), true
		}
	}
	return DecodeHeader(string(data), decode), true
}

// unpercent decodes %XX; a broken escape stays.
func unpercent(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0 {
			out = append(out, byte(unhex(s[i+1])<<4|unhex(s[i+2])))
			i += 2
			continue
		}
		out = append(out, s[i])
	}
	return out
}

// clip shortens s to at most n bytes, between characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return string(trimPartial([]byte(s[:n])))
}

// quoteShort quotes what a message says, for a note.
func quoteShort(s string) string { return strconv.Quote(clip(cleanLine(s), 40)) }
