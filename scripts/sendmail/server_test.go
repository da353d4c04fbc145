//go:build sendmail

package sendmail

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// hostName is this computer's name in the network of the tests.
const hostName = "mail.example.org"

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
		return fmt.Errorf("needs sendmail, root and a network of its own: run make test-sendmail")
	}
	ifaces, err := net.Interfaces()
	if err != nil {
		return err
	}
	for _, i := range ifaces {
		if i.Flags&net.FlagLoopback == 0 {
			return fmt.Errorf("the network interface %s is reachable: run make test-sendmail, which isolates the tests", i.Name)
		}
	}
	if out, err := exec.Command("ip", "link", "set", "lo", "up").CombinedOutput(); err != nil {
		return fmt.Errorf("ip: %w: %s", err, out)
	}
	return syscall.Sethostname([]byte(hostName))
}

// server is a sendmail with its own configuration and queues.
type server struct {
	t      *testing.T
	dir    string
	queues []string // directories of the main queue
	client string   // the client queue
	binary string   // what scripts call as sendmail
}

// layouts are the ways in which a queue is laid out on disk.
var layouts = []struct {
	name   string
	queues []string // below the spool, "" the spool itself
	sub    bool     // with sub-directories qf, df and xf
}{
	{name: "one", queues: []string{""}},
	{name: "several", queues: []string{"qd1", "qd2", "qd3"}},
	{name: "sub", queues: []string{"qd1", "qd2"}, sub: true},
}

// configuration of a server: queue directory, folder.
const configuration = "divert(0)dnl\n" +
	"include(_CF_DIR_`m4/cf.m4')dnl\n" +
	"include(_CF_DIR_`debian/autoconf.m4')dnl\n" + // otherwise OSTYPE reads the installed one
	"OSTYPE(`debian')dnl\n" +
	"define(`QUEUE_DIR', `%[1]s')dnl\n" +
	"define(`STATUS_FILE', `%[2]s/statistics')dnl\n" +
	"undefine(`HELP_FILE')dnl\n" +
	"define(`confPID_FILE', `%[2]s/pid')dnl\n" +
	"define(`ALIAS_FILE', `')dnl\n" +
	"undefine(`confHOST_STATUS_DIRECTORY')dnl\n" +
	"define(`confDOMAIN_NAME', `" + hostName + "')dnl\n" +
	"define(`confSERVICE_SWITCH_FILE', `%[2]s/switch')dnl\n" +
	"define(`confQUEUE_LA', `1000')dnl\n" +
	"define(`confREFUSE_LA', `1000')dnl\n" +
	"define(`confMIN_QUEUE_AGE', `0')dnl\n" +
	"define(`confTO_CONNECT', `5s')dnl\n" +
	"define(`confTO_IDENT', `0')dnl\n" +
	"define(`SMART_HOST', `smtp:[127.0.0.1]')dnl\n" +
	"define(`SMTP_MAILER_ARGS', `TCP $h %[3]s')dnl\n" +
	"FEATURE(`accept_unresolvable_domains')dnl\n" +
	"FEATURE(`nocanonify')dnl\n" +
	"FEATURE(`no_default_msa')dnl\n" +
	"MAILER_DEFINITIONS\n" +
	"MAILER(`local')dnl\n" +
	"MAILER(`smtp')dnl\n"

func newServer(t *testing.T, queues []string, sub bool) *server {
	t.Helper()
	s := &server{t: t, dir: t.TempDir()}
	spool := filepath.Join(s.dir, "spool", "mqueue")
	for _, q := range queues {
		s.queues = append(s.queues, filepath.Join(spool, q))
	}
	s.client = filepath.Join(s.dir, "spool", "clientmqueue")
	for _, q := range append(slices.Clone(s.queues), s.client) {
		folders := []string{q}
		if sub && q != s.client {
			folders = []string{q + "/qf", q + "/df", q + "/xf"}
		}
		for _, f := range folders {
			if err := os.MkdirAll(f, 0o700); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.write("switch", "hosts files\naliases files\n", 0o644)
	main := spool
	if queues[0] != "" {
		main += "/qd*"
	}
	port := remote(t)
	for name, queue := range map[string]string{"sendmail.cf": main, "submit.cf": s.client} {
		m4 := exec.Command("m4", "-D_CF_DIR_="+unpacked+"/usr/share/sendmail/cf/")
		m4.Stdin = strings.NewReader(fmt.Sprintf(configuration, queue, s.dir, port))
		cf, err := m4.Output()
		if err != nil {
			t.Fatal(err)
		}
		s.write(name, string(cf), 0o644)
	}
	// Each call uses the configuration above instead of the system's.
	s.binary = s.write("sendmail", "#!/bin/sh\ncf="+s.dir+"/sendmail.cf\n"+
		"if [ \"$1\" = -Ac ]; then cf="+s.dir+"/submit.cf; shift; fi\n"+
		"exec "+unpacked+"/usr/libexec/sendmail/sendmail -C \"$cf\" \"$@\"\n", 0o755)
	return s
}

func (s *server) write(name, text string, mode os.FileMode) string {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// run runs a command of the test in the server's folder and returns its output.
func (s *server) run(env []string, name string, args ...string) string {
	s.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), append(env, "SENDMAIL="+s.binary, "QTOOL="+unpacked+"/usr/share/sendmail/qtool.pl", "QTOOL_CF="+s.dir+"/sendmail.cf", "ASIDE="+s.dir+"/aside")...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		s.t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// submit queues a message and returns its id.
func (s *server) submit(from, to, text string, options ...string) string {
	s.t.Helper()
	before := s.files()
	args := append(slices.Clone(options), "-odq", "-oi", "-f", from)
	cmd := exec.Command(s.binary, append(args, strings.Fields(to)...)...)
	cmd.Stdin = strings.NewReader(text)
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("submit: %v\n%s", err, out)
	}
	for path := range s.files() {
		if id, ok := strings.CutPrefix(filepath.Base(path), "qf"); ok && before[path] == "" {
			return id
		}
	}
	s.t.Fatal("nothing was queued")
	return ""
}

// files returns all files of the queues with their bytes.
func (s *server) files() map[string]string {
	s.t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(filepath.Join(s.dir, "spool"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all[path] = string(data)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// file returns the file of a message with a prefix, "" if there is none.
func (s *server) file(prefix, id string) string {
	for path := range s.files() {
		if filepath.Base(path) == prefix+id {
			return path
		}
	}
	return ""
}

// lock locks a control file as a running sendmail does, until the test ends or
// the returned function is called.
func (s *server) lock(path string) func() {
	s.t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { f.Close() })
	return func() { f.Close() }
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
