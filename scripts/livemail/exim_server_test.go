//go:build exim

package livemail

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/spoolscope/spoolscope/app/cleanup"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// eximUser is the user that Debian's Exim runs as, with an id that nobody has
// here. Only the processes of the tests see it.
const (
	eximUser = "Debian-exim"
	eximUID  = 4105
)

// eximLayouts are the ways in which a queue is laid out on disk.
var eximLayouts = []struct {
	name, queue string // the name of the queue, "" the one without
	split       bool
}{{name: "plain"}, {name: "split", split: true}, {name: "named", queue: "slow", split: true}}

// eximConfiguration is a server's configuration, with verbs for its folder,
// port and further options.
const eximConfiguration = `exim_path = %[1]s/within
spool_directory = %[1]s/spool/exim4
log_file_path = %[1]s/log/%%slog
pid_file_path = %[1]s/pid
primary_hostname = ` + hostName + `
domainlist local_domains =
queue_only
keep_environment =
%[3]s
begin routers
all:
  driver = manualroute
  route_list = * 127.0.0.1 byname
  self = send
  transport = smtp
begin transports
smtp:
  driver = smtp
  port = %[2]s
  hosts_try_dane =
begin retry
* * F,4d,1s
`

// eximServer is an Exim with its own configuration and queues.
type eximServer struct {
	*server
	spool string // the directory of the queue's input
	exim  string // what scripts call as exim
	queue string // the queue's name, "" the one without
}

// newEximServer makes an Exim that queues its messages in the named queue and has
// these additional lines in its configuration.
func newEximServer(t *testing.T, name string, more ...string) *eximServer {
	t.Helper()
	s := &eximServer{server: &server{t: t, dir: t.TempDir()}, queue: name}
	s.reachable()
	for _, d := range []string{"spool/exim4", "log", "debian"} {
		d = filepath.Join(s.dir, d)
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(d, eximUID, eximUID); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"passwd", "group"} {
		known, err := os.ReadFile("/etc/" + file)
		if err != nil {
			t.Fatal(err)
		}
		s.write(file, fmt.Sprintf("%s%s:x:%d:%[3]d::/:/bin/false\n", known, eximUser, eximUID), 0o644)
	}
	s.write("configure", fmt.Sprintf(eximConfiguration, s.dir, remote(t), strings.Join(more, "\n")), 0o644)
	libraries := strings.ReplaceAll(os.Getenv("LD_LIBRARY_PATH"), unpacked, s.dir+"/debian")
	within := s.write("within", "#!/bin/sh\nLD_LIBRARY_PATH="+libraries+"\nexport LD_LIBRARY_PATH\n"+
		"exec "+s.dir+"/debian/usr/sbin/exim4 -C "+s.dir+"/configure \"$@\"\n", 0o755)
	// Only these calls see Exim's user, and Exim at a place that the user may read.
	s.exim = s.write("exim", "#!/bin/sh\nexec unshare --mount sh -c 'cd "+s.dir+" &&\n"+
		"mount --bind passwd /etc/passwd && mount --bind group /etc/group && mount --bind "+unpacked+" debian &&\n"+
		"exec "+within+" \"$@\"' exim \"$@\"\n", 0o755)
	s.spool = filepath.Join(s.dir, "spool/exim4", name)
	s.env = []string{"EXIM=" + s.exim, "KEPT=" + s.dir + "/frozen", "TMPDIR=" + s.dir}
	s.on = cleanup.On{System: queue.Exim, Spool: filepath.Join(s.dir, "spool/exim4")}
	s.pack = func() {
		s.run([]string{"PATH=" + s.dir + ":" + os.Getenv("PATH")}, "sh", "-ec", mailsystem.Exim.Collect)
	}
	return s
}

// control runs exim for the server's queue, and returns its output. The option is
// the one that Exim uses internally to pass on the queue's name: with -qG it does
// not edit recipients.
func (s *eximServer) control(args ...string) string {
	s.t.Helper()
	if s.queue != "" {
		args = append([]string{"-MCG", s.queue}, args...)
	}
	return s.run(nil, s.exim, args...)
}

// submit queues a message and returns its id.
func (s *eximServer) submit(from, to, text string) string {
	s.t.Helper()
	before := s.ids("")
	cmd := s.command(nil, s.exim, append([]string{"-odq", "-oi", "-f", from}, strings.Fields(to)...)...)
	cmd.Stdin = strings.NewReader(text)
	out, err := cmd.CombinedOutput()
	ids := slices.DeleteFunc(s.ids(""), func(id string) bool { return slices.Contains(before, id) })
	if err != nil || len(ids) != 1 {
		log, _ := os.ReadFile(filepath.Join(s.dir, "log/mainlog"))
		s.t.Fatalf("submit: %v\n%s\nqueued %q\n%s", err, out, ids, log)
	}
	if s.queue != "" {
		s.run(nil, s.exim, "-MG", s.queue, ids[0])
	}
	return ids[0]
}

// ids returns the ids of the messages in the named queue, sorted.
func (s *eximServer) ids(queue string) (ids []string) {
	s.t.Helper()
	for _, pattern := range []string{"*-H", "?/*-H"} {
		paths, err := filepath.Glob(filepath.Join(s.on.Spool, queue, "input", pattern))
		if err != nil {
			s.t.Fatal(err)
		}
		for _, p := range paths {
			ids = append(ids, strings.TrimSuffix(filepath.Base(p), "-H"))
		}
	}
	slices.Sort(ids)
	return ids
}

// files returns the files of the queue with their bytes. Exim's note of a manual thaw
// is left out: it stays, and means nothing until the next attempt.
func (s *eximServer) files() map[string]string {
	s.t.Helper()
	all := s.contents(filepath.Join(s.spool, "input"))
	for path, data := range all {
		all[path] = strings.Replace(data, "\n-manual_thaw\n", "\n", 1)
	}
	return all
}

// file returns the path of a message's file with this ending, "" if there is none.
func (s *eximServer) file(id, ending string) string {
	for path := range s.files() {
		if filepath.Base(path) == id+ending {
			return path
		}
	}
	return ""
}

// frozen returns the time since which a message has been frozen, "" if it is
// not.
func (s *eximServer) frozen(id string) string {
	s.t.Helper()
	m := regexp.MustCompile(`\n-frozen (\d+)\n`).FindStringSubmatch(s.files()[s.file(id, "-H")])
	if m == nil {
		return ""
	}
	return m[1]
}

// lock locks a message as an Exim that delivers it does, until the test ends or the
// returned function is called.
func (s *eximServer) lock(id string) func() {
	s.t.Helper()
	f, err := os.OpenFile(s.file(id, "-D"), os.O_RDWR, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	// The lock of an open file description keeps Exim out just as the lock of a
	// process does. Unlike that, it is not lost when something else in this process
	// closes the file.
	const openFileLock = 37 // F_OFD_SETLK
	if err := syscall.FcntlFlock(f.Fd(), openFileLock, &syscall.Flock_t{Type: syscall.F_WRLCK, Len: int64(len(id + "-D\n"))}); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { f.Close() })
	return func() { f.Close() }
}
