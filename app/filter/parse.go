package filter

import "fmt"

// Limits of a filter bound the time and memory of a search.
const (
	MaxText  = 1 << 16 // bytes
	MaxDepth = 50      // parentheses and negations inside one another
	MaxTerms = 200
)

// Parse parses a filter. It returns nil for an empty one, and an *Error for a
// syntax error.
func Parse(text string) (*Node, error) {
	if len(text) > MaxText {
		return nil, &Error{MaxText, len(text) - MaxText, fmt.Sprintf("a filter has at most %d bytes", MaxText)}
	}
	p := parser{text: text}
	p.next()
	if p.tok.kind == tokEnd && p.err == nil {
		return nil, nil
	}
	n := p.or()
	if p.tok.kind == tokClose {
		p.fail(p.tok.pos, 1, "no parenthesis is open here")
	}
	if p.err != nil {
		return nil, p.err
	}
	return n, nil
}

type tokenKind uint8

const (
	tokEnd tokenKind = iota
	tokTerm
	tokOpen
	tokClose
	tokMinus
	tokNot
	tokAnd
	tokOr
)

type token struct {
	kind     tokenKind
	pos, end int
	term     Term
}

type parser struct {
	text  string
	at    int // after tok
	tok   token
	prev  token
	depth int
	terms int
	err   *Error // the first
}

// fail keeps the first error and skips the rest of the text, so that all
// callers return.
func (p *parser) fail(pos, length int, format string, args ...any) {
	if p.err == nil {
		p.err = &Error{pos, length, fmt.Sprintf(format, args...)}
	}
	p.at = len(p.text)
	p.tok = token{kind: tokEnd, pos: p.at, end: p.at}
}

func (p *parser) or() *Node { return p.list(OrOp, p.and) }

func (p *parser) and() *Node { return p.list(AndOp, p.not) }

// list parses operands joined by one operator.
func (p *parser) list(op Op, operand func() *Node) *Node {
	first := operand()
	n := &Node{Op: op, Args: []*Node{first}, Pos: first.Pos}
	for p.err == nil {
		switch {
		case op == OrOp && p.tok.kind == tokOr, op == AndOp && p.tok.kind == tokAnd:
			p.next()
		case op == OrOp, p.tok.kind == tokOr, p.tok.kind == tokEnd, p.tok.kind == tokClose:
			if len(n.Args) == 1 {
				return first
			}
			n.End = n.Args[len(n.Args)-1].End
			return n
		}
		n.Args = append(n.Args, operand())
	}
	return first
}

func (p *parser) not() *Node {
	t := p.tok
	switch t.kind {
	case tokMinus, tokNot:
		if !p.enter(t.pos) {
			break
		}
		p.next()
		n := &Node{Op: NotOp, Args: []*Node{p.not()}, Pos: t.pos}
		n.End = n.Args[0].End
		p.depth--
		return n
	case tokOpen:
		if !p.enter(t.pos) {
			break
		}
		p.next()
		n := p.or()
		if p.tok.kind != tokClose {
			p.fail(t.pos, 1, "the closing parenthesis is missing")
			break
		}
		n.Pos, n.End = t.pos, p.tok.end
		p.depth--
		p.next()
		return n
	case tokTerm:
		if p.terms++; p.terms > MaxTerms {
			p.fail(t.pos, t.end-t.pos, "a filter has at most %d words", MaxTerms)
			break
		}
		p.next()
		return &Node{Term: t.term, Pos: t.pos, End: t.end}
	default:
		p.missing(t)
	}
	return &Node{Pos: t.pos, End: t.end}
}

// missing reports that a word is missing before a token.
func (p *parser) missing(t token) {
	what, hint := "a word is missing", ""
	if p.prev.end > 0 {
		what += " after " + p.text[p.prev.pos:p.prev.end]
	}
	if t.kind != tokEnd {
		what += " before " + p.text[t.pos:t.end]
	}
	if t.kind == tokOr || t.kind == tokAnd {
		hint = "; in quotes it is a word like others"
	}
	p.fail(t.pos, t.end-t.pos, "%s%s", what, hint)
}

// enter checks and counts the depth.
func (p *parser) enter(pos int) bool {
	if p.depth++; p.depth > MaxDepth {
		p.fail(pos, 1, "parentheses and negations go at most %d deep", MaxDepth)
		return false
	}
	return true
}
