package mailq

import "bytes"

// detail reads the indented lines of an entry that are not recipients
// (formats/sendmail.md §5.3). The rest is the text after its indent.
func detail(text, rest []byte) item {
	if reason, ok := bytes.CutPrefix(rest, []byte("QUARANTINE:")); ok {
		return item{kind: quarantine, text: bytes.TrimPrefix(reason, []byte(" "))}
	}
	if rest[0] == '(' {
		if text, ok := bracketed(rest); ok {
			return item{kind: status, text: text}
		}
		return item{}
	}
	body, after, ok := bodyType(text, rest)
	if !ok {
		return item{}
	}
	if len(after) == 0 {
		return item{kind: status, body: body}
	}
	if text, ok := bracketed(after); ok {
		return item{kind: status, body: body, text: text}
	}
	return item{}
}

// bodyType removes a body type from the line: the known ones wherever they
// are, others in their columns, 5 to 14.
func bodyType(text, rest []byte) (body, after []byte, ok bool) {
	for _, name := range [...]string{"8BITMIME", "7BIT"} {
		if after, ok := bytes.CutPrefix(rest, []byte(name)); ok {
			if len(after) == 0 {
				return rest, nil, true
			}
			if after = bytes.TrimLeft(after, " "); after[0] == '(' {
				return rest[:len(name)], after, true
			}
		}
	}
	const left, right = 4, 14
	if len(text) < right || !bytes.HasPrefix(text, []byte("    ")) {
		return nil, nil, false
	}
	body = bytes.TrimLeft(text[left:right], " ")
	if len(body) == 0 || bytes.ContainsAny(body, " \t(") {
		return nil, nil, false
	}
	if len(text) == right {
		return body, nil, alphanumeric(body[0])
	}
	after, ok = bytes.CutPrefix(text[right:], []byte("   "))
	return body, after, ok && len(after) > 0 && after[0] == '('
}

// bracketed takes the text between the first bracket and the last one.
func bracketed(text []byte) ([]byte, bool) {
	if n := len(text) - 1; n > 0 && text[n] == ')' {
		return text[1:n], true
	}
	return nil, false
}

// controlling takes the value of a controlling user: "(---VALUE---)".
func controlling(text []byte) ([]byte, bool) {
	const open, end = "(---", "---)"
	if len(text) < len(open)+len(end) || !bytes.HasPrefix(text, []byte(open)) || !bytes.HasSuffix(text, []byte(end)) {
		return nil, false
	}
	return text[len(open) : len(text)-len(end)], true
}

// unescape undoes what 8.10 and later do to addresses: \ooo for bytes that do
// not print, \\ for a backslash. An escape is never cut in two
// (formats/sendmail.md §5.3).
func unescape(text []byte) string {
	i := bytes.IndexByte(text, '\\')
	if i < 0 {
		return string(text)
	}
	out := append(make([]byte, 0, len(text)), text[:i]...)
	for ; i < len(text); i++ {
		switch {
		case text[i] != '\\':
		case i+1 < len(text) && text[i+1] == '\\':
			i++
		case i+3 < len(text) && text[i+1] <= '3' && octal(text[i+1]) && octal(text[i+2]) && octal(text[i+3]):
			out = append(out, (text[i+1]-'0')<<6|(text[i+2]-'0')<<3|(text[i+3]-'0'))
			i += 3
			continue
		}
		out = append(out, text[i])
	}
	return string(out)
}

func octal(c byte) bool { return '0' <= c && c <= '7' }
