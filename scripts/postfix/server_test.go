//go:build postfix

package postfix

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// hostName is this computer's name in the network of the tests.
const hostName = "mail.example.org"

// Postfix runs as a user and a group that every Debian has, and that own nothing
// here.
const (
	mailOwner   = "news"
	setgidGroup = "proxy"
)

// unpacked is the folder into which scripts/test unpacks Debian's packages.
var unpacked = os.Getenv("UNPACKED")

func TestMain(m *testing.M) {
	if err := own(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// own verifies that nothing outside can be reached, and that the computer may
// be renamed.
func own() error {
	if os.Geteuid() != 0 || unpacked == "" {
		return fmt.Errorf("needs Postfix, root and a network of its own: run make test-postfix")
	}
	ifaces, err := net.Interfaces()
	if err != nil {
		return err
	}
	for _, i := range ifaces {
		if i.Flags&net.FlagLoopback == 0 {
			return fmt.Errorf("the network interface %s is reachable: run make test-postfix, which isolates the tests", i.Name)
		}
	}
	if out, err := exec.Command("ip", "link", "set", "lo", "up").CombinedOutput(); err != nil {
		return fmt.Errorf("ip: %w: %s", err, out)
	}
	return syscall.Sethostname([]byte(hostName))
}

// server is a Postfix with its own configuration and queues.
type server struct {
	t      *testing.T
	dir    string
	spool  string
	config string
}

// configuration of a server: its folder, spool, unpacked packages, port, more.
const configuration = `compatibility_level = 3.6
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

const services = `postlog unix-dgram n - n - 1 postlogd
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

// newServer starts a Postfix whose configuration has these further lines.
func newServer(t *testing.T, more string) *server {
	t.Helper()
	s := &server{t: t, dir: t.TempDir()}
	for d := s.dir; d != "/"; d = filepath.Dir(d) { // Postfix's user must get there
		if info, err := os.Stat(d); err == nil && info.Mode()&0o001 == 0 {
			if err := os.Chmod(d, info.Mode()|0o011); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.spool, s.config = filepath.Join(s.dir, "spool/postfix"), filepath.Join(s.dir, "etc")
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
	s.write("etc/main.cf", fmt.Sprintf(configuration, s.dir, s.spool, unpacked, remote(t), more), 0o644)
	s.write("etc/master.cf", services, 0o644)
	s.start()
	return s
}

// start runs Postfix until the test ends.
func (s *server) start() {
	s.t.Helper()
	master := exec.Command(filepath.Join(unpacked, "usr/lib/postfix/sbin/master"), "-d", "-c", s.config)
	if err := master.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		// Its services, too; they end by themselves once it is gone.
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

func (s *server) write(name, text string, mode os.FileMode) string {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// until waits for something that Postfix does by itself. It fails after minutes in
// which nothing came of it.
func (s *server) until(what string, ok func() bool) {
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

// run runs a command of the test in the server's folder and returns its output.
func (s *server) run(env []string, name string, args ...string) string {
	s.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), append(env, "MAIL_CONFIG="+s.config, "KEPT="+s.dir+"/held", "TMPDIR="+s.dir)...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		s.t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// entry is what postqueue -j prints of a message.
type entry struct {
	Queue   string `json:"queue_name"`
	ID      string `json:"queue_id"`
	Arrival int64  `json:"arrival_time"`
	Sender  string `json:"sender"`
}

// listed returns the messages that Postfix lists, by id.
func (s *server) listed() map[string]entry {
	s.t.Helper()
	cmd := exec.Command("postqueue", "-c", s.config, "-j")
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatal(err)
	}
	all := map[string]entry{}
	for line := range bytes.Lines(out) {
		var e entry
		if err := json.Unmarshal(line, &e); err != nil {
			s.t.Fatal(err)
		}
		all[e.ID] = e
	}
	return all
}

// submit queues a message, waits until it was tried once, and returns its id.
func (s *server) submit(from, to, text string) string {
	s.t.Helper()
	return s.arrives(from, to, text, "deferred")
}

// arrives queues a message and waits until it is in a queue.
func (s *server) arrives(from, to, text, queue string) (id string) {
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

// files returns the files of messages by path below the spool, with their bytes.
func (s *server) files() map[string]string {
	s.t.Helper()
	all := map[string]string{}
	for _, q := range []string{"maildrop", "incoming", "active", "deferred", "hold", "corrupt"} {
		err := filepath.WalkDir(filepath.Join(s.spool, q), func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			all[q+"/"+d.Name()] = string(data)
			return err
		})
		if err != nil {
			s.t.Fatal(err)
		}
	}
	return all
}

// remote starts a mail server that rejects mail to nobody@ and defers everything
// else, including bounces. It returns the port.
func remote(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serve(c)
		}
	}()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

func serve(c net.Conn) {
	defer c.Close()
	say := func(text string) { fmt.Fprint(c, text+"\r\n") }
	say("220 mx.example.net ESMTP")
	lines := bufio.NewScanner(c)
	for lines.Scan() {
		switch line := strings.ToUpper(lines.Text()); {
		case strings.HasPrefix(line, "EHLO"):
			say("250 mx.example.net")
		case strings.HasPrefix(line, "MAIL"):
			say("250 2.1.0 sender ok")
		case strings.HasPrefix(line, "RCPT TO:<NOBODY"):
			say("550 5.1.1 user unknown")
		case strings.HasPrefix(line, "RCPT"):
			say("451 4.7.1 greylisted, try again later")
		case strings.HasPrefix(line, "DATA"):
			say("503 5.5.1 no recipients")
		case strings.HasPrefix(line, "QUIT"):
			say("221 2.0.0 bye")
			return
		default:
			say("250 2.0.0 ok")
		}
	}
}
