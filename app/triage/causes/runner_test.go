package causes

import (
	"testing"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Of two captures of one directory, the earlier one is not measured by the time
// of the later.
func TestRunnerOfCaptures(t *testing.T) {
	const hour = 3600
	mails := append(triagetest.Copies(3, triagetest.Mail{Status: "Deferred", To: "a@d.example", Age: 40 * hour, Tried: 30 * hour}),
		triagetest.Copies(3, triagetest.Mail{Status: "Deferred", To: "a@d.example", Age: 40 * hour, Tried: 60})...)
	for _, tt := range []struct {
		name, path string
		want       int
	}{
		{"mx1.home.example", "/var/spool/mqueue", 0},
		{"mx1.home.example", "/var/spool/mqueue2", 3},
		{"mx2.home.example", "/var/spool/mqueue", 3},
	} {
		q := triagetest.Queue(queue.Dir{Host: "mx1.home.example (A.tar.gz)", Name: "mx1.home.example", Path: "/var/spool/mqueue"}, mails...)
		q.Dirs = append(q.Dirs, queue.Dir{Host: "mx1.home.example (B.tar.gz)", Name: tt.name, Path: tt.path})
		for _, i := range q.Order[3:] {
			q.Dir[i] = 1
		}
		got := 0
		for _, c := range Find(triage.NewIndex(q), q.Order) {
			if c.Rule == "runner" {
				got = c.Count
			}
		}
		if got != tt.want {
			t.Errorf("beside %s of %s, %d messages wait for a queue run, want %d", tt.path, tt.name, got, tt.want)
		}
	}
}

// The command asks the instance of Postfix that has the queue.
func TestRunnerOfInstance(t *testing.T) {
	const hour = 3600
	for dir, want := range map[string]string{
		"/var/spool/postfix":           "postfix status",
		"/var/spool/postfix-out":       "postfix -c /etc/postfix-out status",
		"/var/spool/postfix-$(reboot)": "postfix status",
		"/srv/mail":                    "postfix status",
	} {
		q := triagetest.Queue(queue.Dir{Path: dir, System: queue.Postfix}, triagetest.Copies(3, triagetest.Mail{Status: "connect to mx.d.example[192.0.2.1]:25: Connection refused", To: "a@d.example", Age: 40 * hour, Tried: 30 * hour})...)
		got := ""
		for _, c := range Find(triage.NewIndex(q), q.Order) {
			if c.Rule == "runner" {
				got = c.Command
			}
		}
		if got != want {
			t.Errorf("%s: the command is %q, want %q", dir, got, want)
		}
	}
}
