package archive

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// zipWalk reads one zip.
type zipWalk struct {
	w    *walker
	s    *stream // for its label, its blob, and to report damage only once
	f    file
	at   io.ReaderAt
	size int64

	keep  *appender     // inflated members one after the other; nil until the first one
	kept  Blob          // its number
	asked bool          // for a hook.Keeper
	buf   *bufio.Reader // shared by the inflated members
	flate io.ReadCloser // shared by those read from local headers
	here  *stream       // the zip from some offset on, see body
	looks *bufio.Reader // the same for storedSize, which looks ahead
	ahead int64         // bytes at which storedSize looked
	rest  []byte        // for what a handler leaves

	claimed   uint64         // bytes of the zip that the entries so far claim to fill
	astray    bool           // entries are not where the directory says
	done      []string       // names as written: entries that the directory led to
	delivered map[string]int // the same, counted; nil before they are asked for
	encrypted int
	first     string // name of the first encrypted entry
}

// appender knows how far a Keeper is written.
type appender struct {
	hook.Keeper
	n int64
}

func (a *appender) Write(p []byte) (int, error) {
	n, err := a.Keeper.Write(p)
	a.n += int64(n)
	return n, err
}

// zip walks a zip by its central directory.
func (w *walker) zip(s *stream, f file) {
	z := &zipWalk{w: w, f: f, kept: NoBlob}
	if !z.random(s) || w.stopped() {
		return
	}
	r, err := z.directory()
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		if !w.stopped() {
			z.recover(err)
		}
	} else {
		register(r, w.window(z.f.depth))
		for i, e := range r.File {
			if w.worked(stepWork); w.stopped() || w.spent || z.overlaps(e) || z.unordered(e) {
				break
			}
			z.entry(e)
			r.File[i] = nil // a directory can be larger than all else
		}
		if z.astray {
			z.recover(nil)
		}
	}
	if z.encrypted > 0 {
		w.add(z.s, queue.KindEncrypted, s.start, nil, "%s encrypted, the first one is %.120q", count.Of(int64(z.encrypted), "file is", "files are"), z.first)
	}
}

// errDirectory is the reason for reading a zip without its directory.
var errDirectory = fmt.Errorf("%w: more than %d MiB, and more than the source", queue.ErrLimit, DirectoryFree>>20)

// directory reads the central directory, unless it would take too much memory.
func (z *zipWalk) directory() (*zip.Reader, error) {
	if v, ok := z.at.(*window); ok {
		v.ahead = true
		defer func() { v.ahead = false }()
	}
	// The claimed size is useless: archive/zip reads as long as there are entries.
	at := &metered{ReaderAt: z.at, left: max(DirectoryFree, z.w.in.size), metering: true}
	r, err := zip.NewReader(at, z.size)
	at.metering = false
	if at.left < 0 {
		return nil, errDirectory
	}
	return r, err
}

// metered fails once left bytes were read while metering.
type metered struct {
	io.ReaderAt
	left     int64
	metering bool
}

// ReadAt implements io.ReaderAt.
func (m *metered) ReadAt(p []byte, off int64) (int, error) {
	if m.metering {
		if m.left -= int64(len(p)); m.left < 0 {
			return 0, errDirectory
		}
	}
	return m.ReaderAt.ReadAt(p, off)
}

// overlaps reports whether e and the entries before it claim more bytes than the
// zip has. Then some are the same bytes, of which a small zip can unpack to any
// size.
func (z *zipWalk) overlaps(e *zip.File) bool {
	z.claimed += localLen + min(e.CompressedSize64, 1<<62)
	if z.claimed <= uint64(z.size) {
		return false
	}
	if !z.s.failed() {
		z.w.add(z.s, queue.KindDamaged, z.s.start, zip.ErrFormat,
			"entries of the zip overlap: up to %.120q they claim more bytes than it has; from there on each byte is read once", e.Name)
	}
	z.astray = true
	return true
}

// ReadsPerByte is how often each byte of a zip may be read on average, beyond
// FreeBytes, to find entries where its directory says.
const ReadsPerByte = 4

// unordered reports whether the entries lie in so different an order from the
// directory's that finding them costs far more than reading the zip once.
func (z *zipWalk) unordered(e *zip.File) bool {
	v, ok := z.at.(*window)
	if !ok || v.read <= FreeBytes+ReadsPerByte*z.size {
		return false
	}
	if !z.s.failed() {
		z.w.add(z.s, queue.KindLimit, z.s.start, queue.ErrLimit,
			"entries of the zip are in another order than in its directory; from %.120q on they are read one after the other", e.Name)
	}
	z.astray = true
	return true
}

// deliveredBefore reports whether the directory led to an entry of that name
// already; each counts once.
func (z *zipWalk) deliveredBefore(name string) bool {
	if z.delivered == nil {
		z.delivered = make(map[string]int, len(z.done))
		for _, done := range z.done {
			z.delivered[done]++
		}
		z.done = nil
	}
	if z.delivered[name] == 0 {
		return false
	}
	z.delivered[name]--
	return true
}

// lost notes that an entry is not where the directory says.
func (z *zipWalk) lost(e *zip.File) {
	if !z.astray && !z.s.failed() && !z.w.stopped() {
		z.w.add(z.s, queue.KindDamaged, z.s.start, zip.ErrFormat,
			"%.120q is not where the directory of the zip says; what is missing is searched for", e.Name)
	}
	z.astray = true
}

// endsAsZip reports whether the source, of which s is the whole, has the end of a
// zip without comment.
func (w *walker) endsAsZip(s *stream) bool {
	if s.from != w.in || w.in.at == nil || w.in.size < 22 {
		return false
	}
	at := w.in.size - 22
	if w.in.size <= topBuffer { // no read of its own for each small file of a folder
		b, _ := s.r.Peek(int(w.in.size))
		return int64(len(b)) == w.in.size && string(b[at:at+4]) == endMagic
	}
	var end [4]byte
	_, err := w.in.at.ReadAt(end[:], at)
	return err == nil && string(end[:]) == endMagic
}

// random makes the bytes of s readable by offset: in the source, in what is
// kept of it, or in memory.
func (z *zipWalk) random(s *stream) bool {
	w := z.w
	z.s = s
	if s.direct && s.parent == nil && w.in.at != nil {
		w.again(s)
		z.size = w.in.size
		if z.size < 0 {
			for s.discard(readMax) == nil {
			}
			z.size = w.in.pos
		}
		z.at = &window{in: w.in}
		w.in.pos = 0 // the directory at the end is read first; progress begins again
		return true
	}
	if s.blob == NoBlob {
		k := w.newKeeper(s.label)
		if k == nil {
			k = &memory{limit: MemoryLimit}
		}
		s = w.copied(s, k)
		z.s = s
	}
	for s.discard(readMax) == nil {
	}
	z.size = s.n
	if s.blob == NoBlob { // keeping failed, and a Problem says so
		return false
	}
	z.at = io.NewSectionReader(w.blobs.At[s.blob], s.base, s.n)
	return true
}

// entry delivers one member.
func (z *zipWalk) entry(e *zip.File) {
	start, err := e.DataOffset()
	if err != nil {
		z.lost(e)
		return
	}
	z.done = append(z.done, e.Name)
	m := z.member(e.Name, e.Modified)
	m.Size = int64(min(e.UncompressedSize64, 1<<62))
	m.Mode = e.ExternalAttrs >> 16 & permissions // 0 from systems without modes
	switch mode := e.Mode(); {
	case m.Dir:
		m.Size = 0
		z.w.deliver(z.s, m, strings.NewReader(""))
		return
	case e.Flags&1 != 0:
		z.locked(e.Name)
		return
	case mode&fs.ModeSymlink != 0:
		z.symlink(e, m)
		return
	case mode&(fs.ModeDevice|fs.ModeNamedPipe|fs.ModeSocket) != 0:
		return
	}
	r, err := e.Open()
	if err != nil {
		z.bad(m.Name, start, err)
		return
	}
	defer r.Close()
	if e.Method == zip.Store && z.s.blob != NoBlob {
		m.Blob, m.Offset = z.s.blob, z.s.base+start
	}
	z.data(m, &bounded{r, m.Size}, start, e.Method == zip.Store)
}

// member begins a Member with what its name says.
func (z *zipWalk) member(name string, mod time.Time) Member {
	// QUIRK: backslashes between folders, as .NET before 4.6.1 wrote them
	// against APPNOTE §4.4.17.1.
	if !strings.Contains(name, "/") {
		name = strings.ReplaceAll(name, "\\", "/")
	}
	m := Member{Archive: z.f.label, ModTime: mod, Blob: NoBlob, Dir: strings.HasSuffix(name, "/")}
	m.Name = clean(name)
	return m
}

// locked counts an encrypted entry.
func (z *zipWalk) locked(name string) {
	if z.encrypted++; z.encrypted == 1 {
		z.first = name
	}
}

// symlink delivers a link: its data is the target.
func (z *zipWalk) symlink(e *zip.File, m Member) {
	r, err := e.Open()
	if err != nil {
		z.bad(m.Name, -1, err)
		return
	}
	defer r.Close()
	target, err := io.ReadAll(io.LimitReader(r, int64(z.w.opt.Limits.Name)))
	if err != nil {
		z.bad(m.Name, -1, err)
		return
	}
	m.Symlink, m.Size = true, 0
	m.Link = resolve(m.Name, string(target))
	z.w.deliver(z.s, m, strings.NewReader(""))
}

// bad notes that an entry cannot be read.
func (z *zipWalk) bad(name string, start int64, err error) {
	if z.w.stopped() || z.s.failed() {
		return
	}
	kind := queue.KindDamaged
	if errors.Is(err, zip.ErrAlgorithm) {
		kind = queue.KindUnsupported
	}
	z.w.add(z.s, kind, max(start, 0)+z.s.start, err, "%.120q in the zip cannot be read: %v", name, err)
}

// data delivers a member with the data r, or walks it as an archive. start is
// where its data begins in the zip. Data that is not stored as it is goes to
// the Keeper of this zip.
func (z *zipWalk) data(m Member, r io.Reader, start int64, stored bool) {
	s := &stream{w: z.w, from: r, kind: "zip", blob: m.Blob, base: m.Offset, start: z.s.start + start, label: z.s.label, member: m.Name}
	if !z.s.direct {
		s.start = z.s.sourceOffset()
	}
	if !stored {
		z.keepMember(s)
		m.Blob, m.Offset = s.blob, s.base
	}
	if z.buf == nil {
		z.buf = bufio.NewReaderSize(s, innerBuffer)
	}
	z.buf.Reset(s)
	s.r = z.buf
	if !z.w.isMessage(m.Name) {
		head, _ := s.r.Peek(sniffLen)
		if opens(sniff(head)) {
			s.member, s.label = "", z.f.label+": "+m.Name
			buf := z.buf
			z.buf = nil
			z.w.content(s, file{name: m.Name, label: s.label, mod: m.ModTime, size: m.Size, depth: z.f.depth + 1})
			z.buf = buf
			z.finish(s, stored)
			return
		}
	}
	if stored && m.Size > drainedSize {
		z.w.deliver(z.s, m, s.r)
		return
	}
	z.w.deliver(z.s, m, drained{s.r})
	s.drain(UnaskedLimit)
	z.finish(s, stored)
}

// finish reads what is left of a member, when it is to be kept.
func (z *zipWalk) finish(s *stream, stored bool) {
	if !stored {
		s.drain(UnaskedLimit)
	}
	if s.keep == nil && s.blob == NoBlob && !stored {
		z.keep, z.kept = nil, NoBlob // it failed
	}
}

// keepMember lets the bytes of s be kept after those of the members before.
func (z *zipWalk) keepMember(s *stream) {
	if !z.asked {
		z.asked = true
		if k := z.w.newKeeper(z.s.label); k != nil {
			z.keep = &appender{Keeper: k}
			z.kept = z.w.blobs.Add(k)
		}
	}
	if z.keep != nil {
		s.keep, s.blob, s.base = z.keep, z.kept, z.keep.n
	}
}
