package parser

import (
	"bufio"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/internal/exim"
	"github.com/spoolscope/spoolscope/parser/internal/exim/notice"
	"github.com/spoolscope/spoolscope/parser/internal/postfix"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/record"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/control"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/dsn"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Limits of what is reread for one message.
const (
	MaxBounce     = dsn.MaxBytes         // bytes of a bounce's data file
	MaxTranscript = 1 << 20              // bytes of an xf file
	MaxQueueFile  = postfix.MaxQueueFile // bytes from either end of a queue file of Postfix
)

// ReadControl rereads the control file of a message, up to MaxControl bytes:
// all records, of which the queue's columns hold the most important. Load has
// already reported the problems. The error is queue.ErrNoBytes if there is no
// control file or its bytes were not kept, or a read error.
func ReadControl(m queue.Message) (queue.Control, []queue.Problem, error) {
	c, _, problems, err := ReadControlText(m)
	return c, problems, err
}

// ReadControlText is ReadControl with the text that was read. The text of a Postfix
// queue file has one record a line: its letter and its content.
func ReadControlText(m queue.Message) (queue.Control, string, []queue.Problem, error) {
	r, err := m.OpenControl()
	if err != nil {
		return queue.Control{}, "", nil, err
	}
	if system := systemOf(m.System()); system != nil {
		c, text, problems := system.Read(r, m.ControlName())
		finish(&c, m.Finished())
		addOutcomes(m, &c)
		return c, text, problems, nil
	}
	text, err := io.ReadAll(io.LimitReader(r, MaxControl))
	if err != nil {
		return queue.Control{}, "", nil, err
	}
	c, problems := ParseControl(string(text), m.ControlName())
	return c, string(text), problems, nil
}

// addOutcomes adds what became of the recipients that are not tried again.
func addOutcomes(m queue.Message, c *queue.Control) {
	outcomes := m.Outcomes()
	if len(outcomes) == 0 {
		return
	}
	of := make(map[string]string, len(outcomes)) // by address, the first one
	for _, o := range outcomes {
		if of[o.Address] == "" {
			of[o.Address] = o.Reason
		}
	}
	for k := range c.Done {
		if r := &c.Done[k]; r.Status == "" {
			r.Status = of[r.Address]
		}
	}
}

// finish moves recipients to the list of those that are done.
func finish(c *queue.Control, done []string) {
	if len(done) == 0 {
		return
	}
	is := make(map[string]bool, len(done))
	for _, address := range done {
		is[address] = true
	}
	left := c.Recipients[:0]
	for _, r := range c.Recipients {
		if is[r.Address] {
			c.Done = append(c.Done, r)
		} else {
			left = append(left, r)
		}
	}
	c.Recipients = left
}

// ReadContent rereads header and body of a message, as the mail system would
// send them, and decodes them. Without a control file there is no header. The
// error is queue.ErrNoBytes if there is no body or its bytes were not kept; the
// content then is that of the header.
func ReadContent(m queue.Message, opt content.Options) (*content.Message, error) {
	var header []byte
	if c, _, err := ReadControl(m); err == nil {
		header = Header(&c)
	}
	body, err := m.OpenBody()
	if err != nil {
		return content.Parse(header, nil, 0, opt), err
	}
	return content.Parse(header, body, body.Size(), opt), nil
}

// Plain reads a file of a spool as text: a Postfix queue file as one record a line, any other file
// unchanged.
func Plain(r io.Reader) io.Reader {
	const enough = 512 // for the first two records
	b := bufio.NewReaderSize(r, 4<<10)
	if head, _ := b.Peek(enough); record.Begins(head) {
		return record.Lines(b)
	}
	return b
}

// PostfixFile writes a message in the form of a queue file of Postfix, and the log of its last
// attempt, nil if no recipient has a status (formats/postfix.md §2, §5).
func PostfixFile(c *queue.Control, body []byte) (file, log []byte) {
	return postfix.Write(c, Header(c), body)
}

// EximFiles writes a message in the form of the files of Exim's spool: envelope, body, and log. The
// log is the one with the reasons of its recipients if there is one, or else that of an attempt at the
// given time; it is nil if the message was not tried (formats/exim.md §2, §3, §4).
func EximFiles(c *queue.Control, id string, body []byte, state queue.State, tried int64, log []byte) (envelope, data, written []byte) {
	f := exim.Write(c, id, Header(c), body, state, tried, log)
	return f.Envelope, f.Body, f.Log
}

// ParseControl reads a control file (formats/sendmail.md §2).
func ParseControl(text, file string) (queue.Control, []queue.Problem) {
	return control.Parse(text, file)
}

// ParseBounce reads the text of a bounce: a report in several parts, or one of the plain texts of
// sendmail and of Exim up to 4.85 (formats/sendmail.md §3.4, formats/exim.md §8).
func ParseBounce(data []byte, file string) queue.Bounce {
	if notice.Is(data) && !dsn.Looks(data) {
		return notice.Parse(data)
	}
	b, _ := dsn.Parse(data, file)
	return b
}

// Sent reports whether sendmail sends a header field on: not Return-Path, which
// the last server adds, and not Bcc if the envelope says so
// (formats/sendmail.md §3.2), nor what Exim removed or rewrote (formats/exim.md §2.5).
func Sent(h queue.HeaderField, envelopeFlags string) bool {
	switch {
	case h.Cond == "*":
		return false
	case strings.EqualFold(h.Name, "Bcc"):
		return !strings.Contains(envelopeFlags, "b")
	case h.Cond == "P", h.Cond == "x":
		return false
	}
	return true
}

// Header writes the header of a message as sendmail would send it, with the
// file's line endings and without the empty line that ends it.
func Header(c *queue.Control) []byte {
	var b []byte
	for _, h := range c.Header {
		if Sent(h, c.Flags) {
			if h.Name != "" { // of Exim a line may have none
				b = append(append(b, h.Name...), ':')
			}
			b = append(b, h.Value...)
			b = append(b, '\n')
		}
	}
	return b
}
