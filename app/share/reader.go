package share

import (
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Reader gives the messages of a selection one at a time, redacted. A text that
// repeats is made once. It belongs to one goroutine.
type Reader struct {
	s Selection
	t *texts
}

// Reader returns a Reader of the selection.
func (s Selection) Reader() *Reader { return &Reader{s, s.texts()} }

// Message returns the message in a row.
func (r *Reader) Message(row int32) Message { return r.s.message(r.t, row) }

// ID returns the ID of the message in a row.
func (r *Reader) ID(row int32) string { return r.t.id(row) }

// Queue returns the directory of the message in a row.
func (r *Reader) Queue(row int32) string { return r.t.queue(row) }

// From returns the sender of the message in a row, "" if it is unknown.
func (r *Reader) From(row int32) string { return r.t.from(row) }

// Server returns the server responsible for the message in a row, "" if none is
// named.
func (r *Reader) Server(row int32) string { return r.t.server(r.s.Index.Server[row]) }

// Recipient returns a recipient by its place in Queue.RcptAddr.
func (r *Reader) Recipient(at uint32) Recipient { return r.t.recipient(at) }

// Reply returns a line of a transcript by its place in Queue.ReplyText.
func (r *Reader) Reply(at uint32) Reply { return r.t.reply(at) }

// Events returns what mail logs have about the message in a row.
func (r *Reader) Events(row int32) []Event { return r.t.events(row) }

// Host returns a host's own name.
func (r *Reader) Host(name string) string { return r.t.once("host ", name, r.t.rd.Host) }

// Text returns a text in which names may occur.
func (r *Reader) Text(s string) string { return words.UTF8(r.t.rd.Status(flat(s))) }

// Path returns the path of a file or directory.
func (r *Reader) Path(s string) string { return words.UTF8(r.t.rd.Path(flat(s))) }

// Fault returns what is wrong in a file. In a strict redaction it is what kind of fault it is: the
// rest quotes the file.
func (r *Reader) Fault(p *queue.Problem) string {
	if r.t.rd.Strict() {
		return queue.Explain(p.Kind).Title
	}
	return r.Text(p.Reason)
}
