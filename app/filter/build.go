package filter

import "strings"

// The functions of this file build filters that nobody typed. They are printed
// with String, and need not be parsed to be compared or counted.

// Value is a term for a value that means itself: no wildcard, no special word
// such as none.
func Value(key, value string) *Node {
	return &Node{Term: Term{
		Key: key, Parts: []string{value},
		Quoted: strings.EqualFold(value, "none") || strings.ContainsAny(value, "\"\\"),
	}}
}

// Word is a term for a value in which words such as none, comparisons and
// wildcards keep their meaning.
func Word(key, value string) *Node {
	return &Node{Term: Term{Key: key, Parts: strings.Split(value, "*")}}
}

// All is the filter for what all of some filters select, nil for none of them.
// Filters that are nil are left out.
func All(filters ...*Node) *Node { return join(AndOp, filters) }

// Any is the filter for what one of some filters selects, nil for none of them.
func Any(filters ...*Node) *Node { return join(OrOp, filters) }

// Not is the filter for what another does not select.
func Not(n *Node) *Node { return &Node{Op: NotOp, Args: []*Node{n}} }

func join(op Op, filters []*Node) *Node {
	var args []*Node
	for _, f := range filters {
		switch {
		case f == nil:
		case f.Op == op:
			args = append(args, f.Args...)
		default:
			args = append(args, f)
		}
	}
	switch len(args) {
	case 0:
		return nil
	case 1:
		return args[0]
	}
	return &Node{Op: op, Args: args}
}

// Must is the filter of a text that stands in the program. It panics if it is
// not understood.
func Must(text string) *Node {
	n, err := Parse(text)
	if err != nil {
		panic(text + ": " + err.Error())
	}
	return n
}

// Parts are the filters that must all hold for n to hold.
func (n *Node) Parts() []*Node {
	switch {
	case n == nil:
		return nil
	case n.Op == AndOp:
		return n.Args
	}
	return []*Node{n}
}
