package triage

import "github.com/spoolscope/spoolscope/parser/queue"

// Trait is what is known of a message in a few bits, so that counting need not work it out.
type Trait uint8

// The traits. The lowest two bits are the Kind.
const (
	Waits    Trait = 4 << iota // the mail system tries it until it is too old
	Due                        // it Waits, and no later time for its next try is recorded
	Made                       // a bounce or receipt made by this server
	Returned                   // Made, and a notice of failure or of delay
	Spoken                     // it has replies in a transcript of its own
	Fileless                   // known from a listing or a log only

	kindBits Trait = 3
)

// Kind is what the message is.
func (t Trait) Kind() Kind { return Kind(t & kindBits) }

// Traits returns the traits by row. They are worked out once.
func (x *Index) Traits() []Trait {
	if x.traits == nil {
		x.traits = x.makeTraits()
	}
	return x.traits
}

func (x *Index) makeTraits() []Trait {
	q := x.Queue
	failure, _ := q.Strings.Find("failure")
	delayed, _ := q.Strings.Find("warning-timeout")
	out := make([]Trait, q.Len())
	for i := range out {
		t := Trait(x.Kind(int32(i)))
		switch q.State[i] {
		case queue.Deferred, queue.Held, queue.Unavailable, queue.Processing:
			t |= Waits
			if next, recorded := x.NextTry(int32(i)); !recorded || next <= q.Taken {
				t |= Due
			}
		}
		if q.Flags[i]&queue.MadeHere != 0 {
			t |= Made
			if k := q.Bounce[i]; k != 0 && (k == failure || k == delayed) {
				t |= Returned
			}
		}
		if q.ReplyN[i] > 0 {
			t |= Spoken
		}
		if q.Flags[i]&queue.NoControl != 0 {
			t |= Fileless
		}
		out[i] = t
	}
	return out
}

// SetHistory replaces what logs have about the messages.
func (x *Index) SetHistory(h *queue.History) { x.History, x.traits = h, nil }
