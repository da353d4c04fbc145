package filter

import "strings"

// next reads a token.
func (p *parser) next() {
	text := p.text
	p.prev = p.tok
	for p.at < len(text) && isSpace(text[p.at]) {
		p.at++
	}
	i := p.at
	one := func(k tokenKind, n int) {
		p.at = i + n
		p.tok = token{kind: k, pos: i, end: p.at}
	}
	switch {
	case i == len(text):
		one(tokEnd, 0)
	case text[i] == '(':
		one(tokOpen, 1)
	case text[i] == ')':
		one(tokClose, 1)
	case text[i] == '-' && i+1 < len(text) && !isSpace(text[i+1]) && text[i+1] != ')':
		one(tokMinus, 1)
	default:
		word := text[i:bareEnd(text, i)]
		if k, ok := operators[word]; ok {
			one(k, len(word))
			return
		}
		p.term(i)
	}
}

var operators = map[string]tokenKind{"OR": tokOr, "AND": tokAnd, "NOT": tokNot}

// term reads a key and its value, or a free word.
func (p *parser) term(pos int) {
	var t Term
	i := pos
	if n := keyLen(p.text[i:]); n > 0 {
		t.Key = strings.ToLower(p.text[i : i+n])
		i += n + 1
		if i == len(p.text) || isSpace(p.text[i]) || p.text[i] == '(' || p.text[i] == ')' {
			p.fail(pos, n+1, "a value is missing after %s:, at once behind the colon", t.Key)
			return
		}
	}
	t.At = i
	end := bareEnd(p.text, i)
	if p.text[i] == '"' {
		end = quotedEnd(p.text, i)
		if end < 0 {
			p.fail(i, 1, "the closing quote is missing")
			return
		}
		t.Quoted = true
		t.Parts = unquote(p.text[i+1 : end-1])
	} else {
		t.Parts = strings.Split(p.text[i:end], "*")
	}
	p.at, t.End = end, end
	p.tok = token{kind: tokTerm, pos: pos, end: end, term: t}
}

const space = " \t\r\n"

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// bareEnd returns where an unquoted word that begins at i ends.
func bareEnd(text string, i int) int {
	for i < len(text) && !isSpace(text[i]) && text[i] != '(' && text[i] != ')' {
		i++
	}
	return i
}

// quotedEnd returns the place after the closing quote of a value that opens at
// i, or -1.
func quotedEnd(text string, i int) int {
	for k := i + 1; k < len(text); k++ {
		switch text[k] {
		case '\\':
			k++
		case '"':
			return k + 1
		}
	}
	return -1
}

// keyLen returns the length of the key with which text begins, 0 if none.
func keyLen(text string) int {
	n := 0
	for n < len(text) && (isLetter(text[n]) || n > 0 && text[n] == '-') {
		n++
	}
	if n == 0 || n == len(text) || text[n] != ':' || strings.HasPrefix(text[n:], "://") {
		return 0
	}
	return n
}

func isLetter(c byte) bool { c |= 0x20; return 'a' <= c && c <= 'z' }

// unquote resolves backslash escapes and splits at wildcards.
func unquote(s string) []string {
	var parts []string
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case s[i] == '*':
			parts = append(parts, b.String())
			b.Reset()
		default:
			b.WriteByte(s[i])
		}
	}
	return append(parts, b.String())
}
