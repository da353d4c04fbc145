package reason

// Side says who can remove a cause.
type Side string

// The sides. "" is unknown.
const (
	Ours    Side = "ours"
	Theirs  Side = "theirs"
	Network Side = "network"
	Senders Side = "sender" // who wrote the message, or owns the sender's domain
)
