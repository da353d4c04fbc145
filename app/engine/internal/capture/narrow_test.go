package capture

import (
	"testing"

	"github.com/spoolscope/spoolscope/app/filter"
)

func TestNarrow(t *testing.T) {
	tests := []struct{ base, query, want string }{
		{"", "why:tls", "why:tls"},
		{"state:deferred", "why:tls server:a.example", "state:deferred why:tls server:a.example"},
		{"why:tls why:loop", "why:tls", "why:tls"},
		{"server:*.example anna", "server:a.example", "anna server:a.example"},
		{"kind:failure", "(kind:failure OR kind:receipt) origin:a", "kind:failure (kind:failure OR kind:receipt) origin:a"},
		{"a OR b", "why:tls", "(a OR b) why:tls"},
		{"(state:held OR state:deferred) a", "state:held", "a state:held"},
		{"-code:none", "-code:none why:tls", "-code:none why:tls"},
		{"age:>2d", "age:>4d", "age:>2d age:>4d"},
	}
	for _, tt := range tests {
		if got := Narrow(tt.base, filter.Must(tt.query)); got != tt.want {
			t.Errorf("Narrow(%q, %q) = %q, want %q", tt.base, tt.query, got, tt.want)
		}
	}
}
