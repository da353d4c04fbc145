package redact_test

import (
	"regexp"
	"testing"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/redact/redacttest"
)

func TestPath(t *testing.T) {
	q := redacttest.Queue(redacttest.Message{ID: "0000000125"}, redacttest.Message{ID: "425A00bQ002972"}, redacttest.Message{ID: "1rhX00-000001-00"})
	rd := redacttest.New(t, q, redact.All)
	for _, path := range []string{"/var/spool/mqueue/qd1", "/var/spool/postfix/deferred/3", "mail.log.1", "postfix/submission/smtpd", "/usr/sbin/sensible-mda", ""} {
		if got := rd.Path(path); got != path {
			t.Errorf("Path(%q) = %q", path, got)
		}
	}
	for path, want := range map[string]string{
		"mqueue/qf425A00bQ002972": "mqueue/qf" + rd.ID("425A00bQ002972"), "postfix/deferred/0000000125": "postfix/deferred/" + rd.ID("0000000125"),
		"exim4/input/1rhX00-000001-00-H": "exim4/input/" + rd.ID("1rhX00-000001-00") + "-H",
	} {
		if got := rd.Path(path); got != want || got == path {
			t.Errorf("Path(%q) = %q, want %q", path, got, want)
		}
	}
	for path, want := range map[string]string{
		"/srv/customer/mqueue": "/srv/folder-.../mqueue", "/var/spool/mqueue-customer": "/var/spool/mqueue-folder-...", "postfix-customer/smtp": "postfix-folder-.../smtp", "/home/x/a b": "/home/x/folder-...",
	} {
		got := rd.Path(path)
		if masked := pseudonymEnd.ReplaceAllString(got, "folder-..."); masked != want || rd.Path(got) != got {
			t.Errorf("Path(%q) = %q, want the form of %q, the same again", path, got, want)
		}
	}
}

var pseudonymEnd = regexp.MustCompile(`folder-[a-z2-7]{9}`)
