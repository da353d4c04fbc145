package causes

import (
	"fmt"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
	"testing"
)

// A group of messages by source, and its query, select the same.
func TestSourcesAgree(t *testing.T) {
	b := queuetest.New()
	b.Dirs = []queue.Dir{{Path: "/var/spool/mqueue"}}
	add := b.Strings.Add
	const n = 150
	for k := range n {
		i := b.Row(0, fmt.Sprintf("id%06d", k))
		b.Order = append(b.Order, i)
		b.State[i], b.Flags[i] = queue.Held, queue.HasSender
		b.Sender[i] = add(fmt.Sprintf("<bounce+%d-u%d=far%d.example@lists.example>", k, k, k))
		b.Script[i] = add(fmt.Sprintf("33:mailer.php(%d) : eval()'d code", k))
		b.Auth[i] = add([]string{"Anna", "anna", "ANNA"}[k%3])
		b.Client[i] = add(fmt.Sprintf("h%d.example [192.0.2.%d]", k, k))
	}
	i := b.Row(0, "other")
	b.Order = append(b.Order, i)
	b.State[i], b.Flags[i] = queue.Held, queue.HasSender
	b.Sender[i], b.Script[i], b.Client[i] = add("<bounce+help@lists.example>"), add("33:mailer.php.bak"), add("x [IPv6:2001:db8::1]")
	x := triage.NewIndex(b.Queue)
	for _, query := range []string{
		filter.Token("from", x.Queue.Text(x.From[0])), filter.Token("script", "="+x.Queue.Text(x.Script[0])),
		filter.Token("auth", "="+x.Queue.Text(x.Login[0])), "client:192.0.2.0/24", "-client:2001:db8::/64",
	} {
		node, err := filter.Parse(query)
		if err != nil {
			t.Fatalf("Parse(%q) = %v", query, err)
		}
		if rows, err := x.Select(node); err != nil || len(rows) != n {
			t.Errorf("%q selects %d messages, %v, want %d", query, len(rows), err, n)
		}
	}
	found := ""
	for _, c := range Find(x, x.Queue.Order) {
		if c.Rule == "source" {
			found = c.Title + " " + c.Query().String()
		}
	}
	if want := "One script, 33:mailer.php, sent 99% of the ordinary mail script:=33:mailer.php"; found != want {
		t.Errorf("source = %q, want %q", found, want)
	}
}

// Clients of one network that each submit a little are one source.
func TestSourceNetwork(t *testing.T) {
	var mails []triagetest.Mail
	for k := range 180 {
		client := fmt.Sprintf("h%d.example [192.0.2.%d]", k%60, k%60)
		if k%6 == 0 {
			client = fmt.Sprintf("other [198.51.%d.1]", k)
		}
		mails = append(mails, triagetest.Mail{State: queue.Held, Client: client})
	}
	x := triage.NewIndex(triagetest.Queue(queue.Dir{Path: "/var/spool/mqueue"}, mails...))
	for _, c := range Find(x, x.Queue.Order) {
		if c.Rule != "source" {
			continue
		}
		n, err := filter.Parse(c.Query().String())
		if err != nil {
			t.Fatalf("Parse(%q) = %v", c.Query().String(), err)
		}
		if got := x.Count(n, x.Queue.Order); c.Query().String() != "client:192.0.2.0/24" || got != c.Count || c.Count != 150 {
			t.Errorf("source %q counts %d and selects %d, want client:192.0.2.0/24 with 150", c.Query().String(), c.Count, got)
		}
		return
	}
	t.Error("no source found, want the network")
}
