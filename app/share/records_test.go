package share

import "testing"

func TestLatin1(t *testing.T) {
	for in, want := range map[string]string{"": "", "abc": "abc", "caf\xe9": "café", "\x81g": "\u0081g", "é": "Ã©"} {
		if got := latin1(in); got != want {
			t.Errorf("latin1(%q) = %q, want %q", in, got, want)
		}
	}
}
