package queue_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

func TestMessage(t *testing.T) {
	b := queuetest.New()
	b.Dirs = []queue.Dir{{Host: "mx", Path: "/var/spool/mqueue"}}
	empty, full := b.Row(0, "A"), b.Row(0, "B")
	add := b.Strings.Add
	b.State[full], b.Created[full], b.LastTry[full], b.Attempts[full], b.Size[full] = queue.Deferred, 1709631667, 0, 3, 12
	b.Sender[full], b.Subject[full], b.Client[full], b.Auth[full] = add("<ann@plum.example>"), add("lunch"), add("home [192.0.2.7]"), add("ann")
	b.Effective[full], b.Columns.Reason[full], b.Bounce[full] = add("Deferred"), add("virus"), add("failure")
	b.Flags[full] = queue.HasSender | queue.MadeHere
	b.SetRecipients(full, 2, func(k int) (string, string) { return []string{"<bo@fig.example>", "<"}[k], []string{"", "why"}[k] })
	b.SetReplies(full, []queue.Exchange{{Host: "mx.fig.example", Replies: []string{"450 a", "550 b"}}})
	b.Order = []int32{full, empty}
	q := b.Queue

	var ids []string
	for m := range q.All() {
		ids = append(ids, m.ID())
	}
	if !slices.Equal(ids, []string{"B", "A"}) {
		t.Errorf("All yields %q, want the order", ids)
	}
	for m := range q.All() {
		if m.Row() != full {
			t.Error("All goes on after a break")
		}
		break
	}

	m := q.Message(full)
	if m.Dir().Host != "mx" || m.State() != queue.Deferred || m.Sender() != "ann@plum.example" || m.Subject() != "lunch" ||
		m.Client() != "home [192.0.2.7]" || m.Login() != "ann" || m.Status() != "Deferred" || m.Quarantine() != "virus" ||
		m.Bounce() != "failure" || m.Attempts() != 3 || m.Size() != 12 || m.Files() != 0 {
		t.Errorf("message %+v", m)
	}
	if got := m.Created(); !got.Equal(time.Unix(1709631667, 0)) || !m.LastTry().IsZero() {
		t.Errorf("created %v, last try %v, want never", got, m.LastTry())
	}
	if got := m.Recipients(); !slices.Equal(got, []queue.Recipient{{Address: "bo@fig.example"}, {Address: "<", Status: "why"}}) {
		t.Errorf("recipients %+v", got)
	}
	var replies []string
	for host, text := range m.Replies() {
		replies = append(replies, host+" "+text)
	}
	if !slices.Equal(replies, []string{"mx.fig.example 450 a", "mx.fig.example 550 b"}) {
		t.Errorf("replies %q", replies)
	}
	if !m.Has(queue.HasSender|queue.MadeHere) || m.Has(queue.HasSender|queue.Refused) {
		t.Error("Has does not ask for all flags")
	}
	b.Flags[full] |= queue.NullFrom
	if m.Sender() != "" {
		t.Errorf("null sender %q", m.Sender())
	}

	m = q.Message(empty)
	if !m.Created().IsZero() || m.Attempts() != -1 || m.Size() != -1 || len(m.Recipients()) != 0 || m.Subject() != "" || m.ControlName() != "" || m.BodyName() != "" {
		t.Errorf("empty message %+v", m)
	}
	if _, err := m.OpenControl(); !errors.Is(err, queue.ErrNoBytes) {
		t.Errorf("OpenControl: %v", err)
	}
	if _, err := m.OpenBody(); !errors.Is(err, queue.ErrNoBytes) {
		t.Errorf("OpenBody: %v", err)
	}
}
