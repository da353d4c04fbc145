package reason

import (
	"strings"
	"testing"
)

func TestExplain(t *testing.T) {
	tests := []struct {
		name, text    string
		topic         string
		known         bool
		lasts, delete string // beginnings
	}{
		{"a status", "Deferred: 451 4.7.1 Greylisted, come back later", "greylisted", true, "Temporary, and mostly over", "No: "},
		{"mailq's brackets", "(Deferred: Connection refused by mx.example.net.)", "connection-refused", true, "Temporary: ", "No: "},
		{"an open bracket, as mailq cuts it", "(Deferred: 450-4.2.1 The user you are trying to contact is rec", "rate-limited/mailbox", true, "Temporary: ", "No: "},
		{"a log's field", "stat=Deferred: 452 4.2.2 Mailbox full", "mailbox-full", true, "Temporary: ", "No: "},
		{"a line of Postfix's log", "Nov 28 10:00:01 mx postfix/smtp[123]: 4b9CC167Nbz37: to=<a@b.example>, relay=none, delay=30, delays=0/0/30/0, dsn=4.4.1, status=deferred (connect to mx.example.org[198.51.100.7]:25: Connection timed out)", "connection-timeout", true, "Temporary: ", "No: "},
		{"a line of sendmail's log", "Nov 28 10:00:01 mx sm-mta[123]: 3A7A01ws021760: to=<a@b.example>, delay=00:01:00, mailer=esmtp, relay=mx.example.net. [192.0.2.1], dsn=4.0.0, stat=Deferred: Connection refused by mx.example.net.", "connection-refused", true, "Temporary: ", "No: "},
		{"a control file's line", "MDeferred: 452 4.2.2 Mailbox full", "mailbox-full", true, "Temporary: ", "No: "},
		{"a reply", "550 5.1.1 <a@x.example>... User unknown", "unknown-user", true, "Permanent. ", "Not needed: "},
		{"a transcript", "<<< 550-5.7.1 This message does not have authentication\n<<< 550-5.7.1 information or fails to pass authentication\n<<< 550 5.7.1 checks. - gsmtp", "sender-policy", true, "Permanent. ", "Not needed: "},
		{"a transcript with an echo", "550 5.1.1 <a@x.example>... User unknown\n503 5.0.0 Need RCPT (recipient)", "unknown-user", true, "Permanent. ", "Not needed: "},
		{"an echo alone", "503 5.0.0 Need RCPT (recipient)", "protocol/echo", true, "Permanent. ", "Not needed: "},
		{"a DSN's field", "Diagnostic-Code: SMTP; 554 5.7.1 Message looks like spam", "spam", true, "Permanent. ", "Look at the message"},
		{"this server's disk", "Insufficient disk space; try again later", TopicLocalDisk, true, "Temporary: ", "No: "},
		{"a delay warning", "Warning: could not send message for past 4 hours", TopicWarning, true, "The server tries again", "No: "},
		{"quarantined", "QUARANTINE: complaints", TopicQuarantined, true, "For good", "No: "},
		{"a code that says nothing", "450 4.9.9 flurb", "try-later", false, "Temporary, and", "No: "},
		{"nonsense", "flurb gnarf", TopicOther, false, "Not known", "No: "},
		{"bytes that are not UTF-8", "550 5.1.1 refus\xe9e \x00\xff", "unknown-user", true, "Permanent. ", "Not needed: "},
		{"line ends only", "\r\n\r\n", TopicNeverTried, true, "The server tries", "No: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := Explain(tt.text)
			if x.Topic.Key != tt.topic || x.Known != tt.known {
				t.Errorf("Explain(%q) = %s, known %v, want %s, %v", tt.text, x.Topic.Key, x.Known, tt.topic, tt.known)
			}
			if !strings.HasPrefix(x.Lasts, tt.lasts) || !strings.HasPrefix(x.Delete, tt.delete) {
				t.Errorf("Explain(%q) lasts %q, delete %q, want %q, %q", tt.text, x.Lasts, x.Delete, tt.lasts, tt.delete)
			}
			if x.Meaning == "" || x.Advice == "" {
				t.Errorf("Explain(%q) = %+v, want all of it", tt.text, x)
			}
		})
	}
}
