package logline

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// A line is parsed without a panic, and neither a server's reply nor an address nor a quarantine
// reason decides what became of a recipient.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"4BU7070m021040: from=<ida@winter.example.org>, size=512, class=0, nrcpts=1, msgid=<x@y>, proto=ESMTP, daemon=MTA-v4, relay=desk.example [127.0.6.60]",
		"4BU7070m021040: to=<a@x>,<b@y>, [more], ctladdr=<ida@winter.example.org> (1000/1000), delay=1+01:13:50, xdelay=00:00:01, mailer=esmtp, pri=30512, relay=mx.x. [192.0.2.1], dsn=4.3.0, reply=451 busy, stat=Deferred: 451 busy",
		"4BU7070m021040: 4BU7K0IL021069: sender notify: Cannot send message for 5 days",
		"4BU7070m021040: split: maxrcpts=5, rcpts=13, count=2, ids=4BU7K0IL021069; 4BU7K0IM021069",
		"4BU7070m021040[2]: Milter (xf) add: header: X: ...",
		"4BU7070m021040: ruleset=check_rcpt, arg1=<a@b>, relay=x [192.0.2.1], reject=550 5.7.1 no",
		"4BU7070m021040: milter=av, quarantine=a, b", "4BU7070m021040: Milter: to=<a@b>, reject=451 4.7.1 later",
		"AUTH=server, relay=x [192.0.2.1], authid=ann, mech=PLAIN, bits=0", "NOQUEUE: connect from x", "RAA04242: done; delay=00:00:01, ntries=1",
	} {
		f.Add(seed, `451 \303\244, stat=Sent (ok), dsn=2.0.0`)
	}
	f.Fuzz(func(t *testing.T, text, said string) {
		var e maillog.Entry
		e.Reset()
		Parse("sm-mta", text, &e)
		if e.Kind >= queue.NumEventKinds || e.Delay < -1 || e.Size < -1 {
			t.Errorf("Parse(%q) = %+v", text, e)
		}
		if of, part, rest, ok := CutPart(text); ok && (!queue.IsSendmailLogID(of) || part.N < 1 || len(rest) > len(text)) {
			t.Errorf("CutPart(%q) = %q, %+v, %q", text, of, part, rest)
		}
		const head = "4BU7070m021040: to=<u@x>, "
		for status, kind := range map[string]queue.EventKind{"2.0.0": queue.EventDelivered, "4.0.0": queue.EventDeferred, "5.0.0": queue.EventFailed} {
			word := map[string]string{"2.0.0": "Sent (", "4.0.0": "Deferred: ", "5.0.0": "Service unavailable "}[status]
			e.Reset()
			Parse("sm-mta", head+"delay=00:00:07, mailer=esmtp, pri=1, relay=mx. [192.0.2.1], dsn="+status+", reply="+said+", stat="+word+said, &e)
			if e.Kind != kind || strings.Join(e.Recipients, "|") != "<u@x>" || e.Peer != "mx." || e.IP != "192.0.2.1" || e.Delay != 7 {
				t.Errorf("a reply of %q makes %+v", said, e)
			}
		}
		e.Reset()
		Parse("sm-mta", head+"delay=00:00:07, mailer=esmtp, pri=1, quarantine="+said+", stat=quarantined", &e)
		if e.Kind != queue.EventHeld || e.Delay != 7 {
			t.Errorf("a quarantine for %q makes %+v", said, e)
		}
	})
}
