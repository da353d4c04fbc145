package logline

import (
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const id = "1ty4dF-0005EM-0s"

// check parses a line about the message id and compares.
func check(t *testing.T, text string, known bool, kind queue.EventKind, set func(e *maillog.Entry)) {
	t.Helper()
	var got, want maillog.Entry
	got.Reset()
	want.Reset()
	want.ID, want.Kind = id, kind
	set(&want)
	if ok := Parse("exim", id+" "+text, &got); ok != known {
		t.Errorf("Parse(%q) = %v, want %v", text, ok, known)
	}
	compare(t, text, got, want)
}

func compare(t *testing.T, text string, got, want maillog.Entry) {
	t.Helper()
	if !slices.Equal(got.Recipients, want.Recipients) {
		t.Errorf("Parse(%q): recipients %q, want %q", text, got.Recipients, want.Recipients)
	}
	if got.ID != want.ID || got.Kind != want.Kind || got.Sender != want.Sender || got.Peer != want.Peer || got.IP != want.IP || got.Login != want.Login ||
		got.Size != want.Size || got.Delay != want.Delay || got.Code != want.Code || got.Status != want.Status || got.Text != want.Text ||
		got.Other != want.Other || got.MessageID != want.MessageID || got.Part != want.Part || got.Born != want.Born {
		t.Errorf("Parse(%q)\n got %+v\nwant %+v", text, got, want)
	}
}

func TestArrival(t *testing.T) {
	check(t, `<= walt@me.example H=(desk.me.example) [127.0.81.5] P=esmtp S=893 id=iugmjqdqzozerbm6@me.example T="Water \"visit\" for x@y" from <walt@me.example> for u@ok.example v@ok.example`, true,
		queue.EventReceived, func(e *maillog.Entry) {
			e.Born, e.Sender, e.IP, e.Size, e.MessageID = true, "walt@me.example", "127.0.81.5", 893, "iugmjqdqzozerbm6@me.example"
			e.Recipients = []string{"u@ok.example", "v@ok.example"}
		})
	check(t, `(= walt@me.example H=desk.me.example (helo) [2001:db8::5]:40022 I=[192.0.2.1]:25 P=esmtpsa X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no A=login:walt K S=1267`, true,
		queue.EventReceived, func(e *maillog.Entry) {
			e.Born, e.Sender, e.Peer, e.IP, e.Login, e.Size = true, "walt@me.example", "desk.me.example", "2001:db8::5", "walt", 1267
		})
	check(t, `<= <> R=1ty4dG-0005ER-0y U=Debian-exim P=local S=2689 T="Mail delivery failed: returning message to sender" from <> for walt@me.example`, true,
		queue.EventReceived, func(e *maillog.Entry) {
			e.Born, e.Sender, e.Other, e.Text, e.Size = true, "<>", "1ty4dG-0005ER-0y", "U=Debian-exim", 2689
			e.Recipients = []string{"walt@me.example"}
		})
	check(t, `<= "a b"@c U=root P=local S=300 T="typed" from <"a b"@c> for "x y"@z cmd@shut.example`, true, queue.EventReceived, func(e *maillog.Entry) {
		e.Born, e.Sender, e.Text, e.Size = true, `"a b"@c`, "U=root", 300
		e.Recipients = []string{`"x y"@z`, "cmd@shut.example"}
	})
}

func TestDelivered(t *testing.T) {
	check(t, `=> u@ok.example F=<walt@me.example> R=dnslookup T=remote_smtp H=mx.ok.example [127.0.80.4] C="250 2.0.0 Ok: queued as F43CBDEA" QT=4h59m53s DT=0.003s`, true,
		queue.EventDelivered, func(e *maillog.Entry) {
			e.Recipients = []string{"u@ok.example"}
			e.Peer, e.IP, e.Code, e.Status, e.Delay = "mx.ok.example", "127.0.80.4", 250, "2.0.0", 4*3600+59*60+53
			e.Text, e.Other = "250 2.0.0 Ok: queued as F43CBDEA", "F43CBDEA"
		})
	check(t, `-> u@ok.example <team@exim.me.example> R=dnslookup T=remote_smtp S=1133 H=mx.ok.example DS [127.0.80.4]:25* X=TLS1.3:x CV=yes DN="CN=\"x\", O=y" L PRDR K C="250 OK id=1uaW5T-0001u2-0i" QT=3.859s`, true,
		queue.EventDelivered, func(e *maillog.Entry) {
			e.Recipients = []string{"team@exim.me.example"}
			e.Peer, e.IP, e.Code, e.Delay, e.Text, e.Other = "mx.ok.example", "127.0.80.4", 250, 3, "250 OK id=1uaW5T-0001u2-0i", "1uaW5T-0001u2-0i"
		})
	check(t, `=> walt <walt@me.example> R=local_user T=maildir_home`, true, queue.EventDelivered, func(e *maillog.Entry) {
		e.Recipients, e.Peer = []string{"walt@me.example"}, "maildir_home"
	})
	check(t, `=> |/usr/bin/vacation -a x R=y T=z (inner@me.example) <walt@me.example> R=userforward T=address_pipe`, true, queue.EventDelivered, func(e *maillog.Entry) {
		e.Recipients, e.Peer = []string{"walt@me.example"}, "address_pipe"
	})
	check(t, `=> last@x (b@x, c@x) <top@x> R=r T=t H=h [::1] C="250 \"quoted\" \\ text"`, true, queue.EventDelivered, func(e *maillog.Entry) {
		e.Recipients, e.Peer, e.IP, e.Code, e.Text = []string{"top@x"}, "h", "::1", 250, `250 "quoted" \ text`
	})
	check(t, `*> u@x R=r T=t`, true, queue.EventNoted, func(e *maillog.Entry) { e.Recipients, e.Peer = []string{"u@x"}, "t" })
	check(t, `=> :blackhole: <hole@exim.me.example> R=aliases`, true, queue.EventDiscarded, func(e *maillog.Entry) {
		e.Recipients, e.Text = []string{"hole@exim.me.example"}, "R=aliases"
	})
	check(t, `=> blackhole (RCPT ACL discarded recipients)`, true, queue.EventDiscarded, func(e *maillog.Entry) { e.Text = "blackhole (RCPT ACL discarded recipients)" })
	check(t, `=> discarded (system filter)`, true, queue.EventDiscarded, func(e *maillog.Entry) { e.Text = "discarded (system filter)" })
}

func TestDeferred(t *testing.T) {
	check(t, `== v@shut.example <team@exim.me.example> R=dnslookup T=remote_smtp defer (111): Connection refused DT=0.000s`, true, queue.EventDeferred, func(e *maillog.Entry) {
		e.Recipients, e.Text = []string{"team@exim.me.example"}, "R=dnslookup T=remote_smtp defer (111): Connection refused"
	})
	check(t, `== b@mixed.example Q=slow R=dnslookup T=remote_smtp defer (-44) H=mx.mixed.example [127.0.80.9] DT=0.000s: SMTP error from remote mail server after RCPT TO:<b@mixed.example>: 451 4.3.0 later`, true,
		queue.EventDeferred, func(e *maillog.Entry) {
			e.Recipients = []string{"b@mixed.example"}
			e.Peer, e.IP, e.Code, e.Status = "mx.mixed.example", "127.0.80.9", 451, "4.3.0"
			e.Text = "Q=slow R=dnslookup T=remote_smtp defer (-44) H=mx.mixed.example [127.0.80.9] DT=0.000s: SMTP error from remote mail server after RCPT TO:<b@mixed.example>: 451 4.3.0 later"
		})
	check(t, `== u@busy.example R=dnslookup T=remote_smtp defer (0) H=mx.busy.example [127.0.80.7] DT=0.001s: SMTP error from remote mail server after initial connection: 421 mx.busy.example too busy`, true,
		queue.EventDeferred, func(e *maillog.Entry) {
			e.Recipients, e.Peer, e.IP, e.Code = []string{"u@busy.example"}, "mx.busy.example", "127.0.80.7", 421
			e.Text = "R=dnslookup T=remote_smtp defer (0) H=mx.busy.example [127.0.80.7] DT=0.001s: SMTP error from remote mail server after initial connection: 421 mx.busy.example too busy"
		})
	check(t, `== u@x R=r T=t defer (110): Connection timed out H=mx.x [192.0.2.1]:25 DT=5m: more`, true, queue.EventDeferred, func(e *maillog.Entry) {
		e.Recipients, e.Peer, e.IP, e.Text = []string{"u@x"}, "mx.x", "192.0.2.1", "R=r T=t defer (110): Connection timed out H=mx.x [192.0.2.1]:25 DT=5m: more"
	})
	for _, text := range []string{
		"routing defer (-52): retry time not reached", "R=dnslookup T=local defer (-53): retry time not reached",
		"R=dnslookup T=remote_smtp defer (-54) DT=0.000s: retry time not reached for any host for 'shut.example'",
	} {
		check(t, "== u@x "+text, true, queue.EventNotTried, func(e *maillog.Entry) { e.Recipients, e.Text = []string{"u@x"}, text })
	}
}

func TestFailed(t *testing.T) {
	check(t, `** u@nouser.example F=<walt@me.example> R=dnslookup T=remote_smtp H=mx.nouser.example [127.0.80.6]: SMTP error from remote mail server after RCPT TO:<u@nouser.example>: 550-5.1.1 no, => not this\n550 5.1.1 see https://help.nouser.example/ DT=0.000s`, true,
		queue.EventFailed, func(e *maillog.Entry) {
			e.Recipients, e.Peer, e.IP, e.Code, e.Status = []string{"u@nouser.example"}, "mx.nouser.example", "127.0.80.6", 550, "5.1.1"
			e.Text = `F=<walt@me.example> R=dnslookup T=remote_smtp H=mx.nouser.example [127.0.80.6]: SMTP error from remote mail server after RCPT TO:<u@nouser.example>: 550-5.1.1 no, => not this\n550 5.1.1 see https://help.nouser.example/`
		})
	check(t, `** far@hard.example F=<> R=dnslookup T=remote_smtp H=mx.hard.example [127.0.80.11] X=TLS1.3:x CV=no : SMTP error from remote mail server after pipelined MAIL FROM:<> SIZE=4032: 550 5.7.1 no bounces here`, true,
		queue.EventFailed, func(e *maillog.Entry) {
			e.Recipients, e.Peer, e.IP, e.Code, e.Status = []string{"far@hard.example"}, "mx.hard.example", "127.0.80.11", 550, "5.7.1"
			e.Text = "F=<> R=dnslookup T=remote_smtp H=mx.hard.example [127.0.80.11] X=TLS1.3:x CV=no : SMTP error from remote mail server after pipelined MAIL FROM:<> SIZE=4032: 550 5.7.1 no bounces here"
		})
	for text, kind := range map[string]queue.EventKind{
		"retry timeout exceeded":                queue.EventExpired,
		"delivery cancelled by administrator":   queue.EventFailed,
		"Unrouteable address DT=0.000s":         queue.EventFailed,
		"retry timeout exceeded QT=5d DT=0.01s": queue.EventExpired,
		"all hosts for 'x' have been failing for a long time (and retry time not reached)": queue.EventExpired,
		"all hosts said no": queue.EventFailed,
	} {
		check(t, "** u@x: "+text, true, kind, func(e *maillog.Entry) { e.Recipients, e.Text = []string{"u@x"}, withoutTimes(text) })
	}
	check(t, "** mua_wrapper is set but recipients cannot all be delivered in one transaction", true, queue.EventFailed, func(e *maillog.Entry) {
		e.Text = "** mua_wrapper is set but recipients cannot all be delivered in one transaction"
	})
}

func TestChanges(t *testing.T) {
	for _, tt := range []struct {
		text string
		kind queue.EventKind
		says string // "" the same
	}{
		{"Frozen (delivery error message)", queue.EventHeld, "delivery error message"},
		{"Frozen", queue.EventHeld, ""},
		{"frozen by ACL", queue.EventHeld, ""},
		{"Unfrozen by errmsg timer", queue.EventReleased, ""},
		{"unfrozen by root", queue.EventReleased, ""},
		{"removed by root", queue.EventRemoved, ""},
		{"cancelled by root", queue.EventRemoved, ""},
		{"cancelled by timeout_frozen_after", queue.EventExpired, ""},
		{"cancelled by system filter: no", queue.EventNoted, ""},
		{"Message removed because older than 5d", queue.EventExpired, ""},
		{"no immediate delivery: queued by ACL", queue.EventQueued, ""},
		{"Spool file 1ty4dF-0005EM-0s-D not found", queue.EventLost, ""},
		{"Spool file is locked (another process is handling this message)", queue.EventNoted, ""},
		{"Format error in spool file 1ty4dF-0005EM-0s-H: size=1", queue.EventLost, ""},
		{"Message is frozen", queue.EventNoted, ""},
		{"rejected by local_scan(): spam", queue.EventRejected, ""},
		{"SMTP error from remote mail server after MAIL FROM:<x>: 451 later", queue.EventNoted, ""},
		{"all addresses marked delivered by root", queue.EventRemoved, ""},
		{"sender address changed to <x@y> by root", queue.EventNoted, ""},
		{"Completed", queue.EventEnded, ""},
	} {
		check(t, tt.text, true, tt.kind, func(e *maillog.Entry) {
			if e.Text = tt.text; tt.says != "" {
				e.Text = tt.says
			}
		})
	}
	check(t, "Completed QT=5s", true, queue.EventEnded, func(e *maillog.Entry) { e.Text, e.Delay = "Completed QT=5s", 5 })
	check(t, "address <ma1@shut.example> marked delivered by root", true, queue.EventRemoved, func(e *maillog.Entry) {
		e.Recipients, e.Text = []string{"ma1@shut.example"}, "marked delivered by root"
	})
	check(t, "far@hard.example: error ignored", true, queue.EventDiscarded, func(e *maillog.Entry) { e.Recipients, e.Text = []string{"far@hard.example"}, "error ignored" })
	check(t, "H=mx.shut.example [127.0.80.1] Connection refused", true, queue.EventNoted, func(e *maillog.Entry) {
		e.Peer, e.IP, e.Text = "mx.shut.example", "127.0.80.1", "Connection refused"
	})
	check(t, "H=mx.busy.example [127.0.80.7]:25: SMTP error from remote mail server after initial connection: 421 4.7.0 mx.busy.example too busy", true, queue.EventNoted, func(e *maillog.Entry) {
		e.Peer, e.IP, e.Code, e.Status = "mx.busy.example", "127.0.80.7", 421, "4.7.0"
		e.Text = "SMTP error from remote mail server after initial connection: 421 4.7.0 mx.busy.example too busy"
	})
	check(t, "H=(desk.me.example) [127.0.81.5] X=TLS1.3:x CV=no F=<walt@me.example> A=login:x temporarily rejected after DATA: not this header", true, queue.EventRejected, func(e *maillog.Entry) {
		e.IP, e.Sender, e.Text = "127.0.81.5", "walt@me.example", "temporarily rejected after DATA: not this header"
	})
	check(t, "something new", false, queue.EventNoted, func(e *maillog.Entry) { e.Text = "something new" })
}

func TestIDs(t *testing.T) {
	for text, want := range map[string]string{
		"1ty4dF-0005EM-0s Completed": "1ty4dF-0005EM-0s", "1uafSI-000000001vE-0U6S Completed": "1uafSI-000000001vE-0U6S", "1ty4dF-0005EM-0s": "1ty4dF-0005EM-0s",
		"1ty4dF-0005EM-0s-H not found": "", "1ty4dF_0005EM_0s x": "", "Start queue run: pid=1": "", "": "", "1ty4dF-0005EM-0é x": "", "1ty4dF": "",
	} {
		var e maillog.Entry
		e.Reset()
		Parse("exim", text, &e)
		if e.ID != want {
			t.Errorf("Parse(%q) finds the id %q, want %q", text, e.ID, want)
		}
	}
}

func TestParts(t *testing.T) {
	for _, tt := range []struct {
		text, of string
		part     maillog.Part
		rest     string
	}{
		{"[1/3] 2025-03-28 09:00:01 1ty4dF-0005EM-0s <= a@b", "3", maillog.Part{N: 1, Of: 3}, "2025-03-28 09:00:01 1ty4dF-0005EM-0s <= a@b"},
		{"[2/3]  blank", "3", maillog.Part{N: 2, Of: 3}, " blank"},
		{"[3/3] the end", "3", maillog.Part{N: 3, Of: 3, Last: true}, "the end"},
		{`[1\9] 1ty4dF-0005EM-0s H=x rejected after DATA: no`, "9", maillog.Part{N: 1, Of: 9, Last: true}, "1ty4dF-0005EM-0s H=x rejected after DATA: no"},
		{`[2\9] Envelope-from: <a@b>`, "9", maillog.Part{N: 2, Of: 9, Last: true}, "Envelope-from: <a@b>"},
	} {
		if of, part, rest, ok := CutPart(tt.text); !ok || of != tt.of || part != tt.part || rest != tt.rest {
			t.Errorf("CutPart(%q) = %q, %+v, %q, %v", tt.text, of, part, rest, ok)
		}
	}
	for _, text := range []string{"", "[", "[1/3]", "[4/3] x", "[0/3] x", "[127.0.0.1] x", "[1/] x", "[/3] x", "[20110] 1ty4dF-0005EM-0s <= x", "[99999999999/3] x"} {
		if _, _, _, ok := CutPart(text); ok {
			t.Errorf("CutPart(%q) finds a part", text)
		}
	}
}

func TestLinesOfNoMessage(t *testing.T) {
	for text, want := range map[string]queue.EventKind{
		"Start queue run: pid=20143 -qff":                                                   queue.EventNoted,
		"exim 4.96 daemon started: pid=20108, no queue runs, listening for SMTP":            queue.EventNoted,
		"H=(desk) [127.0.81.5] F=<walt@me> rejected RCPT <no@ok.example>: not this one":     queue.EventRejected,
		"H=(desk) [127.0.81.5] F=<walt@me> temporarily rejected RCPT <wait@ok.example>":     queue.EventRejected,
		"H=(desk) [127.0.81.5] F=<walt@me> RCPT <drop@ok.example>: discarded by RCPT ACL":   queue.EventDiscarded,
		"H=(desk) [127.0.81.5] Warning: no reverse name":                                    queue.EventNoted,
		"no host name found for IP address 192.0.2.1":                                       queue.EventNoted,
		"SMTP connection from (desk) [127.0.81.5] lost D=1s":                                queue.EventNoted,
		"unexpected disconnection while reading SMTP command from (desk) [127.0.81.5] D=1s": queue.EventNoted,
	} {
		var e maillog.Entry
		e.Reset()
		if !Parse("exim", text, &e) || e.Kind != want || e.ID != "" {
			t.Errorf("Parse(%q) = %+v, want kind %d", text, e, want)
		}
	}
	var e maillog.Entry
	e.Reset()
	if Parse("exim", "something new", &e) || e.Text != "something new" {
		t.Errorf("%+v", e)
	}
}

func TestOwn(t *testing.T) {
	for _, tt := range []struct {
		text string
		kind queue.EventKind
		rcpt string
	}{
		{`Received from walt@me.example H=(desk.me.example) [127.0.81.5] P=esmtp S=1133 id=q@me.example T="Draft town"`, queue.EventReceived, ""},
		{"H=mx.shut.example [127.0.80.1] Connection refused", queue.EventNoted, ""},
		{"v@shut.example <team@exim.me.example> R=dnslookup T=remote_smtp defer (111): Connection refused DT=0.000s", queue.EventDeferred, "team@exim.me.example"},
		{"v@shut.example routing defer (-52): retry time not reached", queue.EventNotTried, "v@shut.example"},
		{"u@ok.example <team@exim.me.example>: remote_smtp transport succeeded", queue.EventDelivered, "team@exim.me.example"},
		{"hole@x: aliases router succeeded", queue.EventDelivered, "hole@x"},
		{"c@m.test R=dnslookup T=remote_smtp H=mx.m.test [192.0.2.7]: SMTP error from remote mail server after RCPT TO:<c@m.test>: 550 5.1.1 no transport succeeded", queue.EventFailed, "c@m.test"},
		{"routing failed for n@m.test: Unrouteable address", queue.EventFailed, "n@m.test"},
		{"n@m.test: retry timeout exceeded", queue.EventExpired, "n@m.test"},
		{"*** Frozen (delivery error message)", queue.EventHeld, ""},
		{"frozen by ACL", queue.EventHeld, ""},
		{"something else", queue.EventNoted, ""},
		{"something: else", queue.EventNoted, ""},
	} {
		var e maillog.Entry
		e.Reset()
		ParseOwn(tt.text, &e)
		got := ""
		if len(e.Recipients) > 0 {
			got = e.Recipients[0]
		}
		if e.Kind != tt.kind || got != tt.rcpt {
			t.Errorf("ParseOwn(%q) = %+v, want kind %d of %q", tt.text, e, tt.kind, tt.rcpt)
		}
	}
}
