package toolchain

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

func TestVersion(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs git")
	}
	dir := t.TempDir()
	if v := Version(t.Context(), dir); v != "" {
		t.Errorf("Version of a plain folder = %q, want none", v)
	}
	do := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false"}, args...)...)
		cmd.Env = append(os.Environ(), "GIT_COMMITTER_DATE=2026-01-02T03:04:05Z", "GIT_AUTHOR_DATE=2026-01-02T03:04:05Z")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
	}
	is := func(want string) {
		t.Helper()
		if got := Version(t.Context(), dir); !regexp.MustCompile("^(?:" + want + ")$").MatchString(got) {
			t.Errorf("Version = %q, want %q", got, want)
		}
	}
	file := filepath.Join(dir, "a")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	do("init", "-q")
	write("1")
	do("add", "a")
	do("commit", "-qm", "one")
	is(`[0-9a-f]{12}`)
	do("tag", "v0.1.0")
	is(`v0\.1\.0`)
	write("2")
	is(`v0\.1\.0\+dirty`)
	do("commit", "-qam", "two")
	is(`[0-9a-f]{12}`)
	write("3")
	is(`[0-9a-f]{12}\+dirty`)

	at, err := CommitTime(t.Context(), dir)
	if want := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC); err != nil || !at.Equal(want) {
		t.Errorf("CommitTime = %v, %v, want %v", at, err, want)
	}
}
