package causes

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

func TestCauses(t *testing.T) {
	const hour = 3600
	home := queue.Dir{Host: "mx1.home.example", Name: "mx1.home.example", Path: "/var/spool/mqueue"}
	client := queue.Dir{Host: "mx1.home.example", Path: "/var/spool/clientmqueue", Client: true}
	refused := "Deferred: Connection refused by mx.far.example."
	tests := []struct {
		name  string
		dir   queue.Dir
		mails []triagetest.Mail
		want  []string // rule confidence side count
	}{
		{"one message is no cause", home, triagetest.Copies(1, triagetest.Mail{Status: refused, Age: hour, Tried: 60}), nil},
		{"refused", home, triagetest.Copies(3, triagetest.Mail{Status: refused, Age: hour, Tried: 60}), []string{"connection-refused certain theirs 3"}},
		{"many servers are counted together", home, triagetest.Copies(12, triagetest.Mail{Status: "Deferred: Connection refused by mx%.far.example.", Age: hour, Tried: 60}),
			[]string{"connection-refused certain theirs 12"}},
		{"backscatter", home, triagetest.Copies(12, triagetest.Mail{Status: refused, To: "a%@d%.example", Bounce: "failure", By: "www [192.0.2.1]", Age: hour, Tried: 60, Replies: []string{"550 5.1.1 User unknown"}}),
			[]string{"backscatter likely ours 12", "connection-refused certain theirs 12"}},
		{"bounces to one site are none", home, triagetest.Copies(12, triagetest.Mail{Status: refused, To: "a%@home.example", Bounce: "failure", By: "www [192.0.2.1]", Age: hour, Tried: 60}),
			[]string{"connection-refused certain theirs 12"}},
		{"bounces of different clients are none", home, triagetest.Copies(12, triagetest.Mail{Status: refused, To: "a%@d%.example", Bounce: "failure", By: "host% [192.0.2.1]", Age: hour, Tried: 60}),
			[]string{"connection-refused certain theirs 12"}},
		{"a bounce names a blocklist", home, []triagetest.Mail{{Status: "Deferred", To: "a@home.example", Bounce: "failure", By: "x", Age: hour, Tried: 60,
			Replies: []string{"554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using bl.example"}}},
			[]string{"blocklisted likely ours 1"}},
		{"a loop", home, []triagetest.Mail{{Status: "Too many hops 26 (25 max): from a@x.example via mx.x.example, to b@y.example", State: queue.Unavailable, To: "b@y.example", Age: hour, Tried: 60}},
			[]string{"loop certain  1"}},
		{"disk full", home, []triagetest.Mail{{Status: "Deferred: No space left on device", To: "b@y.example", Age: hour, Tried: 60}}, []string{"local-disk certain ours 1"}},
		{"their disk full is not ours", home, triagetest.Copies(2, triagetest.Mail{Status: "Deferred: 452 4.3.1 Insufficient system storage", To: "b@y.example", Age: hour, Tried: 60}),
			[]string{"disk-full certain theirs 2"}},
		{"load", home, triagetest.Copies(2, triagetest.Mail{State: queue.Held, Mark: 'X', Age: 10 * hour}), []string{"load certain ours 2"}},
		{"never tried", home, triagetest.Copies(2, triagetest.Mail{State: queue.Held, Age: 2 * hour}), []string{"never-tried look ours 2"}},
		{"MailScanner", queue.Dir{Path: "/var/spool/mqueue.in", Scanned: true}, triagetest.Copies(1, triagetest.Mail{State: queue.Held, Age: 2 * hour}), []string{"mail-scanner likely ours 1"}},
		{"young", home, triagetest.Copies(9, triagetest.Mail{State: queue.Held, Age: hour / 2}), nil},
		{"submission", client, []triagetest.Mail{{Status: "Deferred: Connection refused by [127.0.0.1]", Age: hour, Tried: 60}}, []string{"submission certain ours 1"}},
		{"submission hangs", client, []triagetest.Mail{{Status: "Deferred: Connection timed out with [IPv6:0:0:0:0:0:0:0:1]", To: "b@y.example", Age: hour, Tried: 60}}, []string{"submission certain ours 1"}},
		{"submission by a long name", client, []triagetest.Mail{{Status: "Deferred: Connection refused by localhost.localdomain.", To: "b@y.example", Age: hour, Tried: 60}}, []string{"submission certain ours 1"}},
		{"the disk that submission hears of is ours", client, []triagetest.Mail{{Status: "Deferred: 452 4.4.5 Insufficient disk space; try again later", To: "b@y.example", Age: hour, Tried: 60}}, []string{"local-disk certain ours 1"}},
		{"the load that submission hears of is ours", client, []triagetest.Mail{{Status: "Deferred: 421 4.3.2 rejecting connections on daemon MTA: load average: 24", To: "b@y.example", Age: hour, Tried: 60}}, []string{"load certain ours 1"}},
		{"the filter that submission hears of is ours", client, []triagetest.Mail{{Status: "Deferred: 451 4.7.1 Please try again later", To: "b@y.example", Age: hour, Tried: 60}}, []string{"local-error certain ours 1"}},
		{"a smart host without a domain", home, []triagetest.Mail{{Status: "Deferred: Name server: mailhost: host name lookup failure", To: "b@y.example", Age: hour, Tried: 60}}, []string{"smart-host certain ours 1"}},
		{"a map of this server", home, []triagetest.Mail{{Status: "ldap map: lookup (anna): deferred", To: "b@y.example", Age: hour, Tried: 60}}, []string{"local-error certain ours 1"}},
		{"a mailbox's limit is not ours", home, triagetest.Copies(2, triagetest.Mail{Status: "Deferred: 450 4.2.1 The user you are trying to contact is receiving mail too quickly.", To: "b@y.example", Age: hour, Tried: 60}), []string{"rate-limited certain theirs 2"}},
		{"the sender's domain is listed", home, triagetest.Copies(2, triagetest.Mail{Status: "Deferred: 450 4.7.1 Service unavailable; Sender address [a@x.example] blocked using dbl.spamhaus.org", To: "b@y.example", Age: hour, Tried: 60}), []string{"blocklisted likely sender 2"}},
		{"filter on this host", home, []triagetest.Mail{{Status: "Deferred: Connection refused by localhost.", Age: hour, Tried: 60}}, []string{"localhost certain ours 1"}},
		{"queue not run", home, triagetest.Copies(2, triagetest.Mail{Status: refused, Age: 9 * hour, Tried: 5 * hour}), []string{"runner likely ours 2", "connection-refused certain theirs 2"}},
		{"resolver", home, triagetest.Copies(10, triagetest.Mail{Status: "host map: lookup (d%.example): deferred", To: "a@d%.example", Age: hour, Tried: 60}), []string{"resolver likely ours 10"}},
		{"a domain without name servers", home, triagetest.Copies(9, triagetest.Mail{Status: "host map: lookup (d.example): deferred", To: "a@d.example", Age: hour, Tried: 60}), []string{"lookup-failed likely network 9"}},
		{"greylisting", home, triagetest.Copies(2, triagetest.Mail{Status: "Deferred: 451 4.7.1 Greylisted", To: "a@d.example", Age: hour, Tried: 60}), []string{"greylisted likely theirs 2"}},
		{"greylisting for long", home, triagetest.Copies(2, triagetest.Mail{Status: "Deferred: 451 4.7.1 Greylisted", To: "a@d.example", Age: 7 * hour, Tried: 60}), []string{"greylisted-long likely theirs 2"}},
		{"one client", home, append(triagetest.Copies(150, triagetest.Mail{State: queue.Held, Client: "a [192.0.2.1]"}), triagetest.Copies(20, triagetest.Mail{State: queue.Held, Client: "b [192.0.2.2]"})...),
			[]string{"source look ours 150"}},
		{"one login", home, triagetest.Copies(150, triagetest.Mail{State: queue.Held, Client: "a [192.0.2.1]", Auth: "anna"}), []string{"source look ours 150"}},
		{"the only client", home, triagetest.Copies(150, triagetest.Mail{State: queue.Held, Client: "a [192.0.2.1]"}), nil},
		{"expiring", home, triagetest.Copies(10, triagetest.Mail{Status: "Deferred", Age: 4*86400 + hour, Tried: 60}), []string{"expiring look  10"}},
		{"quarantined", home, triagetest.Copies(1, triagetest.Mail{State: queue.Quarantined, Age: hour}), []string{"quarantined certain ours 1"}},
		{"lost", home, triagetest.Copies(1, triagetest.Mail{State: queue.Lost, Age: hour}), []string{"lost certain ours 1"}},
		{"no topic of its own", home, triagetest.Copies(2, triagetest.Mail{Status: "Deferred: 450 4.1.3 what", To: "a@d.example", Age: hour, Tried: 60}), []string{"bad-address certain sender 2"}},
		{"a delay warning hides the reason", home, triagetest.Copies(9, triagetest.Mail{Status: "Warning: could not send message for past 4 hours", To: "a@d.example", Age: 5 * hour, Tried: 60}), []string{"delay-warning look  9"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := triage.NewIndex(triagetest.Queue(tt.dir, tt.mails...))
			var got []string
			for _, c := range Find(x, x.Queue.Order) {
				got = append(got, fmt.Sprintf("%s %s %s %d", c.Rule, c.Confidence, c.Side, c.Count))
				n, err := filter.Parse(c.Query().String())
				if err != nil {
					t.Fatalf("%s: Parse(%q) = %v", c.Rule, c.Query().String(), err)
				}
				if rows, err := x.Select(n); err != nil || len(rows) != c.Count {
					t.Errorf("%s: %q selects %d messages, %v, want %d", c.Rule, c.Query().String(), len(rows), err, c.Count)
				}
				checkParts(t, x, c)
				if strings.Contains(c.Title+c.Text+c.Command, "%!") || c.Advice == "" {
					t.Errorf("%s is not well worded: %+v", c.Rule, c)
				}
			}
			if strings.Join(got, "; ") != strings.Join(tt.want, "; ") {
				t.Errorf("Causes = %q, want %q", got, tt.want)
			}
		})
	}
}

// checkParts follows the parts of a cause to their messages. The parts of a
// cause other than a reply add up to it.
func checkParts(t *testing.T, x *triage.Index, c *Cause) {
	t.Helper()
	sum := 0
	for k, p := range c.Parts {
		n, err := filter.Parse(p.Query.String())
		if err != nil {
			t.Fatalf("%s: Parse(%q) = %v", c.Rule, p.Query, err)
		}
		rows, err := x.Select(n)
		if err != nil || len(rows) != p.Count || p.Count == 0 || p.Name == "" {
			t.Errorf("%s: %q selects %d messages, %v, want the %d of %q", c.Rule, p.Query, len(rows), err, p.Count, p.Name)
		}
		if k > 0 && p.Count > c.Parts[k-1].Count {
			t.Errorf("%s: %q with %d messages comes after %d", c.Rule, p.Name, p.Count, c.Parts[k-1].Count)
		}
		for _, i := range rows {
			if x.Count(c.Query(), []int32{i}) == 0 {
				t.Errorf("%s: a message of %q is not of the cause", c.Rule, p.Name)
				break
			}
		}
		sum += p.Count
	}
	if len(c.Parts) > 0 && len(c.Parts) == c.PartsOf && sum != c.Count || len(c.Parts) > MaxParts || c.PartsOf > 0 && c.PartsAre == "" {
		t.Errorf("%s: %d of %d parts have %d messages, want %d", c.Rule, len(c.Parts), c.PartsOf, sum, c.Count)
	}
}

// The words for topics are complete for every mail system, and each topic exists.
func TestWaysComplete(t *testing.T) {
	known := map[string]bool{}
	for i := range reason.OwnTopics {
		known[reason.OwnTopics[i].ID] = true
		if reason.OwnTopics[i].Advice == "" {
			t.Errorf("topic %q has no advice", reason.OwnTopics[i].ID)
		}
	}
	for _, topic := range smtp.Topics() {
		known[topic.Key()] = true
	}
	for _, of := range []*mailsystem.Words{&mailsystem.Sendmail, &mailsystem.Postfix, &mailsystem.Several} {
		s := &survey{words: of}
		for _, topic := range smtp.Topics() {
			about := reason.OfReply(topic, "", smtp.Token)
			if w := s.wayOf(&about); w.advice == "" || w.side == "" && topic.Actor() != smtp.Anyone || strings.Count(w.one, "%") != 1 {
				t.Errorf("%s: topic %q has no advice, side or words: %+v", of.Name, topic.Key(), w)
			}
		}
		for _, r := range plainRules {
			f := r.words
			if f.Many == "" {
				f = s.wordsFor(r.topic)
			}
			if !known[r.topic] || f.Many == "" || f.Advice == "" {
				t.Errorf("%s: rule for %q is not complete: %+v", of.Name, r.topic, r)
			}
		}
		for _, rule := range []string{"smart-host", "runner", "never-tried", "expiring", topicLoop} {
			if s.wordsFor(rule).Advice == "" {
				t.Errorf("%s: rule %q has no advice", of.Name, rule)
			}
		}
		for _, w := range ways {
			if w.advice == "" && s.wordsFor(family(w.topic)).Advice == "" {
				t.Errorf("%s: way %q has no advice", of.Name, w.topic)
			}
		}
	}
	for _, w := range ways {
		if strings.Count(w.one, "%") != 1 || strings.Contains(w.many, "%") || w.many == "" || !known[w.topic] {
			t.Errorf("way %q is not complete: %+v", w.topic, w)
		}
		if strings.Contains(elsewhere, " "+w.topic+" ") {
			t.Errorf("way %q is not used", w.topic)
		}
	}
	for _, id := range strings.Fields(elsewhere) {
		if !known[id] {
			t.Errorf("topic %q of another rule does not exist", id)
		}
	}
}

// A command contains no name that a shell or the program could misinterpret.
func TestCommandsAreSafe(t *testing.T) {
	for _, name := range []string{"-oProxy.example", "$(id).example", "a;id.example", "a b.example", "`id`.example"} {
		x := triage.NewIndex(triagetest.Queue(queue.Dir{Path: "/var/spool/mqueue"}, triagetest.Copies(3, triagetest.Mail{Status: "Deferred: Connection refused by " + name, To: "a@" + name, Age: 60, Tried: 60})...))
		for _, c := range Find(x, x.Queue.Order) {
			if strings.Contains(c.Command, name) {
				t.Errorf("server %q: command %q", name, c.Command)
			}
		}
	}
}
