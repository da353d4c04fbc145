package model

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// updateOffers keeps the suggestions for what is being typed.
func updateOffers(m *Model, e Event) []Command {
	f := &m.Filter
	switch e := e.(type) {
	case FilterTyped:
		f.TakeNext = false
		if f.Place = e.Place; f.Draft == "" {
			m.closeOffers()
		}
	case Elapsed:
		if e.Timer == FilterTimer && f.Draft != "" {
			return m.askOffers()
		}
	case Answered:
		if c := e.Answer.Offers; c != nil && e.Slot == OffersSlot && c.Text == f.Draft {
			f.Offers, f.Pick = c, -1
			if len(c.Offers) == 0 || len(c.Offers) == 1 && c.Offers[0].Text == c.Text[c.From:c.To] {
				f.Offers = nil
			}
			if f.TakeNext {
				return m.takeOffer(-1)
			}
		}
	case OfferMoved:
		if f.Offers == nil {
			return m.askOffers()
		}
		n := len(f.Offers.Offers) + 1 // with none picked
		f.Pick = (f.Pick+1+e.By+n)%n - 1
	case OfferTaken:
		return m.takeOffer(e.N)
	case OffersClosed, FilterCommitted, FilterCleared, FilterLeft, RouteChanged, QueueChanged:
		if _, route := e.(RouteChanged); !route || f.Draft == "" {
			m.closeOffers()
		}
	}
	return nil
}

func (m *Model) closeOffers() {
	m.Filter.Offers, m.Filter.Pick, m.Filter.TakeNext = nil, -1, false
	m.drop(OffersSlot)
}

func (m *Model) askOffers() []Command {
	f := &m.Filter
	return []Command{m.ask(OffersSlot, protocol.Request{Complete: &protocol.CompleteRequest{Text: f.Draft, Place: f.Place, Within: f.Tokens}})}
}

// takeOffer writes the n-th offer, or with -1 the picked or first one, into
// the field. Behind a key its values follow. Offers for an earlier text are not
// taken; with -1, and none picked, the first of those on their way is.
func (m *Model) takeOffer(n int) []Command {
	f := &m.Filter
	c := f.Offers
	f.TakeNext = n < 0 && f.Pick < 0 && c != nil && c.Text != f.Draft
	if n < 0 {
		n = max(f.Pick, 0)
	}
	if c == nil || c.Text != f.Draft || n >= len(c.Offers) {
		return nil
	}
	o := c.Offers[n].Text
	text := c.Text[:c.From] + o + c.Text[c.To:]
	m.closeOffers()
	switch {
	case strings.HasSuffix(o, ":"):
		f.Place = c.From + len(o)
		return append(m.setDraft(text), m.askOffers()...)
	case c.To == len(c.Text):
		cmds := m.setDraft(text + " ")
		return append(cmds, m.update(FilterTyped{Text: text + " ", Place: len(text) + 1})...)
	}
	return append(m.setDraft(text), m.check()...)
}
