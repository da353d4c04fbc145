package logline

import (
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// A line is parsed without a panic, into strings that are parts of it, and a server's reply does
// not decide what became of a recipient.
func FuzzParse(f *testing.F) {
	for _, seed := range [][2]string{
		{"postfix/smtp", "B04219D: to=<u@ok.example>, orig_to=<v@x>, relay=mx.ok.example[127.0.70.4]:25, conn_use=2, delay=0.05, delays=0.03/0.02/0/0, tls=0, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as CBFB9E5E)"},
		{"postfix/smtp", "BFBB0AA: to=<u@x>, relay=mx[127.0.70.5]:25, delay=0.01, delays=0/0/0/0.01, dsn=5.1.1, status=bounced (host mx[127.0.70.5] said: 550-5.1.1 no, status=sent (250 ok) 550 5.1.1 => <= C3D12AE: removed (in reply to RCPT TO command))"},
		{"postfix/error", `B53B4BC: to=<"a>, relay=x"@y>, relay=none, delay=1, delays=1/0/0/0, dsn=4.4.1, status=deferred (delivery temporarily suspended: connect to x[1.2.3.4]:25: no)`},
		{"postfix/qmgr", "C7144B5: from=<olga@me.example>, status=force-expired, returned to sender"},
		{"postfix/qmgr", "4YMs3X1Y05z4V: from=<>, size=2957, nrcpt=1 (queue active)"},
		{"postfix/postsuper", "2BAC3E0: removed"},
		{"postfix/bounce", "BFBB0AA: sender non-delivery notification: C3D12AE"},
		{"postfix/pickup", "1F45A130: uid=105 from=<olga@me.example> orig_id=C8880B7"},
		{"postfix-out/submission/smtpd", "B04219D: client=x[::1]:25, sasl_method=A, sasl_username=B, sasl_sender=C, orig_queue_id=C8880B7, orig_client=x[::1]"},
		{"postfix/smtpd", "NOQUEUE: reject: RCPT from x[127.0.71.5]: 550 5.1.1 <n@me>: no; from=<o@me>, to=<n@me>, proto=ESMTP, helo=<desk>"},
		{"postfix/cleanup", "0969AD3: hold: header X-Hold: 1 from x[127.0.71.5]; from=<o@me> to=<hc@ok> proto=ESMTP helo=<x>: by header"},
		{"postfix/qmgr", `warning: saving corrupt file "C7144B5" from queue "active" to queue "corrupt"`},
		{"postfix/cleanup", "warning: B04219D: message rejected: hopcount exceeded"},
	} {
		f.Add(seed[0], seed[1], "status=sent (250 => B04219D: removed")
	}
	f.Fuzz(func(t *testing.T, program, text, reply string) {
		var e maillog.Entry
		e.Reset()
		Parse(program, text, &e)
		for _, s := range slices.Concat(e.Recipients, []string{e.ID, e.Sender, e.Peer, e.IP, e.Login, e.Status, e.Text, e.Other, e.MessageID}) {
			if s != "" && s != "<>" && !within(text, s) {
				t.Errorf("Parse(%q, %q): %q is no part of the line", program, text, s)
			}
		}
		if e.Kind >= queue.NumEventKinds || e.Delay < -1 || e.Size < -1 {
			t.Errorf("Parse(%q, %q) = %+v", program, text, e)
		}
		// A server's reply after Postfix's own words.
		for _, status := range []string{"deferred", "bounced", "sent"} {
			line := "B04219D: to=<u@x>, relay=mx[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=4.0.0, status=" + status + " (host mx[192.0.2.1] said: 450 " + reply + ")"
			e.Reset()
			Parse("postfix/smtp", line, &e)
			want := map[string]queue.EventKind{"deferred": queue.EventDeferred, "bounced": queue.EventFailed, "sent": queue.EventDelivered}[status]
			if e.Kind != want && (status != "sent" || e.Kind != queue.EventNoted) || e.ID != "B04219D" || strings.Join(e.Recipients, "|") != "u@x" || e.Peer != "mx" || e.IP != "192.0.2.1" || e.Code != 450 && status != "sent" {
				t.Errorf("%q makes %+v", reply, e)
			}
		}
	})
}

// within reports whether a string shares the memory of a line.
func within(line, s string) bool {
	from, at := uintptr(unsafe.Pointer(unsafe.StringData(line))), uintptr(unsafe.Pointer(unsafe.StringData(s)))
	return at >= from && at+uintptr(len(s)) <= from+uintptr(len(line))
}
