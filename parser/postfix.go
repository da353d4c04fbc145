package parser

import (
	"crypto/sha256"
	"fmt"
	"io"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/build"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/record"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/spool"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Limits of a queue file of Postfix: of a longer one the first MaxQueueFile bytes are
// read, and as many from where the text of the message ends.
const MaxQueueFile = 16 << 20

// postfix is what is known of the files of Postfix until all is read.
type postfix struct {
	logs    []ofLog  // by row
	entries []logged // of all logs
	offsets []uint32 // of the recipients, as RcptAddr
	tried   []int64  // by row: when its log was written
	times   map[uint16]*fileTimes
}

// isPostfix reports whether a row is of a spool of Postfix.
func (l *loader) isPostfix(i int32) bool { return l.Dirs[l.Dir[i]].System == queue.Postfix }

// postfixFile takes a file in a spool of Postfix.
func (l *loader) postfixFile(m archive.Member, f spool.File, r io.Reader) error {
	if m.Plain && m.ModTime.IsZero() {
		m.ModTime = l.modTime
	}
	if f.Directory.IsLog() {
		return l.postfixLog(m, f, r)
	}
	in, sum, err := l.queueFileOf(r)
	if err != nil {
		return err
	}
	m.Size = in.Size()
	i := l.row(m, f.ID)
	l.Dirs[l.Dir[i]].System = queue.Postfix
	if l.Control[i].Size >= 0 && !l.replaces(i, m, f) {
		return nil
	}
	l.controls++
	if l.Control[i].Size >= 0 {
		l.controls--
		l.Clear(i, build.Control)
		l.Clear(i, build.Data)
	}
	msg, faults := record.Read(in, MaxBounce)
	l.add(problemsOf(m.Name, faults)...)
	if msg.ContentAt > 0 && msg.HasSize {
		l.text += msg.ContentAt + int64(len(msg.Header))
	} else {
		l.text += in.Size()
	}
	l.Files[i] = kindIn(f.Directory)
	l.Control[i] = l.ref(m)
	if msg.HasContent {
		l.Files[i] = l.Files[i].With(queue.DataFile)
		l.Data[i] = l.Control[i]
		l.Data[i].Records = true
	}
	if l.opt.Digests {
		d := l.Digest(i)
		d.Control, d.HasControl = sum, true
		if text := record.OpenText(in); msg.HasContent && in.Whole() {
			h := sha256.New()
			_, err := io.Copy(h, io.NewSectionReader(text, text.Body(), text.Size()-text.Body()))
			d.HasData = err == nil
			h.Sum(d.Data[:0])
		}
	}
	l.fillPostfix(i, m, f, msg)
	l.State[i] = stateIn(f.Directory, m, msg)
	l.SetFlag(i, queue.Damaged, !msg.Complete || !msg.HasSender)
	l.seen(i, m, f)
	l.joinLog(i)
	return nil
}

// queueFileOf reads a queue file and its digest.
func (l *loader) queueFileOf(r io.Reader) (*record.Input, [32]byte, error) {
	if b, ok := archive.Whole(r); ok && len(b) <= MaxQueueFile {
		return record.InMemory(b), l.digest(b), nil
	}
	h := sha256.New()
	if l.opt.Digests {
		r = io.TeeReader(r, h)
	}
	in, err := record.Stream(r, l.buf[:0], MaxQueueFile)
	l.buf = in.Start()
	var sum [32]byte
	h.Sum(sum[:0])
	return in, sum, readError(err)
}

func (l *loader) digest(b []byte) (sum [32]byte) {
	if l.opt.Digests {
		sum = sha256.Sum256(b)
	}
	return sum
}

// replaces reports whether a file counts although its message was read before, from
// another directory: it moved while the archive was made.
func (l *loader) replaces(i int32, m archive.Member, f spool.File) bool {
	before, _ := spool.Parse(l.FileName(l.Control[i]))
	reason := "the archive holds this file twice"
	if before.Directory != f.Directory {
		reason = fmt.Sprintf("the same message is in %s and in %s: it moved while the files were read", before.Directory, f.Directory)
	}
	l.problem(queue.KindDuplicate, m.Name, "%s", reason)
	return f.Directory <= before.Directory
}

// kindIn is what a file is by its directory.
func kindIn(d spool.Directory) queue.Files {
	if d == spool.Corrupt || d == spool.Saved {
		return queue.Files(0).With(queue.LostControl)
	}
	return queue.Files(0).With(queue.ControlFile)
}

// stateIn is what Postfix does next with a file in a directory (formats/postfix.md §1.1).
func stateIn(d spool.Directory, m archive.Member, msg *record.Message) queue.State {
	const owner = 0o700 // what Postfix sets when a file is complete
	switch {
	case d == spool.Corrupt || d == spool.Saved:
		return queue.Lost
	case m.Mode != 0 && m.Mode&owner != owner, m.Size == 0:
		return queue.Incomplete // it is just being written, or nobody looks at it
	case d == spool.Hold:
		return queue.Quarantined
	case d == spool.Active, len(msg.Recipients) == 0 && len(msg.Done) > 0:
		return queue.Processing
	case d == spool.Deferred:
		return queue.Deferred
	}
	return queue.Held
}
