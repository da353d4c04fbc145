package filter

import (
	"slices"
	"strings"
	"testing"
)

func TestOperands(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"", nil},
		{"  a   b ", []string{"a", "b"}},
		{`reason:"a b" c`, []string{`reason:"a b"`, "c"}},
		{"a AND -(b OR c)", []string{"a", "-(b OR c)"}},
		{"a b OR c", []string{"a b OR c"}},
		{"(a b)", []string{"(a b)"}},
		{"(a) (b)", []string{"(a)", "(b)"}},
		{" a ( ", []string{"a ("}},
	}
	for _, tt := range tests {
		if got := Operands(tt.text); !slices.Equal(got, tt.want) {
			t.Errorf("Operands(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestEdits(t *testing.T) {
	tests := []struct{ name, got, want string }{
		{"and", And("a", "b c"), "a b c"},
		{"and nothing", And(" ", "b"), "b"},
		{"and alternatives", And("a OR b", "c"), "(a OR b) c"},
		{"and alternatives behind", And("c", "a OR b"), "c (a OR b)"},
		{"and a group", And("(a OR b)", "c"), "(a OR b) c"},
		{"without", Without("a  reason:\"b c\"  d", 1), "a d"},
		{"without the first", Without("a b", 0), "b"},
		{"without the last", Without("a b", 1), "a"},
		{"without the only", Without("a OR b", 0), ""},
		{"without what is not there", Without("a", 3), "a"},
		{"without and its operator", Without("a AND b AND c", 1), "a AND c"},
		{"without the first and its operator", Without("a AND b", 0), "b"},
		{"tick", Toggle("", "state:held", true), "state:held"},
		{"tick beside others", Toggle("a", "state:held", true), "a state:held"},
		{"tick a second", Toggle("state:deferred a", "state:held", true), "(state:deferred OR state:held) a"},
		{"tick a third", Toggle("a (state:deferred OR state:held)", "state:lost", true), "a (state:deferred OR state:held OR state:lost)"},
		{"tick what is ticked", Toggle("state:held", "state:held", true), "state:held"},
		{"tick beside alternatives", Toggle("a OR b", "state:held", true), "(a OR b) state:held"},
		{"tick where alternatives are of its key", Toggle("state:deferred  OR state:lost", "state:held", true), "(state:deferred OR state:lost OR state:held)"},
		{"untick", Toggle("  a  state:held  b ", "state:held", false), "  a b "},
		{"untick the second", Toggle("(state:deferred OR state:held)  a", "state:held", false), "state:deferred  a"},
		{"untick a third", Toggle("(state:deferred OR STATE:Held OR state:lost) a", "state:held", false), "(state:deferred OR state:lost) a"},
		{"untick what is not ticked", Toggle("-state:held a", "state:held", false), "-state:held a"},
		{"a negated one is none of the choice", Toggle("-state:held", "state:lost", true), "-state:held state:lost"},
		{"a mixed group is none", Toggle("(state:held OR b)", "state:lost", true), "(state:held OR b) state:lost"},
		{"replace", Replace("a state:held b", "state:lost"), "a b state:lost"},
		{"replace a choice", Replace("(state:held OR state:lost) b", "state:held"), "b state:held"},
		{"replace in alternatives", Replace("a OR state:lost", "state:held"), "(a OR state:lost) state:held"},
		{"narrow", Narrow("a to:x", "to:y"), "a to:x to:y"},
		{"narrow by what is there", Narrow("a to:x", "to:x"), "a to:x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.got != tt.want {
				t.Errorf("got %q, want %q", tt.got, tt.want)
			}
		})
	}
}

func TestChoice(t *testing.T) {
	tests := []struct {
		text, key string
		terms     []string
		rest      string
	}{
		{"a state:held b", "state", []string{"state:held"}, "a b"},
		{`a (state:held OR state:"lost")`, "state", []string{"state:held", `state:"lost"`}, "a"},
		{"-state:held", "state", nil, "-state:held"},
		{"(", "state", nil, "("},
	}
	for _, tt := range tests {
		terms, rest := Choice(tt.text, tt.key)
		if !slices.Equal(terms, tt.terms) || rest != tt.rest {
			t.Errorf("Choice(%q, %q) = %q, %q, want %q, %q", tt.text, tt.key, terms, rest, tt.terms, tt.rest)
		}
	}
}

// Edits of a valid filter give a valid one, and checking and unchecking a box
// leaves nothing behind.
func FuzzEdits(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := Parse(text)
		if err != nil || len(text) > 1000 {
			return
		}
		const term = "zz:y"
		on := Toggle(text, term, true)
		if _, err := Parse(on); err != nil {
			if strings.Contains(err.Error(), "at most") {
				return
			}
			t.Fatalf("Toggle(%q) = %q: %v", text, on, err)
		}
		off, err := Parse(Toggle(on, term, false))
		if err != nil {
			t.Fatalf("Toggle(%q, off): %v", on, err)
		}
		if !strings.Contains(strings.ToLower(text), "zz:") && off.String() != n.String() {
			t.Fatalf("%q ticked and unticked is %q", text, off)
		}
		for i := range Operands(text) {
			if _, err := Parse(Without(text, i)); err != nil {
				t.Fatalf("Without(%q, %d) = %q: %v", text, i, Without(text, i), err)
			}
		}
	})
}
