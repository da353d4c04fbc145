package parser

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const (
	titles  = "-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n"
	titlesV = "-----Q-ID----- --Size-- -Priority- ---Q-Time--- --------Sender/Recipient--------\n"
	refused = "Deferred: Connection refused by fig.example."
)

// listed returns a listing of one directory in the zone of Berlin.
func listed(dir string, entries ...string) string {
	return fmt.Sprintf("\t\t%s (%d requests)\n%s%s\t\tTotal requests: %d\n", dir, len(entries), titles, strings.Join(entries, ""), len(entries))
}

func listedV(dir string, entries ...string) string {
	return fmt.Sprintf("\t\t%s (%d requests)\n%s%s\t\tTotal requests: %d\n", dir, len(entries), titlesV, strings.Join(entries, ""), len(entries))
}

// entry returns a message of a plain listing; mark is the character after the id.
func entry(id, mark, status string) string {
	s := fmt.Sprintf("%s%s%8d Tue Mar  5 10:41 ann@plum.example\n", id, mark, 6)
	if status != "" {
		s += "                 (" + status + ")\n"
	}
	return s + "\t\t\t\t\t bo@fig.example\n"
}

func entryV(id, status, rcptStatus string) string {
	return fmt.Sprintf("%s %8d %10d Mar  5 10:41 ann@plum.example\n                 (%s)\n\t\t\t\t\t\tbo@fig.example\n\t\t (%s)\n", id, 6, 30123, status, rcptStatus)
}

func text(name, s string) Source { return source(name, []byte(s)) }

const mqueue = "/var/spool/mqueue"

func TestJoin(t *testing.T) {
	spool := func(t *testing.T, name string, fs ...[]file) Source { return source(name, tarOf(t, files(fs...)...)) }
	tests := []struct {
		name    string
		sources func(t *testing.T) []Source
		want    []string // in the form of placed
		kinds   []string // of problems
	}{
		{"a listing alone", func(*testing.T) []Source {
			return []Source{text("mailq.txt", listed(mqueue, entry(idA, " ", refused), entry(idB, "*", ""), entry(idC, " ", "")))}
		}, []string{":" + mqueue + "/" + idA + " deferred", ":" + mqueue + "/" + idB + " processing", ":" + mqueue + "/" + idC + " held"}, nil},
		{"a listing in the archive", func(t *testing.T) []Source {
			return []Source{spool(t, "spool.tar", message("mqueue/", idA), []file{{name: "mailq.txt", data: listed(mqueue, entry(idA, "*", refused))}})}
		}, []string{"mail.plum.example:" + mqueue + "/" + idA + " processing"}, nil},
		{"a listing in another source", func(t *testing.T) []Source {
			return []Source{text("mailq.txt", listed(mqueue, entry(idA, "*", refused))), spool(t, "spool.tar", message("mqueue/", idA))}
		}, []string{"mail.plum.example:" + mqueue + "/" + idA + " processing"}, nil},
		{"listed but gone, and the other way", func(t *testing.T) []Source {
			return []Source{spool(t, "spool.tar", message("mqueue/", idA), message("mqueue/", idB)),
				text("mailq.txt", listed(mqueue, entry(idA, " ", refused), entry(idC, " ", "")))}
		}, []string{"mail.plum.example:" + mqueue + "/" + idA + " deferred", "mail.plum.example:" + mqueue + "/" + idB + " deferred"},
			[]string{"not-listed", "only-listed"}},
		{"they disagree", func(t *testing.T) []Source {
			return []Source{spool(t, "spool.tar", message("mqueue/", idA)),
				text("mailq.txt", listed(mqueue, strings.Replace(entry(idA, " ", "Deferred: Connection reset by fig.example."), "     6 ", "     7 ", 1)))}
		}, []string{"mail.plum.example:" + mqueue + "/" + idA + " deferred"}, []string{"differs"}},
		{"lost and quarantined", func(*testing.T) []Source {
			return []Source{
				text("mailq.txt", listed(mqueue, entry(idA, " ", refused))),
				text("mailq-qL.txt", listed(mqueue, entry(idB, "?", ""))),
				text("mailq-qQ.txt", listed(mqueue, strings.Replace(entry(idC, " ", ""), "\n", "\n     QUARANTINE: spam\n", 1))),
			}
		}, []string{":" + mqueue + "/" + idA + " deferred", ":" + mqueue + "/" + idB + " lost", ":" + mqueue + "/" + idC + " quarantined"}, nil},
		{"Debian's two queues, one in the archive", func(t *testing.T) []Source {
			return []Source{spool(t, "spool.tar", message("var/spool/mqueue/", idA)), text("mailq.txt", "MSP Queue status...\n"+
				listed("/var/spool/mqueue-client", entry(idB, " ", refused))+"MTA Queue status...\n"+listed(mqueue, entry(idA, " ", refused)))}
		}, []string{"mail.plum.example:" + mqueue + "/" + idA + " deferred", "mail.plum.example:/var/spool/mqueue-client/" + idB + " deferred"}, nil},
		{"two hosts, each with a listing", func(t *testing.T) []Source {
			return []Source{spool(t, "hosts.tar", message("mx1/mqueue/", idA), message("mx2/mqueue/", idB),
				[]file{{name: "mx1/mailq.txt", data: listed(mqueue, entry(idA, "*", refused))}, {name: "mx2/mailq.txt", data: listed(mqueue, entry(idB, " ", refused), entry(idC, " ", ""))}})}
		}, []string{"mx1:" + mqueue + "/" + idA + " processing", "mx2:" + mqueue + "/" + idB + " deferred"}, []string{"only-listed"}},
		{"two hosts' listings alone", func(*testing.T) []Source {
			return []Source{text("mx1/mailq.txt", listed(mqueue, entry(idA, " ", refused))), text("mx2/mailq.txt", listed(mqueue, entry(idA, "*", refused)))}
		}, []string{"mx1:" + mqueue + "/" + idA + " deferred", "mx2:" + mqueue + "/" + idA + " processing"}, nil},
		{"two captures of one host, each with its listing", func(t *testing.T) []Source {
			return []Source{
				spool(t, "a.tar", message("mqueue/", idA), []file{{name: "mailq.txt", data: listed(mqueue, entry(idA, " ", refused))}}),
				spool(t, "b.tar", message("mqueue/", idA), []file{{name: "mailq.txt", data: listed(mqueue, entry(idA, "*", refused))}}),
			}
		}, []string{"mail.plum.example (a.tar):" + mqueue + "/" + idA + " deferred", "mail.plum.example (b.tar):" + mqueue + "/" + idA + " processing"}, nil},
		{"a spool of another name, packed from inside", func(t *testing.T) []Source {
			return []Source{spool(t, "spool.tar", message("", idA)), text("mailq.txt", listed("/srv/mail/queue", entry(idA, "*", refused)))}
		}, []string{"mail.plum.example:/srv/mail/queue/" + idA + " processing"}, nil},
		{"a renamed spool and an empty one", func(t *testing.T) []Source {
			return []Source{spool(t, "spool.tar", message("evidence/", idA)),
				text("mailq.txt", "/srv/mail/client is empty\n"+listed("/srv/mail/queue", entry(idA, "*", refused)))}
		}, []string{"mail.plum.example:/srv/mail/queue/" + idA + " processing"}, nil},
		{"queue groups", func(t *testing.T) []Source {
			return []Source{spool(t, "spool.tar", message("mqueue/qd1/", idA), message("mqueue/slow/s1/", idA)),
				text("mailq.txt", listed(mqueue+"/qd1", entry(idA, " ", refused))+listed(mqueue+"/slow/s1/df", entry(idA, "*", refused)))}
		}, []string{"mail.plum.example:" + mqueue + "/qd1/" + idA + " deferred", "mail.plum.example:" + mqueue + "/slow/s1/" + idA + " processing"}, nil},
		{"queue groups without a listing", func(t *testing.T) []Source {
			return []Source{spool(t, "spool.tar", message("mqueue/qd1/", idA), message("mqueue/slow/s1/", idA))}
		}, []string{"mail.plum.example:" + mqueue + "/qd1/" + idA + " deferred", "mail.plum.example:" + mqueue + "/slow/s1/" + idA + " deferred"}, nil},
		{"a folder that no listing names", func(t *testing.T) []Source {
			return []Source{spool(t, "spool.tar", message("mqueue/", idA), message("mqueue/old/", idB)), text("mailq.txt", listed(mqueue, entry(idA, " ", refused)))}
		}, []string{"mail.plum.example:" + mqueue + "/" + idA + " deferred"}, []string{"not-queue"}},
		{"a folder of copies", func(t *testing.T) []Source {
			return []Source{spool(t, "spool.tar", message("mqueue/", idA), message("mqueue/old/", idA))}
		}, []string{"mail.plum.example:" + mqueue + "/" + idA + " deferred"}, []string{"not-queue"}},
		{"a folder of others", func(t *testing.T) []Source {
			return []Source{spool(t, "spool.tar", message("mqueue/", idA), message("mqueue/old/", idB))}
		}, []string{"mail.plum.example:" + mqueue + "/" + idA + " deferred", "mail.plum.example:" + mqueue + "/old/" + idB + " deferred"}, nil},
		{"before any heading", func(*testing.T) []Source { return []Source{text("mailq.txt", entry(idA, " ", refused))} },
			[]string{":" + mqueue + "/" + idA + " deferred"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sources := tt.sources(t)
			for range len(sources) { // in several orders, each beginning with another source
				q := loadBytes(t, Options{}, sources...)
				sameLines(t, "messages", placed(q), tt.want)
				sameLines(t, "kinds of problems", kinds(q), tt.kinds)
				sources = append(sources[1:], sources[0])
			}
		})
	}
}

// A verbose listing wins over a plain one, whichever comes first.
func TestVerboseListingWins(t *testing.T) {
	long := "Deferred: 450 4.2.0 " + strings.Repeat("x", 70)
	plain := text("mailq.txt", listed(mqueue, entry(idA, " ", long[:60])))
	verbose := text("mailq-v.txt", listedV(mqueue, entryV(idA, long, "Deferred: 452 4.2.2 Mailbox full")))
	for _, sources := range [][]Source{{plain, verbose}, {verbose, plain}} {
		q := loadBytes(t, Options{}, sources...)
		i := rowOf(t, q, idA)
		from, to := q.Recipients(i)
		if got := q.Text(q.Status[i]); got != long || q.Flags[i]&queue.StatusCut != 0 || q.Priority[i] != 30123 || to-from != 1 ||
			q.Text(q.Effective[i]) != "Deferred: 452 4.2.2 Mailbox full" {
			t.Errorf("%s first: status %q, priority %d, effective %q", sources[0].Name, got, q.Priority[i], q.Text(q.Effective[i]))
		}
	}
	q := loadBytes(t, Options{}, plain)
	if i := rowOf(t, q, idA); q.Flags[i]&queue.StatusCut == 0 || q.Priority[i] != queue.NoNumber {
		t.Errorf("plain alone: flags %b, priority %d", q.Flags[i], q.Priority[i])
	}
}

func TestListedEntries(t *testing.T) {
	q := loadTar(t, append(message("mqueue/", idA), file{name: "mailq.txt", data: listed(mqueue, entry(idA, " ", refused))})...)
	i := rowOf(t, q, idA)
	e := q.Listed[q.Listing[i]]
	if e.Message != i || e.Created != born-7 || e.Line != 3 || q.Text(e.Sender) != "ann@plum.example" {
		t.Errorf("entry %+v of message %d, want one created at %d in line 3", e, i, born-7)
	}
	if q.Created[i] != born {
		t.Errorf("created %d, want what the control file says, %d", q.Created[i], born)
	}
}

// Times from a listing alone must be right to the minute, thanks to the ids.
func TestListingTimes(t *testing.T) {
	for _, c := range corpustest.Sendmail(t) {
		for _, f := range c.Facts(t) {
			name := f.Prefix + "mailq.txt"
			t.Run(c.Name+"/"+name, func(t *testing.T) {
				q := loadBytes(t, Options{}, source(name, c.Read(t, name)))
				facts := map[string]int64{}
				for _, m := range f.Messages {
					if m.Created != nil {
						facts[m.ID] = *m.Created
					}
				}
				n := 0
				for _, i := range q.Order {
					want, ok := facts[q.Text(q.ID[i])]
					if !ok || q.Created[i] == queue.NoNumber {
						continue
					}
					n++
					if got := q.Created[i]; got != want-want%60 {
						t.Errorf("%s was created at %d, want %d", q.Text(q.ID[i]), got, want-want%60)
					}
				}
				if n == 0 && len(q.Listed) > 0 {
					t.Errorf("no times of %d entries", len(q.Listed))
				}
			})
		}
	}
}

// Adding all listings of a case to its archive must change no message.
func TestListingsBesideArchive(t *testing.T) {
	for _, name := range []string{"verbose-and-quarantine", "bounces", "groups", "basic", "lost-and-broken"} {
		t.Run(name, func(t *testing.T) {
			c := corpustest.Open(t, name)
			a := c.Archives(t)[0]
			sources := []Source{source(a, c.Read(t, a))}
			for _, l := range []string{"mailq.txt", "mailq-v.txt", "mailq-qQ.txt", "mailq-qL.txt"} {
				sources = append(sources, source(l, c.Read(t, l)))
			}
			slices.Reverse(sources[1:])
			q := loadBytes(t, Options{Digests: true}, sources...)
			checkFacts(t, c, a, q)
			for _, i := range q.Order {
				if s := q.State[i]; (s == queue.Lost || s == queue.Quarantined || s == queue.Deferred) && q.Listing[i] < 0 {
					t.Errorf("%s is %v and in no listing", q.Text(q.ID[i]), s)
				}
			}
		})
	}
}
