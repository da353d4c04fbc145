package parser

import (
	"archive/tar"
	"bytes"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

func problemsOfKind(q *queue.Queue, k queue.Kind) (reasons []string) {
	for _, p := range q.Problems {
		if p.Kind == k {
			reasons = append(reasons, p.File+": "+p.Reason)
		}
	}
	return reasons
}

// A queue file outside any spool folder is recognised by its bytes.
func TestPostfixStrays(t *testing.T) {
	file, _ := spoolMessage()
	named := fileWithID(t, "42A9F3C1B7")
	for _, tt := range []struct {
		name string
		data []byte
		id   string
	}{
		{"42A9F3C1B7", file, "42A9F3C1B7"},
		{"4/42A9F3C1B7", file, "42A9F3C1B7"},
		{"4/2/42A9F3C1B7", file, "42A9F3C1B7"},
		{"sent to me/message.bin", named, "42A9F3C1B7"},
		{"message.bin", file, ""},
		{"var/spool/postfix/deferred/old/42A9F3C1B7", file, ""},
		{"var/spool/postfix/deferred/4/42A9F3C1B7#FIX", file, ""},
		{"var/spool/postfix/incoming/482913.20417", file, ""},
	} {
		q := loadBytes(t, Options{InMemory: true}, spoolTar(t, spoolEntry{tt.name, tt.data, 0, arrived + 600}))
		said := len(problemsOfKind(q, queue.KindNotQueue)) + len(problemsOfKind(q, queue.KindNoDirectory))
		if said != 1 {
			t.Errorf("%s: problems are %v", tt.name, q.Problems)
		}
		switch {
		case tt.id == "" && len(q.Order) > 0:
			t.Errorf("%s is shown as a message", tt.name)
		case tt.id != "" && len(q.Order) != 1:
			t.Errorf("%s: %d messages, want 1; %v", tt.name, len(q.Order), q.Problems)
		case tt.id != "":
			m := q.Message(q.Order[0])
			if m.ID() != tt.id || m.State() != queue.Deferred || m.NextTry().Unix() != arrived+600 || m.Dir().Path != "/var/spool/postfix" {
				t.Errorf("%s: message %s in %s is %v, next try %v", tt.name, m.ID(), m.Dir().Path, m.State(), m.NextTry())
			}
			if _, _, err := ReadControl(m); err != nil {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
	}
}

// fileWithID returns a queue file that has its own id in it.
func fileWithID(t *testing.T, id string) []byte {
	t.Helper()
	file, _ := spoolMessage()
	at := bytes.Index(file, []byte("A\x16create_time="))
	if at < 0 {
		t.Fatal("no create_time in the file")
	}
	text := "log_ident=" + id
	return append(append(bytes.Clone(file[:at]), append([]byte{'A', byte(len(text))}, text...)...), file[at:]...)
}

// Files in a spool that are not messages are named.
func TestPostfixLeftovers(t *testing.T) {
	file, log := spoolMessage()
	q := loadBytes(t, Options{}, spoolTar(t,
		spoolEntry{"postfix/deferred/4/42A9F3C1B7", file, 0, arrived + 600},
		spoolEntry{"postfix/defer/5/52A9F3C1B7", log, 0o600, arrived + 200},
		spoolEntry{"postfix/bounce/6/62A9F3C1B7", log, 0o600, arrived + 200},
		spoolEntry{"postfix/incoming/482913.20417", nil, 0o600, arrived + 200},
		spoolEntry{"postfix/pid/master.pid", []byte("123\n"), 0o600, arrived + 200},
	))
	if got := strings.Join(problemsOfKind(q, queue.KindLoneLog), ""); got != "postfix: 2 logs without their messages: 52A9F3C1B7, 62A9F3C1B7" {
		t.Errorf("logs alone: %q", got)
	}
	if got := strings.Join(problemsOfKind(q, queue.KindNotQueue), ""); got != "postfix/incoming/482913.20417: a file in incoming that Postfix ignores: its name is not a queue id" {
		t.Errorf("no queue files: %q", got)
	}
	if len(q.Order) != 1 {
		t.Errorf("%d messages, want 1", len(q.Order))
	}
}

// Folders without files are an empty queue if none of a queue's folders is missing.
func TestPostfixEmpty(t *testing.T) {
	for _, tt := range []struct {
		dirs string
		want queue.Kind
	}{
		{"active incoming deferred hold maildrop defer", queue.KindEmptyQueue},
		{"active incoming deferred", queue.KindEmptyQueue},
		{"deferred", queue.KindNothing},
		{"defer bounce", queue.KindNothing},
	} {
		var b bytes.Buffer
		w := tar.NewWriter(&b)
		for _, d := range append(strings.Fields(tt.dirs), "pid") {
			if err := w.WriteHeader(&tar.Header{Name: "postfix/" + d + "/", Typeflag: tar.TypeDir, Mode: 0o700}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.WriteHeader(&tar.Header{Name: "postqueue.json", Mode: 0o600}); err != nil { // postqueue -j prints nothing
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		q := loadBytes(t, Options{}, source("spool.tar", b.Bytes()))
		if len(q.Problems) != 1 || q.Problems[0].Kind != tt.want {
			t.Errorf("%s: %v, want %s", tt.dirs, q.Problems, tt.want)
		}
	}
}

// A recipient that failed for good has its reply, whether the message's file knows it or not.
func TestPostfixBounceLog(t *testing.T) {
	c := queue.Control{
		Created: arrived, HasSender: true, Sender: "ann@x.test", Complete: true,
		Recipients: []queue.Recipient{{Address: "b@x.test"}, {Address: "c@x.test"}},
		Header:     []queue.HeaderField{{Name: "Subject", Value: " x"}},
	}
	file, _ := PostfixFile(&c, []byte("Text\n"))
	at := bytes.Index(file, []byte("R\x08b@x.test"))
	file[at] = 'D'
	log := []byte("\n<b@x.test>: no such user\nrecipient=b@x.test\noffset=1\nstatus=5.1.1\naction=failed\nreason=no such user\n\n\n<c@x.test>: gone\nrecipient=c@x.test\n\n")
	trace := []byte("\nrecipient=b@x.test\naction=expanded\nreason=list\n\n")
	m := spoolEntry{"postfix/active/42A9F3C1B7", file, 0, arrived}
	l := spoolEntry{"postfix/bounce/42A9F3C1B7", log, 0o600, arrived + 2}
	tr := spoolEntry{"postfix/trace/42A9F3C1B7", trace, 0o600, arrived + 2}
	for _, entries := range [][]spoolEntry{{m, l, tr}, {l, tr, m}} {
		q := loadBytes(t, Options{InMemory: true}, spoolTar(t, entries...))
		msg := q.Message(q.Order[0])
		control, _, err := ReadControl(msg)
		if err != nil || len(control.Done) != 1 || control.Done[0].Status != "no such user" || len(msg.Outcomes()) != 3 {
			t.Errorf("done is %+v (%v), outcomes %+v", control.Done, err, msg.Outcomes())
		}
		if r := msg.Recipients(); len(r) != 1 || r[0].Status != "gone" {
			t.Errorf("recipients are %+v", r)
		}
	}
}
