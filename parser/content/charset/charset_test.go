package charset_test

import (
	"testing"

	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/content/charset"
)

var _ content.Decoder = charset.Decode

func TestDecode(t *testing.T) {
	tests := []struct {
		name, charset, in, want string
		ok                      bool
	}{
		{"russian", "KOI8-R", "\xf0\xd2\xc9\xd7\xc5\xd4", "Привет", true},
		{"russian by an alias", "koi8r", "\xf0", "П", true},
		{"japanese", "iso-2022-jp", "\x1b$B2q5D\x1b(B", "会議", true},
		{"x-sjis", "x-sjis", "\x89\xef\x8bc", "会議", true},
		{"code page", "cp1251", "\xcf\xf0", "Пр", true},
		{"code page with a dash", "cp-1250", "\x8a", "Š", true},
		{"dos code page", "cp850", "\x84", "ä", true},
		{"utf-16 big endian", "utf-16be", "\x00h\x00i", "hi", true},
		{"white space", " big5 ", "\xa4\xa4", "中", true},
		{"wrong bytes", "euc-kr", "a\xff", "a\ufffd", true},
		{"unknown", "x-unknown", "abc", "", false},
		{"code page nobody has", "cp31337", "abc", "", false},
		{"empty", "", "abc", "", false},
		{"replacement", "hz-gb-2312", "abc", "", false},
		{"x-user-defined", "x-user-defined", "abc", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := charset.Decode(tt.charset, []byte(tt.in))
			if got != tt.want || ok != tt.ok {
				t.Errorf("Decode(%q, %q) = %q, %v, want %q, %v", tt.charset, tt.in, got, ok, tt.want, tt.ok)
			}
		})
	}
}
