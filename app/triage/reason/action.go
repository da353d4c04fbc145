package reason

import "github.com/spoolscope/spoolscope/parser/smtp"

// Action is what the administrator of this server does about a reply.
type Action uint8

// The actions, the most useful first.
const (
	ActionHere    Action = iota // repair something on this server
	ActionNetwork               // look at what lies between
	ActionAsk                   // ask whoever runs the other server
	ActionSender                // have the sender change the message, its address or its domain
	ActionRead                  // find out what it means: the reply does not say
	ActionWait                  // nothing yet: it passes, or somebody else ends it
	ActionNothing               // nothing: the message will not arrive, and its sender is notified
	ActionEcho                  // nothing: it follows from the refusal before it
	NumActions
)

var actions = [NumActions]struct{ name, title, advice string }{
	ActionHere:    {"here", "Fix on this server", "Trying again does not help until something is changed here."},
	ActionNetwork: {"network", "Look at the network", "Something between this server and theirs fails."},
	ActionAsk:     {"ask", "Ask their postmaster", "Something is wrong there, and lasts."},
	ActionSender:  {"sender", "The sender must change it", "It gets through once the message, its address or its domain is changed."},
	ActionRead:    {"read", "Read the reply", "It does not say who can end it; its words, or a page that it names, may."},
	ActionWait:    {"wait", "Wait: it is tried again", "It passes by itself, or the recipient ends it. Look again after half a day."},
	ActionNothing: {"nothing", "Nothing: it will not arrive", "The sender is notified. Bounces to forged senders can go."},
	ActionEcho:    {"echo", "Nothing: it follows from the refusal before it", "After a refused recipient there is nothing left to send; servers say so in these words."},
}

// String returns its name in filters: "wait".
func (a Action) String() string { return actions[a].name }

// Title returns a few words: "Fix on this server".
func (a Action) Title() string { return actions[a].title }

// Advice returns a sentence or two on what it means.
func (a Action) Advice() string { return actions[a].advice }

// ActionNames returns the names of all.
func ActionNames() []string {
	names := make([]string, NumActions)
	for a := range names {
		names[a] = Action(a).String()
	}
	return names
}

// Action returns what to do about a reply of the topic that is temporary or
// permanent.
func (t *Topic) Action(c Class) Action {
	switch t.Actor {
	case smtp.Us:
		return ActionHere
	case smtp.Network:
		return ActionNetwork
	case smtp.Postmaster:
		return ActionAsk
	case smtp.DomainOwner: // who may be us, and later mail gets through
		return ActionSender
	case smtp.Sender:
		if c == Permanent {
			return ActionNothing
		}
		return ActionSender
	case smtp.Recipient, smtp.Time:
		if c == Permanent {
			return ActionNothing
		}
		return ActionWait
	}
	return ActionRead
}
