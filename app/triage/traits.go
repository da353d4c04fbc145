package triage

import (
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Trait is what is known of a message in a few bits, so that counting need not work it out.
type Trait uint16

// The traits. The lowest two bits are the Kind.
const (
	Waits    Trait = 4 << iota // the mail system tries it until it is too old
	Due                        // it Waits, and no later time for its next try is recorded
	Left                       // Postfix did not try it, as its destination had just failed
	Fileless                   // known from a listing or a log only
	Made                       // a bounce or receipt made by this server
	Returned                   // Made, and a notice of failure or of delay
	Home                       // Returned to this server's own users, or to nobody
	Spoken                     // it has replies in a transcript of its own
	Blocked                    // these say that this server is on a blocklist
	Looped                     // or that mail loops
	Unknown                    // or that an address is unknown

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
	m := traitMaker{x: x, own: map[queue.Str]bool{}, failure: x.find("failure"), delayed: x.find("warning-timeout")}
	for _, domain := range x.OwnDomains() {
		if d := x.find(domain); d != 0 {
			m.own[d] = true
		}
	}
	for _, of := range [...]struct {
		trait Trait
		topic smtp.Topic
	}{{Blocked, smtp.Blocklisted}, {Looped, smtp.Loop}, {Unknown, smtp.UnknownUser}} {
		m.quoted = append(m.quoted, quoted{of.trait, x.Saying(of.topic.Key())})
	}
	out := make([]Trait, x.Queue.Len())
	for i := range out {
		out[i] = m.traits(int32(i))
	}
	return out
}

// find is a string of the queue, 0 if no message has it.
func (x *Index) find(s string) queue.Str {
	found, _ := x.Queue.Strings.Find(s)
	return found
}

// traitMaker works out traits.
type traitMaker struct {
	x                *Index
	failure, delayed queue.Str
	own              map[queue.Str]bool // domains of the servers that have the queues
	quoted           []quoted
}

// quoted is the trait of messages whose transcript says something.
type quoted struct {
	trait Trait
	said  *Saying
}

func (m *traitMaker) traits(i int32) Trait {
	x, q := m.x, m.x.Queue
	t := Trait(x.Kind(i))
	if q.State[i].Waits() {
		t |= Waits
		if next, recorded := x.NextTry(i); !recorded || next <= q.Taken {
			t |= Due
		}
	}
	if q.Dirs[q.Dir[i]].System == queue.Postfix && reason.Suspended(q.Text(q.Effective[i])) {
		t |= Left
	}
	if q.Flags[i]&queue.NoControl != 0 {
		t |= Fileless
	}
	if q.IsMade(i) {
		t |= Made
		if k := q.Bounce[i]; k != 0 && (k == m.failure || k == m.delayed) {
			t |= Returned
			if x.goesHome(i, m.own) {
				t |= Home
			}
		}
	}
	if q.ReplyN[i] == 0 {
		return t
	}
	for _, r := range x.Said(i) {
		for _, of := range m.quoted {
			if of.said.Has(r) {
				t |= of.trait
			}
		}
	}
	return t | Spoken
}

// SetHistory replaces what logs have about the messages.
func (x *Index) SetHistory(h *queue.History) { x.History, x.traits = h, nil }
