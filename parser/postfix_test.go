package parser

import (
	"archive/tar"
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// spoolEntry is a file in a spool of Postfix.
type spoolEntry struct {
	name string
	data []byte
	mode int64
	mod  int64
}

func spoolTar(t *testing.T, entries ...spoolEntry) Source {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range entries {
		if e.mode == 0 {
			e.mode = 0o700
		}
		if err := w.WriteHeader(&tar.Header{Name: e.name, Size: int64(len(e.data)), Mode: e.mode, ModTime: time.Unix(e.mod, 0)}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(e.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return source("spool.tar", b.Bytes())
}

// arrived is when the messages of these tests arrived.
const arrived = 1_711_960_808

// spoolMessage returns a queue file for two recipients, with the log of a try that both failed.
func spoolMessage() (file, log []byte) {
	return PostfixFile(&queue.Control{
		Created: arrived, HasSender: true, Sender: "ann@x.test", Complete: true,
		Recipients: []queue.Recipient{{Address: "b@x.test", Status: "later"}, {Address: "c@x.test", Status: "no route"}},
		Header:     []queue.HeaderField{{Name: "Received", Value: " from a by mx.x.test (Postfix) id 1"}, {Name: "Subject", Value: " x"}},
	}, []byte("Text\n"))
}

func TestPostfixStates(t *testing.T) {
	file, _ := spoolMessage()
	for _, tt := range []struct {
		folder string
		mode   int64
		data   []byte
		want   queue.State
	}{
		{"deferred/4", 0o700, file, queue.Deferred},
		{"deferred", 0o700, file, queue.Deferred},
		{"deferred/4/2/A", 0o710, file, queue.Deferred},
		{"active", 0o700, file, queue.Processing},
		{"incoming", 0o700, file, queue.Held},
		{"incoming", 0o600, file, queue.Incomplete},
		{"incoming", 0o600, nil, queue.Incomplete},
		{"hold", 0o700, file, queue.Quarantined},
		{"maildrop", 0o744, file, queue.Held},
		{"corrupt", 0o400, file, queue.Lost},
		{"saved", 0o700, file, queue.Lost},
		{"deferred", 0o600, file, queue.Incomplete},
	} {
		q := loadBytes(t, Options{}, spoolTar(t, spoolEntry{"var/spool/postfix/" + tt.folder + "/42A9F3C1B7", tt.data, tt.mode, arrived + 600}))
		if len(q.Order) != 1 || q.State[q.Order[0]] != tt.want || q.Dirs[0].Path != "/var/spool/postfix" {
			t.Errorf("%s with mode %o: %d messages, state %v, want %v; %v", tt.folder, tt.mode, len(q.Order), q.State, tt.want, q.Problems)
		}
	}
}

// A log and its message are joined, whichever is read first, and a log alone is not a message.
func TestPostfixLogs(t *testing.T) {
	file, log := spoolMessage()
	m := spoolEntry{"postfix/deferred/4/42A9F3C1B7", file, 0, arrived + 600}
	l := spoolEntry{"postfix/defer/4/42A9F3C1B7", log, 0o600, arrived + 200}
	orphan := spoolEntry{"postfix/defer/5/52A9F3C1B7", log, 0o600, arrived + 200}
	for _, entries := range [][]spoolEntry{{m, l, orphan}, {orphan, l, m}} {
		q := loadBytes(t, Options{}, spoolTar(t, entries...))
		if len(q.Order) != 1 {
			t.Fatalf("%d messages, want 1", len(q.Order))
		}
		msg := q.Message(q.Order[0])
		r := msg.Recipients()
		if len(r) != 2 || r[0].Status != "later" || r[1].Status != "no route" || msg.Status() != "later" {
			t.Errorf("recipients %v, status %q", r, msg.Status())
		}
		if msg.NextTry().Unix() != arrived+600 || msg.LastTry().Unix() != arrived+200 || q.Taken != arrived+200 {
			t.Errorf("next try %v, last try %v, captured %d", msg.NextTry(), msg.LastTry(), q.Taken)
		}
	}
}

// A message that moved while tar ran is one message: the copy in active counts, not the one in
// deferred.
func TestPostfixMoved(t *testing.T) {
	file, _ := spoolMessage()
	a := spoolEntry{"postfix/active/42A9F3C1B7", file, 0, arrived}
	d := spoolEntry{"postfix/deferred/4/42A9F3C1B7", file, 0, arrived + 600}
	for _, entries := range [][]spoolEntry{{a, d}, {d, a}} {
		q := loadBytes(t, Options{}, spoolTar(t, entries...))
		if len(q.Order) != 1 || q.State[q.Order[0]] != queue.Processing || strings.Join(kinds(q), " ") != "duplicate" {
			t.Errorf("%d messages, state %v, problems %v", len(q.Order), q.State, q.Problems)
		}
	}
}

// Two instances and two hosts are distinguished, although their ids are the
// same.
func TestPostfixInstances(t *testing.T) {
	file, _ := spoolMessage()
	for _, tt := range []struct{ folders, want string }{
		{"var/spool/postfix var/spool/postfix-out", "mx.x.test:/var/spool/postfix mx.x.test:/var/spool/postfix-out"},
		{"mx1/var/spool/postfix mx2/var/spool/postfix", "mx1:/var/spool/postfix mx2:/var/spool/postfix"},
		{".", "mx.x.test:/var/spool/postfix"},
	} {
		var entries []spoolEntry
		for f := range strings.FieldsSeq(tt.folders) {
			entries = append(entries, spoolEntry{f + "/deferred/4/42A9F3C1B7", file, 0, arrived})
		}
		q := loadBytes(t, Options{}, spoolTar(t, entries...))
		var got []string
		for m := range q.All() {
			got = append(got, m.Dir().Host+":"+m.Dir().Path)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %s, want %s", tt.folders, s, tt.want)
		}
	}
}

// Files that were copied without their times have no next try.
func TestPostfixTimesLost(t *testing.T) {
	file, log := spoolMessage()
	var entries []spoolEntry
	for _, id := range []string{"42A9F3C1B7", "42A9F3C1B8"} {
		entries = append(entries, spoolEntry{"postfix/deferred/4/" + id, file, 0, arrived + 90000}, spoolEntry{"postfix/defer/4/" + id, log, 0o600, arrived + 90010})
	}
	q := loadBytes(t, Options{}, spoolTar(t, entries...))
	for m := range q.All() {
		if !m.NextTry().IsZero() || !m.LastTry().IsZero() {
			t.Errorf("next try %v, last try %v", m.NextTry(), m.LastTry())
		}
	}
	if got := strings.Join(kinds(q), " "); got != "times" {
		t.Errorf("problems %q", got)
	}
}

// A cut file that Postfix was still receiving is not damaged; one that it had
// completed is.
func TestPostfixArriving(t *testing.T) {
	file, _ := spoolMessage()
	for _, tt := range []struct {
		name string
		data []byte
		mode int64
		want string
	}{
		{"incoming/42A9F3C1B7", nil, 0o600, "arriving"},
		{"incoming/42A9F3C1B7", file[:len(file)/2], 0o600, "arriving"},
		{"incoming/42A9F3C1B7", file[:len(file)/2], 0o700, "record"},
		{"deferred/4/42A9F3C1B7", file[:len(file)/2], 0o600, "record"},
		{"incoming/42A9F3C1B7", file, 0o600, ""},
	} {
		q := loadBytes(t, Options{}, spoolTar(t, spoolEntry{"postfix/" + tt.name, tt.data, tt.mode, arrived}))
		if got := strings.Join(kinds(q), " "); got != tt.want || len(q.Order) != 1 {
			t.Errorf("%s, mode %o, %d bytes: problems %q, want %q; %d messages", tt.name, tt.mode, len(tt.data), got, tt.want, len(q.Order))
		}
	}
}

// A damaged file affects nothing else, wherever it is cut.
func TestPostfixDamage(t *testing.T) {
	file, log := spoolMessage()
	for n := range len(file) {
		q := loadBytes(t, Options{}, spoolTar(t,
			spoolEntry{"postfix/deferred/4/42A9F3C1B7", file[:n], 0, arrived + 600},
			spoolEntry{"postfix/defer/4/42A9F3C1B7", log, 0o600, arrived + 200},
			spoolEntry{"postfix/deferred/5/52A9F3C1B7", file, 0, arrived + 600}))
		if got := strings.Join(kinds(q), " "); len(q.Order) != 2 || got != "record" {
			t.Fatalf("cut after %d bytes: %d messages, problems %q: %v", n, len(q.Order), got, q.Problems)
		}
		p := q.Problems[0]
		if p.File != "postfix/deferred/4/42A9F3C1B7" || p.Offset < 0 || p.Offset > int64(n) || p.Reason == "" || queue.Explain(p.Kind).Do == "" {
			t.Errorf("cut after %d bytes: %+v", n, p)
		}
	}
}

// Beside sendmail's queue, a Postfix spool is another queue of the capture.
func TestPostfixBesideSendmail(t *testing.T) {
	file, _ := spoolMessage()
	m := message("mqueue/", idA)
	q := loadBytes(t, Options{}, spoolTar(t,
		spoolEntry{"var/spool/postfix/deferred/4/42A9F3C1B7", file, 0, arrived},
		spoolEntry{"var/spool/" + m[0].name, []byte(m[0].data), 0o600, arrived}, spoolEntry{"var/spool/" + m[1].name, []byte(m[1].data), 0o600, arrived}))
	var got []string
	for m := range q.All() {
		got = append(got, m.System().String()+" "+m.Dir().Path)
	}
	if s := strings.Join(got, ", "); s != "sendmail /var/spool/mqueue, postfix /var/spool/postfix" {
		t.Errorf("%s; %v", s, q.Problems)
	}
}

// Reading a spool never fails, whatever its bytes.
func FuzzPostfixSpool(f *testing.F) {
	c := corpustest.Open(f, "postfix")
	file, log := spoolMessage()
	f.Add(file, log)
	f.Add(c.Read(f, "mailq.txt"), []byte("<a>: b\n"))
	f.Fuzz(func(t *testing.T, file, log []byte) {
		q := loadBytes(t, Options{InMemory: true, Digests: true}, spoolTar(t,
			spoolEntry{"postfix/deferred/4/42A9F3C1B7", file, 0, arrived + 600}, spoolEntry{"postfix/defer/4/42A9F3C1B7", log, 0o600, arrived + 200}))
		for m := range q.All() {
			if _, _, err := ReadControl(m); err != nil {
				t.Error(err)
			}
			if r, err := m.OpenBody(); err == nil && r.Size() < 0 {
				t.Errorf("a body of %d bytes", r.Size())
			}
		}
		if len(q.Order) != 1 {
			t.Errorf("%d messages", len(q.Order))
		}
	})
}
