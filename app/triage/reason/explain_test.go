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
		{"a verdict in sendmail's log", "Oct  2 16:45:59 mx sm-mta[3587]: p925juZk003585: to=<a@b.example>, delay=00:00:03, mailer=esmtp, pri=120525, relay=mx.example.net. [192.0.2.1], dsn=5.0.0, stat=Service unavailable", "refused", true, "For good: ", "Not needed: "},
		{"a verdict whose code says more", "Mar  3 13:27:58 mx sendmail[4694]: o23BRwtQ004694: to=a@b.example, delay=00:00:00, mailer=relay, pri=30084, relay=[127.0.0.1] [127.0.0.1], dsn=5.1.8, stat=User unknown", "sender-domain", true, "For good: ", "Not needed: "},
		{"a verdict with a policy's code", "Jun 23 13:09:25 mx sendmail[239]: m5NB9PFP023902: to=a@b.example, relay=mx.example.net. [192.0.2.1], dsn=5.7.1, stat=Service unavailable", "policy", true, "For good: ", "Not needed: "},
		{"a verdict of this server's system", "Dec  6 19:19:22 mx sm-mta[131]: mB72JLu5013099: to=a@b.example, relay=mx.example.net. [192.0.2.1], dsn=4.5.0, stat=Operating system error", TopicLocalError, true, "Temporary: ", "No: "},
		{"a verdict beside the reply", "Dec  6 19:19:22 mx sm-mta[131]: mB72JLu5013099: to=a@b.example, relay=mx.example.net. [192.0.2.1], dsn=5.7.1, reply=550 5.7.1 Message looks like spam, stat=Service unavailable", "spam", true, "For good: ", "Not needed: "},
		{"a reply of this host's own server in the log", "Oct  6 17:41:01 mx sm-msp-queue[26386]: p94NL2H8017112: to=postmaster, delay=1+05:19:58, mailer=relay, pri=7954984, relay=[127.0.0.1] [127.0.0.1], dsn=4.0.0, stat=Deferred: 421 4.3.0 collect: Cannot write ./dfp964f1qe026392 (bfcommit, uid=0, gid=129): No such file or directory", TopicLocalError, true, "Temporary: ", "No: "},
		{"sendmail -v through the host's own server", "ann@example.net... Connecting to [127.0.0.1] via relay...\n>>> .\n421 4.3.0 collect: Cannot write ./dfn42FUMY2019725 (bfcommit, uid=0, gid=119): No such file or directory\n>>> QUIT\n", TopicLocalError, true, "Temporary: ", "No: "},
		{"a transcript whose lines were joined", "----- Transcript of session follows ----- ... while talking to mx.example.net.: >>> DATA <<< 451 4.3.5 Server configuration problem <ann@example.net>... Deferred: 451 4.3.5 Server configuration problem <<< 554 5.5.1 Error: no valid recipients Message could not be delivered for 3 hours", "their-fault", true, "Temporary: ", "No: "},
		{"mail that was only queued", "queued", TopicNeverTried, true, "The server tries", "No: "},
		{"a summary alone", "Data format error", "refused", true, "Permanent. ", "Not needed: "},
		{"mail that went", "Dec  6 19:19:22 mx sm-mta[131]: mB72JLu5013099: to=a@b.example, dsn=2.0.0, stat=Sent (ok)", TopicOther, false, "Not known", "No: "},
		{"a control file's line", "MDeferred: 452 4.2.2 Mailbox full", "mailbox-full", true, "Temporary: ", "No: "},
		{"a reply", "550 5.1.1 <a@x.example>... User unknown", "unknown-user", true, "Permanent. ", "Not needed: "},
		{"a transcript", "<<< 550-5.7.1 This message does not have authentication\n<<< 550-5.7.1 information or fails to pass authentication\n<<< 550 5.7.1 checks. - gsmtp", "sender-policy", true, "Permanent. ", "Not needed: "},
		{"a transcript with an echo", "550 5.1.1 <a@x.example>... User unknown\n503 5.0.0 Need RCPT (recipient)", "unknown-user", true, "Permanent. ", "Not needed: "},
		{"an echo alone", "503 5.0.0 Need RCPT (recipient)", "protocol/echo", true, "Permanent. ", "Not needed: "},
		{"a DSN's field", "Diagnostic-Code: SMTP; 554 5.7.1 Message looks like spam", "spam", true, "Permanent. ", "Look at the message"},
		{"this server's disk", "Insufficient disk space; try again later", TopicLocalDisk, true, "Temporary: ", "No: "},
		{"a delay warning", "Warning: could not send message for past 4 hours", TopicWarning, true, "sendmail tries again", "No: "},
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

// The form of a line shows which system wrote it, or nothing does; the explanation fits
// that system.
func TestExplainOfSystems(t *testing.T) {
	const (
		atPostfix = "Apr  1 08:40:08 mail postfix/smtp[123]: C4551D4: to=<a@b.example>, relay=mx.example.net[192.0.2.1]:25, delay=9, delays=1/2/3/3, dsn=5.7.1, "
		atExim    = "2024-04-01 08:40:08 1rrAbc-0000Ab-1c "
	)
	tests := []struct {
		name, text, system string
		topic, lasts       string // beginnings
	}{
		{"mailq of sendmail", "(Deferred: 452 4.5.3 Too many recipients)", "sendmail", "too-many-recipients", "Temporary: sendmail tries again by itself until its limit (by default 5 days)"},
		{"log of sendmail", "Nov 28 10:00:01 mx sm-mta[123]: 3A7A01ws021760: to=<a@b.example>, dsn=4.0.0, stat=Deferred: Connection refused by mx.example.net.", "sendmail", "connection-refused", "Temporary: sendmail tries"},
		{"reply in Postfix's queue", "host mx.example.net[192.0.2.1] said: 452 4.5.3 Too many recipients (in reply to RCPT TO command)", "postfix", "too-many-recipients", "Temporary: Postfix tries"},
		{"suspended", "delivery temporarily suspended: connect to mx.example.net[192.0.2.1]:25: Connection refused", "postfix", "connection-refused", "Temporary: Postfix tries"},
		{"suspended, whatever for", "delivery temporarily suspended: flurb gnarf", "postfix", "other", "Temporary: Postfix tries"},
		{"lookup of Postfix", "Host or domain name not found. Name service error for name=b.example type=MX: Host not found, try again", "postfix", TopicLookup, "Temporary: Postfix tries"},
		{"own text of Postfix", "mail transport unavailable", "postfix", TopicLocalError, "Temporary: Postfix tries"},
		{"text of any mail program", "permission denied", "", TopicMailer, "Temporary: the server tries again by itself until its limit (by default 5 days, with Exim 4)"},
		{"5xx that Postfix retries, in its log", atPostfix + "status=deferred (host mx.example.net[192.0.2.1] said: 554 5.7.1 spam (in reply to end of DATA command))", "postfix", "spam", "Temporary: Postfix tries"},
		{"5xx that Postfix retries, in its queue", "(host mx.example.net[192.0.2.1] said: 554 5.7.1 spam (in reply to end of DATA command))", "postfix", "spam", "Temporary: Postfix tries"},
		{"5xx of who knows", "host mx.example.net[192.0.2.1] said: 554 5.7.1 spam (in reply to end of DATA command)", "postfix", "spam", "Permanent. "},
		{"returned", atPostfix + "status=bounced (host mx.example.net[192.0.2.1] said: 554 5.7.1 spam (in reply to end of DATA command))", "postfix", "spam", "For good: Postfix has given up"},
		{"returned, whatever the code", atPostfix + "status=bounced (host mx.example.net[192.0.2.1] said: 450 4.2.1 not now (in reply to RCPT TO command))", "postfix", "", "For good: Postfix has given up"},
		{"note of Postfix about a server", "Apr  1 08:40:08 mail postfix/smtp[123]: connect to mx.example.net[2001:db8::1]:25: Network is unreachable", "postfix", TopicNoRoute, "Temporary: Postfix tries"},
		{"note of another instance", "2024-04-01T08:40:08.123456+00:00 mail postfix-out/smtp[123]: 4b9CC167Nbz37: host mx.example.net[192.0.2.1] said: 450 4.2.0 Greylisted (in reply to RCPT TO command)", "postfix", "greylisted", "Temporary, and mostly over within minutes or hours. Postfix tries"},
		{"log of Exim", atExim + "== a@b.example R=dnslookup T=remote_smtp defer (-44) H=mx.example.net [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<a@b.example>: 452 4.5.3 Too many recipients", "exim", "too-many-recipients", "Temporary: Exim tries again by itself until its limit (by default 4 days)"},
		{"a smart host in quotation marks", "Deferred: Name server: 'mx.example.net'.: host name lookup failure", "sendmail", TopicLookup, "Temporary: sendmail tries"},
		{"skipped by Exim", "retry time not reached for any host for 'b.example'", "exim", TopicNoReason, "Temporary: Exim tries"},
		{"reply", "452 4.5.3 Too many recipients", "", "too-many-recipients", "Temporary: the server tries"},
		{"nothing", "", "", TopicNeverTried, "The server tries"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := Explain(tt.text)
			if x.System != tt.system || !strings.HasPrefix(x.Topic.Key, tt.topic) || !strings.HasPrefix(x.Lasts, tt.lasts) {
				t.Errorf("Explain(%q) takes it for %q, %s, lasts %q, want %q, %s, %q", tt.text, x.System, x.Topic.Key, x.Lasts, tt.system, tt.topic, tt.lasts)
			}
			said := x.Meaning + x.Standard + x.Advice + x.Lasts + x.Delete + x.Topic.Reply
			for _, name := range []string{"sendmail", "Postfix", "Exim"} {
				if tt.system != "" && !strings.EqualFold(name, tt.system) && strings.Contains(said, name) {
					t.Errorf("Explain(%q) speaks of %s: %s", tt.text, name, said)
				}
			}
		})
	}
}
