package logline

import (
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// is makes the entry that a test expects.
func is(kind queue.EventKind, id string, set func(e *maillog.Entry)) maillog.Entry {
	var e maillog.Entry
	e.Reset()
	e.Kind, e.ID = kind, id
	if set != nil {
		set(&e)
	}
	return e
}

func check(t *testing.T, program, text string, known bool, want maillog.Entry) {
	t.Helper()
	var got maillog.Entry
	got.Reset()
	ok := Parse(program, text, &got)
	if ok != known {
		t.Errorf("Parse(%q, %q) = %v, want %v", program, text, ok, known)
	}
	if !slices.Equal(got.Recipients, want.Recipients) {
		t.Errorf("Parse(%q, %q): recipients %q, want %q", program, text, got.Recipients, want.Recipients)
	}
	g, w := got, want
	g.Recipients, w.Recipients = nil, nil
	if !equal(g, w) {
		t.Errorf("Parse(%q, %q)\n got %+v\nwant %+v", program, text, g, w)
	}
}

// equal compares entries without their recipients.
func equal(a, b maillog.Entry) bool {
	return a.ID == b.ID && a.Kind == b.Kind && a.Sender == b.Sender && a.Peer == b.Peer && a.IP == b.IP && a.Login == b.Login && a.Size == b.Size &&
		a.Delay == b.Delay && a.Code == b.Code && a.Status == b.Status && a.Text == b.Text && a.Other == b.Other && a.MessageID == b.MessageID &&
		a.Part == b.Part && a.Born == b.Born
}

func TestArrival(t *testing.T) {
	check(t, "postfix/smtpd", "B04219D: client=desk.me.example[127.0.71.5]", true, is(queue.EventReceived, "B04219D", func(e *maillog.Entry) {
		e.Peer, e.IP, e.Born = "desk.me.example", "127.0.71.5", true
	}))
	check(t, "postfix/submission/smtpd", "4YMs3X1Y05z4V: client=unknown[2001:db8::7]:40022, sasl_method=PLAIN, sasl_username=olga, me@x, sasl_sender=o@x, orig_queue_id=C8880B7, orig_client=x[1.2.3.4]", true,
		is(queue.EventReceived, "4YMs3X1Y05z4V", func(e *maillog.Entry) {
			e.Peer, e.IP, e.Login, e.Other, e.Born = "unknown", "2001:db8::7", "olga, me@x", "C8880B7", true
		}))
	check(t, "postfix/pickup", "3B61DEA: uid=0 from=<olga@me.example>", true, is(queue.EventReceived, "3B61DEA", func(e *maillog.Entry) {
		e.Sender, e.Text, e.Born = "olga@me.example", "uid=0", true
	}))
	check(t, "postfix/pickup", "1F45A130: uid=105 from=<> orig_id=C8880B7", true, is(queue.EventReceived, "1F45A130", func(e *maillog.Entry) {
		e.Sender, e.Text, e.Other, e.Born = "<>", "uid=105", "C8880B7", true
	}))
	check(t, "postfix/cleanup", "B04219D: message-id=<rv8c29yshhevgavs@me.example>", true, is(queue.EventNoted, "B04219D", func(e *maillog.Entry) {
		e.MessageID = "<rv8c29yshhevgavs@me.example>"
	}))
	check(t, "postfix/cleanup", "B04219D: resent-message-id=<>", true, is(queue.EventNoted, "B04219D", func(e *maillog.Entry) { e.MessageID = "<>" }))
	check(t, "postfix/qmgr", "B04219D: from=<olga@me.example>, size=997, nrcpt=1 (queue active)", true, is(queue.EventNoted, "B04219D", func(e *maillog.Entry) {
		e.Sender, e.Size, e.Text = "olga@me.example", 997, "queue active"
	}))
	check(t, "postfix/smtpd", "B04219D: lost connection after DATA (1234 bytes) from x[192.0.2.1]", true, is(queue.EventNoted, "B04219D", func(e *maillog.Entry) {
		e.Text = "lost connection after DATA (1234 bytes) from x[192.0.2.1]"
	}))
}

func TestAttempts(t *testing.T) {
	check(t, "postfix/smtp", "B04219D: to=<u@ok.example>, relay=mx.ok.example[127.0.70.4]:25, delay=0.05, delays=0.03/0.02/0/0, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as CBFB9E5E)", true,
		is(queue.EventDelivered, "B04219D", func(e *maillog.Entry) {
			e.Recipients = []string{"u@ok.example"}
			e.Peer, e.IP, e.Delay, e.Status, e.Code = "mx.ok.example", "127.0.70.4", 0, "2.0.0", 250
			e.Text, e.Other = "250 2.0.0 Ok: queued as CBFB9E5E", "CBFB9E5E"
		}))
	check(t, "postfix/smtp", "B613E9E: to=<u@shut.example>, relay=none, delay=17993, delays=17993/0/0/0, dsn=4.4.1, status=deferred (connect to mx.shut.example[127.0.70.1]:25: Connection refused)", true,
		is(queue.EventDeferred, "B613E9E", func(e *maillog.Entry) {
			e.Recipients = []string{"u@shut.example"}
			e.Peer, e.IP, e.Delay, e.Status = "mx.shut.example", "127.0.70.1", 17993, "4.4.1"
			e.Text = "connect to mx.shut.example[127.0.70.1]:25: Connection refused"
		}))
	check(t, "postfix-out/smtp", "D1611C3: to=<olga@ok.example>, orig_to=<team@me.example>, relay=mx.grey.example[127.0.70.3]:25, conn_use=3, delay=5.1, delays=5/0.1/0/0, tls=0, dsn=4.7.1, status=deferred (host mx.grey.example[127.0.70.3] said: 450 4.7.1 <u@grey.example>: Greylisted (in reply to RCPT TO command))", true,
		is(queue.EventDeferred, "D1611C3", func(e *maillog.Entry) {
			e.Recipients = []string{"olga@ok.example"}
			e.Peer, e.IP, e.Delay, e.Status, e.Code = "mx.grey.example", "127.0.70.3", 5, "4.7.1", 450
			e.Text = "host mx.grey.example[127.0.70.3] said: 450 4.7.1 <u@grey.example>: Greylisted (in reply to RCPT TO command)"
		}))
	check(t, "postfix/error", "B53B4BC: to=<r3@refused.example.com>, relay=none, delay=39592, delays=39592/0.08/0/0.02, dsn=4.4.1, status=deferred (delivery temporarily suspended: connect to mx.refused.example.com[127.0.13.1]:25: Connection refused)", true,
		is(queue.EventNotTried, "B53B4BC", func(e *maillog.Entry) {
			e.Recipients = []string{"r3@refused.example.com"}
			e.Peer, e.IP, e.Delay, e.Status = "mx.refused.example.com", "127.0.13.1", 39592, "4.4.1"
			e.Text = "delivery temporarily suspended: connect to mx.refused.example.com[127.0.13.1]:25: Connection refused"
		}))
	for _, tt := range []struct {
		program, how string
		want         queue.EventKind
		other        string
	}{
		{"postfix/error", "deferred (mail transport unavailable)", queue.EventDeferred, ""},
		{"postfix/smtp", "deferred (delivery temporarily suspended: no)", queue.EventDeferred, ""},
		{"postfix/error", "bounced (mail for x loops back to myself)", queue.EventFailed, ""},
		{"postfix/smtp", "SOFTBOUNCE (host x said: 550 no)", queue.EventDeferred, ""},
		{"postfix/discard", "sent (silently)", queue.EventDiscarded, ""},
		{"postfix/local", "sent (forwarded as 5E0DA2B8)", queue.EventMoved, "5E0DA2B8"},
		{"postfix/local", "sent (forwarded as he likes)", queue.EventDelivered, ""},
		{"postfix/smtp", "sent (forwarded as 5E0DA2B8)", queue.EventDelivered, ""},
		{"postfix/local", "sent (delivered to mailbox)", queue.EventDelivered, ""},
		{"postfix/smtp", "sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 4YMs3X1Y05z4V)", queue.EventDelivered, "4YMs3X1Y05z4V"},
		{"postfix/smtp", "sent (250 OK id=1uaW5T-0001u2-0i)", queue.EventDelivered, "1uaW5T-0001u2-0i"},
		{"postfix/smtp", "sent (250 2.0.0 2ATB0000012345 Message accepted for delivery)", queue.EventDelivered, "2ATB0000012345"},
		{"postfix/smtp", "sent (250 2.0.0 Ok: queued as whatever)", queue.EventDelivered, ""},
		{"postfix/smtp", "deliverable (250 2.1.5 Ok)", queue.EventNoted, ""},
	} {
		var e maillog.Entry
		e.Reset()
		ok := Parse(tt.program, "B53B4BC: to=<r@x.example>, relay=none, delay=1, delays=1/0/0/0, dsn=4.0.0, status="+tt.how, &e)
		if !ok || e.Kind != tt.want || e.Other != tt.other {
			t.Errorf("%s %q = %v, kind %d, other %q, want %d, %q", tt.program, tt.how, ok, e.Kind, e.Other, tt.want, tt.other)
		}
	}
	// Before 2.3.
	check(t, "postfix/qmgr", "B53B4BC: to=<r@x.example>, relay=none, delay=7, status=deferred (deferred transport)", true, is(queue.EventDeferred, "B53B4BC", func(e *maillog.Entry) {
		e.Recipients = []string{"r@x.example"}
		e.Delay, e.Text = 7, "deferred transport"
	}))
	// Lines about the other servers of a domain.
	check(t, "postfix/smtp", "B53B4BC: host mx1.x.example[192.0.2.1] said: 451 4.3.0 status=sent (250 ok) (in reply to end of DATA command)", true, is(queue.EventNoted, "B53B4BC", func(e *maillog.Entry) {
		e.Peer, e.IP, e.Code = "mx1.x.example", "192.0.2.1", 451
		e.Text = "host mx1.x.example[192.0.2.1] said: 451 4.3.0 status=sent (250 ok) (in reply to end of DATA command)"
	}))
	check(t, "postfix/lmtp", "B53B4BC: to=<r@x.example>, relay=x.example[private/dovecot-lmtp], delay=1, delays=1/0/0/0, dsn=2.0.0, status=sent (250 2.0.0 <r@x.example> AbCd Saved)", true,
		is(queue.EventDelivered, "B53B4BC", func(e *maillog.Entry) {
			e.Recipients = []string{"r@x.example"}
			e.Peer, e.Delay, e.Status, e.Code, e.Text = "x.example", 1, "2.0.0", 250, "250 2.0.0 <r@x.example> AbCd Saved"
		}))
}

func TestEnds(t *testing.T) {
	for _, tt := range []struct {
		program, text string
		kind          queue.EventKind
		other         string
	}{
		{"postfix/qmgr", "removed", queue.EventEnded, ""},
		{"postfix/postsuper", "removed", queue.EventRemoved, ""},
		{"postfix/cleanup", "removed (canceled)", queue.EventEnded, ""},
		{"postfix/qmgr", "skipped, still being delivered", queue.EventNoted, ""},
		{"postfix/postsuper", "requeued", queue.EventMoved, ""},
		{"postfix/postsuper", "placed on hold", queue.EventHeld, ""},
		{"postfix/postsuper", "released from hold", queue.EventReleased, ""},
		{"postfix/postsuper", "expired", queue.EventExpired, ""},
	} {
		check(t, tt.program, "BE47AA8: "+tt.text, true, is(tt.kind, "BE47AA8", func(e *maillog.Entry) { e.Text, e.Other = tt.text, tt.other }))
	}
	for _, what := range []string{"sender non-delivery notification", "sender delay notification", "sender delivery status notification", "postmaster non-delivery notification"} {
		check(t, "postfix/bounce", "BFBB0AA: "+what+": C3D12AE", true, is(queue.EventNotice, "BFBB0AA", func(e *maillog.Entry) { e.Text, e.Other = what, "C3D12AE" }))
	}
	for _, how := range []string{"expired, returned to sender", "force-expired, returned to sender"} {
		check(t, "postfix/qmgr", "C7144B5: from=<olga@me.example>, status="+how, true, is(queue.EventExpired, "C7144B5", func(e *maillog.Entry) {
			e.Sender, e.Text = "olga@me.example", how
		}))
	}
	check(t, "postfix/qmgr", `warning: saving corrupt file "C7144B5" from queue "active" to queue "corrupt"`, true, is(queue.EventLost, "C7144B5", func(e *maillog.Entry) {
		e.Text = `saving corrupt file "C7144B5" from queue "active" to queue "corrupt"`
	}))
	check(t, "postfix/bounce", "warning: C7144B5: undeliverable postmaster notification discarded", true, is(queue.EventDiscarded, "C7144B5", func(e *maillog.Entry) {
		e.Text = "undeliverable postmaster notification discarded"
	}))
	check(t, "postfix/pickup", "warning: 3B61DEA: message dated 60194768 seconds into the future", true, is(queue.EventNoted, "3B61DEA", func(e *maillog.Entry) {
		e.Text = "message dated 60194768 seconds into the future"
	}))
}

func TestDecisions(t *testing.T) {
	check(t, "postfix/smtpd", "NOQUEUE: reject: RCPT from desk.me.example[127.0.71.5]: 550 5.1.1 <nobody-here@post.me.example>: Recipient address rejected: User unknown in local recipient table; from=<olga@me.example> to=<nobody-here@post.me.example> proto=ESMTP helo=<desk.me.example>", true,
		is(queue.EventRejected, "", func(e *maillog.Entry) {
			e.Recipients = []string{"nobody-here@post.me.example"}
			e.Sender, e.Peer, e.IP, e.Code, e.Status = "olga@me.example", "desk.me.example", "127.0.71.5", 550, "5.1.1"
			e.Text = "550 5.1.1 <nobody-here@post.me.example>: Recipient address rejected: User unknown in local recipient table"
		}))
	check(t, "postfix/smtpd", "NOQUEUE: hold: RCPT from desk.me.example[127.0.71.5]: <hold@ok.example>: Recipient address triggers HOLD action; from=<olga@me.example> to=<hold@ok.example> proto=ESMTP helo=<desk.me.example>", true,
		is(queue.EventHeld, "", func(e *maillog.Entry) {
			e.Recipients = []string{"hold@ok.example"}
			e.Sender, e.Peer, e.IP, e.Text = "olga@me.example", "desk.me.example", "127.0.71.5", "<hold@ok.example>: Recipient address triggers HOLD action"
		}))
	check(t, "postfix/postscreen", "NOQUEUE: reject: RCPT from [192.0.2.5]:50012: 550 5.7.1 Service unavailable; client [192.0.2.5] blocked using bl.example; from=<a@b>, to=<c@d>, proto=ESMTP, helo=<x>", true,
		is(queue.EventRejected, "", func(e *maillog.Entry) {
			e.Recipients = []string{"c@d"}
			e.Sender, e.IP, e.Code, e.Status, e.Text = "a@b", "192.0.2.5", 550, "5.7.1", "550 5.7.1 Service unavailable; client [192.0.2.5] blocked using bl.example"
		}))
	check(t, "postfix/cleanup", "0F4D6D8: milter-hold: END-OF-MESSAGE from desk.me.example[127.0.71.5]: milter triggers HOLD action; from=<olga@me.example> to=<f@ok.example> proto=ESMTP helo=<desk.me.example>", true,
		is(queue.EventHeld, "0F4D6D8", func(e *maillog.Entry) {
			e.Recipients = []string{"f@ok.example"}
			e.Sender, e.Peer, e.IP, e.Text = "olga@me.example", "desk.me.example", "127.0.71.5", "milter triggers HOLD action"
		}))
	for action, kind := range map[string]queue.EventKind{
		"reject": queue.EventRejected, "discard": queue.EventDiscarded, "hold": queue.EventHeld, "warning": queue.EventNoted, "redirect": queue.EventNoted,
	} {
		rest := "header X-Check: 1 from desk.me.example[127.0.71.5]; from=<olga@me.example> to=<hc@ok.example> proto=ESMTP helo=<desk.me.example>: 5.7.1 note"
		check(t, "postfix/cleanup", "0969AD3: "+action+": "+rest, true, is(kind, "0969AD3", func(e *maillog.Entry) { e.Text = rest }))
	}
}

func TestLinesOfNoMessage(t *testing.T) {
	for _, tt := range []struct {
		program, text string
		known         bool
	}{
		{"postfix/smtpd", "connect from desk.me.example[127.0.71.5]", true},
		{"postfix/smtpd", "disconnect from desk.me.example[127.0.71.5] ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5", true},
		{"postfix/smtp", "connect to mx.shut.example[127.0.70.1]:25: Connection refused", true},
		{"postfix/qmgr", "warning: connect to transport private/nowhere: No such file or directory", true},
		{"postfix/postsuper", "Deleted: 1 message", true},
		{"postfix/scache", "statistics: start interval Dec 31 12:00:08", true},
		{"postfix/smtpd", "NOQUEUE: client=x[192.0.2.1]", true},
		{"postfix/smtpd", "something new", false},
		{"postfix/smtpd", "ABCDEFG: something new", false},
		{"postfix/smtpd", "ABCDE: client=x[192.0.2.1]", false}, // too short for an id
		{"postfix/smtpd", "statistics: anew", true},
		{"postfix/smtpd", "", false},
	} {
		var e maillog.Entry
		e.Reset()
		ok := Parse(tt.program, tt.text, &e)
		if ok != tt.known || e.Kind != queue.EventNoted || !strings.HasSuffix(tt.text, e.Text) {
			t.Errorf("Parse(%q, %q) = %v, %+v, want %v", tt.program, tt.text, ok, e, tt.known)
		}
	}
}
