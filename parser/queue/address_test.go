package queue

import "testing"

func TestSplitAddress(t *testing.T) {
	for _, tt := range []struct{ addr, local, domain string }{
		{"ann@example.org", "ann", "example.org"},
		{`"a@b"@example.org`, `"a@b"`, "example.org"},
		{`"a\"@b"@example.org`, `"a\"@b"`, "example.org"},
		{`a\@b@example.org`, `a\@b`, "example.org"},
		{"a@b@example.org", "a@b", "example.org"},
		{"ann@example.org> ", "ann", "example.org"},
		{"ann@", "ann", ""},
		{"@example.org", "", "example.org"},
		{"root", "root", ""},
		{`"|/usr/bin/procmail a@b"`, `"|/usr/bin/procmail a@b"`, ""},
		{`open "quote@example.org`, `open "quote@example.org`, ""},
		{`ann\`, `ann\`, ""},
		{"", "", ""},
	} {
		if local, domain := SplitAddress(tt.addr); local != tt.local || domain != tt.domain {
			t.Errorf("SplitAddress(%q) = %q, %q, want %q, %q", tt.addr, local, domain, tt.local, tt.domain)
		}
	}
}
