package capture

import (
	"cmp"
	"maps"
	"slices"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Relatives are the messages of a queue by id, and the messages that events name: the links in
// the history. It is made once for a history.
type Relatives struct {
	of   *queue.History
	rows map[queue.Str]bool
	from map[queue.Str]Relative
}

// Relative is a message whose events name another one.
type Relative struct {
	ID   queue.Str
	Kind queue.EventKind // of the event that does: a notice, moved, delivered to this server itself
}

// Relatives returns the relatives of the messages by the history in the index.
func (c *Capture) Relatives() *Relatives {
	h, q := c.Index.History, c.Queue
	if c.relatives != nil && c.relatives.of == h {
		return c.relatives
	}
	r := &Relatives{of: h, rows: make(map[queue.Str]bool, len(q.Order)), from: map[queue.Str]Relative{}}
	for _, i := range q.Order {
		r.rows[q.ID[i]] = true
	}
	for _, i := range q.Order {
		r.add(q.ID[i], h.Of(i))
	}
	if h != nil {
		// Originals that left the queue name what came of them as well.
		for _, id := range slices.SortedFunc(maps.Keys(h.Also), func(a, b queue.Str) int { return cmp.Compare(h.Also[a].At, h.Also[b].At) }) {
			r.add(id, h.Named(id))
		}
	}
	c.relatives = r
	return r
}

// add adds the messages that the events of one name.
func (r *Relatives) add(id queue.Str, events []queue.Event) {
	for k := range events {
		e := &events[k]
		if e.Other == 0 || e.Other == id || e.Kind != queue.EventNotice && e.Kind != queue.EventMoved && e.Kind != queue.EventDelivered {
			continue
		}
		if _, known := r.from[e.Other]; !known {
			r.from[e.Other] = Relative{id, e.Kind}
		}
	}
}

// Has reports whether a message with an id is in the queue.
func (r *Relatives) Has(id queue.Str) bool { return r.rows[id] }

// Of returns the first message whose events name an id.
func (r *Relatives) Of(id queue.Str) (Relative, bool) {
	from, ok := r.from[id]
	return from, ok
}
