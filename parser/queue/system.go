package queue

// System is the mail system that a queue directory belongs to.
type System uint8

// The mail systems.
const (
	Sendmail System = iota // with its client queue, and MailScanner's directories
	Postfix                // one instance of it
	Exim                   // one spool, with its named queues
)

// systems are the names of the mail systems, as their makers write them in lower case.
var systems = [...]string{Sendmail: "sendmail", Postfix: "postfix", Exim: "exim"}

// Systems are all of them, in their order.
var Systems = [...]System{Sendmail, Postfix, Exim}

// String returns the name by which filters and exports know the system.
func (s System) String() string { return systems[s] }

// System returns the mail system that holds the message.
func (m Message) System() System { return m.Dir().System }

// NextTry returns when Postfix will try again to deliver the deferred message of row i:
// Unix seconds, NoNumber if unknown. It is the time of the queue file
// (formats/postfix.md §1.5), which may have passed before the capture.
func (q *Queue) NextTry(i int32) int64 {
	f := &q.Control[i]
	if q.Dirs[q.Dir[i]].System != Postfix || q.State[i] != Deferred || f.Size < 0 || f.Time == 0 {
		return NoNumber
	}
	return int64(f.Time)
}
