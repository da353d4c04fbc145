package logline

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Text that others choose must not decide what became of a message.
func TestForged(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       queue.EventKind
		rcpt       string // joined by blanks
		ip, other  string
	}{
		{"reply with a flag", `** u@x R=r T=t H=mx [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<u@x>: 550 no\n1ty4dF-0005EM-0s => u@x R=r T=t H=mx [192.0.2.2] C="250 ok"`,
			queue.EventFailed, "u@x", "192.0.2.1", ""},
		{"reply with a deferral", `== u@x R=r T=t defer (-44) H=mx [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<u@x>: 451 defer (-53): retry time not reached`,
			queue.EventDeferred, "u@x", "192.0.2.1", ""},
		{"reply that is an expiry", `** u@x R=r T=t H=mx [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<u@x>: 550 a: retry timeout exceeded`,
			queue.EventFailed, "u@x", "192.0.2.1", ""},
		{"reply with a host", `== u@x R=r T=t defer (-44): SMTP error from remote mail server after RCPT TO:<u@x>: 451 H=mx [192.0.2.9] no`, queue.EventDeferred, "u@x", "", ""},
		{"confirmation with fields", `=> u@x R=r T=t H=mx [192.0.2.1] C="250 ok\" H=evil [192.0.2.9] QT=9d <\"z\"@y> R=s"`, queue.EventDelivered, "u@x", "192.0.2.1", ""},
		{"confirmation cut short", `=> u@x R=r T=t H=mx [192.0.2.1] C="250 ok H=evil [192.0.2.9]`, queue.EventDelivered, "u@x", "192.0.2.1", ""},
		{"host without an address", `=> u@x R=r T=t H=mx C="250 H=evil [192.0.2.9]"`, queue.EventDelivered, "u@x", "", ""},
		{"recipient with fields", `=> boss@corp R=x T=y H=z [192.0.2.9]@evil <"boss@corp R=x T=y H=z [192.0.2.9]"@evil> R=r T=t H=mx [192.0.2.1] C="250 ok"`,
			queue.EventDelivered, `"boss@corp R=x T=y H=z [192.0.2.9]"@evil`, "192.0.2.1", ""},
		{"recipient with a deferral", `== boss@corp defer (-53)@evil <"boss@corp defer (-53)"@evil> R=r T=t defer (111): Connection refused`, queue.EventDeferred, `"boss@corp defer (-53)"@evil`, "", ""},
		{"recipient with a text", `** boss@corp: retry timeout exceeded@evil <"boss@corp: retry timeout exceeded"@evil> R=r T=t: no`, queue.EventNoted, "", "", ""},
		{"recipient that a reply quotes", `** u@x R=r T=t H=mx [192.0.2.1]: SMTP error from remote mail server after end of data: 550 a@b <"u@x R=r T=t H=mx [192.0.2.1]: SMTP error from remote mail server after end of data: 550 a"@b>`,
			queue.EventNoted, "", "", ""},
		{"recipient that is a black hole", `=> :blackhole:@x R=r T=t`, queue.EventDelivered, ":blackhole:@x", "", ""},
		{"recipient with a reply", `** u@x R=r T=t H=mx [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<"a>: 250 2.0.0 ok"@x>: 550 no`, queue.EventFailed, "u@x", "192.0.2.1", ""},
		{"parent with a bracket", `=> u@ok.example <"x> R=y H=z [192.0.2.9]"@exim.me> R=r T=t H=mx [192.0.2.1]`, queue.EventDelivered, `"x> R=y H=z [192.0.2.9]"@exim.me`, "192.0.2.1", ""},
		{"sender with fields", `<= "x H=mail [192.0.2.9] P=local R=1ty4dG-0005ER-0y"@evil H=(y) [192.0.2.1] P=esmtp S=1`, queue.EventReceived, "", "192.0.2.1", ""},
		{"HELO with an address", `<= a@b H=(x) [192.0.2.9] (y) [192.0.2.1] P=esmtp S=1`, queue.EventReceived, "", "192.0.2.1", ""},
		{"HELO that is an address", `<= a@b H=([192.0.2.9]) [192.0.2.1] P=esmtp S=1`, queue.EventReceived, "", "192.0.2.1", ""},
		{"subject with recipients", `<= a@b H=(y) [192.0.2.1] P=esmtp S=1 T="\" for boss@corp" from <a@b> for u@x`, queue.EventReceived, "u@x", "192.0.2.1", ""},
		{"message id with recipients", `<= a@b H=(y) [192.0.2.1] P=esmtp S=1 id="x T= for boss@corp"@y for u@x`, queue.EventReceived, "u@x", "192.0.2.1", ""},
		{"sender of a refusal", `H=(y) [192.0.2.1] F=<"x> rejected after DATA: no"@z> Warning: odd`, queue.EventNoted, "", "192.0.2.1", ""},
		{"text with an end", `SMTP error from remote mail server after RCPT TO:<u@x>: 450 Completed`, queue.EventNoted, "", "", ""},
		{"end with a text", `Completed by nobody`, queue.EventNoted, "", "", ""},
	} {
		var e maillog.Entry
		e.Reset()
		Parse("exim", id+" "+tt.text, &e)
		if e.ID != id || e.Kind != tt.want || strings.Join(e.Recipients, " ") != tt.rcpt || e.IP != tt.ip || e.Other != tt.other {
			t.Errorf("%s: %+v, want kind %d of %q at %s", tt.name, e, tt.want, tt.rcpt, tt.ip)
		}
	}
}

// Daemons cut long lines anywhere.
func TestCutShort(t *testing.T) {
	for _, line := range []string{
		id + ` <= walt@me.example R=1ty4dG-0005ER-0y H=a.example (desk) [127.0.81.5]:1 P=esmtp X=x DN="a b" A=login:x S=893 id="a b"@me.example T="Water" from <walt@me.example> for u@ok.example "v w"@ok.example`,
		id + ` => u@ok.example <"team x"@exim.me> F=<"a b"@c> R=dnslookup T=remote_smtp H=mx.ok.example DS [127.0.80.4]:25* C="250 \"ok\"" QT=1d4h DT=0.003s`,
		id + ` == odd one@x <"odd one"@x> R=dnslookup T=remote_smtp defer (-44) H=mx [127.0.80.9] DT=0.000s: SMTP error from remote mail server after RCPT TO:<b@x>: 451 4.3.0 later`,
		id + ` ** u@x R=dnslookup T=remote_smtp H=mx [127.0.80.9]: SMTP error from remote mail server after RCPT TO:<b@x>: 551 5.3.0 no DT=1s`,
		id + ` address <ma1@shut.example> marked delivered by root`, id + ` H=mx.busy.example [127.0.80.7]:25: SMTP error from remote mail server after initial connection: 421 no`,
		id + ` Completed QT=1d`,
	} {
		for n := range len(line) {
			var whole, e maillog.Entry
			whole.Reset()
			e.Reset()
			Parse("exim", line, &whole)
			Parse("exim", line[:n], &e)
			if e.Kind != queue.EventNoted && e.Kind != whole.Kind {
				t.Errorf("Parse(%q) has the kind %d, the whole line %d", line[:n], e.Kind, whole.Kind)
			}
			e.Reset()
			ParseOwn(line[:n], &e)
		}
	}
}

// Most lines are about other messages.
func TestAllocations(t *testing.T) {
	var e maillog.Entry
	e.Recipients = make([]string, 0, 4)
	for _, line := range []string{
		id + ` <= walt@me.example H=(desk.me.example) [127.0.81.5] P=esmtp S=893 id=a@me.example T="Water visit" from <walt@me.example> for u@ok.example v@ok.example`,
		id + ` => u@ok.example F=<walt@me.example> R=dnslookup T=remote_smtp H=mx.ok.example [127.0.80.4] C="250 2.0.0 Ok: queued as F43CBDEA" QT=6s DT=0.003s`,
		id + ` == u@x R=dnslookup T=remote_smtp defer (111): Connection refused DT=0.000s`,
		id + ` ** u@x R=dnslookup T=remote_smtp H=mx [127.0.80.9]: SMTP error from remote mail server after RCPT TO:<b@x>: 551 5.3.0 no DT=1s`,
		id + ` Completed QT=6s`, "H=(desk) [127.0.81.5] F=<walt@me> rejected RCPT <no@ok.example>: not this one",
	} {
		if n := testing.AllocsPerRun(10, func() { e.Reset(); Parse("exim", line, &e) }); n != 0 {
			t.Errorf("%q: %v allocations", line, n)
		}
	}
}
