package causes

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// described returns a cause in a few words.
func described(c *Cause) string {
	text := fmt.Sprintf("%d %s (%s)", c.Count, c.Title, c.Subtitle)
	for _, p := range c.Parts {
		text += fmt.Sprintf("; %d %s", p.Count, strings.TrimSpace(p.Name+" "+p.Note))
	}
	return strings.ReplaceAll(text, "\u00a0", " ")
}

// A cause that several servers, clients or directories share is one cause.
func TestParts(t *testing.T) {
	const hour = 3600
	home := queue.Dir{Host: "mx1.home.example", Name: "mx1.home.example", Path: "/var/spool/mqueue"}
	copies := func(n int, change func(k int, m *triagetest.Mail)) []triagetest.Mail {
		mails := triagetest.Copies(n, triagetest.Mail{Status: "Deferred", To: "a%@d%.example", Age: hour, Tried: 60})
		for k := range mails {
			change(k, &mails[k])
		}
		return mails
	}
	bounce := func(k int, m *triagetest.Mail) { m.Bounce, m.Replies = "failure", []string{"550 5.7.1 Refused"} }
	for _, tt := range []struct {
		name  string
		mails []triagetest.Mail
		rule  string
		want  string
	}{
		{"servers", copies(9, func(k int, m *triagetest.Mail) {
			m.Status = fmt.Sprintf("Deferred: Connection refused by mx%d.far.example.", max(k-5, 0))
		}), "connection-refused", "9 Servers refuse connections (4 servers, mostly mx0.far.example); 6 mx0.far.example; 1 mx1.far.example; 1 mx2.far.example; 1 mx3.far.example"},
		{"reasons of a fault", copies(3, func(k int, m *triagetest.Mail) {
			m.Status = []string{"Deferred: local mailer (local) exited with EX_TEMPFAIL", "local mailer (cyrus) exited with EX_TEMPFAIL"}[k/2]
		}), "local-mailer", "3 The local delivery program defers mail (2 statuses); 2 local mailer (local) exited with EX_TEMPFAIL; 1 local mailer (cyrus) exited with EX_TEMPFAIL"},
		{"domains", copies(4, func(k int, m *triagetest.Mail) {
			m.Status, m.To = "Deferred: 452 4.2.2 Mailbox full", fmt.Sprintf("a@d%d.example", k%2)
		}), "mailbox-full", "4 Mailboxes are full (2 domains); 2 d0.example; 2 d1.example"},
		{"clients of backscatter", copies(30, func(k int, m *triagetest.Mail) {
			bounce(k, m)
			m.By = []string{"www.home.example [192.0.2.80]", "vps.example [203.0.113.9]"}[k%3/2]
		}), "backscatter", "30 Bounces go to forged senders (2 clients, mostly www.home.example); 20 www.home.example [192.0.2.80]; 10 vps.example [203.0.113.9]"},
		{"backscatter of many clients", copies(60, func(k int, m *triagetest.Mail) {
			if bounce(k, m); k > 3 {
				m.By = fmt.Sprintf("dsl%d.example [203.0.113.%d]", k%28, k%28)
			}
		}), "backscatter", ""},
		{"addresses that another server does not know", copies(12, func(k int, m *triagetest.Mail) {
			m.Bounce, m.By, m.Replies = "failure", "[192.0.2.1]", []string{"550 5.1.1 User unknown"}
		}), "backscatter", "12 Mail for unknown addresses is accepted, then bounced to forged senders (from 192.0.2.1); 12 192.0.2.1"},
		{"addresses of a stolen login", copies(150, func(k int, m *triagetest.Mail) {
			m.State, m.Auth, m.Client = queue.Held, "anna", fmt.Sprintf("h%d.example [198.51.100.%d]", k%3, k%3)
		}), "source", "150 One login, anna, sent 100% of the ordinary mail (3 clients); 50 h0.example [198.51.100.0]; 50 h1.example [198.51.100.1]; 50 h2.example [198.51.100.2]"},
		{"a stolen login", copies(1000, func(k int, m *triagetest.Mail) {
			m.State, m.Auth, m.Client = queue.Held, "anna", fmt.Sprintf("[198.51.100.%d]", k%5)
		}), "source", "1000 One login, anna, sent 100% of the ordinary mail (5 clients); 200 [198.51.100.0]; 200 [198.51.100.1]; 200 [198.51.100.2]; 200 [198.51.100.3]; 200 [198.51.100.4]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := triage.NewIndex(triagetest.Queue(home, tt.mails...))
			found := 0
			for _, c := range Find(x, x.Queue.Order) {
				checkParts(t, x, c)
				if c.Rule != tt.rule {
					continue
				}
				found++
				if tt.name == "a stolen login" && c.Confidence != Likely {
					t.Errorf("it is %s, want likely", c.Confidence)
				}
				if got := described(c); tt.want != "" && got != tt.want {
					t.Errorf("got %s, want %s", got, tt.want)
				}
				if tt.want == "" && (c.PartsOf != 29 || len(c.Parts) != MaxParts || c.Count != 60) {
					t.Errorf("%d messages in %d of %d parts, want 60 in %d of 29", c.Count, len(c.Parts), c.PartsOf, MaxParts)
				}
			}
			if found != 1 {
				t.Errorf("%d causes by the rule %s, want 1", found, tt.rule)
			}
		})
	}
}

// Queues without a queue runner are one cause, however many hosts have them.
func TestHosts(t *testing.T) {
	b := queuetest.New()
	b.Taken = triagetest.Captured
	for h := range 3 {
		b.Dirs = append(b.Dirs, queue.Dir{Host: fmt.Sprintf("mx%d.home.example", h), Path: "/var/spool/mqueue"})
	}
	for k := range 12 {
		i := b.Row(uint16(k%4%3), fmt.Sprintf("id%06d", k))
		b.Order = append(b.Order, i)
		b.State[i], b.Created[i] = queue.Deferred, b.Taken-20*3600
		b.LastTry[i], b.Attempts[i] = b.Taken-12*3600-int64(k%4%3)*3600, 1
		b.Effective[i] = b.Strings.Add("Deferred: Connection refused by mx.far.example.")
		b.SetRecipients(i, 1, func(int) (string, string) { return "a@far.example", "" })
	}
	x := triage.NewIndex(b.Queue)
	want := []string{
		"12 Queues are not run (3 queue directories on 3 hosts, not tried for 12 h or more); 6 /var/spool/mqueue on mx0.home.example, not tried for 12 h; 3 /var/spool/mqueue on mx1.home.example, not tried for 13 h; 3 /var/spool/mqueue on mx2.home.example, not tried for 14 h",
		"12 mx.far.example refuses connections (); 12 mx.far.example",
	}
	var got []string
	for _, c := range Find(x, x.Queue.Order) {
		checkParts(t, x, c)
		got = append(got, described(c))
		if strings.Join(c.Hosts, " ") != "mx0.home.example mx1.home.example mx2.home.example" {
			t.Errorf("%s is on the hosts %q", c.Title, c.Hosts)
		}
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// With a single host, no host is named.
	one := Find(x, x.Queue.Order[:1])
	if len(one) > 0 && len(one[0].Hosts) != 1 {
		t.Errorf("one message is on the hosts %q", one[0].Hosts)
	}
}

// A few messages that wait for this server do not hide a jam elsewhere, unless
// their cause stops all further mail.
func TestOrder(t *testing.T) {
	const hour = 3600
	home := queue.Dir{Host: "mx1.home.example", Path: "/var/spool/mqueue"}
	jam := triagetest.Copies(2000, triagetest.Mail{Status: "Deferred: Connection refused by mx.far.example.", To: "a@far.example", Age: hour, Tried: 60})
	mailer := triagetest.Copies(20, triagetest.Mail{Status: "Deferred: local mailer (local) exited with EX_TEMPFAIL", To: "anna", Age: hour, Tried: 60})
	disk := triagetest.Copies(1, triagetest.Mail{Status: "Deferred: No space left on device", To: "b@y.example", Age: hour, Tried: 60})
	for _, tt := range []struct {
		name  string
		mails [][]triagetest.Mail
		want  string
	}{
		{"a jam elsewhere first", [][]triagetest.Mail{mailer, jam}, "connection-refused local-mailer"},
		{"among equals, this server first", [][]triagetest.Mail{mailer, jam[:25]}, "local-mailer connection-refused"},
		{"urgent first", [][]triagetest.Mail{mailer, jam, disk}, "local-disk connection-refused local-mailer"},
	} {
		var mails []triagetest.Mail
		for _, m := range tt.mails {
			mails = append(mails, m...)
		}
		x := triage.NewIndex(triagetest.Queue(home, mails...))
		var got []string
		for _, c := range Find(x, x.Queue.Order) {
			got = append(got, c.Rule)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: got %q, want %s", tt.name, got, tt.want)
		}
	}
}

// A mailing and the login that submits it are one cause.
func TestMailing(t *testing.T) {
	b := queuetest.New()
	b.Dirs = []queue.Dir{{Path: "/var/spool/mqueue"}}
	for k := range 150 {
		i := b.Row(0, fmt.Sprintf("id%06d", k))
		b.Order = append(b.Order, i)
		b.State[i], b.Flags[i] = queue.Held, queue.HasSender
		b.Sender[i] = b.Strings.Add(fmt.Sprintf("<bounce+%d-u%d=far%d.example@lists.example>", k, k, k))
		b.Auth[i], b.Client[i] = b.Strings.Add("lists"), b.Strings.Add("lists.home.example [192.0.2.7]")
		if k >= 140 {
			b.Sender[i] = b.Strings.Add("<SRS0=aB3x=Q7=far.example=anna@home.example>")
			b.Auth[i] = 0
		}
	}
	x := triage.NewIndex(b.Queue)
	var got []string
	for _, c := range Find(x, x.Queue.Order) {
		checkParts(t, x, c)
		got = append(got, described(c))
	}
	want := "140 One mailing, bounce+‹id›@lists.example, is 93% of the ordinary mail (login lists, from lists.home.example); 140 lists.home.example [192.0.2.7]"
	if len(got) != 1 || got[0] != want {
		t.Errorf("got %q, want %s", got, want)
	}
}
