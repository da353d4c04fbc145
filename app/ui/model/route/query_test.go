package route

import "testing"

func TestJoin(t *testing.T) {
	tests := []struct{ tokens, draft, want string }{
		{"", " a ", "a"},
		{"a", "", "a"},
		{"a b", "c", "a b c"},
		{"a b", "OR c", "a b OR c"},
		{"a OR b", "c", "(a OR b) c"},
		{"a", "b OR c", "a (b OR c)"},
		{"a", "ORANGE", "a ORANGE"},
		{"a", "(b", "a (b"},
	}
	for _, tt := range tests {
		if got := Join(tt.tokens, tt.draft); got != tt.want {
			t.Errorf("join(%q, %q) = %q, want %q", tt.tokens, tt.draft, got, tt.want)
		}
	}
}

func TestSplitToken(t *testing.T) {
	tests := []struct{ token, key, value string }{
		{"-to:a:b", "-to:", "a:b"},
		{`reason:"a b"`, "reason:", `"a b"`},
		{"NOT to:a", "NOT to:", "a"},
		{"10:30", "", "10:30"},
		{"(to:a OR to:b)", "", "(to:a OR to:b)"},
		{"(to:a)", "", "(to:a)"},
		{"to:", "", "to:"},
	}
	for _, tt := range tests {
		if key, value := SplitToken(tt.token); key != tt.key || value != tt.value {
			t.Errorf("splitToken(%q) = %q, %q, want %q, %q", tt.token, key, value, tt.key, tt.value)
		}
	}
}
