package triage

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

const captured = 1_700_000_000

// mail is a message of a queue made for a test.
type mail struct {
	status, to, client, auth string
	state                    queue.State
	age, tried               int64 // seconds before the capture; tried 0 never
	mark                     byte
	bounce, by               string
	replies                  []string
}

// queueOf makes a queue of one directory.
func queueOf(dir queue.Dir, mails ...mail) *Index {
	b := queuetest.New()
	b.Dirs = []queue.Dir{dir}
	b.Taken = captured
	add := b.Strings.Add
	for n, m := range mails {
		i := b.Row(0, fmt.Sprintf("id%06d", n))
		b.Order = append(b.Order, i)
		b.State[i], b.Created[i] = m.state, captured-m.age
		if m.tried > 0 {
			b.LastTry[i], b.Attempts[i] = captured-m.tried, 1
		}
		b.Effective[i], b.Client[i], b.Auth[i] = add(m.status), add(m.client), add(m.auth)
		b.SetRecipients(i, 1, func(int) (string, string) { return m.to, "" })
		if m.bounce != "" {
			b.Flags[i] |= queue.MadeHere | queue.NullFrom
			b.Bounce[i], b.OriginBy[i] = add(m.bounce), add(m.by)
			b.SetReplies(i, []queue.Exchange{{Host: "mx.far.example", Replies: m.replies}})
		}
		if m.mark != 0 {
			b.Listing[i] = int32(len(b.Listed))
			b.Listed = append(b.Listed, queue.ListedEntry{Mark: m.mark})
		}
	}
	return NewIndex(b.Queue)
}

// copies makes n messages; % in recipient, status and originator is the number.
func copies(n int, m mail) []mail {
	var out []mail
	for k := range n {
		c := m
		for _, s := range []*string{&c.to, &c.status, &c.by} {
			*s = strings.ReplaceAll(*s, "%", fmt.Sprint(k))
		}
		out = append(out, c)
	}
	return out
}

func TestCauses(t *testing.T) {
	const hour = 3600
	home := queue.Dir{Host: "mx1.home.example", Name: "mx1.home.example", Path: "/var/spool/mqueue"}
	client := queue.Dir{Host: "mx1.home.example", Path: "/var/spool/clientmqueue", Client: true}
	refused := "Deferred: Connection refused by mx.far.example."
	tests := []struct {
		name  string
		dir   queue.Dir
		mails []mail
		want  []string // rule confidence side count
	}{
		{"one message is no cause", home, copies(1, mail{status: refused, age: hour, tried: 60}), nil},
		{"refused", home, copies(3, mail{status: refused, age: hour, tried: 60}), []string{"connection-refused certain theirs 3"}},
		{"many servers are counted together", home, copies(12, mail{status: "Deferred: Connection refused by mx%.far.example.", age: hour, tried: 60}),
			[]string{"connection-refused certain theirs 12"}},
		{"backscatter", home, copies(12, mail{status: refused, to: "a%@d%.example", bounce: "failure", by: "www [192.0.2.1]", age: hour, tried: 60, replies: []string{"550 5.1.1 User unknown"}}),
			[]string{"backscatter likely ours 12", "connection-refused certain theirs 12"}},
		{"bounces to one site are none", home, copies(12, mail{status: refused, to: "a%@home.example", bounce: "failure", by: "www [192.0.2.1]", age: hour, tried: 60}),
			[]string{"connection-refused certain theirs 12"}},
		{"bounces of different clients are none", home, copies(12, mail{status: refused, to: "a%@d%.example", bounce: "failure", by: "host% [192.0.2.1]", age: hour, tried: 60}),
			[]string{"connection-refused certain theirs 12"}},
		{"a bounce tells of a blocklist", home, []mail{{status: "Deferred", to: "a@home.example", bounce: "failure", by: "x", age: hour, tried: 60,
			replies: []string{"554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using bl.example"}}},
			[]string{"blocklisted likely ours 1"}},
		{"a loop", home, []mail{{status: "Too many hops 26 (25 max): from a@x.example via mx.x.example, to b@y.example", state: queue.Unavailable, to: "b@y.example", age: hour, tried: 60}},
			[]string{"loop certain  1"}},
		{"disk full", home, []mail{{status: "Deferred: No space left on device", to: "b@y.example", age: hour, tried: 60}}, []string{"local-disk certain ours 1"}},
		{"their disk full is not ours", home, copies(2, mail{status: "Deferred: 452 4.3.1 Insufficient system storage", to: "b@y.example", age: hour, tried: 60}),
			[]string{"disk-full certain theirs 2"}},
		{"load", home, copies(2, mail{state: queue.Held, mark: 'X', age: 10 * hour}), []string{"load certain ours 2"}},
		{"never tried", home, copies(2, mail{state: queue.Held, age: 2 * hour}), []string{"never-tried look ours 2"}},
		{"MailScanner", queue.Dir{Path: "/var/spool/mqueue.in", Scanned: true}, copies(1, mail{state: queue.Held, age: 2 * hour}), []string{"mail-scanner likely ours 1"}},
		{"young", home, copies(9, mail{state: queue.Held, age: hour / 2}), nil},
		{"submission", client, []mail{{status: "Deferred: Connection refused by [127.0.0.1]", age: hour, tried: 60}}, []string{"submission certain ours 1"}},
		{"submission hangs", client, []mail{{status: "Deferred: Connection timed out with [IPv6:0:0:0:0:0:0:0:1]", to: "b@y.example", age: hour, tried: 60}}, []string{"submission certain ours 1"}},
		{"submission by a long name", client, []mail{{status: "Deferred: Connection refused by localhost.localdomain.", to: "b@y.example", age: hour, tried: 60}}, []string{"submission certain ours 1"}},
		{"the disk that submission hears of is ours", client, []mail{{status: "Deferred: 452 4.4.5 Insufficient disk space; try again later", to: "b@y.example", age: hour, tried: 60}}, []string{"local-disk certain ours 1"}},
		{"the load that submission hears of is ours", client, []mail{{status: "Deferred: 421 4.3.2 rejecting connections on daemon MTA: load average: 24", to: "b@y.example", age: hour, tried: 60}}, []string{"load certain ours 1"}},
		{"the filter that submission hears of is ours", client, []mail{{status: "Deferred: 451 4.7.1 Please try again later", to: "b@y.example", age: hour, tried: 60}}, []string{"local-error certain ours 1"}},
		{"a smart host without a domain", home, []mail{{status: "Deferred: Name server: mailhost: host name lookup failure", to: "b@y.example", age: hour, tried: 60}}, []string{"smart-host certain ours 1"}},
		{"a map of this server", home, []mail{{status: "ldap map: lookup (anna): deferred", to: "b@y.example", age: hour, tried: 60}}, []string{"local-error certain ours 1"}},
		{"a mailbox's limit is not ours", home, copies(2, mail{status: "Deferred: 450 4.2.1 The user you are trying to contact is receiving mail too quickly.", to: "b@y.example", age: hour, tried: 60}), []string{"rate-limited certain theirs 2"}},
		{"the sender's domain is listed", home, copies(2, mail{status: "Deferred: 450 4.7.1 Service unavailable; Sender address [a@x.example] blocked using dbl.spamhaus.org", to: "b@y.example", age: hour, tried: 60}), []string{"blocklisted likely sender 2"}},
		{"filter on this host", home, []mail{{status: "Deferred: Connection refused by localhost.", age: hour, tried: 60}}, []string{"localhost certain ours 1"}},
		{"queue not run", home, copies(2, mail{status: refused, age: 9 * hour, tried: 5 * hour}), []string{"runner likely ours 2", "connection-refused certain theirs 2"}},
		{"resolver", home, copies(10, mail{status: "host map: lookup (d%.example): deferred", to: "a@d%.example", age: hour, tried: 60}), []string{"resolver likely ours 10"}},
		{"a domain without name servers", home, copies(9, mail{status: "host map: lookup (d.example): deferred", to: "a@d.example", age: hour, tried: 60}), []string{"lookup-failed likely theirs 9"}},
		{"greylisting", home, copies(2, mail{status: "Deferred: 451 4.7.1 Greylisted", to: "a@d.example", age: hour, tried: 60}), []string{"greylisted likely theirs 2"}},
		{"greylisting for long", home, copies(2, mail{status: "Deferred: 451 4.7.1 Greylisted", to: "a@d.example", age: 7 * hour, tried: 60}), []string{"greylisted-long likely theirs 2"}},
		{"one client", home, append(copies(150, mail{state: queue.Held, client: "a [192.0.2.1]"}), copies(20, mail{state: queue.Held, client: "b [192.0.2.2]"})...),
			[]string{"source look ours 150"}},
		{"one login", home, copies(150, mail{state: queue.Held, client: "a [192.0.2.1]", auth: "anna"}), []string{"source look ours 150"}},
		{"the only client", home, copies(150, mail{state: queue.Held, client: "a [192.0.2.1]"}), nil},
		{"expiring", home, copies(10, mail{status: "Deferred", age: 4*86400 + hour, tried: 60}), []string{"expiring look  10"}},
		{"quarantined", home, copies(1, mail{state: queue.Quarantined, age: hour}), []string{"quarantined certain ours 1"}},
		{"lost", home, copies(1, mail{state: queue.Lost, age: hour}), []string{"lost certain ours 1"}},
		{"no topic of its own", home, copies(2, mail{status: "Deferred: 450 4.1.3 what", to: "a@d.example", age: hour, tried: 60}), []string{"bad-address certain sender 2"}},
		{"a delay warning hides the reason", home, copies(9, mail{status: "Warning: could not send message for past 4 hours", to: "a@d.example", age: 5 * hour, tried: 60}), []string{"delay-warning look  9"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := queueOf(tt.dir, tt.mails...)
			var got []string
			for _, c := range x.Causes(x.Queue.Order) {
				got = append(got, fmt.Sprintf("%s %s %s %d", c.Rule, c.Confidence, c.Side, c.Count))
				n, err := filter.Parse(c.Query().String())
				if err != nil {
					t.Fatalf("%s: Parse(%q) = %v", c.Rule, c.Query().String(), err)
				}
				if rows, err := x.Select(n); err != nil || len(rows) != c.Count {
					t.Errorf("%s: %q selects %d messages, %v, want %d", c.Rule, c.Query().String(), len(rows), err, c.Count)
				}
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

// The words for topics are complete, and each topic is one that exists.
func TestWaysComplete(t *testing.T) {
	known := map[string]bool{}
	for i := range ownTopics {
		known[ownTopics[i].id] = true
		if ownTopics[i].advice == "" {
			t.Errorf("topic %q has no advice", ownTopics[i].id)
		}
	}
	for _, topic := range smtp.Topics() {
		known[topic.Key()] = true
		about := ofReply(topic, "", smtp.Token)
		if w := wayOf(&about); w.advice == "" || w.side == "" && topic.Actor() != smtp.Anyone || strings.Count(w.one, "%") != 1 {
			t.Errorf("topic %q has no advice, side or words: %+v", topic.Key(), w)
		}
	}
	for _, w := range ways {
		if strings.Count(w.one, "%") != 1 || strings.Count(w.many, "%") != 1 || w.advice == "" || !known[w.topic] {
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
	for _, r := range plainRules {
		if !known[r.topic] || r.many == "" || r.advice == "" {
			t.Errorf("rule for %q is not complete: %+v", r.topic, r)
		}
	}
}

// A command holds no name that a shell or the program could take for anything
// else.
func TestCommandsAreSafe(t *testing.T) {
	for _, name := range []string{"-oProxy.example", "$(id).example", "a;id.example", "a b.example", "`id`.example"} {
		x := queueOf(queue.Dir{Path: "/var/spool/mqueue"}, copies(3, mail{status: "Deferred: Connection refused by " + name, to: "a@" + name, age: 60, tried: 60})...)
		for _, c := range x.Causes(x.Queue.Order) {
			if strings.Contains(c.Command, name) {
				t.Errorf("server %q: command %q", name, c.Command)
			}
		}
	}
}
