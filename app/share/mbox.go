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
	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Mbox writes the messages as a mailbox in the mboxrd form: before each a line
// "From sender date" with the envelope sender and the time of arrival in UTC,
// behind each an empty line; lines of a message that begin with "From ", or
// with > signs before it, get one more >. Messages that cannot be read are
// left out.
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

// EML writes the message of a selection of one, as mail programs open it.
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

// FileName is the name of a message's file: its id, masked, without anything
// that a file system or a shell could misunderstand.
func (s Selection) FileName(row int32) string {
	id := s.Redactor.ID(s.Index.Queue.Text(s.Index.Queue.ID[row]))
	return content.SafeName(safe(id)+".eml", 1, "message/rfc822")
}

// writeMessage writes header, empty line and text.
func writeMessage(w io.Writer, m *redact.Redactor, header []byte, body io.Reader, made bool) error {
	if _, err := w.Write(append(m.Header(header), '\n')); err != nil {
		return err
	}
	return m.Body(w, body, header, made)
}

// mboxWriter quotes lines that would begin a message.
type mboxWriter struct {
	w      *bufio.Writer
	begins bool   // a line begins
	marks  []byte // its > signs and the part of "From " that is there
}

var fromLine = []byte("From ")

// Write quotes what it writes. It holds back no more than a line's beginning.
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

// end closes a message with an empty line.
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

// maxMarks bounds the > signs that a line is held back for.
const maxMarks = 1024

// safe leaves letters, digits and a few marks of a name.
func safe(name string) string {
	b := []byte(name)
	for i, c := range b {
		if !alnum(c) && c != '.' && c != '-' && c != '_' && c != '~' {
			b[i] = '_'
		}
	}
	s := strings.TrimLeft(string(b[:min(len(b), maxName)]), ".-~")
	if s == "" {
		return "_"
	}
	return s
}

// maxName bounds the length of a name in an archive.
const maxName = 100
