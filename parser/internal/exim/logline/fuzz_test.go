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
	for _, seed := range []string{
		`<= walt@me.example R=1ty4dG-0005ER-0y H=a.example (desk) [127.0.81.5]:1 P=esmtp X=x DN="a b" A=login:x S=893 id="a b"@me.example T="Water" from <walt@me.example> for u@ok.example "v w"@ok.example`,
		`=> u@ok.example (a@b) <"team x"@exim.me> F=<"a b"@c> R=dnslookup T=remote_smtp H=mx.ok.example DS [127.0.80.4]:25* C="250 \"ok\"" QT=1d4h DT=0.003s`,
		`=> |/bin/x <team@exim.me> R=r T=t`, `=> :blackhole: <hole@exim.me.example> R=aliases`,
		`== odd one@x <"odd one"@x> R=dnslookup T=remote_smtp defer (-44) H=mx [127.0.80.9] DT=0.000s: SMTP error from remote mail server after RCPT TO:<b@x>: 451 4.3.0 later`,
		`== u@x routing defer (-52): retry time not reached`, `== u@x R=r T=t defer (111): Connection refused H=mx [::1]: x`,
		`** u@x R=dnslookup T=remote_smtp H=mx [127.0.80.9]: SMTP error from remote mail server after RCPT TO:<b@x>: 551 5.3.0 no DT=1s`,
		`** u@x: retry timeout exceeded`, `Completed QT=5s`, `Frozen (delivery error message)`, `address <ma1@shut.example> marked delivered by root`,
		`far@hard.example: error ignored`, `H=(y) [192.0.2.1] F=<"x> rejected"@z> rejected after DATA: no`, `Spool file 1ty4dF-0005EM-0s-D not found`,
		`Received from <> R=1uaW5T-0001u2-0i H=(p) [127.0.51.240] P=esmtp S=1202`, `u@ok.example <team@exim.me.example>: remote_smtp transport succeeded`,
	} {
		f.Add(id+" "+seed, "")
		f.Add(`[1/3] `+id+" "+seed, "1ty4dF-0005EM-0s => u@x status=sent (250")
		f.Add(seed, `x\n1ty4dF-0005EM-0s => u@x R=r: retry timeout exceeded`)
	}
	f.Fuzz(func(t *testing.T, text, reply string) {
		for _, parse := range []func(string, *maillog.Entry) bool{
			func(text string, e *maillog.Entry) bool { return Parse("exim", text, e) }, ParseOwn,
		} {
			var e maillog.Entry
			e.Reset()
			parse(text, &e)
			for _, s := range slices.Concat(e.Recipients, []string{e.ID, e.Sender, e.Peer, e.IP, e.Login, e.MessageID}) {
				if s != "" && s != "<>" && !within(text, s) {
					t.Errorf("Parse(%q): %q is no part of the line", text, s)
				}
			}
			if len(e.Text) > len(text) || len(e.Other) > len(text) || e.Kind >= queue.NumEventKinds || e.Delay < -1 || e.Size < -1 {
				t.Errorf("Parse(%q) = %+v", text, e)
			}
		}
		var e maillog.Entry
		e.Reset()
		Parse("exim", text, &e)
		if of, part, rest, ok := CutPart(text); ok && (!within(text, of) || !within(text, rest) || part.N < 1 || part.N > part.Of) {
			t.Errorf("CutPart(%q) = %q, %+v, %q", text, of, part, rest)
		}
		// A server's reply after Exim's own words.
		for _, tt := range []struct {
			line string
			want queue.EventKind
		}{
			{" ** u@x R=r T=t H=mx [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<u@x>: 450 " + reply, queue.EventFailed},
			{" == u@x R=r T=t defer (-44) H=mx [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<u@x>: 450 " + reply, queue.EventDeferred},
			{` => u@x R=r T=t H=mx [192.0.2.1] C="450 ` + strings.ReplaceAll(strings.ReplaceAll(reply, `\`, `\\`), `"`, `\"`) + `"`, queue.EventDelivered},
		} {
			e.Reset()
			Parse("exim", id+tt.line, &e)
			right := strings.Join(e.Recipients, "|") == "u@x" && e.Peer == "mx" && e.IP == "192.0.2.1" && e.Code == 450
			if e.ID != id || (e.Kind != tt.want || !right) && e.Kind != queue.EventNoted {
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
