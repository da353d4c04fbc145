package engine

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/message"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// Sources without a queue produce the error boxes of the design and leave the
// open queue as it is.
func TestErrorBoxes(t *testing.T) {
	basic := corpustest.Open(t, "basic")
	tgz := basic.Read(t, "spool.tgz")
	var other bytes.Buffer
	w := tar.NewWriter(&other)
	for _, name := range []string{"etc/passwd", "etc/hosts"} {
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: 5}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte("hello")); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, file string
		data       []byte
		title      string
		text       string
	}{
		{"7z", "spool.7z", []byte("7z\xbc\xaf\x27\x1c\x00\x04abcdefgh"), "spool.7z is a 7z archive, which Spoolscope does not read.", "Unpack it, and drop the folder. Spoolscope reads .tar"},
		{"rar", "spool.rar", []byte("Rar!\x1a\x07\x01\x00abcdefgh"), "spool.rar is a RAR archive, which Spoolscope does not read.", "Unpack it"},
		{"unsupported", "notes.docx", []byte("some text"), "notes.docx is not a queue, an archive or mailq output.", "Spoolscope reads .tar"},
		{"a status", "line.txt", []byte("(Deferred: 452 4.2.2 Mailbox full)\n"), "line.txt is one status or reply, not a queue.", "`spoolscope explain` says what it means"},
		{"nothing", "backup.tar", other.Bytes(), "No queue files in backup.tar (2 files examined).", "Archive the `mqueue` directory itself, or all of `/var/spool/postfix` or `/var/spool/exim4`."},
		{"empty file", "spool.tgz", nil, "spool.tgz is not a queue, an archive or mailq output.", "Spoolscope reads"},
		{"truncated at once", "spool.tgz", tgz[:40], "The archive ends early, at byte 40.", "0 messages up to there were read"},
		{"qmail", "q.txt", []byte("messages in queue: 12\nmessages in queue but not yet preprocessed: 0\n"), "q.txt holds a queue of qmail.", "Spoolscope reads these three."},
		{"empty queue", "mailq.txt", []byte("/var/spool/mqueue is empty\n\t\tTotal requests: 0\n"), "The queue is empty.", "Nothing is stuck here"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := open(t, basic, "spool.tgz")
			before := len(e.shown.Queue.Order)
			l := e.Load(context.Background(), []parser.Source{memorySource(tt.file, tt.data)}, false, func(protocol.Progress) {})
			box := l.Fatal
			if box == nil && len(l.Archive.Notice) > 0 {
				box = &l.Archive.Notice[0]
			}
			if box == nil || box.Title != tt.title || !strings.Contains(box.Text, tt.text) {
				t.Fatalf("box = %v, want %q … %q", box, tt.title, tt.text)
			}
			if l.Fatal != nil && len(e.shown.Queue.Order) != before {
				t.Errorf("%d messages are open, want the %d from before", len(e.shown.Queue.Order), before)
			}
		})
	}
}

// A listing of Postfix alone is a queue.
func TestPostfixListingOpens(t *testing.T) {
	e := newEngine()
	data := corpustest.Open(t, "postfix").Read(t, "mailq.txt")
	l := e.Load(context.Background(), []parser.Source{memorySource("mailq.txt", data)}, false, func(protocol.Progress) {})
	if l.Fatal != nil || len(e.shown.Queue.Order) != 28 {
		t.Errorf("%v, %d messages; want 28", l.Fatal, len(e.shown.Queue.Order))
	}
}

func TestTruncatedArchiveKeepsWhatWasRead(t *testing.T) {
	c := corpustest.Open(t, "bounces")
	data := c.Read(t, "mqueue-files-only.tar.gz")
	e := newEngine()
	l := e.Load(context.Background(), []parser.Source{memorySource("a.tgz", data[:len(data)*2/3])}, false, func(protocol.Progress) {})
	if l.Fatal != nil || !l.Archive.Truncated || l.Archive.Messages == 0 || l.Archive.Messages >= 117 {
		t.Errorf("Load = %+v, want some messages and a truncated archive", l)
	}
	if len(l.Archive.Notice) != 1 || !strings.HasPrefix(l.Archive.Notice[0].Title, "The archive ends early, at byte ") {
		t.Errorf("notices = %v", l.Archive.Notice)
	}
}

func TestJoinBringsFilesAndListingTogether(t *testing.T) {
	c := corpustest.Open(t, "basic")
	ctx, quiet := context.Background(), func(protocol.Progress) {}
	e := open(t, c, "spool.tgz")
	if n := len(e.shown.Queue.Listings); n != 0 {
		t.Fatalf("%d listings before the join", n)
	}
	l := e.Load(ctx, []parser.Source{memorySource("mailq.txt", c.Read(t, "mailq.txt"))}, true, quiet)
	if l.Fatal != nil || len(e.shown.Queue.Order) != 29 || len(e.shown.Queue.Listings) != 1 {
		t.Fatalf("after the join: %d messages, %d listings, %v", len(e.shown.Queue.Order), len(e.shown.Queue.Listings), l.Fatal)
	}
	for _, i := range e.shown.Queue.Order {
		if e.shown.Queue.Listing[i] < 0 {
			t.Errorf("%s has no entry", e.shown.Queue.Text(e.shown.Queue.ID[i]))
		}
	}
	if l.Archive.Name != "2 files" {
		t.Errorf("Name = %q", l.Archive.Name)
	}
}

func TestCancelKeepsWhatWasRead(t *testing.T) {
	c := corpustest.Open(t, "groups")
	e := newEngine()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	l := e.Load(ctx, []parser.Source{memorySource("a.tar", c.Read(t, "absolute.tar"))}, false, func(protocol.Progress) {})
	if !l.Canceled || l.Fatal == nil || l.Fatal.Title != "Stopped by you." {
		t.Errorf("Load = %+v, %v, want it canceled with nothing read", l, l.Fatal)
	}
	if l := e.Load(context.Background(), []parser.Source{memorySource("a.tar", c.Read(t, "absolute.tar"))}, false, func(protocol.Progress) {}); l.Fatal != nil {
		t.Fatalf("Load = %v", l.Fatal)
	}
	ctx, cancel = context.WithCancel(context.Background())
	l = e.Load(ctx, []parser.Source{memorySource("a.tar", c.Read(t, "absolute.tar")), memorySource("b.tar", c.Read(t, "absolute.tar"))}, false, func(p protocol.Progress) {
		if p.Files[0] == 1 { // the first one is read
			cancel()
		}
	})
	if !l.Canceled || l.Fatal != nil || l.Archive.Messages == 0 || l.Archive.Notice[0].Title != "Stopped by you." {
		t.Errorf("Load = %+v, %v, want what was read up to there", l, l.Fatal)
	}
}

// Requests that arrive during a load are answered before it ends.
func TestQuestionsDuringALoad(t *testing.T) {
	c := corpustest.Open(t, "groups")
	data := c.Read(t, "absolute.tar")
	e := New(Options{Source: func(protocol.SourceRef) parser.Source { return memorySource("a.tar", data) }})
	answers := make(chan protocol.Answer, 100)
	var once bool
	e.Handle(t.Context(), protocol.Request{Open: &protocol.OpenRequest{Sources: []protocol.SourceRef{{ID: 1, Name: "a.tar"}}}}, func(a protocol.Answer, _ bool) {
		if a.Progress != nil && !once {
			once = true
			e.Handle(t.Context(), protocol.Request{Overview: &protocol.OverviewRequest{}}, func(a protocol.Answer, _ bool) { answers <- a })
		}
		answers <- a
	})
	seen := ""
	for a := range answers {
		switch {
		case a.Overview != nil:
			seen += "overview "
		case a.Loaded != nil:
			if seen+"loaded" != "overview loaded" && seen != "" {
				t.Errorf("order: %s", seen)
			}
			if a.Loaded.Archive.Messages != 70 {
				t.Errorf("%d messages, want 70", a.Loaded.Archive.Messages)
			}
			if seen == "" { // the archive is small: the answer may come with the end
				if a := <-answers; a.Overview == nil {
					t.Errorf("answer = %+v, want the overview", a)
				}
			}
			return
		}
	}
}

// Every message of the corpus opens in every tab.
func TestEveryMessageOpens(t *testing.T) {
	for _, c := range corpustest.Sendmail(t) {
		for _, a := range archives(t, c) {
			if c.Name == "empty" {
				continue
			}
			e := open(t, c, a)
			for _, i := range e.shown.Queue.Order {
				d, err := message.Detail(e.shown, protocol.DetailRequest{Ref: int(i), Sort: "id"})
				if err != nil {
					t.Fatalf("%s/%s: %v", c.Name, a, err)
				}
				if d.Index < 0 || len(d.Why.Text) == 0 || d.Matched != len(e.shown.Queue.Order) {
					t.Errorf("%s/%s %s: %d of %d, why %v", c.Name, a, d.Row.ID, d.Index, d.Matched, d.Why)
				}
				byID, err := message.Detail(e.shown, protocol.DetailRequest{Ref: -1, ID: d.Row.Host + d.Row.Queue + "/" + e.shown.Queue.Text(e.shown.Queue.ID[i])})
				if err != nil || byID.Row.Ref != int(i) {
					t.Errorf("%s/%s: %s found as %d, %v", c.Name, a, d.Row.ID, byID.Row.Ref, err)
				}
				if d.Control == nil && e.shown.Queue.Control[i].Size > 0 {
					t.Errorf("%s/%s %s: no control file", c.Name, a, d.Row.ID)
				}
				if e.shown.Queue.IsMade(i) && e.shown.Queue.Data[i].Size > 0 && (d.Bounce == nil || len(d.Bounce.Recipients) == 0 && d.Bounce.Kind != "postmaster-notification") {
					t.Errorf("%s/%s %s: no bounce", c.Name, a, d.Row.ID)
				}
				if _, err := message.Content(e.shown, protocol.ContentRequest{Ref: int(i)}); err != nil {
					t.Errorf("%s/%s %s: %v", c.Name, a, d.Row.ID, err)
				}
				s, err := message.Source(e.shown, protocol.SourceRequest{Ref: int(i), Count: 10})
				if err != nil || len(s.Lines) == 0 {
					t.Errorf("%s/%s %s: source %v, %v", c.Name, a, d.Row.ID, s, err)
				}
				if _, err := json.Marshal(d); err != nil {
					t.Errorf("%s/%s %s: %v", c.Name, a, d.Row.ID, err)
				}

			}
		}
	}
}

// A listing of Exim alone is a queue.
func TestEximListingOpens(t *testing.T) {
	e := newEngine()
	data := corpustest.Open(t, "exim").Read(t, "mailq.txt")
	l := e.Load(context.Background(), []parser.Source{memorySource("mailq.txt", data)}, false, func(protocol.Progress) {})
	if l.Fatal != nil || len(e.shown.Queue.Order) != 34 {
		t.Errorf("%d messages, %+v", len(e.shown.Queue.Order), l.Fatal)
	}
}

// A load that is canceled while its messages are grouped leaves the open queue as it is.
func TestCancelWhileGrouping(t *testing.T) {
	c := corpustest.Open(t, "groups")
	e := open(t, corpustest.Open(t, "basic"), "spool.tgz")
	before, groupings := e.shown, 0
	ctx, cancel := context.WithCancel(context.Background())
	l := e.Load(ctx, []parser.Source{memorySource("a.tar", c.Read(t, "absolute.tar"))}, false, func(p protocol.Progress) {
		if p.Phase == protocol.PhaseGroup {
			if groupings++; groupings == 2 { // the first one is before
				cancel()
			}
		}
	})
	if !l.Canceled || l.Fatal == nil || l.Fatal.Title != "Stopped by you." || e.shown != before || groupings != 2 {
		t.Errorf("Load = %+v, %v, told %d times, want it stopped and the queue before left open", l, l.Fatal, groupings)
	}
}

// interrupted is the holder of a load that is asked requests between files.
type interrupted struct {
	alone
	e      *Engine
	rounds int
}

func (a *interrupted) Between(show func()) {
	show()
	if a.e.shown.Index != nil {
		a.rounds++
	}
}

// Data derived for answers during a load is freed as soon as they are given, because
// it takes a fifth of the memory of a large queue.
func TestNothingDerivedStays(t *testing.T) {
	var spool bytes.Buffer
	w := tar.NewWriter(&spool)
	for i := range 20 {
		id := fmt.Sprintf("625Bx0Kc%06d", i)
		for name, data := range map[string]string{"qf": "V8\nT1772881680\nMDeferred: later\nS<a@example.org>\nRPFD:<b@example.com>\n.\n", "df": strings.Repeat("x\n", 100<<10)} {
			if err := w.WriteHeader(&tar.Header{Name: "mqueue/" + name + id, Mode: 0o600, Size: int64(len(data))}); err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write([]byte(data)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	e := newEngine()
	hold := &interrupted{e: e}
	sources := []parser.Source{memorySource("spool.tar", spool.Bytes())}
	l := e.load(context.Background(), sources, parser.Options{}, false, hold, func(p protocol.Progress) {
		if e.shown.Index != nil && p.Phase == protocol.PhaseRead && hold.rounds > 0 {
			t.Error("data derived for a round of requests is kept")
		}
	})
	if l.Fatal != nil || hold.rounds == 0 {
		t.Fatalf("load = %v, with %d rounds of questions; want some", l.Fatal, hold.rounds)
	}
	if e.shown.Index == nil || e.shown.Partly {
		t.Error("the queue is not shown after the load")
	}
}
