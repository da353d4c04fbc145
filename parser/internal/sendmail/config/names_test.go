package config

import (
	"slices"
	"testing"
)

func TestNames(t *testing.T) {
	const text = "# a comment\nDjmail.example.com\r\nDm$j\nCwlocalhost shop.example.com  www.example.com\nCwshop.example.com\nFw/etc/mail/local-host-names\nDMexample.org\nO Timeout=5d\nDj"
	want := []string{"mail.example.com", "localhost", "shop.example.com", "www.example.com", "example.org"}
	if got := Names([]byte(text)); !slices.Equal(got, want) {
		t.Errorf("Names = %q, want %q", got, want)
	}
}
