package redact_test

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/redact/redacttest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

func ownText(own []redact.OwnDomain) string {
	var list []string
	for _, d := range own {
		list = append(list, d.Name+": "+d.Why)
	}
	return strings.Join(list, "; ")
}

// The organisation's names come from its servers, logins and mailboxes, not
// from what a stolen login or a client claims.
func TestFindOwn(t *testing.T) {
	const server = "our.example: the server mail.our.example"
	for _, c := range []struct {
		name     string
		change   func(q *queue.Queue)
		messages []redacttest.Message
		want     string
	}{
		{"the server", nil, []redacttest.Message{{Sender: "<a@else.example>", Client: "relay.else.example [192.0.2.1]"}}, server},
		{"another name of it", func(q *queue.Queue) { q.Dirs[0].Host = "mx.other.co.uk (host1)" }, nil, "other.co.uk: the server mx.other.co.uk; " + server},
		{"configuration", func(q *queue.Queue) { q.Local = []string{"shop.example", "box"} }, nil, server + "; shop.example: a configuration names it"},
		{"login with a domain", nil, []redacttest.Message{{Auth: "a@www.login.example"}}, "login.example: logins; " + server},
		{"login that sends", nil, []redacttest.Message{{Auth: "a", Sender: "<x@b.example>"}, {Auth: "a", Sender: "<x@c.example>"}},
			"b.example: senders who logged in; c.example: senders who logged in; " + server},
		{"stolen login", nil, []redacttest.Message{{Auth: "a", Sender: "<x@b.example>"}, {Auth: "a", Sender: "<x@c.example>"}, {Auth: "a", Sender: "<x@d.example>"}, {Auth: "a", Sender: "<x@e.example>"}}, server},
		{"client queue", func(q *queue.Queue) { q.Dirs[0].Client = true }, []redacttest.Message{{Sender: "<www@site.example>", Client: "www@localhost"}},
			server + "; site.example: mail submitted on a server"},
		{"account of a server", nil, []redacttest.Message{{Sender: "<www@site.example>", Client: "uid33@localhost"}}, server + "; site.example: mail submitted on a server"},
		{"filter", nil, []redacttest.Message{{Sender: "<www@site.example>", Client: "localhost [127.0.0.1]"}}, server},
		{"mailbox of Postfix", nil, []redacttest.Message{{To: []string{"<a@box.example>"}, Status: "cannot update mailbox /var/mail/a for user a. error writing message: Disk quota exceeded"}},
			"box.example: mailboxes on a server; " + server},
		{"mailbox", nil, []redacttest.Message{{To: []string{"<a@box.example>"}, Status: "Deferred: local mailer (/usr/bin/procmail) exited with EX_TEMPFAIL"}},
			"box.example: mailboxes on a server; " + server},
		{"nothing names the server", func(q *queue.Queue) { q.Dirs[0].Host, q.Dirs[0].Name = "", "" }, []redacttest.Message{{Sender: "<a@b.example>"}}, "b.example: senders, as nothing names the server"},
		{"an address", func(q *queue.Queue) { q.Dirs[0].Host = "192.0.2.1" }, nil, server},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := redacttest.Queue(c.messages...)
			if c.change != nil {
				c.change(q)
			}
			if got := ownText(redact.FindOwn(q)); got != c.want {
				t.Errorf("FindOwn = %q, want %q", got, c.want)
			}
		})
	}
}

func TestCorrectOwn(t *testing.T) {
	found := []redact.OwnDomain{{"a.example", "x"}, {"b.example", "y"}}
	for in, want := range map[string]string{
		"": "a.example: x; b.example: y", "-a.example": "b.example: y", "C.example., -b.example": "a.example: x; c.example: you named it",
		"a.example *.d.example @e.example": "a.example: x; b.example: y; d.example: you named it; e.example: you named it",
	} {
		if got, err := redact.CorrectOwn(found, in); err != nil || ownText(got) != want {
			t.Errorf("CorrectOwn(%q) = %q, %v, want %q", in, ownText(got), err, want)
		}
	}
	for _, bad := range []string{"example", "192.0.2.1", "a..example", "a b.example", "a@b.example"} {
		if got, err := redact.CorrectOwn(found, bad); err == nil {
			t.Errorf("CorrectOwn(%q) = %q, want an error", bad, ownText(got))
		}
	}
}

// A bounce to one of the organisation's senders does not make its domain a
// recipient's, and one of its hosts that refused mail is not a foreign server.
func TestOwnWins(t *testing.T) {
	q := redacttest.Queue(
		redacttest.Message{Sender: "<>", To: []string{"<anna@our.example>"}, Status: "Deferred: Connection refused by mx.our.example."},
		redacttest.Message{Sender: "<anna@our.example>", To: []string{"<bob@lists.our.example>"}, Status: "Deferred: mx.lists.our.example.: Name server: host name lookup failure"},
		redacttest.Message{Sender: "<anna@our.example>", To: []string{"<bob@there.example>"}, Status: "Deferred: Connection refused by backend7."},
	)
	m := redacttest.New(t, q, redact.All)
	for _, s := range []string{
		"anna@our.example", "<bob@lists.our.example>", "refused by mx.our.example.", "mx.lists.our.example", "OUR.EXAMPLE", "our.example.relay.net", "our-example.protection.example",
		"see www.our.example/x", "refused by backend7.", "anna%40our%2eexample",
	} {
		got := m.Text(s)
		if low := strings.ToLower(got); strings.Contains(low, "our") || strings.Contains(low, "backend7") {
			t.Errorf("Text(%q) = %q", s, got)
		}
		if leaks := m.Leaks([]byte(got)); len(leaks) > 0 {
			t.Errorf("Text(%q) = %q, which leaks %+v", s, got, leaks)
		}
	}
	for _, s := range []string{"person-0001@there.example", "mx.there.example"} {
		if got := m.Text(s); got != s {
			t.Errorf("Text(%q) = %q", s, got)
		}
	}
}
