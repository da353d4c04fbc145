package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const testMessages = 3000

func archiveOf(t testing.TB, n int, seed uint64, format string) ([]byte, *Facts) {
	t.Helper()
	var out bytes.Buffer
	facts, err := write(&out, newSpool(n, seed), format)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), facts
}

// archiveOfSystem returns the tar of a server that runs system. If n is 0, it has the
// scenario's own size.
func archiveOfSystem(t testing.TB, system queue.System, n int, seed uint64, scenario string) ([]byte, *Facts) {
	t.Helper()
	s, err := choose(n, seed, scenario)
	if err != nil {
		t.Fatal(err)
	}
	s.system = system
	var out bytes.Buffer
	facts, err := write(&out, s, "tar")
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), facts
}

func TestSameFlagsSameBytes(t *testing.T) {
	first, _ := archiveOf(t, 300, 5, "tar.gz")
	again, _ := archiveOf(t, 300, 5, "tar.gz")
	if !bytes.Equal(first, again) {
		t.Errorf("two archives of seed 5 differ: %d and %d bytes", len(first), len(again))
	}
	other, _ := archiveOf(t, 300, 6, "tar.gz")
	if bytes.Equal(first, other) {
		t.Error("seeds 5 and 6 give the same archive")
	}
	plain, _ := archiveOf(t, 300, 5, "tar")
	r, err := gzip.NewReader(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(plain, unpacked) {
		t.Errorf("tar and tar.gz of seed 5 hold different bytes: %d and %d", len(plain), len(unpacked))
	}
}

// The bytes are part of the contract: figures from different days can be
// compared only if the queue is the same.
func TestPinnedBytes(t *testing.T) {
	data, _ := archiveOf(t, 1000, 1, "tar")
	wantBytes(t, data, "7a28c73b83914c38cb3c5fb090f840af6c4d19fca7a0c9013f24bec86b2ba8e9")
}

// wantBytes checks the archive of 1,000 messages of seed 1 by its SHA-256.
func wantBytes(t *testing.T, data []byte, want string) {
	t.Helper()
	if got := fmt.Sprintf("%x", sha256.Sum256(data)); got != want {
		t.Errorf("sha256 of 1,000 messages of seed 1 = %s, want %s; a new one is right only after a change meant to change the queue", got, want)
	}
}

// TestRead reads the archive as the command and the page do.
func TestRead(t *testing.T) {
	for _, format := range []string{"tar", "tar.gz"} {
		t.Run(format, func(t *testing.T) {
			data, facts := archiveOf(t, testMessages, 1, format)
			e, q := open(t, data)
			answer := e.Ask(context.Background(), protocol.Request{Overview: &protocol.OverviewRequest{}}, nil)
			o := answer.Overview
			if o == nil {
				t.Fatalf("the answer is %+v, want an overview", answer)
			}
			states := map[string]int{}
			for _, s := range o.States {
				states[s.State] = s.Count
			}
			want(t, "states", states, facts.States)
			want(t, "messages", o.Total, facts.Messages)
			want(t, "recipients", o.Recipients, facts.Recipients)
			want(t, "bytes", o.Bytes, facts.Data)
			want(t, "largest", o.Largest, facts.Largest)
			want(t, "hosts", o.Hosts, 1)
			want(t, "captured", q.Taken, facts.Taken)
			want(t, "reply lines", o.Replies.Lines, facts.ReplyLines)
			byDir := map[string]int{}
			for _, d := range o.QueueDirs.Rows {
				byDir[d.Name] = d.Count
			}
			want(t, "directories", byDir, facts.Dirs)
			for _, d := range o.Domains.Rows {
				if n, ok := facts.Domains[d.Name]; ok {
					want(t, d.Name, d.Count, n)
				}
			}
			kinds := map[queue.Kind]int{}
			for _, p := range q.Problems {
				kinds[p.Kind]++
			}
			want(t, "problems", kinds, map[queue.Kind]int{
				queue.KindLost: facts.States["lost"], queue.KindNoControl: facts.States["orphan"],
				queue.KindTranscript: facts.Files["xf"] - facts.States["processing"],
			})
		})
	}
}

func want[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
		t.Errorf("%s = %s, want %s", what, g, w)
	}
}

// TestFacts counts the files using only the tools of the sysadmin's guide.
func TestFacts(t *testing.T) {
	data, facts := archiveOf(t, testMessages, 2, "tar")
	want(t, "unpacked", facts.Unpacked, int64(len(data)))
	files, dirs := map[string]int{}, map[string]map[string]bool{}
	replies, refused, warned := 0, 0, 0
	refusal := regexp.MustCompile(`(?m)^<<< 5.. `)
	for name, text := range members(t, data) {
		if name == "mailq.txt" {
			continue
		}
		dir, base := path.Split(name)
		files[base[:2]]++
		if dirs[dir] == nil {
			dirs[dir] = map[string]bool{}
		}
		dirs[dir][base[2:]] = true
		switch base[:2] {
		case "df":
			replies += bytes.Count(text, []byte("<<<"))
			if refusal.Match(text) {
				refused++
			}
			if bytes.Contains(text, []byte("THIS IS A WARNING MESSAGE ONLY")) {
				warned++
			}
		}
	}
	want(t, "files", files, facts.Files)
	want(t, "reply lines", replies, facts.ReplyLines)
	want(t, "refused", refused, facts.Refused)
	want(t, "warnings", warned, facts.Warnings)
	for dir, ids := range dirs {
		want(t, dir, len(ids), facts.Dirs["/"+strings.TrimSuffix(dir, "/")])
	}
	for k := range numKinds {
		if n := facts.States[stateOf[k]]; n == 0 {
			t.Errorf("no message is %s", stateOf[k])
		}
	}
}

// TestListing recreates the listing from the files, as sendmail does, and
// compares the bytes.
func TestListing(t *testing.T) {
	data, facts := archiveOf(t, testMessages, 3, "tar")
	files := members(t, data)
	listing := files["mailq.txt"]
	want(t, "listing", int64(len(listing)), facts.Listing)
	var out bytes.Buffer
	total, all := 0, 0
	for _, dir := range []string{"var/spool/clientmqueue", "var/spool/mqueue/qd01", "var/spool/mqueue/qd02", "var/spool/mqueue/qd03", "var/spool/mqueue/qd04"} {
		byPriority := map[int64][]string{}
		n := 0
		for name, text := range files {
			if id, ok := strings.CutPrefix(name, dir+"/qf"); ok {
				_, working := files[dir+"/xf"+id]
				working = working && bytes.Contains(listing, []byte(id+"*"))
				entry, priority := mailqEntry(id, string(text), len(files[dir+"/df"+id]), working)
				byPriority[priority] = append(byPriority[priority], entry)
				n++
			}
		}
		fmt.Fprintf(&out, "\t\t/%s (%d requests)\n-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n", dir, n)
		for _, p := range slices.Sorted(maps.Keys(byPriority)) {
			if len(byPriority[p]) > 1 { // sendmail's order is not defined then
				slices.SortFunc(byPriority[p], func(a, b string) int {
					return bytes.Index(listing, []byte(a[:14])) - bytes.Index(listing, []byte(b[:14]))
				})
			}
			out.WriteString(strings.Join(byPriority[p], ""))
		}
		total += n
		all += n
		if dir == "var/spool/clientmqueue" || dir == "var/spool/mqueue/qd04" {
			fmt.Fprintf(&out, "\t\tTotal requests: %d\n", total)
			total = 0
		}
	}
	want(t, "listed", all, facts.Listed)
	if !bytes.Equal(out.Bytes(), listing) {
		got, exp := bufio.NewScanner(bytes.NewReader(listing)), bufio.NewScanner(&out)
		for line := 1; got.Scan() && exp.Scan(); line++ {
			if got.Text() != exp.Text() {
				t.Fatalf("line %d of the listing = %q, want %q", line, got.Text(), exp.Text())
			}
		}
		t.Fatal("the listing has a different number of lines than the files imply")
	}
}

// mailqEntry returns what sendmail 8.18 prints of a control file: printf formats
// and line-wise reading as in its queue.c (formats/sendmail.md §5).
func mailqEntry(id, control string, size int, working bool) (entry string, priority int64) {
	var created int64
	var body, status, sender, rcpts string
	for line := range strings.Lines(control) {
		line = strings.TrimSuffix(line, "\n")
		switch value := line[1:]; line[0] {
		case 'T':
			fmt.Sscan(value, &created)
		case 'P':
			fmt.Sscan(value, &priority)
		case 'B':
			body = value
		case 'M':
			if sender == "" {
				status = value
			}
		case 'S':
			sender = value
		case 'R':
			_, address, _ := strings.Cut(value, ":")
			rcpts += fmt.Sprintf("\t\t\t\t\t %.38s\n", address)
		}
	}
	mark := " "
	if working {
		mark = "*"
	}
	entry = fmt.Sprintf("%13s%s%8d %.16s %.39s", id, mark, size, unixDate(created), sender)
	switch {
	case status != "":
		entry += fmt.Sprintf("\n    %10.10s   (%.60s)", body, status)
	case body != "":
		entry += fmt.Sprintf("\n    %10.10s", body)
	}
	return entry + "\n" + rcpts, priority
}

// members unpacks a tar.
func members(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, m := range corpustest.Unpack(t, data) {
		if m.Typeflag == tar.TypeDir {
			continue
		}
		if _, ok := files[m.Name]; ok {
			t.Errorf("%s twice", m.Name)
		}
		files[m.Name] = m.Data
	}
	return files
}

// unixDate returns what ctime prints in UTC.
func unixDate(t int64) string { return time.Unix(t, 0).UTC().Format(time.ANSIC) }
