package engine

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
)

// asking returns an engine that has loaded a text as the page does.
func asking(t *testing.T, name, text string) (open func(protocol.OpenRequest) protocol.Loaded, e *Engine) {
	ref := protocol.SourceRef{ID: 1, Name: name, Size: int64(len(text)), Modified: 1773303240000}
	e = New(Options{Source: func(ref protocol.SourceRef) parser.Source {
		s := memorySource(ref.Name, []byte(text))
		s.ModTime = ref.ModTime()
		return s
	}})
	return func(req protocol.OpenRequest) protocol.Loaded {
		t.Helper()
		req.Sources = []protocol.SourceRef{ref}
		a := e.Ask(t.Context(), protocol.Request{Open: &req}, nil)
		if a.Loaded == nil || a.Loaded.Fatal != nil {
			t.Fatalf("Open(%+v) = %+v", req, a)
		}
		return *a.Loaded
	}, e
}

func cronLog(t *testing.T) string {
	t.Helper()
	log, err := os.ReadFile("../../parser/testdata/field/14-cron-log/mailq.log")
	if err != nil {
		t.Fatal(err)
	}
	return string(log)
}

// inShort returns a list of captures in a line each, the shown one starred.
func inShort(list []protocol.Capture) string {
	var b strings.Builder
	for _, c := range list {
		mark := ""
		if c.Shown {
			mark = "*"
		}
		fmt.Fprintf(&b, "%d%s %s %s%d%+d", c.Number, mark, time.Unix(int64(c.Taken), 0).UTC().Format("02 15:04"), c.Host, c.Messages, c.Change)
		for _, s := range c.States {
			fmt.Fprintf(&b, " %s:%d", s.State, s.Count)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// An open queue says which captures its text holds, and any of them can be
// loaded, and any two compared.
func TestCaptures(t *testing.T) {
	open, e := asking(t, "mailq.log", cronLog(t))
	l := open(protocol.OpenRequest{})
	const want = "1 05 10:00 1+0 deferred:1\n2 05 10:10 2+1 deferred:1 held:1\n3* 05 10:20 1-1 processing:1\n"
	if got := inShort(l.Archive.Captures); got != want {
		t.Fatalf("captures are\n%swant\n%s", got, want)
	}
	list := l.Archive.Captures
	at := func(n int) protocol.OpenRequest {
		return protocol.OpenRequest{Listing: list[n-1].Listing, Before: list[n-1].Before}
	}
	for n := 1; n <= 3; n++ {
		a := open(at(n)).Archive
		if a.Taken != list[n-1].Taken || a.Messages != list[n-1].Messages || !a.Captures[n-1].Shown {
			t.Errorf("capture %d is %+v", n, a)
		}
		if got := strings.ReplaceAll(inShort(a.Captures), "*", ""); got != strings.ReplaceAll(want, "*", "") {
			t.Errorf("with capture %d open, captures are\n%s", n, got)
		}
	}
	for _, tt := range []struct{ from, to, came, went, stayed, apart int }{
		{1, 2, 1, 0, 1, 600}, {2, 3, 0, 1, 1, 600}, {1, 3, 1, 1, 0, 1200}, {3, 1, 1, 1, 0, 1200}, {2, 2, 0, 0, 2, 0},
	} {
		open(at(tt.from))
		req := at(tt.to)
		req.Compare = true
		l := open(req)
		if l.Earlier == nil || l.Swapped != (tt.from > tt.to) {
			t.Fatalf("captures %d and %d: %+v", tt.from, tt.to, l)
		}
		d := diff(t, e, protocol.DiffRequest{})
		if d.Came != tt.came || d.Went != tt.went || d.Stayed != tt.stayed || int(d.Apart) != tt.apart ||
			d.Before.Capture != min(tt.from, tt.to) || d.After.Capture != max(tt.from, tt.to) {
			t.Errorf("captures %d and %d: %+v, want %+v", tt.from, tt.to, d, tt)
		}
		for _, s := range d.Stays {
			if s.Query == "diff:untried" {
				t.Errorf("captures %d and %d: %d were not tried, want none said", tt.from, tt.to, s.Count)
			}
		}
		if strings.Contains(strings.Join(d.Notes, " "), "in common") {
			t.Errorf("captures %d and %d: notes are %q, of one queue for sure", tt.from, tt.to, d.Notes)
		}
		if same := strings.Contains(strings.Join(d.Notes, " "), "same moment"); same != (tt.from == tt.to) {
			t.Errorf("captures %d and %d: notes are %q", tt.from, tt.to, d.Notes)
		}
	}
}

// Captures of several hosts are one list; choosing another capture of one host
// also selects those of the other hosts at that time.
func TestCapturesOfHosts(t *testing.T) {
	text := ""
	for day, n := range []int{1, 3, 2} {
		text += fmt.Sprintf("Tue Mar %2d 11:00:01 UTC 2024\n", 5+day)
		for host, n := range []int{n, n + 1} {
			text += fmt.Sprintf("== mail%d ==\n\t\t/var/spool/mqueue (%d requests)\n", host+1, n) +
				"-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n"
			for k := range n {
				text += fmt.Sprintf("4259f%cK%c031337     1834 Tue Mar  5 10:41 <a@example.org>\n                 (Deferred: Connection timed out with mx.example.net.)\n\t\t\t\t\t <b@example.net>\n", 'a'+k, 'c'+host)
			}
			text += fmt.Sprintf("\t\tTotal requests: %d\n", n)
		}
	}
	open, _ := asking(t, "mailq.log", text)
	l := open(protocol.OpenRequest{})
	const want = "1 05 11:00 mail11+0 deferred:1\n2 05 11:00 mail22+0 deferred:2\n3 06 11:00 mail13+2 deferred:3\n" +
		"4 06 11:00 mail24+2 deferred:4\n5* 07 11:00 mail12-1 deferred:2\n6* 07 11:00 mail23-1 deferred:3\n"
	if got := inShort(l.Archive.Captures); got != want {
		t.Fatalf("captures are\n%swant\n%s", got, want)
	}
	c := l.Archive.Captures[2]
	if a := open(protocol.OpenRequest{Listing: c.Listing, Before: c.Before}).Archive; a.Messages != 7 || !a.Captures[2].Shown || !a.Captures[3].Shown {
		t.Errorf("the second capture is %+v, want both hosts at that time", a)
	}
}

// mailq and mailq -Ac at one moment are one capture, and a single listing has
// no list of captures.
func TestCapturesOfDirectories(t *testing.T) {
	entry := func(path string) string {
		return "\t\t" + path + " (1 request)\n-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n" +
			"4259f7Kc031337     1834 Tue Mar  5 10:41 <a@example.org>\n\t\t\t\t\t <b@example.net>\n\t\tTotal requests: 1\n"
	}
	text := ""
	for day := range 2 {
		text += fmt.Sprintf("Tue Mar  %d 11:00:01 UTC 2024\n%s%s", 5+day, entry("/var/spool/mqueue"), entry("/var/spool/clientmqueue"))
	}
	open, _ := asking(t, "mailq.log", text)
	if got, want := inShort(open(protocol.OpenRequest{}).Archive.Captures), "1 05 11:00 2+0 held:2\n2* 06 11:00 2+0 held:2\n"; got != want {
		t.Errorf("captures are\n%swant\n%s", got, want)
	}
	open, _ = asking(t, "mailq.txt", entry("/var/spool/mqueue"))
	if l := open(protocol.OpenRequest{}); l.Archive.Captures != nil {
		t.Errorf("one listing has captures %+v", l.Archive.Captures)
	} else if l.Archive.TakenFrom == "" || l.Archive.Taken == 0 {
		t.Errorf("taken %d from %q, want the times of the file and of the entry", l.Archive.Taken, l.Archive.TakenFrom)
	}
}

// If there are very many captures, those that are left out are spread evenly.
func TestCapturesThinned(t *testing.T) {
	var all []protocol.Capture
	for n := range 1000 {
		all = append(all, protocol.Capture{Number: n + 1, Shown: n == 501})
	}
	kept, left := thinned(all, 10)
	var numbers []int
	for _, c := range kept {
		numbers = append(numbers, c.Number)
	}
	if got, want := fmt.Sprint(numbers), "[1 112 223 334 445 502 556 667 778 889 1000]"; got != want || left != 989 {
		t.Errorf("kept are %s, %d left out, want %s", got, left, want)
	}
	if kept, left := thinned(all[:10], 10); len(kept) != 10 || left != 0 {
		t.Errorf("of ten, %d are kept and %d left out", len(kept), left)
	}
}
