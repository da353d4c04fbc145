package filter

import "strings"

// The functions in this file build filters that nobody typed. They are printed
// with String, and can be compared or counted without being parsed.

// Value returns a term for a literal value: wildcards and special words such as
// none lose their meaning.
func Value(key, value string) *Node {
	return &Node{Term: Term{
		Key: key, Parts: []string{value},
		Quoted: strings.EqualFold(value, "none") || strings.ContainsAny(value, "\"\\"),
	}}
}

// Word returns a term for a value in which words such as none, comparisons and
// wildcards keep their meaning.
func Word(key, value string) *Node {
	return &Node{Term: Term{Key: key, Parts: strings.Split(value, "*")}}
}

// All returns the filter that selects what all of the given filters select. Nil
// filters are left out; All of none is nil.
func All(filters ...*Node) *Node { return join(AndOp, filters) }

// Any returns the filter that selects what any of the given filters selects,
// nil for none.
func Any(filters ...*Node) *Node { return join(OrOp, filters) }

// Not returns the filter that selects what n does not.
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

// Must parses a filter that is written in the program. It panics on a syntax
// error.
func Must(text string) *Node {
	n, err := Parse(text)
	if err != nil {
		panic(text + ": " + err.Error())
	}
	return n
}

// Parts returns the filters that must all hold for n to hold.
func (n *Node) Parts() []*Node {
	switch {
	case n == nil:
		return nil
	case n.Op == AndOp:
		return n.Args
	}
	return []*Node{n}
}
