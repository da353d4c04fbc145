//go:build exim

package livemail

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/cleanup"
)

// layout returns the option for a split or a plain spool.
func layout(split bool) string {
	if split {
		return "split_spool_directory"
	}
	return ""
}

// A plan is made, the queue lives on, and the script runs dry and for real: planned
// messages that wait unchanged are frozen and removed, undo thaws them, and nothing
// else is touched.
func TestEximFreeze(t *testing.T) {
	for _, l := range eximLayouts {
		t.Run(l.name, func(t *testing.T) {
			s := newEximServer(t, l.queue, layout(l.split))
			var ids []string
			for n := range 7 {
				ids = append(ids, s.submit("ann@example.org", "bob@example.net carol@example.com", fmt.Sprintf("Subject: %d\n\n-frozen 1\n", n)))
			}
			gone, fewer, more, locked, aside, before, left := ids[0], ids[1], ids[2], ids[3], ids[4], ids[5], ids[6]
			stays := s.submit("dora@example.org", "bob@example.net", "Subject: stays\n\ntext\n")
			s.control("-Mf", before)
			p := s.plan(cleanup.Quarantine, only(ids...))
			if got := planned(p); len(got) != len(ids) {
				t.Fatalf("planned %v, want %v", got, ids)
			}
			// Meanwhile one is removed, two have other recipients, one is being delivered,
			// and one was frozen by somebody else.
			s.control("-Mrm", gone)
			s.control("-Mmd", fewer, "bob@example.net")
			s.control("-Mar", more, "dave@example.net")
			s.control("-Mf", aside)
			unlock := s.lock(locked)
			start := s.files()

			if out := s.run(nil, "sh", "purge.sh"); !strings.Contains(out, "dry run: 2 would be done") || !strings.Contains(out, "would freeze "+left+"\n") {
				t.Errorf("the dry run says\n%s", out)
			}
			if !maps.Equal(start, s.files()) {
				t.Error("the dry run changed the queue")
			}
			out := s.sh("purge.sh")
			for _, want := range []string{"1 done, 1 in use, left alone", "1 done before", "1 gone since", "2 changed since", "1 not frozen by this plan"} {
				if !strings.Contains(out, want) {
					t.Errorf("the script says\n%s", out)
				}
			}
			for _, id := range ids[1:] {
				if want := id == aside || id == before || id == left; want != (s.frozen(id) != "") {
					t.Errorf("%s is frozen: %t, want %t", id, !want, want)
				}
			}
			if out := s.sh("undo.sh"); !strings.Contains(out, "1 done") || !strings.Contains(out, "1 frozen and left alone") || !strings.Contains(out, "1 not frozen by this plan") {
				t.Errorf("undo says\n%s", out)
			}
			if !maps.Equal(start, s.files()) {
				t.Error("undo did not bring the queue back")
			}

			// A message that somebody else thawed and froze again no longer belongs to
			// this plan.
			unlock()
			if out := s.sh("purge.sh"); !strings.Contains(out, "2 done, 0 in use") {
				t.Errorf("the script says\n%s", out)
			}
			h := s.file(locked, "-H")
			data, err := os.ReadFile(h)
			if err != nil {
				t.Fatal(err)
			}
			again := regexp.MustCompile(`(?m)^-frozen \d+$`).ReplaceAllString(string(data), "-frozen 1700000000")
			if err := os.WriteFile(h, []byte(again), 0o640); err != nil {
				t.Fatal(err)
			}
			if out := s.sh("purge.sh", "remove"); !strings.Contains(out, "2 done, 0 in use") || !strings.Contains(out, "2 not frozen by this plan") {
				t.Errorf("the script says\n%s", out)
			}
			want := []string{fewer, more, locked, aside, stays}
			slices.Sort(want)
			if got := s.ids(s.queue); !slices.Equal(got, want) {
				t.Errorf("%q remain, want %q", got, want)
			}
			log, _ := os.ReadFile(filepath.Join(s.dir, "spoolscope-"+p.ID()+".log"))
			if !strings.Contains(string(log), "it_s a test") || !strings.Contains(string(log), "Message "+left+" has been removed") {
				t.Errorf("the log lacks the reason or what Exim said:\n%s", log)
			}
		})
	}
}

// bounces fills the queue with frozen bounces to senders that refuse them, and with
// ordinary mail. It returns the ids of the bounces.
func (s *eximServer) bounces() (bounces []string) {
	s.t.Helper()
	for range 3 {
		s.submit("nobody@elsewhere.example.com", "nobody@example.net", "Subject: win\n\nspam\n")
	}
	s.submit("ann@example.org", "bob@example.net", "Subject: hello\n\ntext\n")
	s.control("-q")
	s.control("-q")
	for path, data := range s.files() {
		if id, ok := strings.CutSuffix(filepath.Base(path), "-H"); ok && strings.Contains(data, "\n<>\n") && s.frozen(id) != "" {
			bounces = append(bounces, id)
		}
	}
	if len(bounces) != 3 {
		s.t.Fatalf("%d bounces are frozen, want 3", len(bounces))
	}
	slices.Sort(bounces)
	return bounces
}

// The rule finds frozen bounces, and the script removes them at once, but neither one
// that somebody thawed nor mail that somebody froze. A damaged message does not stop
// it.
func TestEximDelete(t *testing.T) {
	s := newEximServer(t, "", "split_spool_directory")
	bounces := s.bounces()
	late := s.submit("ann@example.org", "bob@example.net", "Subject: late\n\ntext\n")
	broken := s.submit("ann@example.org", "bob@example.net", "Subject: broken\n\ntext\n")
	if err := os.WriteFile(s.file(broken, "-H"), []byte(broken+"-H\nroot 0 0\n"), 0o640); err != nil {
		t.Fatal(err)
	}
	s.plan(cleanup.Delete, rule("frozen"))
	s.control("-Mt", bounces[0])
	if out := s.sh("purge.sh"); !strings.Contains(out, "2 done") || !strings.Contains(out, "1 changed since") {
		t.Errorf("the script says\n%s", out)
	}
	s.plan(cleanup.Delete, only(late))
	s.control("-Mf", late)
	if out := s.sh("purge.sh"); !strings.Contains(out, "0 done") || !strings.Contains(out, "1 frozen and left alone") {
		t.Errorf("the script says\n%s", out)
	}
	if got := s.ids(s.queue); len(got) != 4 || !slices.Contains(got, bounces[0]) || !slices.Contains(got, late) || !slices.Contains(got, broken) {
		t.Errorf("%q remain", got)
	}
}

// Release, retry and bounce act on the planned messages and nothing else.
func TestEximOtherScripts(t *testing.T) {
	s := newEximServer(t, "")
	frozen := s.submit("ann@example.org", "bob@example.net", "Subject: frozen\n\ntext\n")
	other := s.submit("ann@example.org", "bob@example.net", "Subject: other\n\ntext\n")
	s.control("-Mf", frozen)
	s.plan(cleanup.Release, all)
	if out := s.sh("release.sh"); !strings.Contains(out, "1 done") || s.frozen(frozen) != "" {
		t.Errorf("the script says\n%s", out)
	}
	s.plan(cleanup.Retry, only(other))
	if out := s.sh("retry.sh"); !strings.Contains(out, "1 still in the queue") {
		t.Errorf("the script says\n%s", out)
	}
	if files := s.files(); strings.Contains(files[s.file(other, "-H")], "-deliver_firsttime") || !strings.Contains(files[s.file(frozen, "-H")], "-deliver_firsttime") {
		t.Error("not exactly one message was tried")
	}
	s.plan(cleanup.Bounce, only(other))
	if out := s.sh("bounce.sh"); !strings.Contains(out, "1 done") || s.file(other, "-H") != "" || s.file(frozen, "-H") == "" {
		t.Errorf("the script says\n%s", out)
	}
}

// Exim gives up on frozen messages of a certain age, so older ones are not
// frozen.
func TestEximOld(t *testing.T) {
	s := newEximServer(t, "", "timeout_frozen_after = 1w", "auto_thaw = 2d12h")
	old := s.submit("ann@example.org", "bob@example.net", "Subject: old\n\ntext\n")
	young := s.submit("ann@example.org", "bob@example.net", "Subject: young\n\ntext\n")
	h := s.file(old, "-H")
	text := regexp.MustCompile(`(?m)^\d{9,} 0$`).ReplaceAllString(s.files()[h], "1700000000 0")
	if err := os.WriteFile(h, []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	s.plan(cleanup.Quarantine, all)
	if out := s.sh("purge.sh"); !strings.Contains(out, "1 done") || !strings.Contains(out, "1 so old that") || !strings.Contains(out, "after 2d12h (auto_thaw)") || s.frozen(old) != "" || s.frozen(young) == "" {
		t.Errorf("the script says\n%s", out)
	}
}

// A server with another spool is left alone.
func TestEximRefusals(t *testing.T) {
	s := newEximServer(t, "")
	s.submit("ann@example.org", "bob@example.net", "Subject: a\n\ntext\n")
	s.plan(cleanup.Delete, all)
	script, err := os.ReadFile(filepath.Join(s.dir, "purge.sh"))
	if err != nil {
		t.Fatal(err)
	}
	s.write("elsewhere.sh", strings.Replace(string(script), "\t"+s.spool+"\n", "\t"+s.dir+"/log\n", 1), 0o644)
	s.refuses(s.files, "elsewhere.sh")
	s.refuses(s.files, "purge.sh", "EXIM=/bin/true")
}
