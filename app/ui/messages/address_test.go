package messages

import (
	"strings"
	"testing"
)

func TestShortAddress(t *testing.T) {
	long := strings.Repeat("a", 100) + "@example.net"
	got := shortAddress(long)
	if n := len([]rune(got)); n != longAddress || !strings.HasSuffix(got, "…@example.net") {
		t.Errorf("shortAddress(100 a) = %q, %d characters, want %d with the domain", got, n, longAddress)
	}
	for _, a := range []string{"", "a@b", strings.Repeat("x", 200), "a@" + strings.Repeat("d", 200)} {
		if got := shortAddress(a); got != a {
			t.Errorf("shortAddress(%q) = %q, want it unchanged", a, got)
		}
	}
}
