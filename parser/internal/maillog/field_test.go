package maillog

import "testing"

func TestCutNumber(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int64
		rest string
		ok   bool
	}{
		{"", 0, "", false},
		{"x1", 0, "x1", false},
		{"-1", 0, "-1", false},
		{"0", 0, "", true},
		{"1234567890, class=0", 1234567890, ", class=0", true},
		{"9999999999999999991", 999999999999999999, "1", true},
	} {
		if n, rest, ok := CutNumber(c.text); n != c.n || rest != c.rest || ok != c.ok {
			t.Errorf("CutNumber(%q) = %d, %q, %v, want %d, %q, %v", c.text, n, rest, ok, c.n, c.rest, c.ok)
		}
	}
}

func TestQuotedLength(t *testing.T) {
	for text, want := range map[string]int{
		``: 0, `a"b"`: 0, `"`: 0, `"open`: 0, `"open\"`: 0, `""`: 2, `"a b"@x`: 5, `"a\"b"@x`: 6, `"a\\"@x`: 5,
	} {
		if got := QuotedLength(text); got != want {
			t.Errorf("QuotedLength(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestIsIP(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "cafe": false, "192.0.2.1": true, "2001:db8::1": true, "fe80::1%eth0": true, "%eth0": false, "mx.example.com": false, "/run/lmtp": false,
	} {
		if got := IsIP(text); got != want {
			t.Errorf("IsIP(%q) = %v, want %v", text, got, want)
		}
	}
}
