package redacttest

import (
	"fmt"

	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// Message is one message of a queue that is made for a test; without an ID it
// gets one.
type Message struct {
	ID, Sender, Client, Auth, Subject, Status, Reply string
	To                                               []string
}

// Queue builds a queue of messages on mail.our.example. Those with a Reply are
// bounces that were made there.
func Queue(messages ...Message) *queue.Queue {
	b := queuetest.New()
	b.Dirs = []queue.Dir{{Host: "mail.our.example", Name: "mail.our.example", Path: "/var/spool/mqueue"}}
	b.Taken = 1709650800
	for n, m := range messages {
		if m.ID == "" {
			m.ID = fmt.Sprintf("425A00bQ%06d", n)
		}
		i := b.Row(0, m.ID)
		b.Order = append(b.Order, i)
		add := b.Strings.Add
		b.Sender[i], b.Client[i], b.Auth[i], b.Subject[i] = add(m.Sender), add(m.Client), add(m.Auth), add(m.Subject)
		b.Status[i], b.Effective[i] = add(m.Status), add(m.Status)
		b.Created[i], b.LastTry[i], b.Attempts[i], b.Priority[i], b.Size[i] = 1709640000, 1709650000, 3, 30000, 120
		b.Flags[i] = queue.HasSender | queue.HasStatus
		b.State[i] = queue.Deferred
		if m.Sender == "<>" {
			b.Flags[i] |= queue.NullFrom
		}
		b.SetRecipients(i, len(m.To), func(k int) (string, string) { return m.To[k], "" })
		if m.Reply != "" {
			b.Flags[i] |= queue.MadeHere
			b.SetReplies(i, []queue.Exchange{{Host: "mx.there.example", Replies: []string{m.Reply}}})
			b.SetGrep(i, []queue.Str{add("<<< " + m.Reply)})
		}
	}
	return b.Queue
}

// Sample returns a queue with one of everything that can be redacted.
func Sample() *queue.Queue {
	return Queue(
		Message{ID: "425A00bQ002972", Sender: "<Anna.Berg@our.example>", Client: "pc17.our.example [192.0.2.25]", Subject: "Invoice 2026-0311 and signed contract",
			Status: "Deferred: Connection refused by mx.there.example.", To: []string{"<bob@there.example>", `"Bo B"@there.example`}},
		Message{ID: "425A00bQ002973", Sender: "<newsletter@shop.customer.example>", Client: "relay.customer.example [192.0.2.80] (may be forged)", Auth: "anna.berg",
			Status: "Deferred: 421 4.7.0 too many", To: []string{"müller@there.example", "localuser7"}},
		Message{ID: "425A00bQ002974", Sender: "<>", Client: "[IPv6:2001:db8:7::25]", Status: "Deferred: Connection timed out with mx.there.example.",
			To: []string{"<bounces+anna.berg=our.example@lists.example>"}, Reply: "550 5.1.1 <gone@there.example>... User unknown"},
		Message{ID: "425A00bQ002975", Sender: "root", Client: "anna.berg@localhost", To: []string{`"|/usr/bin/vacation"`, "postmaster@there.example"}},
	)
}
