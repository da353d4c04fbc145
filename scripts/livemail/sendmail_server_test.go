//go:build sendmail

package livemail

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/spoolscope/spoolscope/app/cleanup"
)

// sendmailServer is a sendmail with its own configuration and queues.
type sendmailServer struct {
	*server
	queues []string // directories of the main queue
	client string   // the client queue
	binary string   // what scripts call as sendmail
}

// sendmailLayouts are the ways in which a queue is laid out on disk.
var sendmailLayouts = []struct {
	name   string
	queues []string // below the spool, "" the spool itself
	sub    bool     // with sub-directories qf, df and xf
}{
	{name: "one", queues: []string{""}},
	{name: "several", queues: []string{"qd1", "qd2", "qd3"}},
	{name: "sub", queues: []string{"qd1", "qd2"}, sub: true},
}

// sendmailConfiguration is a server's configuration, with verbs for its queue
// directory and folder.
const sendmailConfiguration = "divert(0)dnl\n" +
	"include(_CF_DIR_`m4/cf.m4')dnl\n" +
	"include(_CF_DIR_`debian/autoconf.m4')dnl\n" + // without this, OSTYPE reads the installed one
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

func newSendmailServer(t *testing.T, queues []string, sub bool) *sendmailServer {
	t.Helper()
	s := &sendmailServer{server: &server{t: t, dir: t.TempDir()}}
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
		m4.Stdin = strings.NewReader(fmt.Sprintf(sendmailConfiguration, queue, s.dir, port))
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
	s.env = []string{"SENDMAIL=" + s.binary, "QTOOL=" + unpacked + "/usr/share/sendmail/qtool.pl", "QTOOL_CF=" + s.dir + "/sendmail.cf", "ASIDE=" + s.dir + "/aside"}
	s.on = cleanup.On{Client: s.client}
	s.pack = func() {
		s.write("mailq.txt", s.run(nil, s.binary, "-bp"), 0o644)
		s.run(nil, "tar", "czf", "spool.tgz", "-C", "spool", "mqueue", "clientmqueue", "-C", s.dir, "mailq.txt")
	}
	return s
}

// submit queues a message and returns its id.
func (s *sendmailServer) submit(from, to, text string, options ...string) string {
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
func (s *sendmailServer) files() map[string]string {
	s.t.Helper()
	return s.contents(filepath.Join(s.dir, "spool"))
}

// file returns the file of a message with a prefix, "" if there is none.
func (s *sendmailServer) file(prefix, id string) string {
	for path := range s.files() {
		if filepath.Base(path) == prefix+id {
			return path
		}
	}
	return ""
}

// lock locks a control file as a running sendmail does, until the test ends or
// the returned function is called.
func (s *sendmailServer) lock(path string) func() {
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
