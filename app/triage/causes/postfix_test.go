package causes

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// A destination that Postfix has suspended is one cause, with the failure that
// led to it.
func TestSuspended(t *testing.T) {
	const failure = "connect to mx.far.example[192.0.2.1]:25: Connection refused"
	mails := append(
		triagetest.Copies(3, triagetest.Mail{Status: failure, To: "u%@far.example", Age: 600}),
		triagetest.Copies(40, triagetest.Mail{Status: "delivery temporarily suspended: " + failure, To: "u%@far.example", Age: 600})...)
	x := triage.NewIndex(triagetest.Queue(queue.Dir{Path: "/var/spool/postfix/deferred", System: queue.Postfix}, mails...))
	found := Find(x, x.Queue.Order)
	if len(found) != 1 {
		t.Fatalf("%d causes, want 1", len(found))
	}
	c := found[0]
	if c.Title != "mx.far.example refuses connections" || c.Count != 43 || !strings.Contains(c.Text, "**40** of them were not tried") || strings.Contains(c.Text, "`delivery temporarily") {
		t.Errorf("cause %q of %d messages: %s", c.Title, c.Count, c.Text)
	}
}

// Advice about a Postfix queue uses Postfix's words.
func TestPostfixWords(t *testing.T) {
	var mails []triagetest.Mail
	for _, m := range []triagetest.Mail{
		{State: queue.Quarantined, Age: 600},
		{State: queue.Lost, Age: 600},
		{State: queue.Held, Age: 7200},
		{Status: "mail transport unavailable", Age: 600},
		{Status: "SASL authentication failed; server smtp.relay.example[192.0.2.9] said: 535 5.7.8 no", To: "a@x.example", Age: 600},
		{Status: "Host or domain name not found. Name service error for name=relayhost type=A: Host not found", To: "a@x.example", Age: 600},
		{Status: "host mx.x.example[192.0.2.1] said: 554 5.7.1 Relay access denied (in reply to RCPT TO command)", To: "a@x.example", Age: 600, Tried: 6 * 3600},
		{Status: "mail for x.example loops back to myself", To: "a@x.example", Age: 432000 - 3600},
	} {
		mails = append(mails, triagetest.Copies(12, m)...)
	}
	x := triage.NewIndex(triagetest.Queue(queue.Dir{Path: "/var/spool/postfix/deferred", System: queue.Postfix}, mails...))
	found := Find(x, x.Queue.Order)
	if len(found) < 8 {
		t.Errorf("%d causes, want 8 or more", len(found))
	}
	for _, c := range found {
		all := strings.Join([]string{c.Title, c.Subtitle, c.Text, c.Advice, c.Command}, "\n")
		for _, other := range []string{"sendmail", "mailq", "authinfo", "mailertable", "qf"} {
			if strings.Contains(all, other) {
				t.Errorf("%s says %q:\n%s", c.Rule, other, all)
			}
		}
	}
}
