package archive

import "testing"

func TestSniff(t *testing.T) {
	tests := []struct{ name, data, want string }{
		{"nothing", "", ""},
		{"text", "V8\nT123\n", ""},
		{"gzip", "\x1f\x8b\x08\x00", "gzip"},
		{"bzip2", "BZh91AY", "bzip2"},
		{"text that begins with BZh", "BZhello", ""},
		{"zip", string(zipped(t, entriesOf("a", "b"), 0)), "zip"},
		{"docx", string(zipped(t, entriesOf("[Content_Types].xml", "b"), 8)), "docx"},
		{"tar", string(plainTar(t, entriesOf("a", "b"))), "tar"},
		{"empty tar", string(make([]byte, 1024)), "tar"},
		{"one block of zeros", string(make([]byte, 600)), ""},
		{"pdf", "%PDF-1.7", "pdf"},
		{"rar", "Rar!\x1a\x07\x01\x00", "rar"},
		{"7z", "7z\xbc\xaf\x27\x1c", "7z"},
		{"exe", "MZ\x90\x00", "exe"},
		{"gpg", "-----BEGIN PGP MESSAGE-----", "gpg"},
	}
	for _, tt := range tests {
		if got := Sniff([]byte(tt.data)); got != tt.want {
			t.Errorf("Sniff(%s) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, tt := range []struct {
		in, want string
		abs      bool
	}{
		{"a/b", "a/b", false}, {"./a", "a", false}, {"/a//b/", "a/b", true}, {"../../a", "a", false},
		{"a/./b/../c", "a/c", false}, {".", "", false}, {"", "", false}, {"\xff/\xfe", "\xff/\xfe", false}, {"...", "...", false},
	} {
		if got, abs := clean(tt.in); got != tt.want || abs != tt.abs {
			t.Errorf("clean(%q) = %q, %t, want %q, %t", tt.in, got, abs, tt.want, tt.abs)
		}
	}
	for name, want := range map[string]bool{"mq/qfAB12": true, "df1": true, "qf": false, "pfad.tgz": false, "mailq": false, "1fab": false, "Tfx9/a": false} {
		if got := isQueueFile(name); got != want {
			t.Errorf("isQueueFile(%q) = %t, want %t", name, got, want)
		}
	}
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 43188224: "43,188,224", -1234: "-1,234", -123: "-123"} {
		if got := commas(n); got != want {
			t.Errorf("commas(%d) = %q, want %q", n, got, want)
		}
	}
}
