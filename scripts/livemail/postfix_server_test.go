//go:build postfix

package livemail

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/app/cleanup"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Postfix runs as a user and a group that every Debian system has and that own
// nothing here.
const (
	mailOwner   = "news"
	setgidGroup = "proxy"
)

// postfixServer is a Postfix with its own configuration and queues.
type postfixServer struct {
	*server
	spool  string
	config string
}

// postfixConfiguration is a server's configuration, with verbs for its folder, spool,
// unpacked packages, port and further lines.
const postfixConfiguration = `compatibility_level = 3.6
queue_directory = %[2]s
data_directory = %[1]s/data
daemon_directory = %[3]s/usr/lib/postfix/sbin
command_directory = %[3]s/usr/sbin
shlib_directory = %[3]s/usr/lib/postfix
meta_directory = %[3]s/etc/postfix
mail_owner = ` + mailOwner + `
setgid_group = ` + setgidGroup + `
myhostname = ` + hostName + `
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtp_dns_support_level = disabled
alias_maps =
alias_database =
relayhost = [127.0.0.1]:%[4]s
smtp_destination_concurrency_failed_cohort_limit = 0
maillog_file = %[1]s/log
maillog_file_prefixes = /
import_environment = MAIL_CONFIG MAIL_LOGTAG TZ LANG=C LD_LIBRARY_PATH
export_environment = MAIL_CONFIG TZ LANG=C LD_LIBRARY_PATH
%[5]s`

// postfixServices is its master.cf.
const postfixServices = `postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 1 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
smtp unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
`

func id(t *testing.T, text string, err error) int {
	t.Helper()
	n, err2 := strconv.Atoi(text)
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	return n
}

// newPostfixServer starts a Postfix with these additional lines in its
// configuration.
func newPostfixServer(t *testing.T, more string) *postfixServer {
	t.Helper()
	s := &postfixServer{server: &server{t: t, dir: t.TempDir()}}
	s.reachable()
	s.spool, s.config = filepath.Join(s.dir, "spool/postfix"), filepath.Join(s.dir, "etc")
	s.env = []string{"MAIL_CONFIG=" + s.config, "KEPT=" + s.dir + "/held", "TMPDIR=" + s.dir}
	s.on = cleanup.On{System: queue.Postfix, Spool: s.spool}
	s.pack = func() {
		s.run(nil, "tar", "czf", "spool.tgz", "-C", "spool", "--exclude=private", "--exclude=public", "postfix")
	}
	u, err := user.Lookup(mailOwner)
	if err != nil {
		t.Fatal(err)
	}
	uid := id(t, u.Uid, err)
	g, err := user.LookupGroup(setgidGroup)
	if err != nil {
		t.Fatal(err)
	}
	gid := id(t, g.Gid, err)
	make := func(path string, mode os.FileMode, uid, gid int) {
		t.Helper()
		if err := os.MkdirAll(path, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(path, uid, gid); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	make(s.config, 0o755, 0, 0)
	make(filepath.Join(s.spool, "pid"), 0o755, 0, 0)
	make(filepath.Join(s.dir, "data"), 0o700, uid, 0)
	for _, d := range strings.Fields("active bounce corrupt defer deferred flush hold incoming private saved trace") {
		make(filepath.Join(s.spool, d), 0o700, uid, 0)
	}
	make(filepath.Join(s.spool, "maildrop"), 0o1730, uid, gid)
	make(filepath.Join(s.spool, "public"), 0o710, uid, gid)
	s.write("etc/main.cf", fmt.Sprintf(postfixConfiguration, s.dir, s.spool, unpacked, remote(t), more), 0o644)
	s.write("etc/master.cf", postfixServices, 0o644)
	s.start()
	return s
}

// start runs Postfix until the test ends.
func (s *postfixServer) start() {
	s.t.Helper()
	master := exec.Command(filepath.Join(unpacked, "usr/lib/postfix/sbin/master"), "-d", "-c", s.config)
	if err := master.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		// Its services end by themselves once it is gone.
		if err := master.Process.Signal(syscall.SIGTERM); err != nil {
			s.t.Error(err)
		}
		_ = master.Wait()
	})
	s.until("Postfix runs", func() bool {
		_, err := os.Stat(filepath.Join(s.spool, "public/qmgr"))
		return err == nil
	})
}

// until waits for something that Postfix does by itself, and fails after some
// minutes without it.
func (s *postfixServer) until(what string, ok func() bool) {
	s.t.Helper()
	for range 2400 {
		if ok() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
	s.t.Fatalf("never: %s\n%s", what, log)
}

// postqueued is what postqueue -j prints about a message.
type postqueued struct {
	Queue   string `json:"queue_name"`
	ID      string `json:"queue_id"`
	Arrival int64  `json:"arrival_time"`
	Sender  string `json:"sender"`
}

// listed returns the messages that Postfix lists, by id.
func (s *postfixServer) listed() map[string]postqueued {
	s.t.Helper()
	cmd := exec.Command("postqueue", "-c", s.config, "-j")
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatal(err)
	}
	all := map[string]postqueued{}
	for line := range bytes.Lines(out) {
		var e postqueued
		if err := json.Unmarshal(line, &e); err != nil {
			s.t.Fatal(err)
		}
		all[e.ID] = e
	}
	return all
}

// submit queues a message, waits until it was tried once, and returns its id.
func (s *postfixServer) submit(from, to, text string) string {
	s.t.Helper()
	return s.arrives(from, to, text, "deferred")
}

// arrives queues a message and waits until it is in a queue.
func (s *postfixServer) arrives(from, to, text, queue string) (id string) {
	s.t.Helper()
	before := s.listed()
	cmd := exec.Command("sendmail", append([]string{"-C", s.config, "-i", "-f", from}, strings.Fields(to)...)...)
	cmd.Stdin = strings.NewReader(text)
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("submit: %v\n%s", err, out)
	}
	s.until("a message is "+queue, func() bool {
		for _, e := range s.listed() {
			if _, old := before[e.ID]; !old && e.Queue == queue {
				id = e.ID
				return true
			}
		}
		return false
	})
	return id
}

// files returns the files of messages by queue and name, with their bytes.
func (s *postfixServer) files() map[string]string {
	s.t.Helper()
	all := map[string]string{}
	for _, q := range []string{"maildrop", "incoming", "active", "deferred", "hold", "corrupt"} {
		for path, data := range s.contents(filepath.Join(s.spool, q)) {
			all[q+"/"+filepath.Base(path)] = data
		}
	}
	return all
}
