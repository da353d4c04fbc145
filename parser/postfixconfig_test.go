package parser

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// How long Postfix keeps a message is taken from its configuration, or from the output of
// postconf.
func TestPostfixLifetime(t *testing.T) {
	const day = 86400
	file, _ := spoolMessage()
	m := spoolEntry{"var/spool/postfix/deferred/4/42A9F3C1B7", file, 0, arrived + 600}
	conf := func(name, text string) spoolEntry { return spoolEntry{name, []byte(text), 0o644, arrived} }
	const set = "myhostname = mail.x.test\nmydestination = $myhostname\nmaximal_queue_lifetime = 3d\nbounce_queue_lifetime = 1d\nmaximal_backoff_time = 1h\n"
	for _, tt := range []struct {
		name    string
		entries []spoolEntry
		want    string
		problem string
	}{
		{"main.cf", []spoolEntry{m, conf("etc/postfix/main.cf", set)}, "3 1 3600", ""},
		{"postconf -n", []spoolEntry{conf("postconf-n.txt", set), m}, "3 1 3600", ""},
		{"nothing set", []spoolEntry{m, conf("etc/postfix/main.cf", "myhostname = x\n")}, "5 5 4000", ""},
		{"of two instances", []spoolEntry{m, conf("etc/postfix-out/main.cf", "maximal_queue_lifetime = 1d\n"), conf("etc/postfix/main.cf", set)}, "3 1 3600", "etc/postfix-out/main.cf: its queue lifetime is not used: etc/postfix/main.cf counts"},
		{"of sendmail", []spoolEntry{m, conf("etc/mail/sendmail.cf", "V10/Berkeley\nO Timeout.queuereturn=2d\n")}, "none", ""},
	} {
		q := loadBytes(t, Options{}, spoolTar(t, tt.entries...))
		got := "none"
		if l, _, ok := q.LifetimeOf(); ok {
			got = fmt.Sprintf("%d %d %d", l.Normal/day, l.DSN/day, l.Most)
		}
		var problem string
		for _, p := range problemsOfKind(q, queue.KindConfig) {
			problem = p
		}
		if got != tt.want || problem != tt.problem {
			t.Errorf("%s: %s, problem %q; want %s, %q", tt.name, got, problem, tt.want, tt.problem)
		}
	}
	q := loadBytes(t, Options{}, spoolTar(t, m, conf("etc/postfix/main.cf", set)))
	if !slices.Contains(q.Local, "mail.x.test") {
		t.Errorf("own names are %v", q.Local)
	}
}

// A message that was put into the queue anew keeps its age.
func TestPostfixRequeued(t *testing.T) {
	const later = arrived + 9000
	file, _ := spoolMessage()
	file = bytes.Replace(file, fmt.Appendf(nil, "create_time=%d", arrived), fmt.Appendf(nil, "create_time=%d", later), 1)
	q := loadBytes(t, Options{}, spoolTar(t, spoolEntry{"postfix/deferred/4/42A9F3C1B7", file, 0, later + 600}))
	i := q.Order[0]
	if q.Created[i] != arrived || q.Made[i] != later || q.LastTry[i] != later+300 {
		t.Errorf("arrived %d, made %d, tried %d", q.Created[i], q.Made[i], q.LastTry[i])
	}
}
