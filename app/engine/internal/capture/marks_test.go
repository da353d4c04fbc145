package capture

import (
	"fmt"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// mails are n messages from one client or with one status.
func mails(n int, m triagetest.Mail) []triagetest.Mail {
	m.Age = 3600
	return slices.Repeat([]triagetest.Mail{m}, n)
}

func marksOf(all ...[]triagetest.Mail) *Marks {
	return New(triagetest.Queue(queue.Dir{Path: "/var/spool/mqueue", Name: "mx.example.org"}, slices.Concat(all...)...), nil).Marks()
}

func summary(marks []Mark) []string {
	var out []string
	for _, m := range marks {
		out = append(out, fmt.Sprintf("%d %s", m.Total, m.Name))
	}
	return out
}

func TestFoldSources(t *testing.T) {
	client := func(n, k int) []triagetest.Mail {
		return mails(n, triagetest.Mail{Client: fmt.Sprintf("c%d.example.net [192.0.2.%d]", k, k)})
	}
	user := func(n int, name string) []triagetest.Mail {
		return mails(n, triagetest.Mail{Client: name + "@localhost"})
	}
	few := [][]triagetest.Mail{client(100, 0)}
	for k := range 9 {
		few = append(few, client(19-k, k+1))
	}
	var many, office [][]triagetest.Mail
	for k := range 30 {
		many = append(many, mails(2, triagetest.Mail{Client: fmt.Sprintf("m.c%d.example [192.0.2.%d]", k, k)}))
		office = append(office, mails(2, triagetest.Mail{Client: fmt.Sprintf("pc%d.office.example.org [192.0.2.%d]", k, k)}))
	}
	for _, tt := range []struct {
		what string
		all  [][]triagetest.Mail
		want []string
	}{
		{"the eight largest and the others", few, []string{
			"100 c0.example.net", "19 c1.example.net", "18 c2.example.net", "17 c3.example.net", "16 c4.example.net", "15 c5.example.net",
			"14 c6.example.net", "13 c7.example.net", "23 2 others",
		}},
		{"more than eight where the others would be the second largest and a tenth", append([][]triagetest.Mail{client(90, 0)}, few[1:]...), []string{
			"90 c0.example.net", "19 c1.example.net", "18 c2.example.net", "17 c3.example.net", "16 c4.example.net", "15 c5.example.net",
			"14 c6.example.net", "13 c7.example.net", "12 c8.example.net", "11 c9.example.net",
		}},
		{"more than eight where the others would be the largest", few[1:], []string{
			"19 c1.example.net", "18 c2.example.net", "17 c3.example.net", "16 c4.example.net", "15 c5.example.net",
			"14 c6.example.net", "13 c7.example.net", "12 c8.example.net", "11 c9.example.net",
		}},
		{"clients of one domain that would be most of the others are one", append(office, client(9, 1), client(1, 2)), []string{"60 30 clients", "9 c1.example.net", "1 c2.example.net"}},
		{"many without a domain in common are others", append(many, client(9, 1)), []string{
			"9 c1.example.net", "2 m.c0.example", "2 m.c1.example", "2 m.c10.example", "2 m.c11.example", "2 m.c12.example", "2 m.c13.example", "2 m.c14.example", "46 23 others",
		}},
		{"one other has its name", few[:9], []string{
			"100 c0.example.net", "19 c1.example.net", "18 c2.example.net", "17 c3.example.net", "16 c4.example.net", "15 c5.example.net",
			"14 c6.example.net", "13 c7.example.net", "12 c8.example.net",
		}},
		{"less than one per cent is another", [][]triagetest.Mail{client(990, 1), client(9, 2), client(8, 3), client(3, 4)}, []string{"990 c1.example.net", "20 3 others"}},
		{"this server is not among the others", append([][]triagetest.Mail{user(2, "root"), user(1, "ann")}, few...), []string{
			"100 c0.example.net", "19 c1.example.net", "18 c2.example.net", "17 c3.example.net", "16 c4.example.net", "15 c5.example.net",
			"14 c6.example.net", "13 c7.example.net", "3 this server: 2 others", "23 2 others",
		}},
		{"a single user of this server has a name", append([][]triagetest.Mail{user(1, "root")}, client(990, 1), client(3, 2), client(3, 3)), []string{
			"990 c1.example.net", "1 this server: root", "6 2 others",
		}},
		{"quarantined mail last", [][]triagetest.Mail{
			mails(30, triagetest.Mail{Client: "a.example.net [192.0.2.1]", State: queue.Quarantined}), mails(20, triagetest.Mail{Client: "b.example.net [192.0.2.2]"}),
		}, []string{"20 b.example.net", "30 a.example.net"}},
	} {
		if got := summary(marksOf(tt.all...).Sources); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.what, got, tt.want)
		}
	}
}

func TestFoldObstacles(t *testing.T) {
	status := func(n int, text string) []triagetest.Mail { return mails(n, triagetest.Mail{Status: text}) }
	m := marksOf(
		mails(1, triagetest.Mail{State: queue.Quarantined}), status(500, "Deferred: Connection refused by mx.far.example."),
		status(300, "Deferred: Connection timed out with mx.far.example."), status(2, "Deferred: 403 4.7.0 TLS handshake failed."),
		status(1, "Deferred: local mailer (/usr/bin/procmail) exited with EX_TEMPFAIL"), mails(2, triagetest.Mail{State: queue.Processing}), status(1, "Deferred: 452 4.2.2 Mailbox full"),
	)
	want := []string{"3 2 other faults on this server", "1 held by a filter", "500 refuse connections", "300 do not answer", "3 2 other obstacles"}
	if got := summary(m.Obstacles); !slices.Equal(got, want) {
		t.Errorf("obstacles are %q, want %q", got, want)
	}
}

func TestNoteOthers(t *testing.T) {
	var all [][]triagetest.Mail
	for k := range 30 {
		all = append(all, mails(2, triagetest.Mail{Client: fmt.Sprintf("m.c%d.example [192.0.2.%d]", k, k)}))
	}
	sources := marksOf(all...).Sources
	if got := sources[len(sources)-1].Note; got != "none more than 2" {
		t.Errorf("the others are the largest mark, and say %q", got)
	}
}
