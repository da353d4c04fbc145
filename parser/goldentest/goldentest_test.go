package goldentest

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFirstDifference(t *testing.T) {
	for _, tt := range []struct {
		got, want string
		line      int
		is, was   string
	}{
		{"", "", 0, "", ""},
		{"a\nb\n", "a\nb\n", 0, "", ""},
		{"a\nb\n", "a\nc\n", 2, "b\n", "c\n"},
		{"a\n", "a", 1, "a\n", "a"},
		{"a\nb\n", "a\n", 2, "b\n", ""},
		{"", "a\n", 1, "", "a\n"},
		{"a\n", "a\n\nb", 2, "", "\n"},
	} {
		line, is, was := firstDifference([]byte(tt.got), []byte(tt.want))
		if line != tt.line || string(is) != tt.is || string(was) != tt.was {
			t.Errorf("firstDifference(%q, %q) = %d, %q, %q, want %d, %q, %q", tt.got, tt.want, line, is, was, tt.line, tt.is, tt.was)
		}
	}
}

// recorder is a test that only notes whether it failed.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestCheck(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.golden")
	if err := os.WriteFile(file, []byte("a\nb\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]bool{"a\nb\n": false, "a\n": true} {
		r := &recorder{TB: t}
		if Check(r, file, got); r.failed != want {
			t.Errorf("Check of %q fails: %t, want %t", got, r.failed, want)
		}
	}
	*update = true
	defer func() { *update = false }()
	Check(t, file, "new\n")
	if data, err := os.ReadFile(file); err != nil || string(data) != "new\n" {
		t.Errorf("-update wrote %q, %v, want %q", data, err, "new\n")
	}
}
