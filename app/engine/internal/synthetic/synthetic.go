// Package synthetic makes large queues for tests and benchmarks, without files: it
// fills the columns of the model itself. Reading archives is measured with mkqueue.
package synthetic

import (
	"fmt"

	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// Queue returns a queue of n messages for many servers. It is the same every
// time.
func Queue(n int) *queue.Queue {
	b := queuetest.New()
	b.Dirs = []queue.Dir{{Host: "mx", Path: "/var/spool/mqueue"}}
	b.Taken = 1_700_000_000
	add := b.Strings.Add
	for k := range n {
		i := b.Row(0, fmt.Sprintf("4259f7Kc%06d", k))
		b.Order = append(b.Order, i)
		b.Flags[i] = queue.HasSender
		b.State[i], b.Size[i], b.Attempts[i] = queue.State(k%3), int64(k*7919%90_000), int32(k%40)
		b.Created[i] = b.Taken - int64(k*104_729%600_000)
		b.LastTry[i] = b.Created[i] + int64(k*3_571%(1+k*104_729%600_000))
		b.Client[i] = add(fmt.Sprintf("host%d.example [192.0.2.%d]", k%300, k%250))
		b.Subject[i] = add(fmt.Sprintf("Invoice %d of %d", k*17%n, k%50))
		b.Sender[i] = add(fmt.Sprintf("<user%d@site%d.example>", k*31%(n/2+1), k%50))
		status := fmt.Sprintf("Deferred: Connection timed out with mx%d.example.net.", k%400)
		if k%5 == 0 {
			status = fmt.Sprintf("Deferred: 451 4.7.1 Greylisted, try again in %d seconds", k%300)
		}
		b.Effective[i] = add(status)
		b.SetRecipients(i, 1+k%3, func(r int) (string, string) { return fmt.Sprintf("<to%d@dest%d.example>", k, (k+r)%2000), status })
		b.LastTry[i] = max(b.Created[i], b.Taken-int64(k%3600))
		b.Client[i] = add(fmt.Sprintf("host%d.example.net [192.0.2.%d]", k%97, k%97))
		switch {
		case k%7 == 0:
			b.Flags[i] |= queue.MadeHere | queue.NullFrom
			b.Bounce[i], b.OriginBy[i], b.Client[i] = add("failure"), b.Client[i], add("localhost")
		case k%11 == 0:
			b.Script[i] = add(fmt.Sprintf("33:form%d.php", k%5))
		case k%13 == 0:
			b.Auth[i] = add(fmt.Sprintf("login%d", k%300))
		case k%17 == 0:
			b.Client[i] = add("root@localhost")
		}
		if k%10 == 0 {
			b.SetReplies(i, []queue.Exchange{{Host: fmt.Sprintf("mx%d.example.org", k%90), Replies: []string{fmt.Sprintf("550 5.1.1 <to%d@dest.example>: no such user", k)}}})
		}
	}
	return b.Queue
}
