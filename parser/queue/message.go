package queue

import (
	"io"
	"iter"
	"strings"
	"time"
)

// Message is a view of one row of a Queue: what its files, or a listing alone,
// say of one message. It is two words to copy and reads the columns when
// asked; texts are bytes as written, which need not be UTF-8.
type Message struct {
	queue *Queue
	row   int32
}

// All yields the messages that count, in the order host, queue directory, id.
func (q *Queue) All() iter.Seq[Message] {
	return func(yield func(Message) bool) {
		for _, i := range q.Order {
			if !yield(Message{q, i}) {
				return
			}
		}
	}
}

// Message returns the view of row i, which is below Len.
func (q *Queue) Message(i int32) Message { return Message{q, i} }

// Row is the message's index in the columns of its queue.
func (m Message) Row() int32 { return m.row }

// ID is the queue id, which is unique in its queue directory only. DecodeID
// reads it.
func (m Message) ID() string { return m.queue.Text(m.queue.ID[m.row]) }

// Dir is the queue directory that the message lies in, with its host.
func (m Message) Dir() Dir { return m.queue.Dirs[m.queue.Dir[m.row]] }

// State says what the mail system will do next.
func (m Message) State() State { return m.queue.State[m.row] }

// Files are the kinds of files that the message has; none if it is known from
// a listing only.
func (m Message) Files() Files { return m.queue.Files[m.row] }

// Has tells whether all of some flags are set.
func (m Message) Has(f Flags) bool { return m.queue.Flags[m.row]&f == f }

// Sender is the envelope sender without angle brackets: "" for a null sender,
// and where none is known, for which Has(HasSender) is false.
func (m Message) Sender() string {
	if m.Has(NullFrom) {
		return ""
	}
	return unbracket(m.queue.Text(m.queue.Sender[m.row]))
}

// Recipients are those that the message is still to be delivered to, addresses
// without angle brackets, each with its own status or "". The other fields of
// Recipient are in the control file, see parser.ReadControl.
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

// unbracket takes one pair of angle brackets off an address.
func unbracket(address string) string {
	if inner, ok := strings.CutPrefix(address, "<"); ok && strings.HasSuffix(inner, ">") {
		return inner[:len(inner)-1]
	}
	return address
}

// Status is why the message waits, as the mail system wrote it: the status of a
// recipient, or else that of the envelope. Package smtp explains the reply in
// it.
func (m Message) Status() string { return m.queue.Text(m.queue.Effective[m.row]) }

// Quarantine is the reason of a quarantine, "" without one.
func (m Message) Quarantine() string { return m.queue.Text(m.queue.Columns.Reason[m.row]) }

// Subject is decoded from the header, "" without one.
func (m Message) Subject() string { return m.queue.Text(m.queue.Subject[m.row]) }

// Created is when the message arrived, the zero time where that is not known.
// With the flag DayOnly it is good to a day.
func (m Message) Created() time.Time { return moment(m.queue.Created[m.row]) }

// LastTry is when delivery was tried last, the zero time if never or unknown.
func (m Message) LastTry() time.Time { return moment(m.queue.LastTry[m.row]) }

// moment is a time in UTC. No message is from 1970.
func moment(unix int64) time.Time {
	if unix == NoNumber || unix == 0 {
		return time.Time{}
	}
	return time.Unix(unix, 0).UTC()
}

// Attempts is how often delivery was tried, -1 unknown.
func (m Message) Attempts() int { return int(m.queue.Attempts[m.row]) }

// Size is that of the body in bytes, -1 unknown.
func (m Message) Size() int64 { return m.queue.Size[m.row] }

// Client is who handed the message in, as the mail system saw it: a host name
// and address, or a local user.
func (m Message) Client() string { return m.queue.Text(m.queue.Client[m.row]) }

// Login is the name that the client logged in with, "" without a login.
func (m Message) Login() string { return m.queue.Text(m.queue.Auth[m.row]) }

// Bounce is the kind of a notification made by this mail system, such as
// "failure" or "warning-timeout"; "" for other mail.
func (m Message) Bounce() string { return m.queue.Text(m.queue.Bounce[m.row]) }

// Replies yields what servers answered, in the order of the transcript that a
// bounce made by this mail system carries: the server's name and the reply, its
// lines separated by line feeds.
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

// OpenControl gives the bytes of the control file again. The error is
// ErrNoBytes if there is none, or they were not kept.
func (m Message) OpenControl() (*io.SectionReader, error) { return m.open(m.queue.Control[m.row]) }

// OpenBody gives the bytes of the body again, as they lie in the data file. The
// error is ErrNoBytes if there is none, or they were not kept.
func (m Message) OpenBody() (*io.SectionReader, error) { return m.open(m.queue.Data[m.row]) }

func (m Message) open(f FileRef) (*io.SectionReader, error) {
	if f.Size < 0 {
		return nil, ErrNoBytes
	}
	return m.queue.Open(f)
}

// ControlName is the path of the control file in its archive, "" without one.
func (m Message) ControlName() string { return m.queue.FileName(m.queue.Control[m.row]) }

// BodyName is the path of the data file in its archive, "" without one.
func (m Message) BodyName() string { return m.queue.FileName(m.queue.Data[m.row]) }
