package ui

import (
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
)

func offered(text string, from int, words ...string) model.Event {
	c := &protocol.Completion{Text: text, From: from, To: len(text)}
	for _, w := range words {
		c.Offers = append(c.Offers, protocol.Offer{Text: w, Count: 1})
	}
	return answered(model.OffersSlot, protocol.Answer{Offers: c})
}

func TestOffers(t *testing.T) {
	pause := model.Elapsed{Timer: model.FilterTimer}
	typed := func(s string) model.Event { return model.FilterTyped{Text: s, Place: len(s)} }
	tests := []struct {
		name          string
		events        []model.Event
		tokens, draft string
		open          bool
		pick          int
	}{
		{"offers open after a pause", []model.Event{typed("st"), pause, offered("st", 0, "state:")}, "", "st", true, -1},
		{"nothing to offer", []model.Event{typed("st"), pause, offered("st", 0)}, "", "st", false, 0},
		{"what is typed already is no offer", []model.Event{typed("state:held"), pause, offered("state:held", 0, "state:held")}, "", "state:held", false, -1},
		{"offers for an earlier text", []model.Event{typed("st"), pause, typed("sta"), offered("st", 0, "state:")}, "", "sta", false, 0},
		{"down", []model.Event{typed("s"), pause, offered("s", 0, "state:", "size:"), model.OfferMoved{By: 1}, model.OfferMoved{By: 1}}, "", "s", true, 1},
		{"down over the end", []model.Event{typed("s"), pause, offered("s", 0, "state:", "size:"), model.OfferMoved{By: 1}, model.OfferMoved{By: 1}, model.OfferMoved{By: 1}}, "", "s", true, -1},
		{"up from the field", []model.Event{typed("s"), pause, offered("s", 0, "state:", "size:"), model.OfferMoved{By: -1}}, "", "s", true, 1},
		{"Tab takes the first", []model.Event{typed("s"), pause, offered("s", 0, "state:", "size:"), model.OfferTaken{N: -1}}, "", "state:", false, -1},
		{"Enter takes the picked one", []model.Event{typed("s"), pause, offered("s", 0, "state:", "size:"), model.OfferMoved{By: -1}, model.FilterCommitted{}}, "", "size:", false, -1},
		{"Enter without one applies the filter", []model.Event{typed("s"), pause, offered("s", 0, "state:"), model.FilterCommitted{}, understood("s")}, "s", "", false, -1},
		{"a value becomes a token", []model.Event{typed("state:h"), pause, offered("state:h", 0, "state:held"), model.OfferTaken{N: 0}, understood("state:held")}, "state:held", "", false, -1},
		{"a value in an open group", []model.Event{typed("(state:h"), pause, offered("(state:h", 1, "state:held"), model.OfferTaken{N: 0}}, "", "(state:held ", false, -1},
		{"an offer for an earlier text is not taken", []model.Event{typed("s"), pause, offered("s", 0, "state:"), typed("si"), model.OfferTaken{N: -1}}, "", "si", true, -1},
		{"Tab takes the first that fits, once it is there", []model.Event{typed("s"), pause, offered("s", 0, "size:", "state:"), typed("st"), model.OfferTaken{N: -1}, pause, offered("st", 0, "state:")}, "", "state:", false, -1},
		{"typing on takes nothing", []model.Event{typed("s"), pause, offered("s", 0, "state:"), typed("si"), model.OfferTaken{N: -1}, typed("siz"), pause, offered("siz", 0, "size:")}, "", "siz", true, -1},
		{"nothing fits", []model.Event{typed("s"), pause, offered("s", 0, "state:"), typed("sx"), model.OfferTaken{N: -1}, pause, offered("sx", 0)}, "", "sx", false, -1},
		{"closed", []model.Event{typed("s"), pause, offered("s", 0, "state:"), model.OffersClosed{}}, "", "s", false, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, _ := play(opened(), tt.events...)
			f := m.Filter
			if f.Tokens != tt.tokens || f.Draft != tt.draft || (f.Offers != nil) != tt.open || tt.open && f.Pick != tt.pick {
				t.Errorf("tokens %q, draft %q, open %v, pick %d; want %q, %q, %v, %d", f.Tokens, f.Draft, f.Offers != nil, f.Pick, tt.tokens, tt.draft, tt.open, tt.pick)
			}
		})
	}
	m, cmds := play(opened(), model.FilterTyped{Text: "st", Place: 2}, pause, offered("st", 0, "state:"), model.OfferTaken{N: -1})
	if n := len(slices.DeleteFunc(slots(cmds), func(s model.Slot) bool { return s != model.OffersSlot })); n != 2 || m.Filter.Place != 6 {
		t.Errorf("asked %d times for offers, cursor at %d; want the values of the key too", n, m.Filter.Place)
	}
	if e, _ := func() (model.Event, bool) {
		m, _ := play(opened(), model.FilterTyped{Text: "st", Place: 2}, pause, offered("st", 0, "state:"))
		return m.KeyEvent("Escape", true)
	}(); e != (model.OffersClosed{}) {
		t.Errorf("Escape with offers is %T, want them closed", e)
	}
}
