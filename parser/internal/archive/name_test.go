package archive

import (
	"strings"
	"testing"
)

func TestSniff(t *testing.T) {
	tests := []struct{ name, data, want string }{
		{"nothing", "", ""},
		{"text", "V8\nT123\n", ""},
		{"gzip", "\x1f\x8b\x08\x00", "gzip"},
		{"bzip2", "BZh91AY", "bzip2"},
		{"text that begins with BZh", "BZhello", ""},
		{"zip", string(zipped(t, entriesOf("a", "b"), 0)), "zip"},
		{"tar", string(plainTar(t, entriesOf("a", "b"))), "tar"},
		{"empty tar", string(make([]byte, 1024)), "tar"},
		{"one block of zeros", string(make([]byte, 600)), ""},
		{"pdf", "%PDF-1.7", ""},
		{"rar", "Rar!\x1a\x07\x01\x00", "rar"},
		{"7z", "7z\xbc\xaf\x27\x1c", "7z"},
		{"gpg", "-----BEGIN PGP MESSAGE-----", "gpg"},
		{"age", "age-encryption.org/v1\n", "age"},
	}
	for _, tt := range tests {
		if got := sniff([]byte(tt.data)); got != tt.want {
			t.Errorf("sniff(%s) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestNames(t *testing.T) {
	for in, want := range map[string]string{
		"a/b": "a/b", "./a": "a", "/a//b/": "a/b", "../../a": "a",
		"a/./b/../c": "a/c", ".": "", "": "", "\xff/\xfe": "\xff/\xfe", "...": "...",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestHasLongPart(t *testing.T) {
	long := strings.Repeat("n", PartLimit)
	for name, want := range map[string]bool{
		"": false, long: false, long + "n": true, "a/" + long: false, "a/" + long + "n": true,
		long + "/" + long + "/" + long: false, long + "/" + long + "n/b": true, strings.Repeat("n/", 2000): false,
	} {
		if got := hasLongPart(name); got != want {
			t.Errorf("hasLongPart(%d bytes, %.20q…) = %v, want %v", len(name), name, got, want)
		}
	}
}
