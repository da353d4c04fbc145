package share

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Mbox writes the messages as an mboxrd mailbox: before each a line "From sender
// date" with the envelope sender and the time of arrival in UTC, after each an
// empty line. Lines of a message that begin with "From ", or with > signs and
// "From ", get one more >. Messages that cannot be read are left out. The same
// selection gives the same bytes.
func Mbox(w io.Writer, s Selection, open Opener) error {
	out := bufio.NewWriterSize(w, 64<<10)
	q, t := s.Index.Queue, s.texts()
	t.rd = t.rd.ForMail()
	quoted := &mboxWriter{w: out, begins: true}
	for _, i := range s.Rows {
		header, body, err := open(i)
		if err != nil {
			continue
		}
		from := strings.Map(func(r rune) rune {
			if r <= ' ' || r == 0x7f {
				return -1
			}
			return r
		}, triage.Bare(t.get(q.Sender[i], anAddress)))
		if from == "" || q.Flags[i]&queue.NullFrom != 0 {
			from = "MAILER-DAEMON"
		}
		when := max(q.Created[i], 0)
		fmt.Fprintf(out, "From %s %s\n", from, time.Unix(when, 0).UTC().Format("Mon Jan _2 15:04:05 2006"))
		if err := writeMessage(quoted, t.rd, header, body, q.IsMade(i)); err != nil {
			return err
		}
		quoted.end()
	}
	return out.Flush()
}

// EML writes the message of a selection of one, in the form that mail programs
// open. Its error wraps ErrUnreadable if there is nothing to write. The same
// message gives the same bytes.
func EML(w io.Writer, s Selection, open Opener) error {
	if len(s.Rows) != 1 {
		return fmt.Errorf("an .eml file holds one message, not %d", len(s.Rows))
	}
	i := s.Rows[0]
	header, body, err := open(i)
	if err != nil {
		return err
	}
	return writeMessage(w, s.Redactor.ForMail(), header, body, s.Index.Queue.IsMade(i))
}

// FileName returns the name of a message's .eml file: its id, redacted, without
// characters that a file system or a shell interprets.
func (s Selection) FileName(row int32) string {
	id := s.Redactor.ID(s.Index.Queue.Text(s.Index.Queue.ID[row]))
	return content.SafeName(safe(id)+".eml", 1, "message/rfc822")
}

// writeMessage writes a redacted header, an empty line and the redacted text.
func writeMessage(w io.Writer, m *redact.Redactor, header []byte, body io.Reader, made bool) error {
	if _, err := w.Write(append(m.Header(header), '\n')); err != nil {
		return err
	}
	return m.Body(w, body, header, made)
}

// mboxWriter quotes lines that would begin a message.
type mboxWriter struct {
	w      *bufio.Writer
	begins bool   // at the beginning of a line
	marks  []byte // held back: the line's > signs and a part of "From "
}

var fromLine = []byte("From ")

// Write writes p with such lines quoted. It holds back the beginning of a line
// at most.
func (m *mboxWriter) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		if m.begins {
			c := p[0]
			word := bytes.TrimLeft(m.marks, ">")
			if len(word) == 0 && c == '>' || len(word) < len(fromLine) && c == fromLine[len(word)] {
				if m.marks, p = append(m.marks, c), p[1:]; len(word)+1 < len(fromLine) || c == '>' {
					if len(m.marks) < maxMarks {
						continue
					}
				} else {
					m.w.WriteByte('>')
				}
			}
			m.begins = false
			m.w.Write(m.marks)
			m.marks = m.marks[:0]
			continue
		}
		nl := bytes.IndexByte(p, '\n')
		if nl < 0 {
			_, err := m.w.Write(p)
			return n, err
		}
		if _, err := m.w.Write(p[:nl+1]); err != nil {
			return n, err
		}
		p, m.begins = p[nl+1:], true
	}
	return n, nil
}

// end ends a message with an empty line.
func (m *mboxWriter) end() {
	if len(m.marks) > 0 {
		m.w.Write(m.marks)
		m.marks, m.begins = m.marks[:0], false
	}
	if !m.begins {
		m.w.WriteByte('\n')
	}
	m.w.WriteByte('\n')
	m.begins = true
}

// maxMarks is how many bytes of a line are held back at most.
const maxMarks = 1024

// safe returns a file name with everything but letters, digits and a few marks
// replaced.
func safe(name string) string {
	b := []byte(name)
	for i, c := range b {
		if !words.IsAlnum(c) && c != '.' && c != '-' && c != '_' && c != '~' {
			b[i] = '_'
		}
	}
	s := strings.TrimLeft(string(b[:min(len(b), maxName)]), ".-~")
	if s == "" {
		return "_"
	}
	return s
}

// maxName is the longest name in an archive, in bytes.
const maxName = 100
