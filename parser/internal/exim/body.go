package exim

import (
	"bytes"
	"crypto/sha256"
	"hash"
	"io"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/build"
	"github.com/spoolscope/spoolscope/parser/internal/exim/spool"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/dsn"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// body takes a file that ends in -D: its name on a line, and the body of the message
// (formats/exim.md §3).
func (s *spools) body(i int32, m archive.Member, f spool.File, r io.Reader) error {
	file, err := s.readBody(m.Name, f, r)
	m.Size = file.size
	if s.Files[i].Has(queue.DataFile) {
		s.Problem(queue.KindDuplicate, m.Name, "the archive holds this file twice")
		s.Clear(i, build.Data)
	}
	s.Files[i] = s.Files[i].With(queue.DataFile)
	if file.first == 0 {
		s.AddProblems(queue.Problem{
			Pos: queue.Pos{File: m.Name, Line: 1}, Kind: queue.KindSpoolFormat, Reason: "the first line is not the name of the file", Bytes: file.line,
		})
	}
	ref := s.Ref(m)
	ref.Offset, ref.Size = ref.Offset+file.first, max(file.size-file.first, 0)
	s.Data[i], s.Size[i] = ref, ref.Size
	if s.Sums {
		d := s.Digest(i)
		d.Data, d.HasData = file.sum, true
	}
	if file.report != nil {
		s.AddProblems(file.odd...)
		s.notice(i, file.report)
	}
	return err
}

// readBody reads a body to its end and examines its beginning, unless it was read ahead.
func (s *spools) readBody(name string, f spool.File, r io.Reader) (*bodyFile, error) {
	if file, ok := archive.Parsed(r).(*bodyFile); ok {
		return file, nil
	}
	if b, ok := archive.Whole(r); ok {
		return parseBody(name, f, b, s.Sums), nil
	}
	if s.window == nil {
		s.window = make([]byte, dsn.MaxBytes)
	}
	n, err := io.ReadFull(r, s.window)
	start := s.window[:n]
	file := parseBody(name, f, start, false)
	var h hash.Hash
	if s.Sums {
		h = sha256.New()
		h.Write(start)
	}
	if err == nil {
		to := io.Discard
		if h != nil {
			to = h
		}
		var more int64
		more, err = io.Copy(to, r)
		file.size += more
	}
	if h != nil {
		h.Sum(file.sum[:0])
	}
	return file, mailsystem.ReadError(err)
}

// isReport reports whether a body may be one of the notices that Exim makes: a report in several
// parts, whose boundary says so (formats/exim.md §8).
func isReport(body []byte) bool {
	line, _, _ := bytes.Cut(body, []byte("\n"))
	return bytes.HasPrefix(line, []byte("--")) && bytes.Contains(line, []byte("-eximdsn-"))
}

// notice keeps what a notice says about the message that it is about. Whether Exim made it here
// is known from its envelope, which may be read later.
func (s *spools) notice(i int32, b *queue.Bounce) {
	s.SetReplies(i, diagnoses(b))
	s.Origin[i] = s.Strings.Add(b.Original.ReturnPath)
	s.OriginScript[i] = s.Strings.Add(b.Original.Script)
	s.OriginAuth[i] = s.Strings.Add(b.Original.Login)
	s.OriginBy[i] = s.Strings.Add(submitterIn(b.Original.Received))
	s.OriginID[i] = s.Strings.Add(mailsystem.OriginID(b.Original.Received))
}

// forget drops what a notice from elsewhere said.
func (s *spools) forget(i int32) {
	s.ReplyN[i], s.Origin[i], s.OriginScript[i], s.OriginAuth[i], s.OriginBy[i], s.OriginID[i] = 0, 0, 0, 0, 0, 0
}

// diagnoses returns the replies of servers that a notice quotes.
func diagnoses(b *queue.Bounce) []queue.Exchange {
	var all []queue.Exchange
	for _, r := range b.Recipients {
		if r.Diagnostic != "" && r.RemoteMTA != "" {
			all = append(all, queue.Exchange{Host: r.RemoteMTA, Replies: []string{r.Diagnostic}})
		}
	}
	return all
}
