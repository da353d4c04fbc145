package filter

import "strings"

// The functions in this file edit a filter as text, to keep what its author
// typed.

// Operands returns the parts of a filter that must all hold, as written. A text
// that does not parse is one part.
func Operands(text string) []string {
	var out []string
	for _, n := range operands(text) {
		out = append(out, text[n.Pos:n.End])
	}
	if trimmed := strings.Trim(text, space); out == nil && trimmed != "" {
		out = []string{trimmed}
	}
	return out
}

func operands(text string) []*Node {
	n, err := Parse(text)
	switch {
	case err != nil || n == nil:
		return nil
	case n.Op == AndOp && !enclosed(n):
		return n.Args
	}
	return []*Node{n}
}

// enclosed reports whether parentheses enclose the whole of a node.
func enclosed(n *Node) bool { return n.Pos < n.Args[0].Pos && n.Args[len(n.Args)-1].End < n.End }

// And joins two filters, both of which must hold.
func And(a, b string) string {
	a, b = operand(a), operand(b)
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}

// operand encloses alternatives in parentheses.
func operand(text string) string {
	text = strings.Trim(text, space)
	if n, err := Parse(text); err == nil && n != nil && n.Op == OrOp && !enclosed(n) {
		return "(" + text + ")"
	}
	return text
}

// Without removes the n-th operand.
func Without(text string, n int) string {
	parts := Operands(text)
	if n < 0 || n >= len(parts) {
		return text
	}
	if len(parts) == 1 {
		return ""
	}
	return splice(text, operands(text)[n], "")
}

// splice replaces a node's text.
func splice(text string, n *Node, with string) string {
	before, after := text[:n.Pos], text[n.End:]
	if with != "" {
		return before + with + after
	}
	before, after = strings.TrimRight(before, space), strings.TrimLeft(after, space)
	// The operator between this and its neighbour goes as well.
	if b, ok := cutWord(before, "AND"); ok {
		before = b
	} else if a, ok := strings.CutPrefix(after, "AND"); ok && (a == "" || isSpace(a[0]) || a[0] == '(') {
		after = strings.TrimLeft(a, space)
	}
	if before == "" || after == "" {
		return before + after
	}
	return before + " " + after
}

func cutWord(s, word string) (string, bool) {
	rest, ok := strings.CutSuffix(s, word)
	if !ok || rest != "" && !isSpace(rest[len(rest)-1]) && rest[len(rest)-1] != ')' {
		return s, false
	}
	return strings.TrimRight(rest, space), true
}

// choice returns the operand that lists the values of a key: one term, or
// several joined by OR. If there are several such operands, it is the last.
func choice(text, key string) (at *Node, terms []*Node) {
	for _, n := range operands(text) {
		list := []*Node{n}
		if n.Op == OrOp {
			list = n.Args
		}
		fits := true
		for _, t := range list {
			fits = fits && t.Op == TermOp && t.Term.Key == key
		}
		if fits {
			at, terms = n, list
		}
	}
	return at, terms
}

// Choice returns the terms among which a filter chooses for a key, as
// Term.String writes them, and the filter without them.
func Choice(text, key string) (terms []string, rest string) {
	at, list := choice(text, key)
	if at == nil {
		return nil, text
	}
	for _, t := range list {
		terms = append(terms, t.Term.String())
	}
	return terms, splice(text, at, "")
}

// Toggle adds a term to those among which a filter chooses for its key, joined
// by OR, or removes it. The term must be written as Token writes it.
func Toggle(text, term string, on bool) string {
	one, err := Parse(term)
	if err != nil || one == nil || one.Op != TermOp {
		return text
	}
	at, list := choice(text, one.Term.Key)
	if at == nil {
		if on {
			return And(text, term)
		}
		return text
	}
	var kept []string
	for _, t := range list {
		if !strings.EqualFold(t.Term.String(), one.Term.String()) {
			kept = append(kept, text[t.Pos:t.End])
		}
	}
	if on {
		kept = append(kept, term)
	}
	with := strings.Join(kept, " OR ")
	if len(kept) > 1 {
		with = "(" + with + ")"
	}
	return splice(text, at, with)
}

// Replace replaces the terms among which a filter chooses for a key by term.
func Replace(text, term string) string {
	one, err := Parse(term)
	if err != nil || one == nil || one.Op != TermOp {
		return text
	}
	for {
		at, _ := choice(text, one.Term.Key)
		if at == nil {
			return And(text, term)
		}
		text = splice(text, at, "")
	}
}

// Narrow adds a term to a filter that does not have it yet.
func Narrow(text, term string) string {
	for _, part := range Operands(text) {
		if part == term {
			return text
		}
	}
	return And(text, term)
}
