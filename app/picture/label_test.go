package picture

import (
	"testing"
	"unicode/utf8"
)

func TestCut(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"contact.php on web01", "contact.php on web01"},
		{"exactly twenty-six letters", "exactly twenty-six letters"},
		{"newsletter-bounces-2026@example.com", "newsletter-bo…@example.com"},
		{"a.very.long.name.of.a.host.example.org", "a.very.long…t.example.org"},
		{"x@a-domain-that-is-longer-than-any-label.example", "x@a-…han-any-label.example"},
		{"Ünïcödé naming of a löng script.php", "Ünïcödé nami…ng script.php"},
	} {
		got := Cut(tt.name, 26)
		if got != tt.want {
			t.Errorf("Cut(%q) = %q, want %q", tt.name, got, tt.want)
		}
		if n := utf8.RuneCountInString(got); n > 26 {
			t.Errorf("Cut(%q) has %d characters", tt.name, n)
		}
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{
		0: "0", 3412: "3,412", 99_999: "99,999", 100_000: "100\u00a0k", 604_999: "604\u00a0k", 999_999: "999\u00a0k",
		1_000_000: "1.0\u00a0M", 1_299_999: "1.2\u00a0M",
	} {
		if got := Count(n); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
}
