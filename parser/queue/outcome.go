package queue

// Outcome is what became of a recipient that is not tried again. The logs of Postfix
// have it until the sender is notified (formats/postfix.md §5).
type Outcome struct {
	Address string // as written
	Failed  bool   // permanent: its sender gets a bounce
	Action  string // of RFC 3464: "failed", "delivered", "relayed", "expanded"
	Reason  string // what the server said, or this one
}

// Outcomes returns what became of recipients that are not tried again, as far as the mail
// system recorded it.
func (m Message) Outcomes() []Outcome { return m.queue.Outcomes[m.row] }
