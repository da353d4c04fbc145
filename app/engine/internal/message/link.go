package message

import (
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// linked returns the other message that an event names, nil for none.
func (p *past) linked(e *queue.Event) *protocol.Linked {
	if e.Other == 0 || e.Other == p.c.Queue.ID[p.row] {
		return nil
	}
	as := "ID there"
	switch e.Kind {
	case queue.EventNotice, queue.EventExpired:
		as = "notice"
	case queue.EventMoved:
		as = "goes on as"
	case queue.EventReceived:
		as = "about"
	}
	return p.link(as, e.Other)
}

// link leads to another message, if it is in the queue, and says what became of it.
func (p *past) link(as string, id queue.Str) *protocol.Linked {
	q := p.c.Queue
	out := &protocol.Linked{As: as, ID: words.Visible(q.Text(id))}
	if p.c.Relatives().Has(id) {
		out.Query = filter.Value("id", "="+q.Text(id)).String()
		return out
	}
	out.Fate = fate(p.h, p.h.Named(id), q.Taken)
	return out
}

// parent returns the message whose events name this one: what it is a notice about, or the ID that
// the mail had before; nil if no log says.
func (p *past) parent() *protocol.Linked {
	q := p.c.Queue
	of, ok := p.c.Relatives().Of(q.ID[p.row])
	switch {
	case !ok:
		return nil
	case of.Kind == queue.EventNotice:
		return p.link("notice about", of.ID)
	}
	return p.link("was", of.ID)
}
