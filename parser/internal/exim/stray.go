package exim

import (
	"bytes"
	"io"
	"path"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/exim/hints"
	"github.com/spoolscope/spoolscope/parser/internal/exim/spool"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// begins reports whether a file begins like one that Stray takes.
func begins(head []byte) bool {
	return hints.BeginsDump(head) || hints.BeginsNext(head) || spool.BeginsPiece(head)
}

// Stray implements mailsystem.Strays: what exim_dumpdb and exinext print, and what exim -Mvh, -Mvb and
// -Mvl do, may lie anywhere.
func (s *spools) Stray(m archive.Member, r io.Reader) error {
	text, err := s.readHintsFile(m, r, "the text")
	if err != nil {
		return err
	}
	if !spool.BeginsPiece(text) {
		s.dumped(m, text)
		return nil
	}
	for _, p := range spool.Pieces(string(text)) {
		part := m
		part.Name = path.Join(place.Parent(m.Name), p.ID+p.Kind.Suffix())
		part.Offset, part.Size = m.Offset+int64(p.From), int64(p.To-p.From)
		if _, err := s.File(part, bytes.NewReader(text[p.From:p.To])); err != nil {
			return err
		}
		if p.Kind == spool.Log {
			s.of(s.RowFor(part, p.ID)).printed = true
		}
	}
	return nil
}

// tell makes a message of a log that was printed alone: its sender, and the recipients of whom it says
// why they wait.
func (s *spools) tell(i int32) {
	l := &s.of(i).log
	if l.received > 0 {
		s.Created[i] = l.received
	}
	s.Sender[i] = l.sender
	s.SetFlag(i, queue.HasSender, l.sender != 0)
	s.SetFlag(i, queue.NullFrom, s.Text(l.sender) == queue.NullSender)
	waiting := s.said[l.from:][:l.n]
	s.SetRecipients(i, len(waiting), func(k int) (string, string) { return s.Text(waiting[k].address), s.Text(waiting[k].text) })
	s.Attempts[i], s.LastTry[i] = l.tries, max(l.lastTry, 0)
	s.Reason[i] = l.frozen
	s.OriginID[i] = l.origin
	s.choose(i)
}
