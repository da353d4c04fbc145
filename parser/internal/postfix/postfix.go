package postfix

import (
	"crypto/sha256"
	"fmt"
	"io"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/build"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/record"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/spool"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Limits of a queue file of Postfix: of a longer one the first MaxQueueFile bytes are
// read, and as many from the end of the message's text on.
const MaxQueueFile = 16 << 20

// spools are those of one load.
type spools struct {
	*mailsystem.Rows
	logs    []ofLog  // by row
	entries []logged // of all logs
	offsets []uint32 // of the recipients, as RcptAddr
	tried   []int64  // by row: when its log was written
	times   map[uint16]*fileTimes
	inLog   []int32  // rows that have logs
	strays  []string // files that lie in no directory
}

// isOurs reports whether a row belongs to a spool of Postfix.
func (s *spools) isOurs(i int32) bool { return s.Dirs[s.Dir[i]].System == queue.Postfix }

// File implements mailsystem.Spools.
func (s *spools) File(m archive.Member, r io.Reader) (taken bool, err error) {
	f, ok := spool.Parse(m.Name)
	if !ok {
		return false, nil
	}
	if f.Directory.IsLog() {
		return true, s.log(m, f, r)
	}
	file, ok := archive.Parsed(r).(*queueFile)
	if !ok {
		if file, err = s.read(r); err != nil {
			return true, err
		}
	}
	s.queueFile(m, f, file)
	return true, nil
}

// queueFile takes a queue file that was read.
func (s *spools) queueFile(m archive.Member, f spool.File, file *queueFile) {
	in := file.in
	m.Size = in.Size()
	i := s.RowFor(m, f.ID)
	s.Dirs[s.Dir[i]].System = queue.Postfix
	if s.Control[i].Size >= 0 && !s.replaces(i, m, f) {
		return
	}
	s.Controls++
	if s.Control[i].Size >= 0 {
		s.Controls--
		s.Clear(i, build.Control)
		s.Clear(i, build.Data)
	}
	file.parse()
	msg := file.msg
	if arriving(f.Directory, m, msg) {
		s.Problem(queue.KindArriving, m.Name, "it was being received")
	} else {
		s.AddProblems(problemsOf(m.Name, file.faults)...)
	}
	if msg.ContentAt > 0 && msg.HasSize {
		s.TextRead += msg.ContentAt + int64(len(msg.Header))
	} else {
		s.TextRead += in.Size()
	}
	s.Files[i] = kindIn(f.Directory)
	s.Control[i] = s.Ref(m)
	if msg.HasContent {
		s.Files[i] = s.Files[i].With(queue.DataFile)
		s.Data[i] = s.Control[i]
		s.Data[i].Records = true
	}
	if s.Sums {
		d := s.Digest(i)
		d.Control, d.HasControl = file.sum, true
		if text := record.OpenText(in); msg.HasContent && in.Whole() {
			h := sha256.New()
			_, err := io.Copy(h, io.NewSectionReader(text, text.Body(), text.Size()-text.Body()))
			d.HasData = err == nil
			h.Sum(d.Data[:0])
		}
	}
	s.fill(i, m, f, file)
	if f.Directory == spool.None && s.LastTry[i] == queue.NoNumber {
		s.Control[i].Time, s.Data[i].Time = 0, 0 // no time of a next try
	}
	s.State[i] = stateIn(f.Directory, m, msg)
	s.SetFlag(i, queue.Damaged, !msg.Complete || !msg.HasSender)
	s.seen(i, m, f)
	s.joinLogs(i)
}

// read reads a queue file and its digest.
func (s *spools) read(r io.Reader) (*queueFile, error) {
	if b, ok := archive.Whole(r); ok && len(b) <= MaxQueueFile {
		return inMemory(b, s.Sums), nil
	}
	h := sha256.New()
	if s.Sums {
		r = io.TeeReader(r, h)
	}
	in, err := record.Stream(r, s.Buffer[:0], MaxQueueFile)
	s.Buffer = in.Start()
	file := &queueFile{in: in}
	h.Sum(file.sum[:0])
	return file, mailsystem.ReadError(err)
}

// replaces reports whether a file counts although its message was read before, from
// another directory: it moved while the archive was made.
func (s *spools) replaces(i int32, m archive.Member, f spool.File) bool {
	before, _ := spool.Parse(s.FileName(s.Control[i]))
	reason := "the archive holds this file twice"
	if before.Directory != f.Directory {
		reason = fmt.Sprintf("the same message is in %s and in %s: it moved while the files were read", before.Directory, f.Directory)
	}
	s.Problem(queue.KindDuplicate, m.Name, "%s", reason)
	return f.Directory != spool.None && (before.Directory == spool.None || f.Directory <= before.Directory)
}

// kindIn returns what a file is by its directory.
func kindIn(d spool.Directory) queue.Files {
	if d == spool.Corrupt || d == spool.Saved {
		return queue.Files(0).With(queue.LostControl)
	}
	return queue.Files(0).With(queue.ControlFile)
}

// arriving reports whether a file is one that Postfix was still writing: what it lacks is no
// damage (formats/postfix.md §4).
func arriving(d spool.Directory, m archive.Member, msg *record.Message) bool {
	const bits, writing = 0o777, 0o600
	return d == spool.Incoming && !msg.Complete && (m.Size == 0 || m.Mode&bits == writing)
}

// stateIn returns what Postfix does next with a file in a directory (formats/postfix.md §1.1).
func stateIn(d spool.Directory, m archive.Member, msg *record.Message) queue.State {
	const owner = 0o700 // what Postfix sets when a file is complete
	switch {
	case d == spool.Corrupt || d == spool.Saved:
		return queue.Lost
	case m.Mode != 0 && m.Mode&owner != owner, m.Size == 0:
		return queue.Incomplete // it is just being written, or Postfix ignores it
	case d == spool.Hold:
		return queue.Quarantined
	case d == spool.Active, len(msg.Recipients) == 0 && len(msg.Done) > 0:
		return queue.Processing
	case d == spool.Deferred, d == spool.None:
		return queue.Deferred
	}
	return queue.Held
}
