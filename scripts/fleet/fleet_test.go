package fleet

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// command and maker are the built programs.
var command, maker string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "fleet")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	command, maker = filepath.Join(dir, "spoolscope"), filepath.Join(dir, "mkqueue")
	for program, from := range map[string]string{command: "./app/spoolscope", maker: "./scripts/mkqueue"} {
		build := exec.Command("go", "build", "-o", program, from)
		build.Dir, build.Stderr = "../..", os.Stderr
		build.Env = append(os.Environ(), "GOWORK=off")
		if err := build.Run(); err != nil {
			fmt.Fprintln(os.Stderr, "go build", from, err)
			os.Exit(1)
		}
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// The synthetic fleet: hosts with two captures an hour apart.
const (
	hosts    = 4
	messages = 300
)

// sources makes the archives of a fleet: those of the corpus, and two captures of
// each synthetic host.
func sources(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, name := range []string{
		"basic/spool.tgz", "bounces/incident.tar.xz", "empty/with-mailq.tgz", "groups/spool.tar.gz", "lost-and-broken/spool.tar.bz2",
		"mailq-only/mailq.txt", "mime/spool.zip", "postfix/spool.tar.gz", "postfix-2/spool.zip", "two-hosts/hosts.tar.gz", "variety/spool.tar.zst",
	} {
		all = append(all, "../../parser/testdata/corpus/"+name)
	}
	dir := t.TempDir()
	for host := range hosts {
		whole := run(t, maker, "-n", fmt.Sprint(messages), "-seed", fmt.Sprint(host+1), "-format", "tar")
		server := fmt.Sprintf("mx%02d.example.org", host) // as long as the name that mkqueue gives
		whole = bytes.ReplaceAll(whole, []byte("gate.example.org"), []byte(server))
		for capture := range 2 {
			name := filepath.Join(dir, fmt.Sprintf("%s-%d.tar", server, capture))
			if err := os.WriteFile(name, without(t, whole, capture), 0o666); err != nil {
				t.Fatal(err)
			}
			all = append(all, name)
		}
	}
	return all
}

// later is an hour after the time at which mkqueue captures.
var later = time.Date(2025, 11, 18, 11, 40, 0, 0, time.UTC)

// without copies an archive and leaves out a seventh of its messages: those that come
// later, or those that went.
func without(t *testing.T, whole []byte, capture int) []byte {
	t.Helper()
	var out bytes.Buffer
	r, w := tar.NewReader(bytes.NewReader(whole)), tar.NewWriter(&out)
	for dated := capture == 0; ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		base := path.Base(h.Name)
		if base == "mailq.txt" {
			continue // it would list all messages
		}
		if h.Typeflag == tar.TypeReg && len(base) > 2 {
			sum := fnv.New32()
			io.WriteString(sum, base[2:])
			if int(sum.Sum32()%7) == capture {
				continue
			}
			if !dated { // the newest file dates a capture
				h.ModTime, dated = later, true
			}
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// run runs a program and returns its output.
func run(t *testing.T, program string, args ...string) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	c := exec.Command(program, args...)
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		t.Fatalf("%s %q: %v\n%s", filepath.Base(program), args, err, errs.Bytes())
	}
	return out.Bytes()
}

// counts are numbers by what they count.
type counts map[string]int64

// group is spoolscope group of archives, added up.
func group(t *testing.T, archives []string, by, filter string) counts {
	t.Helper()
	all := counts{}
	for _, a := range archives {
		var table struct {
			Matched int64
			Rows    []struct {
				Name  string
				Count int64
			}
		}
		if err := json.Unmarshal(run(t, command, "group", "--json", "--by", by, "--filter", filter, a), &table); err != nil {
			t.Fatal(err)
		}
		for _, r := range table.Rows {
			all[r.Name] += r.Count
		}
	}
	return all
}

// metric returns a metric of spoolscope summary --prometheus, by one of its labels, added up
// over archives.
func metric(t *testing.T, archives []string, name, label string) counts {
	t.Helper()
	all := counts{}
	for _, a := range archives {
		for line := range strings.Lines(string(run(t, command, "summary", "--prometheus", a))) {
			labels, value, ok := strings.Cut(strings.TrimSpace(line), "} ")
			if !ok { // a single host has no labels
				labels, value, _ = strings.Cut(strings.TrimSpace(line), " ")
				labels += "{"
			}
			labels, ok = strings.CutPrefix(labels, name+"{")
			if !ok {
				continue
			}
			of := ""
			for pair := range strings.SplitSeq(labels, ",") {
				if v, ok := strings.CutPrefix(pair, label+"="); ok {
					of = strings.Trim(v, `"`)
				}
			}
			var n int64
			if _, err := fmt.Sscan(value, &n); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			all[of] += n
		}
	}
	return all
}

// same compares counts.
func same(t *testing.T, what string, got, want counts) {
	t.Helper()
	if len(want) == 0 {
		t.Errorf("%s: nothing to compare with", what)
	}
	for k, n := range want {
		if got[k] != n {
			t.Errorf("%s: %q is %d, want %d", what, k, got[k], n)
		}
	}
	for k, n := range got {
		if _, ok := want[k]; !ok && n != 0 {
			t.Errorf("%s: %q is %d, want none", what, k, n)
		}
	}
}

// statements splits a file into its statements.
func statements(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "--") {
			lines = append(lines, line)
		}
	}
	var list []string
	for s := range strings.SplitSeq(strings.Join(lines, ""), ";\n") {
		if strings.TrimSpace(s) != "" {
			list = append(list, s)
		}
	}
	return list
}
