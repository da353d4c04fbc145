package cleanup_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/cleanup"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// No script for sendmail contains a message or a directory of Postfix, even if
// sendmail could have made the id.
func TestSystemsApart(t *testing.T) {
	b := queuetest.New()
	b.Dirs = []queue.Dir{
		{Host: "h", Path: "/var/spool/clientmqueue", Client: true},
		{Host: "h", Path: "/var/spool/postfix", System: queue.Postfix},
	}
	for d := range b.Dirs {
		i := b.Row(uint16(d), "62C82FA5034410")
		b.Files[i] = b.Files[i].With(queue.ControlFile)
		b.Created[i], b.State[i] = 1700000000, queue.Deferred
		b.Order = append(b.Order, i)
	}
	for _, m := range cleanup.Methods {
		p := cleanup.Make(b.Queue, b.Order, cleanup.On{Host: "h"}, m)
		for _, it := range p.Items {
			if it.Row != 0 {
				t.Errorf("%s takes a message of Postfix", m)
			}
		}
		for _, d := range p.Queues {
			if strings.Contains(d.Path, "postfix") {
				t.Errorf("%s names %s", m, d.Path)
			}
		}
		if len(p.Left) == 0 || p.Left[0].Why != cleanup.Other {
			t.Errorf("%s leaves out %v", m, p.Left)
		}
	}
}

// A named queue of Exim is a directory in its spool, wherever that is.
func TestEximQueues(t *testing.T) {
	b := queuetest.New()
	for _, dir := range []string{"/var/spool/exim4", "/var/spool/exim4/slow"} {
		b.Dirs = append(b.Dirs, queue.Dir{Host: "h", Path: dir, System: queue.Exim})
	}
	for spool, want := range map[string][]string{
		"": {"/var/spool/exim4", "/var/spool/exim4/slow"}, "/srv/mail": {"/srv/mail", "/srv/mail/slow"},
	} {
		p := cleanup.Make(b.Queue, nil, cleanup.On{Host: "h", System: queue.Exim, Spool: spool}, cleanup.Delete)
		var got []string
		for _, q := range p.Queues {
			got = append(got, q.Path)
		}
		if !slices.Equal(got, want) {
			t.Errorf("with the spool %q they are %q, want %q", spool, got, want)
		}
	}
}

// A plan without messages is for the mail system of the queue.
func TestMostOn(t *testing.T) {
	b := queuetest.New()
	b.Dirs = []queue.Dir{{Host: "a", System: queue.Postfix}, {Host: "b"}}
	for host, want := range map[string]queue.System{"a": queue.Postfix, "b": queue.Sendmail} {
		if got := cleanup.MostOn(b.Queue, nil, host); got != want {
			t.Errorf("on %s it is %s, want %s", host, got, want)
		}
	}
}
