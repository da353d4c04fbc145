package msglog

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	l := Parse(`2025-07-12 10:00:07 Received from <> R=1uaW5T-0001u2-0i H=(pult3.kontor.example) [127.0.51.240] P=esmtp S=1202
2025-07-12 10:00:08 H=mx.refused.example.org [127.0.51.1] Connection refused
2025-07-12 10:00:08 u1@refused.example.org R=dnslookup T=remote_smtp defer (111): Connection refused
2025-07-12 10:00:09 odd one@x.test <"odd one"@x.test> R=dnslookup T=remote_smtp defer (-54): retry time not reached for any host for 'x.test'
2025-07-12 11:00:08 H=mx.refused.example.org [127.0.51.1]:26 Connection refused
2025-07-12 11:00:08 u1@refused.example.org R=dnslookup T=remote_smtp defer (111): Connection refused
2025-07-12 11:00:09 c@m.test <list@x.test> R=dnslookup T=remote_smtp H=mx.m.test [192.0.2.7]: SMTP error from remote mail server after RCPT TO:<c@m.test>: 550 5.1.1 no
2025-07-12 11:00:09 d@m.test <list@x.test>: remote_smtp transport succeeded
2025-07-12 11:00:09.782 [771] far@hard.example F=<> R=dnslookup T=remote_smtp H=mx.hard.example [192.0.2.8]: SMTP error from remote mail server after MAIL FROM:<>: 550 no DT=0.002s
2025-07-12 11:00:09 H=mx.shut.example [192.0.2.9] Connection refused
2025-07-12 11:00:09 v@shut.example R=dnslookup T=remote_smtp defer (111): Connection refused QT=1h DT=0.000s
2025-07-12 11:00:10 z@m.test Q=slow R=dnslookup routing defer (-36): host lookup did not complete
2025-07-12 11:00:11 routing failed for n@m.test: Unrouteable address
something else
*** Frozen (delivery error message)
`)
	for address, want := range map[string]Said{
		"u1@refused.example.org": {"R=dnslookup T=remote_smtp defer (111): Connection refused H=mx.refused.example.org [127.0.51.1]:26", 2, false},
		`"odd one"@x.test`:       {"R=dnslookup T=remote_smtp defer (-54): retry time not reached for any host for 'x.test'", 1, false},
		"list@x.test":            {"R=dnslookup T=remote_smtp H=mx.m.test [192.0.2.7]: SMTP error from remote mail server after RCPT TO:<c@m.test>: 550 5.1.1 no", 1, true},
		"z@m.test":               {"Q=slow R=dnslookup routing defer (-36): host lookup did not complete", 1, false},
		"far@hard.example":       {"F=<> R=dnslookup T=remote_smtp H=mx.hard.example [192.0.2.8]: SMTP error from remote mail server after MAIL FROM:<>: 550 no", 1, true},
		"v@shut.example":         {"R=dnslookup T=remote_smtp defer (111): Connection refused H=mx.shut.example [192.0.2.9]", 1, false},
		"n@m.test":               {"routing failed for n@m.test: Unrouteable address", 1, true},
	} {
		if got, ok := l.Of(address); got != want || !ok {
			t.Errorf("Of(%q) = %+v, %v, want %+v", address, got, ok, want)
		}
	}
	if _, ok := l.Of("d@m.test"); ok {
		t.Error("there is a reason for an address that received the message")
	}
	if l.Tries() != 2 || l.Origin != "1uaW5T-0001u2-0i" || l.Frozen != "delivery error message" || l.LastTry-l.Received != 3604 || l.Zoned || l.Lines != 15 {
		t.Errorf("Parse = %+v", l)
	}
}

func TestTimes(t *testing.T) {
	for line, want := range map[string]struct {
		unix  int64
		zoned bool
		rest  string
	}{
		"2025-03-30 01:30:00 x":           {1743298200, false, "x"},
		"2025-03-30 03:30:00.123 +0200 x": {1743298200, true, "x"},
		"2025-03-30 03:30:00 -0730 x":     {1743332400, true, "x"},
		"2025-03-30 03:30:00.1 x":         {1743305400, false, "x"},
		"2025-03-30 03:30:00 +02 x":       {1743305400, false, "+02 x"},
	} {
		at, zoned, rest, ok := cutTime(line)
		if at != want.unix || zoned != want.zoned || rest != want.rest || !ok {
			t.Errorf("cutTime(%q) = %d, %v, %q, %v, want %+v", line, at, zoned, rest, ok, want)
		}
	}
	for _, line := range []string{"", "2025-03-30 01:30:00", "2025-13-30 01:30:00 x", "*** Frozen"} {
		if _, _, rest, ok := cutTime(line); ok || rest != line {
			t.Errorf("cutTime(%q) finds a time", line)
		}
	}
}

// Messages that arrived frozen, and other reasons.
func TestFrozen(t *testing.T) {
	for text, want := range map[string]string{
		"2025-07-12 10:00:07 frozen by ACL\n": "frozen by ACL", "*** Frozen\n": "frozen", "*** Frozen (message created with -f <>)": "message created with -f <>",
		"*** Frozen by the system filter: too large\n": "by the system filter: too large", "no immediate delivery: queued by ACL\n": "",
	} {
		if got := Parse(text).Frozen; got != want {
			t.Errorf("Parse(%q) is frozen: %q, want %q", text, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("2025-07-12 10:00:08 H=mx [192.0.2.1]:25 Connection refused\n2025-07-12 10:00:08 a@b <c@d> R=r T=t defer (111): Connection refused\n*** Frozen\n")
	f.Fuzz(func(t *testing.T, text string) {
		l := Parse(text)
		for address := range l.said {
			if s, _ := l.Of(address); s.Tries < 1 || s.Tries > l.Lines || s.Text == "" {
				t.Errorf("Of(%q) = %+v of %d lines", address, s, l.Lines)
			}
		}
	})
}

func TestAmend(t *testing.T) {
	const text = "2025-07-12 10:00:02 Received from <ann@x.test> H=pc\n" +
		"2025-07-12 10:00:03 bob@y.test R=dnslookup T=remote_smtp defer (111): Connection refused DT=0s\n" +
		"2025-07-13 10:00:03.123 +0200 [77] bob@y.test R=dnslookup T=remote_smtp defer (-54): retry time not reached for any host for 'y.test'\n" +
		"2025-07-13 10:00:03 eve@z.test R=dnslookup T=remote_smtp defer (-44): SMTP error\n"
	const why = "R=dnslookup T=remote_smtp defer (111): Connection refused H=mx.y.test [192.0.2.1]"
	got := Amend(text, map[string]string{"bob@y.test": why, "eve@z.test": "R=dnslookup T=remote_smtp defer (-44): SMTP error", "dan@w.test": why})
	want := strings.Replace(text, "R=dnslookup T=remote_smtp defer (-54): retry time not reached for any host for 'y.test'", why, 1)
	if got != want {
		t.Errorf("Amend gave\n%s, want\n%s", got, want)
	}
	if l := Parse(got); l.Tries() != Parse(text).Tries() || l.LastTry != Parse(text).LastTry {
		t.Errorf("Amend changes tries or times: %+v", l)
	}
}

// An address to which a recipient was redirected may be a recipient itself.
func TestMembers(t *testing.T) {
	l := Parse("2026-11-28 22:56:39 o1@a.test <once@b.test> R=r T=t defer (-54): retry time not reached for any host for 'a.test'\n" +
		"2026-11-28 22:56:40 o2@a.test R=r T=t defer (111): Connection refused\n")
	got := map[string]string{}
	for address, s := range l.All() {
		got[address] = s.Text
	}
	for _, address := range []string{"o1@a.test", "once@b.test", "o2@a.test"} {
		if got[address] == "" {
			t.Errorf("no reason for %s: %v", address, got)
		}
	}
}
