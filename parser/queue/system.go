package queue

// System is the mail system that a queue directory belongs to.
type System uint8

// The mail systems.
const (
	Sendmail System = iota // with its client queue, and MailScanner's directories
	Postfix                // one instance of it
)

// systems are the names of the mail systems, as their makers write them in lower case.
var systems = [...]string{Sendmail: "sendmail", Postfix: "postfix"}

// Systems are all of them, in their order.
var Systems = [...]System{Sendmail, Postfix}

// String returns the name by which filters and exports know the system.
func (s System) String() string { return systems[s] }

// System returns the mail system that holds the message.
func (m Message) System() System { return m.Dir().System }
