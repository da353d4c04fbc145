package triage

import (
	"testing"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

func TestSources(t *testing.T) {
	b := queuetest.New()
	b.Dirs = []queue.Dir{{Host: "mx1", Name: "mx1.example.org", Path: "/var/spool/mqueue"}}
	add := b.Strings.Add
	tests := []struct {
		what        string
		set         func(i int32)
		label, name string
		origin      Origin
	}{
		{"a script on another host", func(i int32) {
			b.Script[i], b.Auth[i], b.Client[i] = add("33:contact.php(12) : eval()'d code"), add("ann"), add("web01.example.net [192.0.2.80]")
		}, "script 33:contact.php on web01.example.net", "contact.php on web01.example.net", ByScript},
		{"another line of it", func(i int32) {
			b.Script[i], b.Client[i] = add("33:contact.php(99) : eval()'d code"), add("WEB01.example.net [192.0.2.80]")
		}, "script 33:contact.php on web01.example.net", "contact.php on web01.example.net", ByScript},
		{"a script here", func(i int32) { b.Script[i], b.Client[i] = add("33:contact.php"), add("www-data@localhost") }, "script 33:contact.php", "contact.php", ByScript},
		{"a script by its address", func(i int32) {
			b.Script[i], b.Client[i] = add("shop.example/send.php for 192.0.2.1"), add("mx1.example.org [192.0.2.25]")
		}, "script shop.example/send.php", "shop.example/send.php", ByScript},
		{"a login", func(i int32) { b.Auth[i], b.Client[i] = add("Ann"), add("[192.0.2.7]") }, "login ann", "login ann", ByLogin},
		{"a client", func(i int32) { b.Client[i] = add("relay.example.com [192.0.2.9]") }, "client relay.example.com", "relay.example.com", ByClient},
		{"a client with a false name", func(i int32) { b.Client[i] = add("relay.example.com [192.0.2.9] (may be forged)") }, "client 192.0.2.9", "192.0.2.9", ByClient},
		{"a client without a name", func(i int32) { b.Client[i] = add("[IPv6:2001:db8::1]") }, "client 2001:db8::1", "2001:db8::1", ByClient},
		{"cron", func(i int32) { b.Client[i], b.Subject[i] = add("root@localhost"), add("Cron <root@mx1> /bin/x") }, "this server: cron", "this server: cron", ByServer},
		{"a user", func(i int32) { b.Client[i] = add("backup@localhost") }, "this server: backup", "this server: backup", ByServer},
		{"a sender of its own", func(i int32) {
			b.Client[i], b.Sender[i], b.Flags[i] = add("localhost [127.0.0.1]"), add("<nagios@mx1.example.org>"), queue.HasSender
		}, "this server: nagios", "this server: nagios", ByServer},
		{"a program", func(i int32) { b.Client[i] = add("localhost.localdomain [127.0.0.1]") }, "this server", "this server", ByServer},
		{"a host of the same machine", func(i int32) { b.Client[i] = add("www.example.net [127.0.1.80]") }, "client www.example.net", "www.example.net", ByClient},
		{"localhost by another name", func(i int32) { b.Client[i] = add("alias.example.net [127.0.0.1]") }, "this server", "this server", ByServer},
		{"the server's own name", func(i int32) { b.Client[i] = add("mx1.example.org [127.0.1.1]") }, "this server", "this server", ByServer},
		{"a bounce of mail from a client", func(i int32) {
			b.Flags[i], b.Client[i], b.OriginBy[i] = queue.MadeHere, add("localhost"), add("relay.example.com [192.0.2.9]")
		}, "client relay.example.com", "relay.example.com", ByClient},
		{"a bounce of mail from a script", func(i int32) {
			b.Flags[i], b.Client[i], b.OriginBy[i], b.OriginScript[i] = queue.MadeHere, add("localhost"), add("web01.example.net [192.0.2.80]"), add("33:contact.php")
		}, "script 33:contact.php on web01.example.net", "contact.php on web01.example.net", ByScript},
		{"a bounce of mail from a login", func(i int32) {
			b.Flags[i], b.OriginBy[i], b.OriginAuth[i] = queue.MadeHere, add("[192.0.2.7]"), add("ANN")
		}, "login ann", "login ann", ByLogin},
		{"a bounce that does not say", func(i int32) { b.Flags[i], b.Client[i] = queue.MadeHere, add("localhost") }, "not recorded", "not recorded", NotRecorded},
		{"nothing recorded", func(int32) {}, "not recorded", "not recorded", NotRecorded},
		{"a listing alone", func(i int32) { b.Flags[i] = queue.NoControl }, "not in a listing", "not in a listing", NotListed},
		{"a log alone", func(i int32) { b.Flags[i] = queue.NoControl | queue.FromLog }, "not recorded", "not recorded", NotRecorded},
	}
	for k, tt := range tests {
		i := b.Row(0, tt.what)
		b.Order = append(b.Order, i)
		if tt.set(i); int(i) != k {
			t.Fatalf("row %d is %d", k, i)
		}
	}
	x := NewIndex(b.Queue)
	count := map[string]int{}
	for k, tt := range tests {
		s := x.SourceOf(int32(k))
		if s.Label != tt.label || s.Name != tt.name || s.Origin != tt.origin {
			t.Errorf("%s: the source is %q, %q, %d; want %q, %q, %d", tt.what, s.Label, s.Name, s.Origin, tt.label, tt.name, tt.origin)
		}
		count[s.Label]++
	}
	for n := range x.Sources {
		s := &x.Sources[n]
		node, err := filter.Parse(SourceTerm(s).String())
		if err != nil {
			t.Fatal(err)
		}
		if got := x.Count(node, x.Queue.Order); got != count[s.Label] {
			t.Errorf("%s selects %d messages, want %d", SourceTerm(s), got, count[s.Label])
		}
	}
}

// A bounce about mail that still waits has the source of that mail, if that
// says more than the header that the bounce returns.
func TestSourceOfOriginal(t *testing.T) {
	b := queuetest.New()
	b.Dirs = []queue.Dir{{Host: "mx1"}, {Host: "mx2"}}
	add := b.Strings.Add
	original := b.Row(0, "4259f7Kc000001")
	b.Auth[original], b.Client[original] = add("ann"), add("pc.example.net [192.0.2.7]")
	bounce := func(dir uint16, id, of, script string) int32 {
		i := b.Row(dir, id)
		b.Flags[i], b.OriginBy[i], b.OriginID[i], b.OriginScript[i] = queue.MadeHere, add("pc.example.net [192.0.2.7]"), add(of), add(script)
		return i
	}
	for _, tt := range []struct {
		row  int32
		want string
	}{
		{bounce(0, "a", "4259f7Kc000001", ""), "login ann"},
		{bounce(0, "b", "4259f7Kc000001", "33:form.php"), "script 33:form.php on pc.example.net"},
		{bounce(0, "c", "4259f7Kc000002", ""), "client pc.example.net"},
		{bounce(1, "d", "4259f7Kc000001", ""), "client pc.example.net"}, // an id of another host
	} {
		if got := NewIndex(b.Queue).SourceOf(tt.row).Label; got != tt.want {
			t.Errorf("bounce %s: the source is %q, want %q", b.Text(b.ID[tt.row]), got, tt.want)
		}
	}
}

// With queues of several hosts, "this server" names the host.
func TestSourcesOfSeveralHosts(t *testing.T) {
	b := queuetest.New()
	b.Dirs = []queue.Dir{{Host: "mx1"}, {Host: "mx2"}}
	for d := range b.Dirs {
		i := b.Row(uint16(d), "id")
		b.Client[i] = b.Strings.Add("root@localhost")
	}
	x := NewIndex(b.Queue)
	if a, b := x.SourceOf(0).Label, x.SourceOf(1).Label; a != "this server mx1: root" || b != "this server mx2: root" {
		t.Errorf("sources are %q and %q", a, b)
	}
	for want, s := range map[string]Source{
		"<mx1>: [root]": x.Sources[x.Source[0]],
		"<mx1> itself":  {Origin: ByServer, Host: "mx1"},
		"<mx1>: cron":   {Origin: ByServer, Host: "mx1", Who: cron},
		"this server":   {Origin: ByServer},
		"{a} on <w>":    {Origin: ByScript, Host: "w", Who: "a"},
		"login [ann]":   {Origin: ByLogin, Who: "ann"},
	} {
		if got := s.NameWith(bracketed{}); got != want {
			t.Errorf("a source is named %q, want %q", got, want)
		}
	}
}

// bracketed puts the names that it replaces into brackets.
type bracketed struct{}

func (bracketed) Address(s string) string { return "[" + s + "]" }
func (bracketed) Host(s string) string    { return "<" + s + ">" }
func (bracketed) Text(s string) string    { return "{" + s + "}" }

func TestObstacleOf(t *testing.T) {
	mails := []struct {
		mail triagetest.Mail
		id   string
		side reason.Side
	}{
		{triagetest.Mail{Status: "Deferred: Connection refused by mx.far.example."}, "connection-refused", reason.Theirs},
		{triagetest.Mail{Status: "Deferred: Connection refused by [127.0.0.1]"}, "local-server", reason.Here},
		{triagetest.Mail{Status: "Deferred: Connection timed out with mx.far.example."}, "connection-timeout", reason.Network},
		{triagetest.Mail{Status: "Deferred: Name server: far.example.: host name lookup failure"}, "lookup-failed", reason.Network},
		{triagetest.Mail{Status: "Deferred: Name server: mailhost: host name lookup failure"}, "smart-host", reason.Here},
		{triagetest.Mail{Status: "Deferred: 421 4.7.0 Too many messages from your network"}, "rate-limited/sender", reason.Here},
		{triagetest.Mail{State: queue.Held}, "never-tried", reason.Other},
		{triagetest.Mail{State: queue.Quarantined}, "quarantined", reason.Here},
		{triagetest.Mail{State: queue.Lost}, "lost", reason.Here},
		{triagetest.Mail{State: queue.Orphan}, "orphan", reason.Here},
		{triagetest.Mail{State: queue.Processing}, "processing", reason.Other},
	}
	var list []triagetest.Mail
	for _, m := range mails {
		list = append(list, m.mail)
	}
	x := NewIndex(triagetest.Queue(queue.Dir{Path: "/var/spool/mqueue"}, list...))
	for i, m := range mails {
		if o := x.ObstacleOf(int32(i)); o.ID != m.id || o.Side != m.side {
			t.Errorf("%+v: the obstacle is %s, %s; want %s, %s", m.mail, o.ID, o.Side, m.id, m.side)
		}
	}
}
