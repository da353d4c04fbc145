package reason

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Exim's texts are understood as a postmaster would.
func TestExim(t *testing.T) {
	for _, row := range reviewedStatuses(t, "exim") {
		status := row.status
		r := Parse(status)
		topic := r.Topic(status, false)
		row.check(t, &r, topic)
		// In the queue it is tried again.
		if queued := Parse(status, WillRetry); queued.Class != Temporary || queued.Code != r.Code {
			t.Errorf("Parse(%q, WillRetry) is %v with code %d, want temporary with %d", status, queued.Class, queued.Code, r.Code)
		}
	}
}

// Which parts of Exim's texts make a group, and which vary.
func TestEximText(t *testing.T) {
	tests := []struct{ status, key string }{
		{"a@x.example R=dnslookup T=remote_smtp defer (111): Connection refused", "temporary: Connection refused"},
		{"2025-07-12 21:00:15 1uafSI-000000001vE-0U6S == a@x.example R=r T=t defer (111): Connection refused DT=0.001s", "temporary: Connection refused"},
		{"H=mx.x.example [192.0.2.1]: Connection refused", "temporary: Connection refused"},
		{"H=mx.x.example [192.0.2.1] SMTP error from remote mail server after RCPT TO:<a@x.example>: 451 4.7.1 <a@x.example>: Greylisted for 300 seconds", "451 4.7.1 ‹address›: Greylisted for ‹number› seconds"},
		{`H=mx.x.example [192.0.2.1] SMTP error from remote mail server after end of data: 450-4.2.0 first\n450 4.2.0 second`, "450 4.2.0 first second"},
		{"a@x.example R=r T=t defer (-18) H=mx.x.example [192.0.2.1]: Remote host closed connection in response to RCPT TO:<a@x.example>", "temporary: Remote host closed connection in response to RCPT TO:‹address›"},
		{"retry time not reached for any host for 'x.example'", "temporary: retry time not reached for any host for ‹host›"},
		{"a@x.example R=r T=t: all hosts for 'x.example' have been failing for a long time (and retry time not reached)", "permanent: all hosts for ‹host› have been failing for a long time (and retry time not reached)"},
		{"a@x.example R=r T=t H=mx.x.example [192.0.2.1]: Connection refused: retry timeout exceeded", "permanent: Connection refused"},
	}
	for _, tt := range tests {
		if r := Parse(tt.status); r.Key != tt.key {
			t.Errorf("Parse(%q).Key = %q, want %q", tt.status, r.Key, tt.key)
		}
	}
}

// A server's words mean the same, whichever system quotes them.
func TestEximAsSendmail(t *testing.T) {
	for _, l := range labelledStatuses(t) {
		reply, ok := smtp.ParseReply(strings.TrimPrefix(l.status, "Deferred: "))
		if !ok || reply.Code < 400 || reply.Code == 403 {
			continue
		}
		one := Parse(l.status)
		if one.Kind != KindReply {
			continue // sendmail's own words
		}
		for _, before := range []string{
			"a@x.example R=dnslookup T=remote_smtp defer (-44) H=mx.x.example [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<a@x.example>: ",
			"H=mx.x.example [192.0.2.1] SMTP error from remote mail server after end of data: ",
			"SMTP error from remote mail server after MAIL FROM:<b@y.example> SIZE=2048: host mx.x.example [192.0.2.1]: ",
		} {
			status := before + strings.TrimPrefix(l.status, "Deferred: ")
			other := Parse(status)
			a, b := one.Topic(l.status, false), other.Topic(status, false)
			if a.Key != b.Key || one.Code != other.Code || one.Enhanced != other.Enhanced || other.Server != "mx.x.example" {
				t.Errorf("%s: Parse(%q) = %s %d of %s, want %s %d as for sendmail", l.tag, status, b.Key, other.Code, other.Server, a.Key, one.Code)
			}
		}
	}
}
