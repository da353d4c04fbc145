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
	start, size, sum, err := s.scan(r)
	m.Size = size
	if s.Files[i].Has(queue.DataFile) {
		s.Problem(queue.KindDuplicate, m.Name, "the archive holds this file twice")
		s.Clear(i, build.Data)
	}
	s.Files[i] = s.Files[i].With(queue.DataFile)
	first := int64(len(f.ID) + len("-D\n"))
	if name := f.ID + "-D\n"; !bytes.HasPrefix(start, []byte(name)) {
		s.AddProblems(queue.Problem{
			Pos: queue.Pos{File: m.Name, Line: 1}, Kind: queue.KindSpoolFormat, Reason: "the first line is not the name of the file",
			Bytes: string(start[:min(len(start), len(name))]),
		})
		first = 0
	}
	ref := s.Ref(m)
	ref.Offset, ref.Size = ref.Offset+first, max(size-first, 0)
	s.Data[i], s.Size[i] = ref, ref.Size
	if s.Sums {
		d := s.Digest(i)
		d.Data, d.HasData = sum, true
	}
	if text := start[min(first, int64(len(start))):]; isReport(text) {
		s.notice(i, m.Name, text)
	}
	return err
}

// scan reads a body to its end: its beginning, of which a notice has what it says, its size and
// its digest.
func (s *spools) scan(r io.Reader) (start []byte, size int64, sum [32]byte, err error) {
	if b, ok := archive.Whole(r); ok {
		if s.Sums {
			sum = sha256.Sum256(b)
		}
		return b, int64(len(b)), sum, nil
	}
	if s.window == nil {
		s.window = make([]byte, dsn.MaxBytes)
	}
	n, err := io.ReadFull(r, s.window)
	start, size = s.window[:n], int64(n)
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
		size += more
	}
	if h != nil {
		h.Sum(sum[:0])
	}
	return start, size, sum, mailsystem.ReadError(err)
}

// isReport reports whether a body may be one of the notices that Exim makes: a report in several
// parts, whose boundary says so (formats/exim.md §8).
func isReport(body []byte) bool {
	line, _, _ := bytes.Cut(body, []byte("\n"))
	return bytes.HasPrefix(line, []byte("--")) && bytes.Contains(line, []byte("-eximdsn-"))
}

// notice keeps what a notice says about the message that it is of. Whether Exim made it here is
// known from its envelope, which may be read later.
func (s *spools) notice(i int32, file string, text []byte) {
	b, problems := dsn.Parse(text, file)
	s.AddProblems(problems...)
	s.SetReplies(i, diagnoses(&b))
	s.Origin[i] = s.Strings.Add(b.Original.ReturnPath)
	s.OriginScript[i] = s.Strings.Add(b.Original.Script)
	s.OriginAuth[i] = s.Strings.Add(b.Original.Login)
	s.OriginID[i] = s.Strings.Add(mailsystem.OriginID(b.Original.Received))
}

// forget drops what a notice said that was made elsewhere.
func (s *spools) forget(i int32) {
	s.ReplyN[i], s.Origin[i], s.OriginScript[i], s.OriginAuth[i], s.OriginID[i] = 0, 0, 0, 0, 0
}

// diagnoses are the replies of servers that a notice quotes.
func diagnoses(b *queue.Bounce) []queue.Exchange {
	var all []queue.Exchange
	for _, r := range b.Recipients {
		if r.Diagnostic != "" && r.RemoteMTA != "" {
			all = append(all, queue.Exchange{Host: r.RemoteMTA, Replies: []string{r.Diagnostic}})
		}
	}
	return all
}
