package logline

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Text that others choose must not decide what became of a message.
func TestForged(t *testing.T) {
	const rest = ", relay=mx.x.example[192.0.2.1]:25, delay=9, delays=9/0/0/0, dsn=4.3.0, status=deferred (host mx.x.example[192.0.2.1] said: 451 4.3.0 later)"
	for _, tt := range []struct {
		name, program, text string
		want                queue.EventKind
		rcpt, other         string
	}{
		{"reply with another status", "postfix/smtp", "BFBB0AA: to=<u@nouser.example>, relay=mx.nouser.example[127.0.70.5]:25, delay=0.01, delays=0/0/0/0.01, dsn=5.1.1, " +
			"status=bounced (host mx.nouser.example[127.0.70.5] said: 550-5.1.1 The account does not exist, status=sent (250 ok) 550 5.1.1 see https://help.nouser.example/ (in reply to RCPT TO command))",
			queue.EventFailed, "u@nouser.example", ""},
		{"reply with a line", "postfix/smtp", "BFBB0AA: to=<u@x>, relay=mx[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=4.0.0, " +
			"status=deferred (host mx[192.0.2.1] said: 451 >, relay=mx[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as C3D12AE)",
			queue.EventDeferred, "u@x", ""},
		{"reply of acceptance with a line", "postfix/smtp", "BFBB0AA: to=<u@x>, relay=mx[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, " +
			"status=sent (250 >, relay=mx[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=5.0.0, status=bounced (no)",
			queue.EventNoted, "u@x", ""},
		{"reply with control characters", "postfix/smtp", `BFBB0AA: to=<u@x>, relay=mx[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=4.0.0, status=deferred (host mx[192.0.2.1] said: 451 no\n#012BFBB0AA: removed)`,
			queue.EventDeferred, "u@x", ""},
		{"quoted recipient with a status", "postfix/smtp", `BFBB0AA: to=<"a>, relay=x, delay=1, delays=0/0/0/0, dsn=2.0.0, status=sent (250 ok"@x.example>` + rest,
			queue.EventDeferred, `"a>, relay=x, delay=1, delays=0/0/0/0, dsn=2.0.0, status=sent (250 ok"@x.example`, ""},
		{"unquoted recipient with a status", "postfix/smtp", `BFBB0AA: to=<a>, relay=x, delay=1, delays=0/0/0/0, dsn=2.0.0, status=sent (250 ok@x.example>` + rest, queue.EventNoted, "a", ""},
		{"recipient that goes on in a reply", "postfix/smtp", `BFBB0AA: to=<"a@x>, relay=mx[192.0.2.1]:25, delay=9, delays=9/0/0/0, dsn=4.3.0, status=deferred (host mx[192.0.2.1] said: 451 ` +
			`"@x>, relay=mx[192.0.2.1]:25, delay=9, delays=9/0/0/0, dsn=2.0.0, status=sent (250 ok)`,
			queue.EventNoted, `"a@x>, relay=mx[192.0.2.1]:25, delay=9, delays=9/0/0/0, dsn=4.3.0, status=deferred (host mx[192.0.2.1] said: 451 "@x`, ""},
		{"original recipient with a status", "postfix/smtp", `BFBB0AA: to=<u@x>, orig_to=<", relay=x, status=sent (ok)"@y>` + rest, queue.EventDeferred, "u@x", ""},
		{"sender that is expired", "postfix/qmgr", `BFBB0AA: from=<"x>, status=expired, returned to sender"@y>, size=997, nrcpt=1 (queue active)`, queue.EventNoted, "", ""},
		{"unquoted sender that is expired", "postfix/qmgr", "BFBB0AA: from=<x>, status=expired, returned to sender@y>, size=997, nrcpt=1 (queue active)", queue.EventNoted, "", ""},
		{"sender with an original id", "postfix/pickup", "BFBB0AA: uid=1000 from=<x> orig_id=C3D12AE>", queue.EventReceived, "", ""},
		{"message id that is an order", "postfix/cleanup", "BFBB0AA: message-id=removed", queue.EventNoted, "", ""},
		{"message id with a line", "postfix/cleanup", "BFBB0AA: message-id=<>, status=sent (250 2.0.0 Ok: queued as C3D12AE)", queue.EventNoted, "", ""},
		{"message id with another line", "postfix/cleanup", "BFBB0AA: message-id=<x>#012Dec 31 12:00:07 post postfix/qmgr[1]: BFBB0AA: removed", queue.EventNoted, "", ""},
		{"header that rejects", "postfix/cleanup", "BFBB0AA: warning: header Subject: reject: RCPT from x[1.2.3.4]: 550 no; from=<a> to=<b> proto=ESMTP helo=<c> from y[192.0.2.1]; from=<a> to=<b> proto=ESMTP helo=<y>",
			queue.EventNoted, "", ""},
		{"HELO with an event", "postfix/smtpd", "BFBB0AA: reject: RCPT from unknown[192.0.2.1]: 450 4.7.1 <u@x>: later; from=<a@b> to=<u@x> proto=ESMTP helo=<BFBB0AA: removed>", queue.EventRejected, "u@x", ""},
		{"client that says removed", "postfix/smtpd", "BFBB0AA: lost connection after RCPT from removed[192.0.2.1]", queue.EventNoted, "", ""},
		{"login with an id", "postfix/smtpd", "BFBB0AA: client=x[192.0.2.1], sasl_method=LOGIN, sasl_username=a, orig_queue_id=not one", queue.EventReceived, "", ""},
		{"removed by another program", "postfix/smtp", "BFBB0AA: removed", queue.EventNoted, "", ""},
		{"notice by another program", "postfix/smtp", "BFBB0AA: sender non-delivery notification: C3D12AE", queue.EventNoted, "", ""},
		{"notice of no id", "postfix/bounce", "BFBB0AA: sender non-delivery notification: C3D12AE status=sent", queue.EventNoted, "", ""},
	} {
		var e maillog.Entry
		e.Reset()
		Parse(tt.program, tt.text, &e)
		if e.ID != "BFBB0AA" || e.Kind != tt.want || strings.Join(e.Recipients, " ") != tt.rcpt || e.Other != tt.other {
			t.Errorf("%s: %+v, want kind %d of %q", tt.name, e, tt.want, tt.rcpt)
		}
	}
}

// A daemon cuts long lines anywhere, Postfix after 2,000 bytes.
func TestCutShort(t *testing.T) {
	const line = "BFBB0AA: to=<u@x.example>, orig_to=<v@x.example>, relay=mx[192.0.2.1]:25, conn_use=2, delay=1.5, delays=0/0/0/1, dsn=4.7.1, status=deferred (host mx[192.0.2.1] said: 451 4.7.1 later)"
	text := strings.Index(line, "(host")
	status := strings.Index(line, "deferred") + len("deferred")
	for n := range len(line) {
		var e maillog.Entry
		e.Reset()
		known := Parse("postfix/smtp", line[:n], &e)
		want := queue.EventNoted
		if n >= status {
			want = queue.EventDeferred
		}
		if e.Kind != want || n > len("BFBB0AA:") && known != (n >= status) {
			t.Errorf("Parse(%q) = %v, kind %d, want %d", line[:n], known, e.Kind, want)
		}
		if n > text && e.Text != strings.TrimRight(line[text+1:n], " ") {
			t.Errorf("Parse(%q) has the text %q", line[:n], e.Text)
		}
	}
	for _, tt := range [][2]string{
		{"postfix/qmgr", "BFBB0AA: from=<a@b>, status=expired, returned to sender"},
		{"postfix/qmgr", "BFBB0AA: from=<a@b>, size=997, nrcpt=1 (queue active)"},
		{"postfix/pickup", "BFBB0AA: uid=1 from=<a@b> orig_id=C3D12AE"},
		{"postfix/postsuper", "BFBB0AA: removed"},
		{"postfix/bounce", "BFBB0AA: sender non-delivery notification: C3D12AE"},
		{"postfix/smtpd", "BFBB0AA: reject: RCPT from x[192.0.2.1]: 450 4.7.1 no; from=<a> to=<b> proto=ESMTP helo=<c>"},
	} {
		for n := range len(tt[1]) {
			var e maillog.Entry
			e.Reset()
			Parse(tt[0], tt[1][:n], &e)
			if !strings.HasPrefix(tt[1], "BFBB0AA: reject") && e.Kind != queue.EventNoted && e.Kind != queue.EventReceived && e.Kind != queue.EventNotice {
				t.Errorf("Parse(%q, %q) = %+v", tt[0], tt[1][:n], e)
			}
		}
	}
}

// Most lines are about other messages.
func TestAllocations(t *testing.T) {
	var e maillog.Entry
	e.Reset()
	e.Recipients = make([]string, 0, 4)
	for _, line := range []string{
		"B04219D: client=desk.me.example[127.0.71.5], sasl_username=x",
		"B04219D: from=<olga@me.example>, size=997, nrcpt=1 (queue active)",
		"B04219D: to=<u@ok.example>, relay=mx.ok.example[127.0.70.4]:25, delay=0.05, delays=0.03/0.02/0/0, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as CBFB9E5E)",
		"B613E9E: to=<u@x>, relay=none, delay=1, delays=0/0/0/0, dsn=4.4.1, status=deferred (connect to mx.shut.example[127.0.70.1]:25: Connection refused)",
		"NOQUEUE: reject: RCPT from x[127.0.71.5]: 550 5.1.1 <n@me>: Recipient address rejected; from=<o@me> to=<n@me> proto=ESMTP helo=<desk>",
		"disconnect from desk.me.example[127.0.71.5] ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5",
	} {
		for _, program := range []string{"postfix/smtp", "postfix/smtpd", "postfix/qmgr"} {
			if n := testing.AllocsPerRun(10, func() { e.Reset(); Parse(program, line, &e) }); n != 0 {
				t.Errorf("%s %q: %v allocations", program, line, n)
			}
		}
	}
}
