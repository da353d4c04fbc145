package fleet

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestPath(t *testing.T) {
	for _, tt := range []struct {
		host  string
		taken int64
		want  string
	}{
		{"mx1.example.org", 1709637600, "host=mx1.example.org/capture=2024-03-05T112000Z"},
		{"", 0, "host=unknown/capture=unknown"},
		{"unknown", 0, "host=%75nknown/capture=unknown"},
		{"..", 0, "host=%2E%2E/capture=unknown"},
		{"../../etc", 0, "host=%2E.%2F..%2Fetc/capture=unknown"},
		{".hidden.", 0, "host=%2Ehidden%2E/capture=unknown"},
		{"a/b\\c", 0, "host=a%2Fb%5Cc/capture=unknown"},
		{"a b\n\x00*?[", 0, "host=a%20b%0A%00%2A%3F%5B/capture=unknown"},
		{"100%", 0, "host=100%25/capture=unknown"},
		{"Müller", 0, "host=M%C3%BCller/capture=unknown"},
		{"[192.0.2.1]", 1 << 60, "host=%5B192.0.2.1%5D/capture=unknown"},
		{"x", -1, "host=x/capture=1969-12-31T235959Z"},
	} {
		if got := Path(tt.host, tt.taken); got != tt.want {
			t.Errorf("Path(%q, %d) = %q, want %q", tt.host, tt.taken, got, tt.want)
		}
	}
}

// Long names stay distinct, and short enough for a file system.
func TestLongPath(t *testing.T) {
	long := strings.Repeat("é/", 300)
	a, b := Path(long+"a", 0), Path(long+"b", 0)
	if a == b {
		t.Error("two hosts have one path")
	}
	for part := range strings.SplitSeq(a, "/") {
		if len(part) > 255 {
			t.Errorf("a name of %d bytes", len(part))
		}
	}
	if !filepath.IsLocal(a) {
		t.Errorf("%q leaves the folder", a)
	}
}

func TestHostOf(t *testing.T) {
	for archive, want := range map[string]string{
		"mx1.example.org.tar.gz": "mx1.example.org", "spools/mx1.tgz": "mx1", "a/b/": "b", "-": "", ".": "", "/": "", "..": "",
		"mx.tar.zst": "mx", "mx1.example.org": "mx1.example.org", `C:\spools\mx1.ZIP`: "mx1", ".tgz": ".tgz",
	} {
		if got := HostOf(archive); got != want {
			t.Errorf("HostOf(%q) = %q, want %q", archive, got, want)
		}
	}
}
