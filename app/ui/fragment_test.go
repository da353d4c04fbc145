package ui

import (
	"net/url"
	"testing"
)

func TestEscapeStray(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"#/messages?q=a%20b", "#/messages?q=a%20b"},
		{"#/messages?q=100%", "#/messages?q=100%25"},
		{"#/messages?q=100%2", "#/messages?q=100%252"},
		{"#/messages?q=%zz%41%", "#/messages?q=%25zz%41%25"},
		{"#%%41", "#%25%41"},
	} {
		got := EscapeStray(tt.in)
		if got != tt.want {
			t.Errorf("EscapeStray(%q) = %q, want %q", tt.in, got, tt.want)
		}
		if _, err := url.Parse("http://localhost/" + got); err != nil {
			t.Errorf("url.Parse of %q = %v, want nil", got, err)
		}
	}
}
