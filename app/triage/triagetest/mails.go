package triagetest

import (
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// Captured is the time of the capture of every queue made here, in Unix seconds.
const Captured = 1_700_000_000

// Mail is a message of a synthetic queue.
type Mail struct {
	Status, To, Client, Auth string
	State                    queue.State
	Age, Tried               int64 // seconds before the capture; tried 0 never
	Mark                     byte
	Bounce, By               string
	Replies                  []string
}

// Queue makes a queue of one directory, captured at captured.
func Queue(dir queue.Dir, mails ...Mail) *queue.Queue {
	b := queuetest.New()
	b.Dirs = []queue.Dir{dir}
	b.Taken = Captured
	add := b.Strings.Add
	for n, m := range mails {
		i := b.Row(0, fmt.Sprintf("id%06d", n))
		b.Order = append(b.Order, i)
		b.State[i], b.Created[i] = m.State, Captured-m.Age
		if m.Tried > 0 {
			b.LastTry[i], b.Attempts[i] = Captured-m.Tried, 1
		}
		b.Effective[i], b.Client[i], b.Auth[i] = add(m.Status), add(m.Client), add(m.Auth)
		b.SetRecipients(i, 1, func(int) (string, string) { return m.To, "" })
		if m.Bounce != "" {
			b.Flags[i] |= queue.MadeHere | queue.NullFrom
			b.Bounce[i], b.OriginBy[i] = add(m.Bounce), add(m.By)
			b.SetReplies(i, []queue.Exchange{{Host: "mx.far.example", Replies: m.Replies}})
		}
		if m.Mark != 0 {
			b.Listing[i] = int32(len(b.Listed))
			b.Listed = append(b.Listed, queue.ListedEntry{Mark: m.Mark})
		}
	}
	return b.Queue
}

// Copies makes n messages; % in recipient, status and originator is their
// number.
func Copies(n int, m Mail) []Mail {
	var out []Mail
	for k := range n {
		c := m
		for _, s := range []*string{&c.To, &c.Status, &c.By} {
			*s = strings.ReplaceAll(*s, "%", fmt.Sprint(k))
		}
		out = append(out, c)
	}
	return out
}
