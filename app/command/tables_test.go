package command

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// exported runs an export of tables and returns its exit code and what it said.
func exported(dir, stdin string, args ...string) (int, string) {
	var said bytes.Buffer
	code := Run(context.Background(), append([]string{"export", "--format", "tables", "-o", dir}, args...), strings.NewReader(stdin), io.Discard, &said)
	return code, said.String()
}

// Failures are reported with their reasons, the rest is written, and unchanged
// partitions are left alone until anything that matters changes.
func TestExportTables(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "fleet")
	archive := filepath.Join(t.TempDir(), "mx9.tgz")
	original, err := os.ReadFile(corpustest.Open(t, "basic").Path("spool.tgz"))
	if err == nil {
		err = os.WriteFile(archive, original, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
	two := corpustest.Open(t, "two-hosts").Path("hosts.tar.gz")
	step := func(what string, wantCode int, want string, args ...string) {
		t.Helper()
		code, said := exported(dir, "", args...)
		if code != wantCode || !strings.Contains(said, want) {
			t.Errorf("%s: exit code %d, want %d; said %q, want %q in it", what, code, wantCode, said, want)
		}
	}
	step("first", exitFailed, "no/such.tgz: failed: ", archive, two, "no/such.tgz")
	step("first again", exitFailed, "2 unchanged, 1 failed", archive, two, "no/such.tgz")
	step("unchanged", exitOK, "0 sources written with 0 messages, 2 unchanged", archive, two)
	step("other options", exitOK, "1 source written", "--filter", "state:deferred", archive)
	step("options as before", exitOK, "1 source written", archive)
	if err := os.WriteFile(archive, append(original, 0), 0o666); err != nil {
		t.Fatal(err)
	}
	step("changed", exitOK, "1 source written", archive)
	step("twice", exitFailed, "has the same host and time", archive, archive)
	for _, host := range []string{"host=host1", "host=host2"} {
		if found, _ := filepath.Glob(filepath.Join(dir, host, "capture=*", "messages.jsonl")); len(found) != 1 {
			t.Errorf("%s has %d partitions, want 1", host, len(found))
		}
	}
	if code, said := exported("", ""); code != exitUsage {
		t.Errorf("without a folder: exit code %d, said %q", code, said)
	}
}

// A redacted data set names neither the archive nor its hosts, in its files and in the
// names of its folders.
func TestExportTablesRedacted(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "fleet")
	archive := filepath.Join(t.TempDir(), "secret-gate.tgz")
	original, err := os.ReadFile(corpustest.Open(t, "basic").Path("spool.tgz"))
	if err == nil {
		err = os.WriteFile(archive, original, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
	private := filepath.Join(t.TempDir(), "map.json")
	if code, said := exported(dir, "", "--redact", "all", "--map", private, archive); code != exitOK {
		t.Fatalf("exit code %d: %s", code, said)
	}
	if _, err := os.Stat(private); err != nil {
		t.Error(err)
	}
	err = filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		for _, secret := range []string{"secret-gate", "mail.example.org"} {
			if strings.Contains(name, secret) || bytes.Contains(text, []byte(secret)) {
				t.Errorf("%s has %q", name, secret)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
