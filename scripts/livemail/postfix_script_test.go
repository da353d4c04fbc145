//go:build postfix

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

// reuse turns a message into another one that arrived at another time and got the
// same id.
func (s *postfixServer) reuse(id string) {
	s.t.Helper()
	found := false
	for _, path := range s.paths(id) {
		data, err := os.ReadFile(path)
		if err != nil {
			s.t.Fatal(err)
		}
		// The first record but one: a T, its length, seconds and microseconds.
		at := regexp.MustCompile(`T.\d{10} `).FindIndex(data)
		if at == nil {
			s.t.Fatalf("%s has no time", path)
		}
		copy(data[at[0]+2:], fmt.Sprint(1700000000))
		if err := os.WriteFile(path, data, 0o700); err != nil {
			s.t.Fatal(err)
		}
		found = true
	}
	if !found {
		s.t.Fatalf("%s is not there", id)
	}
}

// paths returns the paths of the queue files with an id.
func (s *postfixServer) paths(id string) (out []string) {
	for _, q := range []string{"deferred", "hold"} {
		_ = filepath.WalkDir(filepath.Join(s.spool, q), func(path string, d os.DirEntry, err error) error {
			if err == nil && d.Name() == id {
				out = append(out, path)
			}
			return err
		})
	}
	return out
}

// A plan is made, the queue lives on, and the script runs dry and for real: planned
// messages that wait unchanged go, undo restores them, and nothing else is touched.
func TestPostfixHold(t *testing.T) {
	for name, more := range map[string]string{"short ids": "", "long ids": "enable_long_queue_ids = yes\n", "two levels": "hash_queue_depth = 2\nhash_queue_names = deferred defer hold\n"} {
		t.Run(name, func(t *testing.T) {
			s := newPostfixServer(t, more)
			var ids []string
			for n := range 5 {
				ids = append(ids, s.submit("ann@example.org", "bob@example.net carol@example.com", fmt.Sprintf("Subject: %d\n\n\"queue_id\": \"X\"}\n", n)))
			}
			gone, reused, active, aside, left := ids[0], ids[1], ids[2], ids[3], ids[4]
			stays := s.submit("dora@example.org", "bob@example.net", "Subject: stays\n\ntext\n")
			s.plan(cleanup.Quarantine, only(ids...))
			// Meanwhile one is removed, one id used again, one taken up, and one put on
			// hold by somebody else.
			s.run(nil, "postsuper", "-c", s.config, "-d", gone)
			s.reuse(reused)
			s.run(nil, "postsuper", "-c", s.config, "-h", aside)
			s.activate(active)
			before := s.files()

			if out := s.run(nil, "sh", "purge.sh"); !strings.Contains(out, "dry run: 1 would be done") || !strings.Contains(out, "would hold deferred/"+left+"\n") {
				t.Errorf("the dry run says\n%s", out)
			}
			if !maps.Equal(before, s.files()) {
				t.Error("the dry run changed the queue")
			}
			if out := s.sh("purge.sh", "remove"); !strings.Contains(out, "0 done") || !maps.Equal(before, s.files()) {
				t.Errorf("removed what the plan did not put on hold:\n%s", out)
			}
			out := s.sh("purge.sh")
			for _, want := range []string{"1 done, 0 in use", "1 gone since", "1 changed since", "1 being delivered", "1 not put on hold by this plan"} {
				if !strings.Contains(out, want) {
					t.Errorf("the script says\n%s", out)
				}
			}
			now := s.listed()
			for id, queue := range map[string]string{left: "hold", aside: "hold", reused: "deferred", active: "active", stays: "deferred"} {
				if now[id].Queue != queue {
					t.Errorf("%s is in %q, want %s", id, now[id].Queue, queue)
				}
			}
			if out := s.sh("undo.sh"); !strings.Contains(out, "1 done") || !maps.Equal(before, s.files()) {
				t.Errorf("undo did not bring the queue back:\n%s", out)
			}
			s.sh("purge.sh")
			if out := s.sh("purge.sh", "remove"); !strings.Contains(out, "1 done") {
				t.Errorf("the script says\n%s", out)
			}
			delete(before, "deferred/"+left)
			if after := s.files(); !maps.Equal(before, after) {
				t.Errorf("the files %q remain, want %q", slices.Sorted(maps.Keys(after)), slices.Sorted(maps.Keys(before)))
			}
			logs, _ := filepath.Glob(filepath.Join(s.dir, "spoolscope-*.log"))
			if log, _ := os.ReadFile(logs[0]); !strings.Contains(string(log), "it_s a test") || !strings.Contains(string(log), left) {
				t.Errorf("the log lacks the reason or the id:\n%s", log)
			}
		})
	}
}

// activate moves a message to the active queue, as the queue manager does.
func (s *postfixServer) activate(id string) {
	s.t.Helper()
	paths := s.paths(id)
	if len(paths) != 1 {
		s.t.Fatalf("%s is at %q", id, paths)
	}
	if err := os.Rename(paths[0], filepath.Join(s.spool, "active", id)); err != nil {
		s.t.Fatal(err)
	}
}

// The rule finds bounces that the sender's server refuses, and the script
// deletes them at once, but not a message that got the id of one of them.
func TestPostfixDelete(t *testing.T) {
	s := newPostfixServer(t, "")
	stays := s.submit("ann@example.org", "bob@example.net", "Subject: hello\n\ntext\n")
	for range 3 {
		s.submit("forged@elsewhere.example.com", "nobody@example.net", "Subject: win\n\nspam\n")
	}
	var bounces []string
	for id, e := range s.listed() {
		if e.Sender == "MAILER-DAEMON" {
			bounces = append(bounces, id)
		}
	}
	slices.Sort(bounces)
	p := s.plan(cleanup.Delete, rule("refused"))
	if got := planned(p); !slices.Equal(got, bounces) || len(got) != 3 {
		t.Fatalf("planned %v, want the bounces %v", got, bounces)
	}
	s.reuse(bounces[0])
	if out := s.sh("purge.sh"); !strings.Contains(out, "2 done") || !strings.Contains(out, "1 changed since") {
		t.Errorf("the script says\n%s", out)
	}
	if now := s.listed(); len(now) != 2 || now[bounces[0]].Queue != "deferred" || now[stays].Queue != "deferred" {
		t.Errorf("%v remain", now)
	}
}

// Release, retry and requeue act on the planned messages and nothing else.
func TestPostfixOtherScripts(t *testing.T) {
	s := newPostfixServer(t, "")
	held := s.submit("ann@example.org", "bob@example.net", "Subject: held\n\ntext\n")
	other := s.submit("ann@example.org", "bob@example.net", "Subject: other\n\ntext\n")
	s.run(nil, "postsuper", "-c", s.config, "-h", held)
	s.plan(cleanup.Release, all)
	if out := s.sh("release.sh"); !strings.Contains(out, "1 done") || s.listed()[held].Queue != "deferred" {
		t.Errorf("the script says\n%s", out)
	}
	s.plan(cleanup.Retry, only(other))
	if out := s.sh("retry.sh"); !strings.Contains(out, "1 still in the queue") {
		t.Errorf("the script says\n%s", out)
	}
	s.until("both are deferred", func() bool {
		now := s.listed()
		return now[held].Queue == "deferred" && now[other].Queue == "deferred"
	})
	if out := s.sh("retry.sh", "requeue"); !strings.Contains(out, "1 done") {
		t.Errorf("the script says\n%s", out)
	}
	s.until("it has a new id", func() bool { return s.listed()[other].ID == "" })
	if q := s.listed()[held].Queue; q != "deferred" {
		t.Errorf("the other one is %s after the requeue", q)
	}
}

// Messages that the bounce script expires are returned to their senders. One that reuses an id,
// one that is being delivered, one on hold and one outside the plan stay as they are.
func TestPostfixBounce(t *testing.T) {
	s := newPostfixServer(t, "")
	if version := strings.TrimSpace(s.run(nil, "postconf", "-c", s.config, "-h", "mail_version")); !expires(version) {
		t.Skipf("Postfix %s has no postsuper -f: it came with 3.5", version)
	}
	var ids []string
	for n := range 5 {
		ids = append(ids, s.submit("ann@example.org", "bob@example.net", fmt.Sprintf("Subject: number %d\n\ntext\n", n)))
	}
	back, reused, active, aside, stays := ids[0], ids[1], ids[2], ids[3], ids[4]
	s.plan(cleanup.Bounce, only(back, reused, active, aside))
	s.reuse(reused)
	s.activate(active)
	s.run(nil, "postsuper", "-c", s.config, "-h", aside)
	before := s.files()
	if out := s.run(nil, "sh", "bounce.sh"); !strings.Contains(out, "dry run: 1 would be done") || !maps.Equal(before, s.files()) {
		t.Errorf("the dry run says\n%s", out)
	}
	out := s.sh("bounce.sh")
	for _, want := range []string{"1 changed since", "1 being delivered", "1 on hold"} {
		if !strings.Contains(out, want) {
			t.Errorf("the script does not say %q:\n%s", want, out)
		}
	}
	var bounces []string
	s.until("the message goes back", func() bool {
		bounces = nil
		for id, e := range s.listed() {
			if e.Sender == "MAILER-DAEMON" {
				bounces = append(bounces, id)
			}
		}
		return s.listed()[back].ID == "" && len(bounces) > 0
	})
	if len(bounces) != 1 {
		t.Fatalf("%d bounces, want that of %s", len(bounces), back)
	}
	if text := s.run(nil, "postcat", "-c", s.config, "-q", bounces[0]); !strings.Contains(text, "Subject: number 0") || !strings.Contains(text, "recipient: ann@example.org") {
		t.Errorf("the bounce is\n%s", text)
	}
	now := s.listed()
	for id, queue := range map[string]string{reused: "deferred", active: "active", aside: "hold", stays: "deferred"} {
		if now[id].Queue != queue {
			t.Errorf("%s is in %q, want %s", id, now[id].Queue, queue)
		}
	}
	after := s.files()
	for path, data := range before {
		if id := filepath.Base(path); id != back && after[path] != data {
			t.Errorf("%s is not as it was", path)
		}
	}
}

// expires reports whether a version of Postfix can expire messages on request.
func expires(version string) bool {
	var major, minor int
	_, err := fmt.Sscanf(version, "%d.%d", &major, &minor)
	return err == nil && (major > 3 || major == 3 && minor >= 5)
}

// A server without the instance is left alone, and so is one whose listing is not
// understood.
func TestPostfixRefusals(t *testing.T) {
	s := newPostfixServer(t, "")
	s.submit("ann@example.org", "bob@example.net", "Subject: a\n\ntext\n")
	s.plan(cleanup.Delete, all)
	script, err := os.ReadFile(filepath.Join(s.dir, "purge.sh"))
	if err != nil {
		t.Fatal(err)
	}
	s.write("elsewhere.sh", strings.Replace(string(script), "\t"+s.spool+"\n", "\t"+s.dir+"\n", 1), 0o644)
	s.refuses(s.files, "elsewhere.sh")
	if err := os.Mkdir(filepath.Join(s.dir, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	s.write("bin/postqueue", "#!/bin/sh\n"+filepath.Join(unpacked, "usr/sbin/postqueue")+" \"$@\"; echo '{\"queue_name\"'\n", 0o755)
	s.refuses(s.files, "purge.sh", "PATH="+s.dir+"/bin:"+os.Getenv("PATH"))
}
