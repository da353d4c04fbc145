package triage

import "testing"

func TestDomain(t *testing.T) {
	tests := []struct{ addr, want string }{
		{"<ann@Example.ORG>", "example.org"},
		{"bob", ""},
		{"<@relay.example,@b.example:ann@kiwi.example>", "kiwi.example"},
		{`"a@b"@plum.example`, "plum.example"},
		{`"a\"@x"@plum.example.`, "plum.example"},
		{"Bo B <bo@fig.example>", "fig.example"},
		{`"|/bin/vacation joe"`, ""},
		{"<>", ""},
		{"host!user", ""},
	}
	for _, tt := range tests {
		if got := Domain(tt.addr); got != tt.want {
			t.Errorf("Domain(%q) = %q, want %q", tt.addr, got, tt.want)
		}
	}
}
