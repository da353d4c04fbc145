//go:build sendmail

package livemail

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/cleanup"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// spam fills the queue with bounces to senders that refuse them, ordinary mail,
// and mail that quotes a bounce. It returns the ids of the bounces.
func (s *sendmailServer) spam() (bounces []string) {
	s.t.Helper()
	for range 4 {
		s.submit("forged@elsewhere.example.com", "nobody@example.net", "Subject: win\n\nspam\n")
	}
	s.submit("ann@example.org", "bob@example.net carol@example.com", "Subject: hello\n\ntext\n")
	s.submit("ann@example.org", "bob@example.net", "Subject: what is this?\n\nThey sent me:\n\n>>> RCPT To:<x@example.net>\n<<< 550 5.1.1 user unknown\n")
	s.run(nil, s.binary, "-v", "-q")
	for path, data := range s.files() {
		if id, ok := strings.CutPrefix(filepath.Base(path), "qf"); ok && strings.Contains(data, "\nSMAILER-DAEMON\n") {
			bounces = append(bounces, id)
		}
	}
	slices.Sort(bounces)
	if len(bounces) != 4 {
		s.t.Fatalf("%d bounces are queued, want 4", len(bounces))
	}
	return bounces
}

// A plan is made, the queue lives on, and the script runs dry and for real:
// planned messages that are unchanged and unlocked go, undo restores them byte
// for byte, and nothing else is touched.
func TestSendmailQuarantine(t *testing.T) {
	for _, l := range sendmailLayouts {
		t.Run(l.name, func(t *testing.T) {
			s := newSendmailServer(t, l.queues, l.sub)
			bounces := s.spam()
			p := s.plan(cleanup.Quarantine, rule("refused"))
			if got := planned(p); !slices.Equal(got, bounces) {
				t.Fatalf("planned %v, want the bounces %v", got, bounces)
			}
			// Meanwhile one is delivered, one reused, one locked.
			gone, reused, locked, left := bounces[0], bounces[1], bounces[2], bounces[3]
			for _, prefix := range []string{"qf", "df"} {
				if err := os.Remove(s.file(prefix, gone)); err != nil {
					t.Fatal(err)
				}
			}
			qf := s.file("qf", reused)
			again := regexp.MustCompile(`(?m)^T\d+`).ReplaceAllString(s.files()[qf], "T1700000000")
			if err := os.WriteFile(qf, []byte(again), 0o600); err != nil {
				t.Fatal(err)
			}
			unlock := s.lock(s.file("qf", locked))
			before := s.files()

			if out := s.run(nil, "sh", "purge.sh"); !strings.Contains(out, "2 would be done") || !strings.Contains(out, "would quarantine "+s.file("qf", left)) {
				t.Errorf("the dry run says\n%s", out)
			}
			if !maps.Equal(before, s.files()) {
				t.Error("the dry run changed the queue")
			}
			if out := s.sh("purge.sh"); !strings.Contains(out, "1 done, 1 in use") {
				t.Errorf("the script says\n%s", out)
			}
			if s.file("hf", left) == "" || s.file("qf", locked) == "" {
				t.Error("not exactly the unlocked message was quarantined")
			}
			if out := s.sh("undo.sh"); !strings.Contains(out, "1 done") {
				t.Errorf("undo says\n%s", out)
			}
			if !maps.Equal(before, s.files()) {
				t.Error("undo did not bring the queue back byte for byte")
			}
			if out := s.sh("purge.sh", "remove"); !strings.Contains(out, "0 done") || !maps.Equal(before, s.files()) {
				t.Errorf("removed what was not quarantined:\n%s", out)
			}
			unlock()
			s.sh("purge.sh")
			if out := s.sh("purge.sh", "remove"); !strings.Contains(out, "2 done") {
				t.Errorf("the script says\n%s", out)
			}
			for path := range before {
				if strings.HasSuffix(path, left) || strings.HasSuffix(path, locked) {
					delete(before, path)
				}
			}
			if after := s.files(); !maps.Equal(before, after) {
				t.Errorf("the files %q remain, want %q", slices.Sorted(maps.Keys(after)), slices.Sorted(maps.Keys(before)))
			}
			log, _ := os.ReadFile(filepath.Join(s.dir, "spoolscope-"+p.ID()+".log"))
			if !strings.Contains(string(log), "it_s a test") {
				t.Errorf("the log has no reason:\n%s", log)
			}
		})
	}
}

// sendmail -qI also selects messages whose ids merely contain the given one: the
// script must leave the shorter id alone.
func TestSendmailLookalike(t *testing.T) {
	s := newSendmailServer(t, []string{""}, false)
	short := s.submit("ann@example.org", "bob@example.net", "Subject: short\n\ntext\n")
	for _, prefix := range []string{"qf", "df"} {
		path := s.file(prefix, short)
		if err := os.WriteFile(path+"7", []byte(s.files()[path]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	other := s.submit("ann@example.org", "bob@example.net", "Subject: other\n\ntext\n")
	s.plan(cleanup.Quarantine, func(q *queue.Queue) []int32 {
		return slices.DeleteFunc(slices.Clone(q.Order), func(i int32) bool { return strings.HasSuffix(q.Text(q.ID[i]), short+"7") })
	})
	if out := s.sh("purge.sh"); !strings.Contains(out, "1 done") || !strings.Contains(out, "1 ambiguous") {
		t.Errorf("the script says\n%s", out)
	}
	if s.file("qf", short) == "" || s.file("qf", short+"7") == "" || s.file("hf", other) == "" {
		t.Errorf("the files %q remain", slices.Sorted(maps.Keys(s.files())))
	}
}

// qtool.pl moves unlocked messages, and moves them back.
func TestSendmailAside(t *testing.T) {
	for _, l := range sendmailLayouts {
		t.Run(l.name, func(t *testing.T) {
			s := newSendmailServer(t, l.queues, l.sub)
			bounces := s.spam()
			s.plan(cleanup.Aside, rule("refused"))
			unlock := s.lock(s.file("qf", bounces[0]))
			before := s.files()
			if out := s.sh("purge.sh"); !strings.Contains(out, "3 done, 1 in use") {
				t.Errorf("the script says\n%s", out)
			}
			if s.file("qf", bounces[0]) == "" || s.file("qf", bounces[1]) != "" || s.file("df", bounces[1]) != "" {
				t.Error("not exactly the unlocked messages were moved")
			}
			unlock()
			if out := s.sh("undo.sh"); !strings.Contains(out, "3 done") || !maps.Equal(before, s.files()) {
				t.Errorf("undo did not bring the queue back:\n%s", out)
			}
		})
	}
}

func TestSendmailDelete(t *testing.T) {
	for _, l := range sendmailLayouts {
		t.Run(l.name, func(t *testing.T) {
			s := newSendmailServer(t, l.queues, l.sub)
			bounces := s.spam()
			s.plan(cleanup.Delete, rule("refused"))
			want := s.files()
			for path := range want {
				if slices.ContainsFunc(bounces, func(id string) bool { return strings.HasSuffix(path, id) }) {
					delete(want, path)
				}
			}
			if out := s.sh("purge.sh"); !strings.Contains(out, "4 done") || !maps.Equal(want, s.files()) {
				t.Errorf("the script says\n%s\nthe files %q remain", out, slices.Sorted(maps.Keys(s.files())))
			}
		})
	}
}

// Release, retry and bounce act on the planned messages and nothing else.
func TestSendmailOtherScripts(t *testing.T) {
	s := newSendmailServer(t, []string{"qd1", "qd2"}, false)
	held := s.submit("ann@example.org", "bob@example.net", "Subject: held\n\ntext\n")
	s.run(nil, s.binary, "-Qtest", "-qI"+held)
	tried := s.submit("ann@example.org", "bob@example.net", "Subject: tried\n\ntext\n")

	s.plan(cleanup.Release, all)
	if out := s.sh("release.sh"); !strings.Contains(out, "1 done") || s.file("qf", held) == "" {
		t.Errorf("the script says\n%s", out)
	}
	s.plan(cleanup.Retry, only(tried))
	if out := s.sh("retry.sh"); !strings.Contains(out, "1 still in the queue") {
		t.Errorf("the script says\n%s", out)
	}
	if files := s.files(); !strings.Contains(files[s.file("qf", tried)], "\nN1\n") || !strings.Contains(files[s.file("qf", held)], "\nN0\n") {
		t.Error("not exactly one message was tried")
	}
	s.plan(cleanup.Bounce, only(tried))
	if out := s.sh("bounce.sh"); !strings.Contains(out, "1 done") || s.file("qf", tried) != "" || s.file("qf", held) == "" {
		t.Errorf("the script says\n%s", out)
	}
}

// The client queue has its own configuration: sendmail -Ac.
func TestSendmailClientQueue(t *testing.T) {
	s := newSendmailServer(t, []string{""}, false)
	stays := s.submit("ann@example.org", "bob@example.net", "Subject: main\n\ntext\n")
	goes := s.submit("ann@example.org", "bob@example.net", "Subject: client\n\ntext\n", "-Ac")
	if !strings.HasPrefix(s.file("qf", goes), s.client) {
		t.Fatalf("%s is not in the client queue", s.file("qf", goes))
	}
	p := s.plan(cleanup.Quarantine, func(q *queue.Queue) []int32 {
		return slices.DeleteFunc(slices.Clone(q.Order), func(i int32) bool { return !q.Dirs[q.Dir[i]].Client })
	})
	if got := planned(p); !slices.Equal(got, []string{goes}) {
		t.Fatalf("planned %v, want %s", got, goes)
	}
	s.sh("purge.sh")
	if out := s.sh("purge.sh", "remove"); !strings.Contains(out, "1 done") || s.file("df", goes) != "" || s.file("qf", stays) == "" {
		t.Errorf("the script says\n%s", out)
	}
}
