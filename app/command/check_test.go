package command

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

func ageOf(t *testing.T, text string) ageLimit {
	t.Helper()
	var l ageLimit
	if err := l.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return l
}

func countOf(t *testing.T, text string) countLimit {
	t.Helper()
	var l countLimit
	if err := l.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return l
}

func TestJudge(t *testing.T) {
	const hour = 3600
	usual := checkCommand{WarnAge: ageOf(t, "4h"), CritAge: ageOf(t, "1d")}
	counts := checkCommand{WarnCount: countOf(t, "10"), CritCount: countOf(t, "100"), WarnOurs: countOf(t, "0"), CritOurs: countOf(t, "50")}
	few := checkCommand{CritCount: countOf(t, "5:")}
	top := &protocol.Finding{Title: "mx.example.net refuses connections", Count: 3, Side: "theirs"}
	tests := []struct {
		name string
		c    checkCommand
		f    figures
		want string
	}{
		{"empty", usual, figures{}, "OK: the queue is empty"},
		{"none matches", usual, figures{total: 9}, "OK: none of 9 messages matches"},
		{"young", usual, figures{total: 3, matched: 3, age: hour, top: top},
			"OK: 3 messages; oldest 1 h; top cause: mx.example.net refuses connections (3 messages, their side)"},
		{"warning", usual, figures{matched: 3, age: 5 * hour}, "WARNING: 3 messages; oldest 5 h (warning above 4 h)"},
		{"critical", usual, figures{matched: 1, age: 25 * hour}, "CRITICAL: 1 message; oldest 1 d 1 h (critical above 1 d)"},
		{"the limit itself", usual, figures{matched: 1, age: 4 * hour}, "OK: 1 message; oldest 4 h"},
		{"age unknown", usual, figures{matched: 1, age: -1}, "UNKNOWN: 1 message; age unknown"},
		{"age unknown and unlimited", counts, figures{matched: 1, age: -1}, "OK: 1 message; age unknown"},
		{"no time of capture", usual, figures{matched: 2, age: hour, timeless: true},
			"UNKNOWN: 2 messages; oldest at least 1 h, as the time of the capture is unknown (--live: now)"},
		{"no time of capture, old enough", usual, figures{matched: 2, age: 5 * hour, timeless: true},
			"WARNING: 2 messages; oldest at least 5 h (warning above 4 h)"},
		{"a message without a date", usual, figures{matched: 2, age: hour, undated: 1},
			"UNKNOWN: 2 messages; oldest at least 1 h, as 1 message has no date"},
		{"cut, nothing reached", usual, figures{matched: 2, age: hour, doubt: "a.tgz: ends early."},
			"UNKNOWN: not everything was understood: a.tgz: ends early; 2 messages; oldest at least 1 h"},
		{"cut, but late", usual, figures{matched: 2, age: 25 * hour, doubt: "a.tgz: ends early"},
			"CRITICAL: not everything was understood: a.tgz: ends early; 2 messages; oldest at least 1 d 1 h (critical above 1 d)"},
		{"many", counts, figures{matched: 1234, age: hour}, "CRITICAL: 1,234 messages (critical above 100); oldest 1 h"},
		{"ours", counts, figures{matched: 5, age: hour, sides: map[string]int{"ours": 2}},
			"WARNING: 5 messages; oldest 1 h; 2 of them because of this server (warning above 0)"},
		{"too few", few, figures{}, "CRITICAL: 0 messages (critical below 5)"},
		{"too few, or not read", few, figures{doubt: "a.tgz: ends early"}, "UNKNOWN: not everything was understood: a.tgz: ends early; 0 messages"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, perf, _ := strings.Cut(tt.c.judge(tt.f).String(), " | ")
			if got != "SPOOLSCOPE "+tt.want {
				t.Errorf("judge = %q, want %q", got, "SPOOLSCOPE "+tt.want)
			}
			checkPerf(t, perf)
		})
	}
}

var perfForm = regexp.MustCompile(`^'[a-z_]+'=(U|\d+s?)(;[~@:0-9]*){2};0$`)

// checkPerf checks the form of performance data.
func checkPerf(t *testing.T, perf string) {
	t.Helper()
	for _, field := range strings.Split(perf, " ") {
		if !perfForm.MatchString(field) {
			t.Errorf("performance data %q do not have the form of the guidelines", field)
		}
	}
}

// runAt runs a command line at a time, with an input.
func runAt(now time.Time, stdin string, args ...string) (stdout, stderr string, code int) {
	var out, errs bytes.Buffer
	s := &session{ctx: context.Background(), stdin: strings.NewReader(stdin), stdout: bufio.NewWriter(&out), stderr: &errs, now: func() time.Time { return now }}
	code = run(s, args, &out)
	return out.String(), errs.String(), code
}

// Text from a sender or a server cannot end the line or the text of the verdict.
func TestCheckHostileText(t *testing.T) {
	listing := "\t\t/var/spool/mqueue (2 requests)\n" +
		"-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n"
	for _, id := range []string{"4259f7Kc031337", "4259f7Kc031338"} {
		listing += id + "       12 Tue Mar  5 15:00 <a|'x'=1;2@example.org>\n" +
			"                 (Deferred: Connection refused by mx|<b>'evil'=9\x1b[31m\u202e.example.com.)\n" +
			"\t\t\t\t\t <b@example.net>\n"
	}
	listing += "\t\tTotal requests: 2\n"
	now := time.Date(2024, 3, 6, 15, 0, 0, 0, time.UTC)
	out, stderr, code := runAt(now, listing, "check", "--live", "--warn-count", "1", "-")
	if stderr != "" || code == int(statusOK) {
		t.Errorf("check exits with %d, stderr %q", code, stderr)
	}
	checkLine(t, out)
	if !strings.Contains(out, "2 messages (warning above 1)") {
		t.Errorf("check prints %q", out)
	}
}

// checkLine checks that an output is the one line of a plugin.
func checkLine(t *testing.T, out string) {
	t.Helper()
	line, rest, ended := strings.Cut(out, "\n")
	text, perf, measured := strings.Cut(line, " | ")
	if !ended || rest != "" || strings.Contains(text, "|") || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\u202e' }) {
		t.Errorf("the output is not one harmless line: %q", out)
	}
	if measured {
		checkPerf(t, perf)
	}
}

// Every failure is UNKNOWN on the one line of the standard output, even a wrong
// command line, for which other commands exit with 2.
func TestCheckUnknown(t *testing.T) {
	dir := t.TempDir()
	letter, empty := filepath.Join(dir, "letter|\n.txt"), corpustest.Open(t, "empty").Path("mailq.txt")
	if err := os.WriteFile(letter, []byte("Dear all, nothing is stuck here.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"--no|such\nflag", empty}, {}, {"--warn-count", "x", empty}, {"--warn-age", "4", empty}, {"--filter", "state:|\nx", empty},
		{"--host", "nowhere", empty}, {"--warn-age", "2d", empty}, {"--expire", "0", empty}, {"--expire", "x", empty},
		{filepath.Join(dir, "missing")}, {letter}, {letter, empty}, {empty, "-"}, {"-"}, {dir},
	} {
		out, stderr, code := runAt(time.Time{}, "", append([]string{"check"}, args...)...)
		if code != int(statusUnknown) || !strings.HasPrefix(out, "SPOOLSCOPE UNKNOWN: ") || stderr != "" {
			t.Errorf("check %q: exit code %d, stdout %q, stderr %q", args, code, out, stderr)
		}
		checkLine(t, out)
	}
	if out, _, code := runAt(time.Time{}, "", "check", "--help"); code != int(statusUnknown) || !strings.Contains(out, "--warn-age") {
		t.Errorf("check --help: exit code %d, %q", code, out)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out bytes.Buffer
	if code := Run(ctx, []string{"check", empty}, nil, &out, io.Discard); code != int(statusUnknown) || !strings.Contains(out.String(), "interrupted") {
		t.Errorf("an interrupted check: exit code %d, %q", code, out.String())
	}
}

// The ages of a live queue are measured to the present, however long ago the newest
// message arrived.
func TestCheckLive(t *testing.T) {
	listing := string(corpustest.Open(t, "basic").Read(t, "mailq.txt")) // newest message 2024-03-05 14:59
	args := []string{"check", "--live", "--warn-age", "3d", "--crit-age", "9d", "-"}
	for _, tt := range []struct {
		day  int
		want status
	}{{6, statusOK}, {8, statusWarning}, {11, statusWarning}, {14, statusCritical}} {
		out, _, code := runAt(time.Date(2024, 3, tt.day, 12, 0, 0, 0, time.UTC), listing, args...)
		if code != int(tt.want) || !strings.HasPrefix(out, "SPOOLSCOPE "+tt.want.Error()+": ") {
			t.Errorf("on 2024-03-%02d the check says %q, exit code %d, want %v", tt.day, out, code, tt.want)
		}
	}
	out, _, _ := runAt(time.Date(2024, 3, 6, 12, 0, 0, 0, time.UTC), listing, "check", "--warn-age", "3d", "--crit-age", "9d", "-")
	if !strings.HasPrefix(out, "SPOOLSCOPE UNKNOWN: ") {
		t.Errorf("without --live the check says %q, want UNKNOWN: nothing says when the listing was made", out)
	}
}

// A message that is just arriving in a live queue has only a data file; that does
// not make the state UNKNOWN.
func TestCheckArriving(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"qf4259f7Kc031337": "V8\nT1709650800\nK0\nN0\nP30000\nSa@example.org\nRPFD:b@example.net\n.\n",
		"df4259f7Kc031337": "hello\n",
		"df4259f8Kc031338": "hel",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, _, code := runAt(time.Unix(1709650860, 0), "", "check", "--live", dir)
	if code != int(statusOK) || !strings.HasPrefix(out, "SPOOLSCOPE OK: 2 messages; oldest 1 m; ") {
		t.Errorf("check exits with %d and says %q", code, out)
	}
}

// A listing shows no date for a message that arrived while it was made.
func TestCheckInMotion(t *testing.T) {
	const listing = "\t\t/var/spool/mqueue (2 requests)\n" +
		"-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n" +
		"4259f7Kc031337       12 Tue Mar  5 15:00 <a@example.org>\n\t\t\t\t\t <b@example.net>\n" +
		"4259f8Kc031338 (no control file)\n" +
		"\t\tTotal requests: 2\n"
	out, _, code := runAt(time.Date(2024, 3, 5, 15, 30, 0, 0, time.UTC), listing, "check", "--live", "--warn-age", "20h", "-")
	if code != int(statusOK) || !strings.HasPrefix(out, "SPOOLSCOPE OK: 2 messages; ") {
		t.Errorf("check exits with %d and says %q", code, out)
	}
}

// A file whose message is delivered while its folder is read is not a failure;
// other missing files are.
func TestDoubtMissing(t *testing.T) {
	dir := t.TempDir()
	control := "V8\nT1700000000\nK0\nN0\nP30000\nSa@example.org\nRPFD:b@example.net\n.\n"
	for _, name := range []string{"qf4259f7Kc031337", "qf4259f7Kc031338"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(control), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := &session{ctx: context.Background(), stderr: io.Discard}
	c := s.newClient(engine.Options{})
	defer c.Close()
	req, err := c.refer([]string{dir})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "qf4259f7Kc031338")); err != nil {
		t.Fatal(err)
	}
	if err := c.read(req); err != nil {
		t.Fatal(err)
	}
	if len(c.loaded.Unread) == 0 {
		t.Fatal("a file that is missing is not reported")
	}
	if doubt, err := c.doubt(); doubt != "" || err != nil {
		t.Errorf("doubt = %q, %v, want none", doubt, err)
	}
	c.files.missing = nil
	if doubt, err := c.doubt(); doubt == "" || err != nil {
		t.Errorf("doubt = %q, %v for a file that could not be read, want one", doubt, err)
	}
}
