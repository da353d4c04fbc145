package causes

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Advice about an Exim queue uses Exim's words.
func TestEximWords(t *testing.T) {
	var mails []triagetest.Mail
	for _, m := range []triagetest.Mail{
		{State: queue.Quarantined, Age: 600},
		{State: queue.Lost, Age: 600},
		{State: queue.Held, Age: 7200},
		{Status: "error in redirect data: missing or malformed local part", Age: 600},
		{Status: "H=smart.x.example [192.0.2.9]: SMTP error from remote mail server after AUTH: 535 5.7.8 no", To: "a@x.example", Age: 600},
		{Status: "host lookup for relayhost did not complete (DNS timeout?)", To: "a@x.example", Age: 600},
		{Status: "H=mx.x.example [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<a@x.example>: 554 5.7.1 Relay access denied", To: "a@x.example", Age: 600, Tried: 6 * 3600},
		{Status: "remote_smtp transport found host mx.x.example to be local", To: "a@x.example", Age: 4*86400 - 3600},
		{Status: "Child process of address_pipe transport returned 75 from command: /usr/bin/procmail", To: "a@x.example", Age: 600},
	} {
		mails = append(mails, triagetest.Copies(12, m)...)
	}
	x := triage.NewIndex(triagetest.Queue(queue.Dir{Path: "/var/spool/exim4/input", System: queue.Exim}, mails...))
	found := Find(x, x.Queue.Order)
	if len(found) < 8 {
		t.Errorf("%d causes, want 8 or more", len(found))
	}
	for _, c := range found {
		all := strings.Join([]string{c.Title, c.Subtitle, c.Text, c.Advice, c.Command}, "\n")
		for _, other := range []string{"sendmail", "mailq", "authinfo", "mailertable", "postqueue", "uarantine"} {
			if strings.Contains(all, other) {
				t.Errorf("%s says %q:\n%s", c.Rule, other, all)
			}
		}
	}
}
