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

// retry is what a retry database has about a row: times in Unix seconds, 0 if it has none.
type retry struct{ next, since int64 }

// SetRetry notes when row i is tried again at the earliest, and since when its destination
// has failed.
func (q *Queue) SetRetry(i int32, next, since int64) {
	for int(i) >= len(q.retries) {
		q.retries = append(q.retries, retry{})
	}
	q.retries[i] = retry{next, since}
}

// NextTry returns when the mail system will try again to deliver the deferred message of row i:
// Unix seconds, NoNumber if unknown. With Postfix it is the time of the queue file
// (formats/postfix.md §1.5), with Exim that in its database of retry times (formats/exim.md §5.2).
// It may have passed before the capture.
func (q *Queue) NextTry(i int32) int64 {
	if q.State[i] != Deferred {
		return NoNumber
	}
	at := int64(0)
	switch f := &q.Control[i]; q.Dirs[q.Dir[i]].System {
	case Postfix:
		if f.Size >= 0 {
			at = int64(f.Time)
		}
	case Exim:
		if int(i) < len(q.retries) {
			at = q.retries[i].next
		}
	}
	if at == 0 {
		return NoNumber
	}
	return at
}

// FailingSince returns since when the server or address that row i waits for has failed, for
// any message: Unix seconds, NoNumber if unknown. Exim gives up when that is too long ago
// (formats/exim.md §6).
func (q *Queue) FailingSince(i int32) int64 {
	if int(i) >= len(q.retries) || q.retries[i].since == 0 {
		return NoNumber
	}
	return q.retries[i].since
}
