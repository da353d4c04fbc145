package parser

import (
	"fmt"
	"io"
	"path"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/name"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// maxLinkTargets bounds the names remembered as targets of hard links.
const maxLinkTargets = 100000

// linkKey is what a hard link names: a file of its archive.
type linkKey struct{ archive, name string }

func (l *loader) remember(m archive.Member, f queue.FileRef) {
	if l.links == nil {
		l.links = map[linkKey]queue.FileRef{}
	}
	if len(l.links) < maxLinkTargets && l.keepsName(len(m.Name)) {
		l.links[linkKey{m.Archive, m.Name}] = f
	}
}

// hardLink rereads the file to which a hard link of the archive points: the
// data files of split envelopes are packed this way.
func (l *loader) hardLink(m archive.Member) error {
	target, ok := l.links[linkKey{m.Archive, m.Link}]
	row := int32(-1)
	if !ok {
		target, row, ok = l.find(m, m.Link)
	}
	if ok && target.Blob >= 0 {
		if at := l.blob(target.Blob); at != nil {
			if !l.mayReread(m.Name, target.Size) {
				return nil
			}
			r := &polled{Reader: io.NewSectionReader(at, target.Offset, target.Size), l: l}
			m.Link, m.Blob, m.Offset, m.Size = "", archive.Blob(target.Blob), target.Offset, target.Size
			return l.member(m, r)
		}
	}
	if base := path.Base(m.Name); row >= 0 && name.IsFile(base) && l.isData(row, base, target) {
		l.shareData(m, base[2:], row)
		return nil
	}
	l.AddProblems(queue.Problem{
		Pos: queue.Pos{File: m.Name, Offset: -1}, Kind: queue.KindLink,
		Reason: fmt.Sprintf("a hard link to %q, which cannot be read", m.Link),
	})
	return nil
}

// mayReread counts bytes that are read again for hard links, and reports whether
// they may be. All links together may reread as much as the sources may unpack to:
// a small archive can link to one large file a million times.
func (l *loader) mayReread(name string, size int64) bool {
	before := l.reread
	l.reread += size
	most := archive.FreeBytes + archive.Expansion*l.progress.Read
	if l.reread <= most {
		return true
	}
	if before <= most {
		l.AddProblems(queue.Problem{
			Pos: queue.Pos{File: name, Offset: -1}, Kind: queue.KindLimit, Err: queue.ErrLimit,
			Reason: fmt.Sprintf("read for each hard link, files take more than %d MiB and %s times the size of what was read; this link is left out, and more of them",
				archive.FreeBytes>>20, count.Text(int64(archive.Expansion))),
		})
	}
	l.reread = most + 1
	return false
}

// polled checks the context and reports progress while a file is read again,
// which archive.Walk does not notice.
type polled struct {
	io.Reader
	l *loader
	n int
}

// pollEvery is the number of bytes between two checks.
const pollEvery = 256 << 10

// Read implements io.Reader.
func (p *polled) Read(b []byte) (int, error) {
	if p.n >= pollEvery {
		p.n = 0
		if err := p.l.ctx.Err(); err != nil {
			return 0, err
		}
		p.l.tell()
	}
	n, err := p.Reader.Read(b[:min(len(b), pollEvery)])
	p.n += n
	return n, err
}

func (l *loader) blob(n int32) io.ReaderAt {
	if n >= 0 && int(n) < len(l.blobs.At) {
		return l.blobs.At[n]
	}
	return nil
}

// find looks for a queue file of the same archive that was read before.
func (l *loader) find(m archive.Member, target string) (ref queue.FileRef, row int32, ok bool) {
	base := path.Base(target)
	if !name.IsFile(base) {
		return ref, -1, false
	}
	m.Name = target
	dir, ok := l.Places.Find(mailsystem.FolderOf(m))
	if !ok {
		return ref, -1, false
	}
	i, ok := l.Find(dir, base[2:])
	if !ok {
		return ref, -1, false
	}
	for _, f := range []queue.FileRef{l.Data[i], l.Control[i], l.Xscript(i)} {
		if f.Size >= 0 && l.FileName(f) == target {
			return f, i, true
		}
	}
	return ref, -1, false
}

// isData reports whether a link from a data file leads to the data file of a
// row.
func (l *loader) isData(row int32, base string, target queue.FileRef) bool {
	return queue.KindOf(base[:2]) == queue.DataFile && queue.IsSendmailFileID(base[2:]) && target == l.Data[row]
}

// shareData gives a message the data file of another one whose bytes are not
// kept: what was found in it applies to both.
func (l *loader) shareData(m archive.Member, id string, from int32) {
	i := l.row(m, id)
	l.Files[i] = l.Files[i].With(queue.DataFile)
	m.Size = l.Size[from]
	l.Size[i], l.Data[i] = m.Size, l.Ref(m)
	l.GrepAt[i], l.GrepN[i] = l.GrepAt[from], l.GrepN[from]
	l.SetFlag(i, queue.Refused, l.Flags[from]&queue.Refused != 0)
	if d := l.Digests[from]; d != nil && d.HasData {
		sum := d.Data
		to := l.Digest(i)
		to.Data, to.HasData = sum, true
	}
}
