package reason

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Postfix's texts are understood as a postmaster would.
func TestPostfix(t *testing.T) {
	for _, row := range reviewedStatuses(t, "postfix") {
		status := row.status
		r, queued := Parse(status), Parse(status, WillRetry)
		topic := queued.Topic(status, false)
		row.check(t, &r, topic)
		// In the queue it is tried again.
		if queued.Class != Temporary || queued.Code != r.Code {
			t.Errorf("Parse(%q, WillRetry) is %v with code %d, want temporary with %d", status, queued.Class, queued.Code, r.Code)
		}
		// A suspended destination has the same reason.
		also := Parse(suspended+status, WillRetry)
		if also.Key != queued.Key || also.Server != queued.Server {
			t.Errorf("suspended, Parse(%q) has key %q, %q, want %q, %q", status, also.Key, also.Server, queued.Key, queued.Server)
		}
	}
}

// Which parts of Postfix's texts make a group, and which vary.
func TestPostfixText(t *testing.T) {
	tests := []struct{ status, key string }{
		{"connect to mx.x.example[192.0.2.1]:25: Connection refused", "temporary: connect to ‹host›: Connection refused"},
		{"connect to mx.x.example[2001:db8::1]:587: Connection refused", "temporary: connect to ‹host›:587: Connection refused"},
		{"host mx.x.example[192.0.2.1] said: 451 4.7.1 <a@x.example>: Greylisted for 300 seconds (in reply to RCPT TO command)", "451 4.7.1 ‹address›: Greylisted for ‹number› seconds"},
		{"host mx.x.example[192.0.2.1] said: 450-4.2.0 first 450 4.2.0 second (third) (in reply to RCPT TO command)", "450 4.2.0 first second (third)"},
		{"host mx.x.example[192.0.2.1] said: 451 4.3.0 host mx.y.example said: 450 no (in reply to RCPT TO command) (in reply to end of DATA command)", "451 4.3.0 host ‹host› said: 450 no (in reply to RCPT TO command)"},
		{"SASL authentication failed; server mx.x.example[192.0.2.1] said: 535 5.7.8 no", "535 5.7.8 SASL authentication failed; server ‹host›[‹ip›] said: 535 5.7.8 no"},
		{"lost connection with mx.x.example[192.0.2.1] while sending RCPT TO", "temporary: lost connection with ‹host› while sending RCPT TO"},
		{"Host or domain name not found. Name service error for name=x.example type=MX: Host not found, try again", "temporary: Host or domain name not found. Name service error for name=‹host› type=MX: Host not found, try again"},
		{"mail for x.example loops back to myself", "permanent: mail for ‹host› loops back to myself"},
		{"unable to look up host x.example: Name or service not known", "temporary: unable to look up host ‹host›: Name or service not known"},
	}
	for _, tt := range tests {
		if r := Parse(tt.status); r.Key != tt.key {
			t.Errorf("Parse(%q).Key = %q, want %q", tt.status, r.Key, tt.key)
		}
	}
}

// A server's words mean the same, whichever system quotes them.
func TestPostfixAsSendmail(t *testing.T) {
	for _, l := range labelledStatuses(t) {
		reply, ok := smtp.ParseReply(strings.TrimPrefix(l.status, "Deferred: "))
		if !ok || reply.Code < 400 || reply.Code == 403 {
			continue
		}
		one := Parse(l.status)
		if one.Kind != KindReply {
			continue // sendmail's own words
		}
		status := "host mx.x.example[192.0.2.1] said: " + strings.TrimPrefix(l.status, "Deferred: ") + " (in reply to RCPT TO command)"
		other := Parse(status)
		a, b := one.Topic(l.status, false), other.Topic(status, false)
		if a.Key != b.Key || one.Code != other.Code || one.Enhanced != other.Enhanced {
			t.Errorf("%s: Parse(%q) = %s %d, want %s %d as for sendmail", l.tag, status, b.Key, other.Code, a.Key, one.Code)
		}
	}
}
