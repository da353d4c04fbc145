package queuefile

import (
	"testing"

	"github.com/spoolscope/spoolscope/parser/internal/sendmail/control"
)

func TestBounceKind(t *testing.T) {
	tests := []struct{ header, want string }{
		{"Auto-Submitted: auto-generated (warning-timeout)", "warning-timeout"},
		{"Auto-Submitted: auto-generated (postmaster-notification)", "postmaster-notification"},
		{"Auto-Submitted: auto-generated", "failure"},
		{"Auto-Submitted: auto-generated (failure", "failure"},
		{"Subject: Returned mail: Host unknown", "failure"},
		{"Subject: Postmaster notify: User unknown", "postmaster-notification"},
		{"Subject: Warning: could not send message for past 4 hours", "warning-timeout"},
		{"Subject: Postmaster warning: disk", "postmaster-warning"},
		{"Subject: Return receipt", "return-receipt"},
		{"Subject: Unzustellbar", "failure"},
	}
	for _, tt := range tests {
		c, _ := control.Parse("V8\nH??"+tt.header+"\n", "qfA")
		if got := bounceKind(&c); got != tt.want {
			t.Errorf("bounceKind(%q) = %q, want %q", tt.header, got, tt.want)
		}
	}
}
