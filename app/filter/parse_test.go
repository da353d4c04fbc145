package filter

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

// shape writes a filter with all its parentheses and quotes.
func shape(n *Node) string {
	if n == nil {
		return ""
	}
	var args []string
	for _, a := range n.Args {
		args = append(args, shape(a))
	}
	switch n.Op {
	case AndOp:
		return "(" + strings.Join(args, " & ") + ")"
	case OrOp:
		return "(" + strings.Join(args, " | ") + ")"
	case NotOp:
		return "!" + args[0]
	}
	v := "[" + strings.Join(n.Term.Parts, "|") + "]"
	if n.Term.Quoted {
		v = "q" + v
	}
	if n.Term.Key != "" {
		return n.Term.Key + v
	}
	return v
}

func TestParse(t *testing.T) {
	tests := []struct{ name, text, want, printed string }{
		{"empty", " \t", "", ""},
		{"word", "invoice", "[invoice]", "invoice"},
		{"key", "state:deferred", "state[deferred]", "state:deferred"},
		{"key without case", "STATE:Deferred", "state[Deferred]", "state:Deferred"},
		{"key with a minus", "to-all:x", "to-all[x]", "to-all:x"},
		{"and", " a  b ", "([a] & [b])", "a b"},
		{"and written out", "a AND b", "([a] & [b])", "a b"},
		{"or binds weaker", "a b OR c d", "(([a] & [b]) | ([c] & [d]))", "a b OR c d"},
		{"group", "a (b OR c)", "([a] & ([b] | [c]))", "a (b OR c)"},
		{"group at once behind a word", "a(b)", "([a] & [b])", "a b"},
		{"groups inside one another", "((a OR b) OR (c))", "(([a] | [b]) | [c])", "(a OR b) OR c"},
		{"and inside and", "(a b) c", "(([a] & [b]) & [c])", "(a b) c"},
		{"minus", "-a", "![a]", "-a"},
		{"minus before a group", "-(a OR b)", "!([a] | [b])", "-(a OR b)"},
		{"not", "NOT a NOT(b c)", "(![a] & !([b] & [c]))", "-a -(b c)"},
		{"twice not", "--a", "!![a]", "--a"},
		{"lower case is a word", "a or b and not", "([a] & [or] & [b] & [and] & [not])", "a or b and not"},
		{"operator in quotes", `a "OR" b`, "([a] & q[OR] & [b])", `a "OR" b`},
		{"operator as a value", "id:OR", "id[OR]", "id:OR"},
		{"quoted value", `reason:"Mailbox \"x\" \\ full" a`, `(reasonq[Mailbox "x" \ full] & [a])`, `reason:"Mailbox \"x\" \\ full" a`},
		{"empty value in quotes", `from:""`, "fromq[]", `from:""`},
		{"wildcard", "server:*.example.net", "server[|.example.net]", "server:*.example.net"},
		{"wildcard in quotes", `reply:"550 a*b\*"`, "replyq[550 a|b*]", `reply:"550 a*b\*"`},
		{"null sender", "from:<>", "from[<>]", "from:<>"},
		{"comparison", "age:>2d", "age[>2d]", "age:>2d"},
		{"lone minus", "- a", "([-] & [a])", "- a"},
		{"minus before the end of a group", "(a -)", "([a] & [-])", "a -"},
		{"minus inside", "a-b", "[a-b]", "a-b"},
		{"web address", "https://example.org/x", "[https://example.org/x]", "https://example.org/x"},
		{"quote inside", `5"x y`, `([5"x] & [y])`, `5"x y`},
		{"quote ends the word", `"a""b"c`, "(q[a] & q[b] & [c])", `"a" "b" c`},
		{"colon first", ":x", "[:x]", ":x"},
		{"time", "10:30", "[10:30]", "10:30"},
		{"line end", "a\nb", "([a] & [b])", "a b"},
		{"bytes", "caf\xe9", "[caf\xe9]", "caf\xe9"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, err := Parse(tt.text)
			if err != nil || shape(n) != tt.want {
				t.Errorf("Parse(%q) = %s, %v, want %s", tt.text, shape(n), err, tt.want)
			}
			if got := n.String(); got != tt.printed {
				t.Errorf("Parse(%q).String() = %q, want %q", tt.text, got, tt.printed)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct {
		name, text string
		want       Error
	}{
		{"no value", "a code:", Error{2, 5, "a value is missing after code:, at once behind the colon"}},
		{"space before the value", "code: 451", Error{0, 5, "a value is missing after code:, at once behind the colon"}},
		{"group as a value", "code:(a OR b)", Error{0, 5, "a value is missing after code:, at once behind the colon"}},
		{"open quote", `reason:"open`, Error{7, 1, "the closing quote is missing"}},
		{"open quote at its backslash", `"a\`, Error{0, 1, "the closing quote is missing"}},
		{"open parenthesis", "a (b", Error{2, 1, "the closing parenthesis is missing"}},
		{"closed parenthesis", "a) b", Error{1, 1, "no parenthesis is open here"}},
		{"empty group", "()", Error{1, 1, "a word is missing after ( before )"}},
		{"or first", "OR a", Error{0, 2, "a word is missing before OR; in quotes it is a word like others"}},
		{"or last", "a OR ", Error{5, 0, "a word is missing after OR"}},
		{"or twice", "a OR OR b", Error{5, 2, "a word is missing after OR before OR; in quotes it is a word like others"}},
		{"and last", "a AND", Error{5, 0, "a word is missing after AND"}},
		{"not last", "a NOT", Error{5, 0, "a word is missing after NOT"}},
		{"too deep", strings.Repeat("(", 51), Error{50, 1, "parentheses and negations go at most 50 deep"}},
		{"too many minus", strings.Repeat("-", 60) + "a", Error{50, 1, "parentheses and negations go at most 50 deep"}},
		{"too many words", strings.Repeat("a ", 201), Error{400, 1, "a filter has at most 200 words"}},
		{"too long", strings.Repeat("a", 1<<16+1), Error{1 << 16, 1, "a filter has at most 65536 bytes"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, err := Parse(tt.text)
			var got *Error
			if !errors.As(err, &got) || *got != tt.want || n != nil {
				t.Errorf("Parse(%.60q) = %s, %v, want %v", tt.text, n, err, &tt.want)
			}
		})
	}
	if _, err := Parse(strings.Repeat("(", MaxDepth) + "a" + strings.Repeat(")", MaxDepth)); err != nil {
		t.Errorf("as deep as allowed: %v", err)
	}
}

func TestToken(t *testing.T) {
	tests := []struct{ key, value, want string }{
		{"state", "held", "state:held"},
		{"reason", "Mailbox full", `reason:"Mailbox full"`},
		{"reason", `*** "x" \`, `reason:"\*\*\* \"x\" \\"`},
		{"server", "none", `server:"none"`},
		{"from", "", `from:""`},
		{"from", "<>", "from:<>"},
		{"", "OR", `"OR"`},
		{"", "a:b", `"a:b"`},
		{"id", "//x", `id:"//x"`},
		{"client", "localhost (x)", `client:"localhost (x)"`},
	}
	for _, tt := range tests {
		if got := Token(tt.key, tt.value); got != tt.want {
			t.Errorf("Token(%q, %q) = %s, want %s", tt.key, tt.value, got, tt.want)
		}
	}
}

// strip removes the positions, which printing changes.
func strip(n *Node) {
	if n != nil {
		n.Pos, n.End, n.Term.At, n.Term.End = 0, 0, 0, 0
		for _, a := range n.Args {
			strip(a)
		}
	}
}

func inside(t *testing.T, text string, n *Node, from, to int) {
	if n.Pos < from || n.End > to || n.Pos >= n.End {
		t.Fatalf("Parse(%q): %s at %d to %d, want it within %d to %d", text, n, n.Pos, n.End, from, to)
	}
	for _, a := range n.Args {
		inside(t, text, a, n.Pos, n.End)
	}
}

var seeds = []string{"", "state:deferred", `reason:"a \" b"`, "-x y:z", "from:<> to:a@b", `"`, `code:"`, "a OR (b -c) NOT d", "((", "--- -)", `"\*" *`,
	"age:1h..6h AND size:>1M", "a AND", "(a OR b) (c OR d) e"}

func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add(s, "value")
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		n, err := Parse(text)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Pos < 0 || e.Len < 0 || e.Pos+e.Len > len(text) || e.Text == "" {
				t.Fatalf("Parse(%q): error %#v", text, err)
			}
		} else if n != nil {
			inside(t, text, n, 0, len(text))
			printed := n.String()
			again, err := Parse(printed)
			if len(printed) <= MaxText { // quotes make a text longer
				if err != nil {
					t.Fatalf("Parse(%q), printed from %q: %v", printed, text, err)
				}
				strip(n)
				strip(again)
				if !reflect.DeepEqual(n, again) || again.String() != printed {
					t.Fatalf("%q is printed as %q, which is %s", text, printed, shape(again))
				}
			}
		}
		if len(value) < MaxText/4 {
			again, err := Parse(Token("reason", value))
			if err != nil || again.Op != TermOp || again.Term.Wild() || again.Term.Value() != value || again.Term.Is("none") {
				t.Fatalf("Parse(%q) = %v, %v", Token("reason", value), again, err)
			}
		}
	})
}
