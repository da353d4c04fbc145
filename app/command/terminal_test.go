package command

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

// evil acts on a terminal: it sets the clipboard and the title, erases the screen,
// sets colours (also with C1), changes the direction of writing, and deletes.
const evil = "\x1b]52;c;QUFB\x07\x1b]8;;http://evil.example\x1b\\\x1b]0;title\x07\x1b[2J\u009b31m\u202e\u2066evil\x7f\x08\x9b"

// hostileArchive returns a queue with evil wherever a text may be, in a file with such a
// name.
func hostileArchive(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	add := func(name, data string) {
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(data)), ModTime: time.Unix(1_700_000_200, 0)}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	control := "V8\nT1700000000\nK1700000100\nN3\nP30000\nMDeferred: 451 4.7.1 " + evil + " try\n$_" + evil + "\n$s" + evil +
		"\nS<" + evil + "@example.net>\nRPFD:<b" + evil + "@example.org>\nH??Subject: hi " + evil + "\nH??X-" + evil + ": x\n.\n"
	add("var/spool/mqueue/qfuAB0CdE000001", control)
	add("var/spool/mqueue/dfuAB0CdE000001", "text "+evil+"\n<<< 550 5.1.1 "+evil+"\n")
	add("var/spool/mqueue/qfuAB0CdE000003", control[:40])
	add("var/spool/mqueue/"+evil, "x")
	add("var/spool/"+evil+"/qfuAB0CdE000002", control+"Zjunk"+evil)
	add("mailq.txt", "\t\t/var/spool/mqueue (1 request)\n-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n"+
		"uAB0CdE000009       12 Tue Mar  5 15:00 <a@example.org>\n                 (Deferred: "+evil+")\n\t\t\t\t\t <b"+evil+"@example.net>\n\t\tTotal requests: 1\n")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "spool\x1b[31m\u202e\u009b.tar")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// No command lets a text of the queue act on the terminal. Output for people is
// safe even through a pipe, and JSON is safe everywhere.
func TestTerminal(t *testing.T) {
	path := hostileArchive(t)
	acts := func(r rune) bool {
		return r != '\n' && r != '\t' && (r < ' ' || r == 0x7f || r >= 0x80 && !unicode.IsGraphic(r))
	}
	run := func(terminal bool, args ...string) (stdout, stderr string) {
		var out, errs bytes.Buffer
		s := &session{ctx: context.Background(), stdin: strings.NewReader(""), stdout: bufio.NewWriter(&out), width: 80, stderr: &errs, terminal: terminal,
			now: func() time.Time { return time.Unix(1_700_000_300, 0) }}
		run(s, args, &out)
		return out.String(), errs.String()
	}
	printed := 0
	for _, tt := range []struct {
		args []string
		json bool
	}{
		{args: []string{"summary"}}, {args: []string{"causes"}}, {args: []string{"check"}}, {args: []string{"codes"}}, {args: []string{"explain"}},
		{args: []string{"group", "--by", "from"}}, {args: []string{"group", "--by", "helo"}}, {args: []string{"problems"}}, {args: []string{"diff", path}},
		{args: []string{"summary", "--prometheus"}},
		{args: []string{"summary", "--json"}, json: true}, {args: []string{"causes", "--json"}, json: true}, {args: []string{"messages"}, json: true},
		{args: []string{"export", "--format", "jsonl"}, json: true}, {args: []string{"problems", "--json"}, json: true}, {args: []string{"codes", "--json"}, json: true},
		{args: []string{"statuses"}}, {args: []string{"replies"}}, {args: []string{"purge"}}, {args: []string{"show", "uAB0CdE000001"}},
		{args: []string{"export", "--format", "text"}}, {args: []string{"export", "--format", "csv"}}, {args: []string{"export", "--format", "mbox"}},
		{args: []string{"nonsense"}}, {args: []string{"show", evil}}, {args: []string{"messages", "--filter", evil}},
	} {
		for _, terminal := range []bool{true, false} {
			if !terminal && !tt.json && slices.Contains(exact, tt.args[0]) {
				continue // bytes of the queue, for programs
			}
			out, errs := run(terminal, append(tt.args, path)...)
			printed += len(out)
			if i := strings.IndexFunc(out, acts); i >= 0 {
				t.Errorf("%q prints %q, terminal %v", tt.args, out[max(0, i-30):min(len(out), i+30)], terminal)
			}
			if i := strings.IndexFunc(errs, acts); i >= 0 {
				t.Errorf("%q complains %q", tt.args, errs[max(0, i-30):min(len(errs), i+30)])
			}
			for d := json.NewDecoder(strings.NewReader(out)); tt.json && d.More(); {
				var v any
				if err := d.Decode(&v); err != nil {
					t.Errorf("%q prints no JSON: %v", tt.args, err)
					break
				}
			}
		}
	}
	if printed < 20_000 {
		t.Errorf("all commands print %d bytes", printed)
	}
	if out, _ := run(false, "show", "uAB0CdE000001", path); !strings.Contains(out, evil) {
		t.Errorf("through a pipe show changes the message: %q", out)
	}
}

// Characters are written whole, however the output is cut into pieces.
func TestVisiblePieces(t *testing.T) {
	text := "Grüße 你好 \U0001f600 \u009b \x9b\xe4 end\xc3"
	for size := 1; size < len(text); size++ {
		var b bytes.Buffer
		v := &visible{w: &b}
		for rest := text; rest != ""; {
			n := min(size, len(rest))
			fmt.Fprint(v, rest[:n])
			rest = rest[n:]
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		if got, want := b.String(), "Grüße 你好 \U0001f600 \\u009b \\u009bä endÃ"; got != want {
			t.Errorf("in pieces of %d: %q, want %q", size, got, want)
		}
	}
}

// A file whose name is not UTF-8 is opened, and its name shown without the bytes of it.
func TestNameNotUTF8(t *testing.T) {
	name := filepath.Join(t.TempDir(), "k\xf6ln\x9b.txt")
	if err := os.WriteFile(name, []byte("/var/spool/mqueue is empty\n\t\tTotal requests: 0\n"), 0o600); err != nil {
		t.Skip("names are UTF-8 here:", err)
	}
	if _, stderr, code := execute(t, "summary", name); code != exitOK {
		t.Errorf("summary ends with %d: %s", code, stderr)
	}
	_, stderr, _ := execute(t, "summary", name+".gone")
	if strings.Contains(stderr, "\x9b") || !strings.Contains(stderr, "no such file") {
		t.Errorf("summary of a missing file says %q", stderr)
	}
}
