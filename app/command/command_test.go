package command

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/spoolscope/spoolscope/app/cleanup"
	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"spoolscope": Main})
}

func TestScripts(t *testing.T) {
	corpus := filepath.Dir(corpustest.Open(t, "basic").Path("."))
	later := t.TempDir()
	for name, archive := range map[string]string{"groups": "spool.tar.gz", "bounces": "mqueue-files-only.tar.gz"} {
		data := corpustest.Open(t, name).Later(t, archive).Archive
		if err := os.WriteFile(filepath.Join(later, name+".tar.gz"), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	dir, files := "testdata/script", []string(nil)
	if testing.Short() {
		// Each line of a script starts the test binary again, which is slow with the race detector.
		// These scripts read, write and end in several goroutines; the others use one.
		for _, name := range []string{"diff", "exit", "export", "stdin"} {
			files = append(files, filepath.Join(dir, name+".txt"))
		}
		dir = ""
	}
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		Files:               files,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("CORPUS", corpus)
			env.Setenv("FIELD", filepath.Join(filepath.Dir(corpus), "field"))
			env.Setenv("LATER", later)
			return nil
		},
	})
}

// execute runs a command line and returns what it wrote.
func execute(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = Run(context.Background(), args, strings.NewReader(""), &out, &errs)
	return out.String(), errs.String(), code
}

// The three pipelines of the sysadmin's guide, as they ran on the live queues.
func TestPipelines(t *testing.T) {
	for _, c := range corpustest.Sendmail(t) {
		if len(c.Facts(t)) > 1 {
			continue // with --host, in TestPipelinesOfOneHost
		}
		archives := c.Archives(t)
		if testing.Short() {
			archives = archives[:1]
		}
		for _, archive := range archives {
			t.Run(c.Name+"/"+archive, func(t *testing.T) {
				compare(t, c, "oracle-status-summary.txt", "statuses", "--mailq", c.Path("mailq.txt"))
				if archive == "client-only.tar" || c.Name == "mailq-only" {
					return // the oracles ran on the other queue
				}
				compare(t, c, "oracle-replies.txt", "replies", c.Path(archive))
				compare(t, c, "oracle-purge.txt", "purge", c.Path(archive))
			})
		}
	}
}

func TestPipelinesOfOneHost(t *testing.T) {
	c := corpustest.Open(t, "two-hosts")
	for archive, hosts := range map[string]map[string]string{
		"hosts.tar.gz": {"host1": "host1.", "host2": "host2."},
		"nested.zip":   {"mx-in.example.org": "host1.", "mx-out.example.org": "host2."},
	} {
		for host, prefix := range hosts {
			t.Run(archive+"/"+host, func(t *testing.T) {
				compare(t, c, prefix+"oracle-status-summary.txt", "statuses", c.Path(archive), "--host", host)
				compare(t, c, prefix+"oracle-replies.txt", "replies", c.Path(archive), "--host", host)
				compare(t, c, prefix+"oracle-purge.txt", "purge", c.Path(archive), "--host", host)
			})
		}
	}
}

// compare runs a command and compares its output with an oracle, byte for byte.
func compare(t *testing.T, c corpustest.Case, oracle string, args ...string) {
	t.Helper()
	want := string(c.Read(t, oracle))
	switch {
	case c.Name == "mime" && args[0] == "replies":
		// The oracle's grep treated one data file, with NUL bytes, as binary; grep -a prints its line.
		const after, missed = "<friend@elsewhere.example>... User unknown\n", "      1 <<< 550 5.1.1 <lost@nul.example>... User unknown\n"
		at := strings.Index(want, after) + len(after)
		want = want[:at] + missed + want[at:]
	case c.Name == "groups" && args[0] == "purge":
		// The guide's sed changed the name of the df folder, not that of the file.
		want = strings.ReplaceAll(want, "/qf/df", "/qf/qf")
	}
	got, stderr, code := execute(t, args...)
	if got != want || stderr != "" || code != exitOK {
		t.Errorf("spoolscope %q: exit code %d, stderr %q\n%s\nwant\n%s", args, code, stderr, got, want)
	}
}

// Every message of every archive, compared with the facts recorded from its
// files.
func TestMessagesMatchFacts(t *testing.T) {
	for _, c := range corpustest.Sendmail(t) {
		if c.Name == "mailq-only" {
			continue // the facts come from a spool that the case does not contain
		}
		for _, archive := range c.Archives(t) {
			t.Run(c.Name+"/"+archive, func(t *testing.T) {
				stdout, stderr, code := execute(t, "messages", "--digests", c.Path(archive))
				if code != exitOK || stderr != "" {
					t.Fatalf("exit code %d, stderr %q", code, stderr)
				}
				got := map[string]share.DigestRecord{}
				lines := json.NewDecoder(strings.NewReader(stdout))
				for {
					var m share.DigestRecord
					if err := lines.Decode(&m); err == io.EOF {
						break
					} else if err != nil {
						t.Fatal(err)
					}
					got[m.Queue+"/"+m.ID] = m
				}
				want := 0
				for _, f := range c.Facts(t) {
					states := c.States(t, f)
					for _, m := range f.In(archive) {
						key := m.Queue + "/" + m.ID
						want++
						if g, ok := got[key]; !ok {
							t.Errorf("%s is missing", key)
						} else {
							checkMessage(t, g, m, states[key])
						}
					}
				}
				if len(got) != want {
					t.Errorf("%d messages, want %d", len(got), want)
				}
			})
		}
	}
}

func checkMessage(t *testing.T, got share.DigestRecord, want corpustest.Message, state string) {
	t.Helper()
	recipients, statuses := []string{}, map[string]string{}
	for _, r := range got.Recipients {
		recipients = append(recipients, r.Address)
		if r.Status != nil {
			statuses[r.Address] = *r.Status
		}
	}
	for _, field := range []struct {
		name string
		ok   bool
	}{
		{"state", got.State == state},
		{"files", slices.Equal(got.Files, want.Files)},
		{"sender", same(got.Sender, want.Sender)},
		{"recipients", slices.Equal(recipients, want.Recipients)},
		{"recipient status", maps.Equal(statuses, want.RecipientStatus)},
		{"created", same(got.Created, want.Created)},
		{"last_try", same(got.LastTry, want.LastTry)},
		{"attempts", same(got.Attempts, want.Attempts)},
		{"priority", same(got.Priority, want.Priority)},
		{"size", same(got.Size, want.DataSize)},
		{"body_type", same(got.BodyType, want.BodyType)},
		{"status", same(got.Status, want.Status)},
		{"quarantine_reason", same(got.Quarantine, want.QuarantineReason)},
		{"bounce", same(got.Bounce, want.DSNKind)},
		{"data_sha256", same(got.Data, sumOrNull(want.DataSHA256))},
		{"control_sha256", same(got.Control, sumOrNull(want.ControlSHA256))},
	} {
		if !field.ok {
			g, _ := json.Marshal(got)
			w, _ := json.Marshal(want)
			t.Errorf("%s of %s differs: got %s, want state %s and %s", field.name, want.ID, g, state, w)
		}
	}
}

func same[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

func sumOrNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// A folder on disk is read like an archive of it.
func TestFolderLikeArchive(t *testing.T) {
	dir := t.TempDir()
	spool := filepath.Join(dir, "spool", "mqueue")
	if err := os.MkdirAll(filepath.Join(spool, "real"), 0o755); err != nil {
		t.Fatal(err)
	}
	control := "V8\nT1700000000\nK0\nN0\nP30000\nSa@example.org\nRPFD:b@example.net\n.\n"
	for name, text := range map[string]string{
		"real/qf4259f7Kc031337": control, "real/df4259f7Kc031337": "<<< 550 no\n",
	} {
		if err := os.WriteFile(filepath.Join(spool, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// Queue directories may be links; a cycle must not be followed endlessly.
	for link, target := range map[string]string{"qd1": "real", "real/loop": ".."} {
		if err := os.Symlink(target, filepath.Join(spool, link)); err != nil {
			t.Fatal(err)
		}
	}
	got, stderr, code := execute(t, "purge", filepath.Join(dir, "spool"))
	want := "/usr/share/sendmail/qtool.pl -d /var/spool/mqueue/qd1/qf4259f7Kc031337\n"
	if got != want || stderr != "" || code != exitOK {
		t.Errorf("purge: exit code %d, stderr %q, %q, want %q", code, stderr, got, want)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, errs bytes.Buffer
	c := corpustest.Open(t, "basic")
	for _, command := range []string{"statuses", "summary"} {
		if code := Run(ctx, []string{command, c.Path("with-mailq.zip")}, nil, &out, &errs); code != exitInterrupted {
			t.Errorf("%s: exit code %d, want %d", command, code, exitInterrupted)
		}
	}
	if out.Len() > 0 {
		t.Errorf("an interrupted command printed %q", out.String())
	}
}

// A message whose file name would be dangerous in a shell is left out of the
// commands.
func TestPurgeLeavesOutUnsafeNames(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"df4259f7Kc031337":         "<<< 550 no\n",
		"df4259f7Kc031338;reboot":  "<<< 550 no\n",
		"df4259f7Kc031339 $(halt)": "<<< 554 no\n",
		"df4259f7Kc031340":         "<<< 450 later\n",
		"df4259f7Kc031341":         " <<< 550 no\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, stderr, code := execute(t, "purge", dir, "--spool", "/srv/queue")
	want := "/usr/share/sendmail/qtool.pl -d /srv/queue/qf4259f7Kc031337\n"
	if got != want || code != exitOK || !strings.Contains(stderr, "left out 2 messages") {
		t.Errorf("purge: exit code %d, stderr %q, %q, want %q", code, stderr, got, want)
	}
}

func TestBelowSpool(t *testing.T) {
	for dir, want := range map[string]string{
		"/var/spool/mqueue":         "",
		"/var/spool/mqueue/qd1":     "qd1",
		"/var/spool/mqueue/bulk/b1": "bulk/b1",
		"/var/spool/clientmqueue":   "",
		"/var/spool/mqueue-client":  "",
		"/srv/q/qd7":                "qd7",
		"/srv/q":                    "",
	} {
		if got := cleanup.BelowSpool(dir); got != want {
			t.Errorf("cleanup.BelowSpool(%q) = %q, want %q", dir, got, want)
		}
	}
}
