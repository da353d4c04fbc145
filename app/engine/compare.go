package engine

import (
	"context"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// comparison is two captures that are open together.
type comparison struct {
	earlier, later *capture
	swapped        bool // the one opened second is the earlier
	diff           triage.Diff
}

// Compare reads another capture of the queue beside the one that is shown, and
// finds what changed between them. The later one is shown then. A load that
// gives nothing leaves what is open as it is.
func (e *Engine) Compare(ctx context.Context, sources []parser.Source, progress func(protocol.Progress)) protocol.Loaded {
	return e.compare(ctx, sources, alone{}, progress)
}

func (e *Engine) compare(ctx context.Context, sources []parser.Source, hold holder, progress func(protocol.Progress)) (l protocol.Loaded) {
	var first *capture
	hold.Exclusive(func() { first = e.capture })
	q, ended := e.read(ctx, sources, hold, progress)
	hold.Exclusive(func() {
		l.Fatal = fatal(q)
		if l.Fatal == nil {
			l.Canceled = e.opened(q, sources, ended)
		}
		if l.Fatal != nil || l.Canceled && len(q.Order) == 0 {
			e.capture = first
		} else {
			e.compared = pair(first, e.capture)
			e.capture, e.masks.made = e.compared.later, nil
		}
		l = e.both(l)
	})
	return l
}

// pair compares two captures. The order in which they were made counts, where
// it is known.
func pair(first, second *capture) *comparison {
	c := &comparison{earlier: first, later: second}
	if a, b := first.queue.Taken, second.queue.Taken; a != 0 && b != 0 && b < a {
		c.earlier, c.later, c.swapped = c.later, c.earlier, true
	}
	c.earlier.other, c.later.other = c.later, c.earlier
	c.earlier.earlier, c.later.earlier = true, false
	c.diff = triage.Compare(c.earlier.index, c.later.index)
	c.earlier.views, c.later.views = viewCache{}, viewCache{} // diff: selects something else now
	return c
}

// both completes an answer about what is open.
func (e *Engine) both(l protocol.Loaded) protocol.Loaded {
	l.Archive = e.archive
	if c := e.compared; c != nil {
		l.Archive, l.Earlier, l.Swapped = c.later.archive, &c.earlier.archive, c.swapped
	}
	return l
}

// Read is the queue that was read last, for the command: of two captures the
// one opened second.
func (e *Engine) Read() *queue.Queue {
	if c := e.compared; c != nil && c.swapped {
		return c.earlier.queue
	}
	return e.queue
}

// pick chooses which of two captures the next answers are about.
func (e *Engine) pick(req protocol.Request) {
	if c := e.compared; c != nil && !e.partly {
		e.capture = c.later
		if req.Earlier {
			e.capture = c.earlier
		}
	}
	e.SetReturn(req.Days)
}

// SetReturn sets how many days sendmail keeps a message, 0 for its default.
func (e *Engine) SetReturn(days int) { e.setReturn(days) }

// twice tells whether two sources hold the same message: they are two captures
// of a queue, which belong side by side.
func twice(q *queue.Queue) bool {
	if len(q.Sources) != 2 {
		return false
	}
	seen := make([]int32, q.Strings.Len()) // by id: its first row plus one
	for _, i := range q.Order {
		k := seen[q.ID[i]] - 1
		if k < 0 {
			seen[q.ID[i]] = i + 1
		} else if a, b := &q.Control[k], &q.Control[i]; a.Size >= 0 && b.Size >= 0 && a.Blob != b.Blob && q.Created[k] == q.Created[i] {
			return true
		}
	}
	return false
}
