package filter

import "strings"

// String writes a filter so that Parse reads the same one back: one space
// between words, parentheses and quotes only where needed.
func (n *Node) String() string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	n.print(&b, OrOp)
	return b.String()
}

// Operand writes a filter so that it can be joined with others by AND.
func (n *Node) Operand() string {
	var b strings.Builder
	n.print(&b, AndOp)
	return b.String()
}

// print writes a node that is an operand of the operator in.
func (n *Node) print(b *strings.Builder, in Op) {
	if n.Op == TermOp {
		b.WriteString(n.Term.String())
		return
	}
	// An operand with the same operator had parentheses; keep them.
	group := n.Op == AndOp && in != OrOp || n.Op == OrOp && in != OrOp
	if group {
		b.WriteByte('(')
	}
	for i, a := range n.Args {
		switch {
		case n.Op == NotOp:
			b.WriteByte('-')
		case i > 0 && n.Op == AndOp:
			b.WriteByte(' ')
		case i > 0:
			b.WriteString(" OR ")
		}
		if n.Op == OrOp && a.Op == OrOp {
			a.print(b, AndOp)
		} else {
			a.print(b, n.Op)
		}
	}
	if group {
		b.WriteByte(')')
	}
}

// String writes a term, in quotes if needed.
func (t *Term) String() string {
	v := t.Value()
	if !t.Quoted && t.bare(v) {
		if t.Key != "" {
			return t.Key + ":" + v
		}
		return v
	}
	for i, part := range t.Parts {
		part = escaper.Replace(part)
		if i == 0 {
			v = part
		} else {
			v += "*" + part
		}
	}
	v = `"` + v + `"`
	if t.Key != "" {
		return t.Key + ":" + v
	}
	return v
}

var escaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `*`, `\*`)

// bare reports whether a value needs no quotes.
func (t *Term) bare(v string) bool {
	if v == "" || v[0] == '"' || bareEnd(v, 0) < len(v) || strings.Count(v, "*") >= len(t.Parts) {
		return false
	}
	if t.Key != "" {
		return !strings.HasPrefix(v, "//") // see keyLen
	}
	_, op := operators[v]
	return !op && keyLen(v) == 0 && (v[0] != '-' || len(v) == 1)
}

// Token writes a term for a literal value, see Value.
func Token(key, value string) string { return Value(key, value).String() }
