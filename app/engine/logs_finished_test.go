package engine

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
)

const finishedLog = `Dec 31 09:00:01 mx sm-mta[100]: 4BV901aa000100: from=<ann@example.org>, size=500, class=0, nrcpts=1, msgid=<x@example.org>, proto=ESMTP, daemon=MTA, relay=pc.example.org [192.0.2.7]
Dec 31 09:00:02 mx sm-mta[101]: 4BV901aa000100: to=<bob@example.net>, delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=30500, relay=mx.example.net. [192.0.2.9], dsn=2.0.0, stat=Sent (ok)
`

// If all mail in a log is finished, the message box says so, and does not ask for queue files.
func TestALogWithoutOpenMail(t *testing.T) {
	e := newEngine()
	l := e.Load(t.Context(), []parser.Source{memorySource("maillog", []byte(finishedLog))}, false, func(protocol.Progress) {})
	if l.Fatal == nil {
		t.Fatal("a log is mistaken for an empty queue")
	}
	said := l.Fatal.Title + " " + l.Fatal.Text
	for _, want := range []string{"No message is unfinished at the end of maillog.", "2 lines were read, from 31 Dec", "09:00", "does not prove that the queue is empty"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q lacks %q", said, want)
		}
	}
	if strings.Contains(said, "ueue files") {
		t.Errorf("%q asks for queue files", said)
	}
}

// A short log without waiting mail was pasted because of what failed in it.
func TestALogOfRefusals(t *testing.T) {
	const log = `Dec 24 06:04:47 mx postfix/smtpd[7533]: connect from out.example.com[192.0.2.190]
Dec 24 06:04:48 mx postfix/smtpd[7533]: NOQUEUE: reject: RCPT from out.example.com[192.0.2.190]: 554 5.7.1 <ann@example.org>: Relay access denied; from=<bob@example.com> to=<ann@example.org> proto=ESMTP helo=<out.example.com>
Dec 24 06:04:48 mx postfix/smtpd[7533]: disconnect from out.example.com[192.0.2.190]
`
	e := newEngine()
	l := e.Load(t.Context(), []parser.Source{memorySource("mail.log", []byte(log))}, false, func(protocol.Progress) {})
	if l.Fatal == nil || l.Statuses == nil {
		t.Fatalf("Load = %+v, %+v", l.Fatal, l.Statuses)
	}
	if want := "1 line is about mail that failed or was refused"; !strings.Contains(l.Fatal.Text, want) {
		t.Errorf("%q lacks %q", l.Fatal.Text, want)
	}
	if s := l.Statuses; s.Lines != 1 || s.Rows[0].Meaning != "Refused by this server: relay denied" || !strings.HasPrefix(s.Log, "No message is unfinished at the end of mail.log. 3 lines were read") {
		t.Errorf("Statuses = %+v", s)
	}
}
