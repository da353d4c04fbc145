package parser

import (
	"cmp"
	"context"
	"path"

	"github.com/spoolscope/spoolscope/parser/internal/history"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Follower reads the logs of one queue for the messages of another, such as an
// earlier capture of the same queue.
type Follower struct {
	logs, of *queue.Queue
	list     []history.Log
	c        *history.Collector
	strings  *queue.Strings // of what is read: others may use those of the queue meanwhile
}

// Follow prepares to read the logs of a queue for the messages of another one,
// of. It returns nil if the queue has no logs.
func Follow(logs, of *queue.Queue) *Follower {
	if logs.History.MailLogs() == 0 {
		return nil
	}
	inOrder := make([]bool, of.Len())
	for _, i := range of.Order {
		inOrder[i] = true
	}
	f := &Follower{logs: logs, of: of, strings: queue.NewStrings()}
	f.c = collector(of, f.strings, func(i int32) bool { return inOrder[i] }, nil)
	for _, log := range logs.History.Logs {
		if log.Spool {
			continue // they are of that queue's messages
		}
		from := history.Log{Name: log.Name, File: log.File, Packed: log.Packed}
		if log.Last != queue.NoNumber {
			from.Latest, from.Year = log.Last, history.YearOf(log.First)
		}
		f.list = append(f.list, from)
	}
	size := int64(0)
	for _, s := range logs.Sources {
		if s.Size < 0 { // it came without a size, and may have any
			return f
		}
		size += s.Size
	}
	f.c.Of(size)
	return f
}

// Read reads the logs. It calls progress with the name of the log being read and
// the bytes read of all logs so far. It touches neither queue. The error is the
// context's.
func (f *Follower) Read(ctx context.Context, progress func(file string, read int64)) error {
	return readLogs(ctx, f.c, f.logs, f.list, progress)
}

// History returns what was read, by the rows of the queue that is followed and
// with its strings. If ctx ends meanwhile, only some rows have their events.
func (f *Follower) History(ctx context.Context) (*queue.History, []queue.Problem) {
	h := f.c.Finish(poll.New(ctx, func() {}))
	restring(h, f.strings, f.of.Strings)
	return h, f.c.Problems()
}

// ReadHistory is Follow, Read and History in one. With an error it returns what
// was read before it.
func ReadHistory(ctx context.Context, logs, of *queue.Queue) (*queue.History, []queue.Problem, error) {
	f := Follow(logs, of)
	if f == nil {
		return nil, nil, nil
	}
	err := f.Read(ctx, func(string, int64) {})
	h, problems := f.History(context.WithoutCancel(ctx)) // what was read until then
	return h, problems, err
}

// restring moves a history to another set of strings.
func restring(h *queue.History, from, to *queue.Strings) {
	known := make([]queue.Str, from.Len()) // 0 before
	move := func(s *queue.Str) {
		if *s == 0 {
			return
		}
		if known[*s] == 0 {
			known[*s] = to.Add(from.Get(*s))
		}
		*s = known[*s]
	}
	for n := range h.Events {
		e := &h.Events[n]
		for _, s := range [...]*queue.Str{&e.Program, &e.Sender, &e.Peer, &e.IP, &e.Login, &e.Status, &e.Text, &e.Other} {
			move(s)
		}
	}
	for n := range h.Recipients {
		move(&h.Recipients[n])
	}
	for n := range h.Totals.Hops {
		move(&h.Totals.Hops[n].Peer)
	}
	for n := range h.Totals.Senders {
		move(&h.Totals.Senders[n].Sender)
	}
	also := make(map[queue.Str]queue.AlsoOf, len(h.Also))
	for id, of := range h.Also {
		move(&id)
		also[id] = of
	}
	h.Also = also
}

// collector looks for the messages of a queue, those of its rows that count, and
// puts what it reads into strings.
func collector(q *queue.Queue, strings *queue.Strings, counts func(i int32) bool, wanted *poll.Poll) *history.Collector {
	c := history.New(strings, loggers)
	c.Expect(q.Len())
	servers := make([]*history.Server, len(q.Dirs))
	for k, d := range q.Dirs {
		servers[k] = &history.Server{System: d.System, Host: cmp.Or(d.Name, d.Host), Named: d.Name != ""}
		if d.System == queue.Postfix {
			servers[k].Instance = path.Base(d.Path)
		}
	}
	for i := range int32(q.Len()) {
		if !wanted.More() {
			break
		}
		if !counts(i) {
			c.Add(history.Subject{})
			continue
		}
		c.Add(history.Subject{ID: q.Text(q.ID[i]), Arrived: q.Created[i], Server: servers[q.Dir[i]]})
	}
	return c
}
