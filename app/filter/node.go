package filter

import (
	"fmt"
	"strings"
)

// Op is the kind of a Node.
type Op uint8

// The kinds of nodes.
const (
	TermOp Op = iota // Term
	AndOp            // all of Args, two or more
	OrOp             // any of Args, two or more
	NotOp            // not Args[0]
)

// Node is a part of a filter.
type Node struct {
	Op       Op
	Args     []*Node
	Term     Term
	Pos, End int // bytes of the text, with parentheses around it
}

// Term is one word with its key.
type Term struct {
	Key     string   // in lower case; "" for a free word
	Parts   []string // the value, split at wildcards
	Quoted  bool     // it was in quotes: words such as none mean themselves
	At, End int      // bytes of the value in the text, with its quotes
}

// Value returns the value with a * for each wildcard.
func (t *Term) Value() string { return strings.Join(t.Parts, "*") }

// Wild reports whether the value has wildcards.
func (t *Term) Wild() bool { return len(t.Parts) > 1 }

// Is reports whether the value is word, unquoted and in any case.
func (t *Term) Is(word string) bool {
	return !t.Quoted && len(t.Parts) == 1 && strings.EqualFold(t.Parts[0], word)
}

// Error is a syntax error: where it is, and what is expected there.
type Error struct {
	Pos, Len int // bytes of the text
	Text     string
}

// Error returns the place, counted from 1, and the text.
func (e *Error) Error() string { return fmt.Sprintf("at %d: %s", e.Pos+1, e.Text) }
