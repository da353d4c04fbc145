package ui

import (
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
)

func offered(text string, from int, words ...string) Event {
	c := &protocol.Completion{Text: text, From: from, To: len(text)}
	for _, w := range words {
		c.Offers = append(c.Offers, protocol.Offer{Text: w, Count: 1})
	}
	return answered(OffersSlot, protocol.Answer{Offers: c})
}

func TestOffers(t *testing.T) {
	pause := Elapsed{Timer: FilterTimer}
	typed := func(s string) Event { return FilterTyped{s, len(s)} }
	tests := []struct {
		name          string
		events        []Event
		tokens, draft string
		open          bool
		pick          int
	}{
		{"offers open after a pause", []Event{typed("st"), pause, offered("st", 0, "state:")}, "", "st", true, -1},
		{"nothing to offer", []Event{typed("st"), pause, offered("st", 0)}, "", "st", false, 0},
		{"what is typed already is no offer", []Event{typed("state:held"), pause, offered("state:held", 0, "state:held")}, "", "state:held", false, -1},
		{"offers for an earlier text", []Event{typed("st"), pause, typed("sta"), offered("st", 0, "state:")}, "", "sta", false, 0},
		{"down", []Event{typed("s"), pause, offered("s", 0, "state:", "size:"), OfferMoved{1}, OfferMoved{1}}, "", "s", true, 1},
		{"down over the end", []Event{typed("s"), pause, offered("s", 0, "state:", "size:"), OfferMoved{1}, OfferMoved{1}, OfferMoved{1}}, "", "s", true, -1},
		{"up from the field", []Event{typed("s"), pause, offered("s", 0, "state:", "size:"), OfferMoved{-1}}, "", "s", true, 1},
		{"Tab takes the first", []Event{typed("s"), pause, offered("s", 0, "state:", "size:"), OfferTaken{-1}}, "", "state:", false, -1},
		{"Enter takes the picked one", []Event{typed("s"), pause, offered("s", 0, "state:", "size:"), OfferMoved{-1}, FilterCommitted{}}, "", "size:", false, -1},
		{"Enter without one applies the filter", []Event{typed("s"), pause, offered("s", 0, "state:"), FilterCommitted{}, understood("s")}, "s", "", false, -1},
		{"a value becomes a token", []Event{typed("state:h"), pause, offered("state:h", 0, "state:held"), OfferTaken{0}, understood("state:held")}, "state:held", "", false, -1},
		{"a value in an open group", []Event{typed("(state:h"), pause, offered("(state:h", 1, "state:held"), OfferTaken{0}}, "", "(state:held ", false, -1},
		{"an offer for an earlier text is not taken", []Event{typed("s"), pause, offered("s", 0, "state:"), typed("si"), OfferTaken{-1}}, "", "si", true, -1},
		{"closed", []Event{typed("s"), pause, offered("s", 0, "state:"), OffersClosed{}}, "", "s", false, -1},
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
	m, cmds := play(opened(), FilterTyped{"st", 2}, pause, offered("st", 0, "state:"), OfferTaken{-1})
	if n := len(slices.DeleteFunc(slots(cmds), func(s Slot) bool { return s != OffersSlot })); n != 2 || m.Filter.Place != 6 {
		t.Errorf("asked %d times for offers, cursor at %d; want the values of the key too", n, m.Filter.Place)
	}
	if e, _ := func() (Event, bool) {
		m, _ := play(opened(), FilterTyped{"st", 2}, pause, offered("st", 0, "state:"))
		return m.keyEvent("Escape", true)
	}(); e != (OffersClosed{}) {
		t.Errorf("Escape with offers is %T, want them closed", e)
	}
}

func TestBytesBefore(t *testing.T) {
	for _, tt := range []struct {
		text    string
		n, want int
	}{{"abc", 2, 2}, {"añb", 2, 3}, {"😀b", 2, 4}, {"ab", 9, 2}, {"", 0, 0}} {
		if got := bytesBefore(tt.text, tt.n); got != tt.want {
			t.Errorf("bytesBefore(%q, %d) = %d, want %d", tt.text, tt.n, got, tt.want)
		}
	}
}
