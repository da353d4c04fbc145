package queue

import (
	"io"
	"iter"
	"strings"
	"time"
)

// Message is a view of one row of a Queue: what its files, or a listing alone,
// say about one message. It is two words to copy and reads the columns on
// demand; texts are bytes as written, which need not be UTF-8.
type Message struct {
	queue *Queue
	row   int32
}

// All yields the messages of Order: by host, queue directory and id.
func (q *Queue) All() iter.Seq[Message] {
	return func(yield func(Message) bool) {
		for _, i := range q.Order {
			if !yield(Message{q, i}) {
				return
			}
		}
	}
}

// Message returns the view of row i, which must be less than Len.
func (q *Queue) Message(i int32) Message { return Message{q, i} }

// Row returns the message's index in the columns of its queue.
func (m Message) Row() int32 { return m.row }

// ID returns the queue id, which is unique only within its queue directory.
// DecodeID reads it.
func (m Message) ID() string { return m.queue.Text(m.queue.ID[m.row]) }

// Dir returns the queue directory that holds the message, with its host.
func (m Message) Dir() Dir { return m.queue.Dirs[m.queue.Dir[m.row]] }

// State returns what the mail system will do next.
func (m Message) State() State { return m.queue.State[m.row] }

// Files returns the kinds of files that the message has; none if it is known
// from a listing only.
func (m Message) Files() Files { return m.queue.Files[m.row] }

// Has reports whether all of the given flags are set.
func (m Message) Has(f Flags) bool { return m.queue.Flags[m.row]&f == f }

// Sender returns the envelope sender without angle brackets: "" for a null
// sender, and for an unknown one, for which Has(HasSender) is false.
func (m Message) Sender() string {
	if m.Has(NullFrom) {
		return ""
	}
	return unbracket(m.queue.Text(m.queue.Sender[m.row]))
}

// Recipients returns those to whom the message has yet to be delivered:
// addresses without angle brackets, each with its own status or "". The other
// fields of Recipient are in the control file, see parser.ReadControl.
func (m Message) Recipients() []Recipient {
	from, to := m.queue.Recipients(m.row)
	rcpts := make([]Recipient, 0, to-from)
	for k := from; k < to; k++ {
		rcpts = append(rcpts, Recipient{
			Address: unbracket(m.queue.Text(m.queue.RcptAddr[k])),
			Status:  m.queue.Text(m.queue.RcptStat[k]),
		})
	}
	return rcpts
}

// unbracket removes one pair of angle brackets from an address.
func unbracket(address string) string {
	if inner, ok := strings.CutPrefix(address, "<"); ok && strings.HasSuffix(inner, ">") {
		return inner[:len(inner)-1]
	}
	return address
}

// Status returns why the message waits, as the mail system wrote it: the status
// of a recipient, or else that of the envelope, or of a mail log where these
// give no reason: then Has(LogStatus). Package smtp explains the reply in it.
func (m Message) Status() string { return m.queue.Text(m.queue.Effective[m.row]) }

// Quarantine returns the reason of a quarantine, "" if there is none.
func (m Message) Quarantine() string { return m.queue.Text(m.queue.Columns.Reason[m.row]) }

// Subject returns the decoded subject, "" if there is none.
func (m Message) Subject() string { return m.queue.Text(m.queue.Subject[m.row]) }

// Created returns when the message arrived, the zero time if unknown. With the
// flag DayOnly it is accurate to a day.
func (m Message) Created() time.Time { return moment(m.queue.Created[m.row]) }

// LastTry returns when delivery was last tried, the zero time if never or
// unknown.
func (m Message) LastTry() time.Time { return moment(m.queue.LastTry[m.row]) }

// moment returns a time in UTC. No message dates from 1970.
func moment(unix int64) time.Time {
	if unix == NoNumber || unix == 0 {
		return time.Time{}
	}
	return time.Unix(unix, 0).UTC()
}

// Attempts returns how often delivery was tried, -1 if unknown.
func (m Message) Attempts() int { return int(m.queue.Attempts[m.row]) }

// Size returns the size of the body in bytes, -1 if unknown.
func (m Message) Size() int64 { return m.queue.Size[m.row] }

// Client returns the client that submitted the message, as the mail system saw
// it: a host name and address, or a local user.
func (m Message) Client() string { return m.queue.Text(m.queue.Client[m.row]) }

// Login returns the name with which the client logged in, "" without a login.
func (m Message) Login() string { return m.queue.Text(m.queue.Auth[m.row]) }

// Bounce returns the kind of a notification made by this mail system, such as
// "failure" or "warning-timeout"; "" for other mail.
func (m Message) Bounce() string { return m.queue.Text(m.queue.Bounce[m.row]) }

// Replies yields the replies in the transcript of a bounce made by this mail
// system, in order: the server's name and the reply, its lines separated by
// line feeds.
func (m Message) Replies() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		q := m.queue
		for k, to := q.Replies(m.row); k < to; k++ {
			if !yield(q.Text(q.ReplyHost[k]), q.Text(q.ReplyText[k])) {
				return
			}
		}
	}
}

// Finished returns recipients that are done according to a journal of Exim, although the envelope
// still has them.
func (m Message) Finished() []string {
	var done []string
	for _, s := range m.queue.Finished[m.row] {
		done = append(done, m.queue.Text(s))
	}
	return done
}

// OpenControl opens the bytes of the control file. The error is ErrNoBytes if
// there is none, or they were not kept.
func (m Message) OpenControl() (*io.SectionReader, error) { return m.open(m.queue.Control[m.row]) }

// OpenBody opens the bytes of the body, as stored in the data file. The error
// is ErrNoBytes if there is none, or they were not kept.
func (m Message) OpenBody() (*io.SectionReader, error) { return m.open(m.queue.Data[m.row]) }

func (m Message) open(f FileRef) (*io.SectionReader, error) {
	if f.Size < 0 {
		return nil, ErrNoBytes
	}
	return m.queue.Open(f)
}

// ControlName returns the path of the control file in its archive, "" if there
// is none.
func (m Message) ControlName() string { return m.queue.FileName(m.queue.Control[m.row]) }

// BodyName returns the path of the data file in its archive, "" if there is
// none.
func (m Message) BodyName() string { return m.queue.FileName(m.queue.Data[m.row]) }

// NextTry returns when Postfix or Exim will try again to deliver a deferred message, the zero
// time if unknown. sendmail keeps no such time.
func (m Message) NextTry() time.Time { return moment(m.queue.NextTry(m.row)) }
