// Package archive turns what a user drops into a stream of members: tar,
// gzip, bzip2, xz, zstd, zip, single files. It recognises by content, never
// by name, and keeps every member read before any damage.
//
// Formats: POSIX.1-2017 pax and ustar with the GNU and v7 variants, RFC 1952
// (gzip), RFC 8878 (zstd), the .xz format 1.0.4, and APPNOTE 6.3 (zip).
// Notable divergences: a tar needs no end blocks and may be followed by
// another one, damage in a tar is stepped over, and a zip without directory
// is read from its local headers.
package archive

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Source is one thing to read.
type Source struct {
	Name string      // path as given, slashes; for Problems and as the member name of a plain file
	Size int64       // bytes, -1 unknown
	R    io.Reader   // read once, from its start; nil when At is set
	At   io.ReaderAt // random access where there is one (needed for zip; lets plain data be read again); may be hook.Unpackable
}

// Blob is a number for something that can be read again by offset: a source
// with At, or a Keeper.
type Blob int32

// NoBlob stands for bytes that cannot be read again.
const NoBlob Blob = -1

// Member is one file or link of an archive, or a plain file.
type Member struct {
	Name    string // cleaned: slash-separated, no leading "/" or "./", no "." or ".." elements, no empty ones; "" for the archive's root folder
	Archive string // the source's name; for an archive inside an archive "outer.tar: inner.tgz"
	Plain   bool   // the source itself, which is not an archive
	Dir     bool   // a directory: no data
	Link    string // target as cleaned member name, for links only
	Symlink bool   // a symbolic link (Link is resolved against the member's folder); otherwise a hard link
	Size    int64  // of the data; -1 unknown until read. An archive that is cut gives less
	ModTime time.Time
	Mode    uint32 // permission bits of Unix; 0 if the archive does not say
	Blob    Blob   // where the data can be read again, NoBlob nowhere
	Offset  int64  // in Blob
	// Packed is set if Blob and Offset are where Size bytes lie that have to be decoded first. The
	// data is then not read to its end, and Name is that of the compressed file.
	Packed bool
}

// Options for Walk. The zero value works, with the default limits.
type Options struct {
	// Keep makes a store for a decoded stream; nil or a nil result keeps none.
	// A source without At is kept as well when it is not compressed.
	Keep func(name string) hook.Keeper
	// Message reports whether a file of this base name is part of a message. Its
	// bytes may be anything, and are never opened as an archive; nil is none.
	Message func(base string) bool
	// Later reports whether a compressed file with this beginning is read later, from its place
	// (Member.Packed): its decoded bytes are then neither kept nor read to their end. nil is
	// none.
	Later func(head []byte) bool
	// Progress is called with how many bytes of the source were consumed: after
	// every 256 KiB of work, whether or not more of the source was needed for it,
	// and at the end.
	Progress func(read int64)
	Limits   Limits
	// Ahead lets the walk read on while members are handled.
	Ahead Ahead
}

// Blobs numbers readers; the caller of Walk owns it, so that several sources
// share one numbering.
type Blobs struct{ At []io.ReaderAt }

// Add numbers a reader.
func (b *Blobs) Add(r io.ReaderAt) Blob {
	b.At = append(b.At, r)
	return Blob(len(b.At) - 1)
}

// Whole returns all data of a member at once, without a copy, if it is entirely
// in memory; r is then at its end. The bytes are valid until the handler
// returns.
func Whole(r io.Reader) ([]byte, bool) {
	switch r := r.(type) {
	case *part:
		return r.Whole()
	case *held:
		return r.whole(), true
	}
	return nil, false
}

// Handler receives a member and its data. r yields exactly the member's bytes;
// what the handler leaves is skipped. Damage ends r early with io.EOF and is
// reported as a Problem. r is valid during the call only. An error ends the
// walk and is returned.
type Handler func(m Member, r io.Reader) error

// Walk reads src once and passes every member to h, in the order of the
// archive. Whatever the bytes, it returns an error only if ctx is done or h
// returned one; everything else is a Problem, in addition to the members that
// could be read.
func Walk(ctx context.Context, src Source, blobs *Blobs, opt Options, h Handler) ([]queue.Problem, error) {
	if opt.Ahead.Parsers > 1 {
		return walkAhead(ctx, src, blobs, opt, h)
	}
	w := &walker{ctx: ctx, name: src.Name, blobs: blobs, opt: opt, handle: h}
	return w.walk(src), w.fatal
}

func (w *walker) walk(src Source) []queue.Problem {
	w.opt.Limits = w.opt.Limits.withDefaults()
	w.in = &input{w: w, at: src.At, size: src.Size}
	if src.At == nil {
		w.in.r = src.R
	}
	top := &stream{w: w, from: w.in, direct: true, blob: NoBlob, label: src.Name}
	top.buffer(topBuffer)
	w.content(top, file{name: clean(src.Name), label: src.Name, size: src.Size})
	if w.fatal == nil {
		w.in.report()
	}
	return w.found.list()
}

// walker is one run of Walk.
type walker struct {
	ctx    context.Context
	name   string // of the source
	blobs  *Blobs
	opt    Options
	handle Handler
	in     *input

	found   problems
	fatal   error // of ctx or of the handler: ends the walk
	full    bool  // a limit ended the walk
	spent   bool  // Limits.Bytes is reached: the current member is the last one
	members int
	opened  int   // archives inside others, against Limits.Opened
	decoded int64 // bytes, against Limits.Bytes and Expansion
	work    int64 // since the last look at the context

	spares  spares
	windows int // decoders with a window around what is walked
}

// window returns the largest one that is decoded in what is walked.
func (w *walker) window(depth int) int64 {
	if w.windows > 0 {
		return min(WindowAt(depth), WindowInside)
	}
	return WindowAt(depth)
}

// isMessage asks the caller about a cleaned name.
func (w *walker) isMessage(name string) bool {
	return w.opt.Message != nil && w.opt.Message(name[strings.LastIndexByte(name, '/')+1:])
}

// stopped reports whether reading is to end.
func (w *walker) stopped() bool { return w.fatal != nil || w.full }

// Work is counted in bytes that were read, decoded or stepped over. stepWork is
// the cost of a step that may need no bytes, such as an entry of a zip without
// data, and pollEvery the work between two checks of the context.
const (
	stepWork  = 512
	pollEvery = 256 << 10
)

// worked counts work. Whatever loops must call it, or read from a stream, which
// does: otherwise nobody could stop it.
func (w *walker) worked(n int64) {
	if w.work += n; w.work < pollEvery {
		return
	}
	w.work = 0
	if !w.cancelled() {
		w.in.tell()
	}
}

// cancelled looks at the context.
func (w *walker) cancelled() bool {
	if w.fatal == nil {
		w.fatal = w.ctx.Err()
	}
	return w.fatal != nil
}

// file is what is known about the thing whose content is examined.
type file struct {
	name   string // as a member, cleaned
	label  string // for Member.Archive and Problems
	mod    time.Time
	size   int64 // -1 unknown
	depth  int   // archives around it
	packed bool  // it came out of a compressed stream
}

// content recognises the format of s and walks it.
func (w *walker) content(s *stream, f file) {
	head, _ := s.r.Peek(sniffLen)
	kind := sniff(head)
	if f.depth == 0 && w.isMessage(f.name) {
		kind = "" // the body of a message may be anything
	}
	if compressed(kind) && f.packed {
		f.depth++ // gzip inside gzip and so on
	}
	if opens(kind) && f.depth > max(w.opt.Limits.Depth, 0) {
		w.add(s, queue.KindLimit, s.sourceOffset(), queue.ErrLimit,
			"archives more than %d deep inside archives are not opened", max(w.opt.Limits.Depth, 0))
		kind = ""
	}
	if opens(kind) && f.depth > 0 {
		if w.opened++; w.opened > w.opt.Limits.Opened {
			if w.opened == w.opt.Limits.Opened+1 {
				w.add(s, queue.KindLimit, s.sourceOffset(), queue.ErrLimit,
					"more than %s archives inside this one; the others are not opened", count.Text(int64(w.opt.Limits.Opened)))
			}
			kind = ""
		}
	}
	if kind == "" && f.depth == 0 && !w.isMessage(f.name) && w.endsAsZip(s) {
		kind = "zip" // behind something else, as a program that unpacks itself
	}
	switch {
	case compressed(kind):
		w.unpack(s, f, kind)
	case kind == "tar":
		w.tar(w.again(s), f)
	case kind == "zip":
		w.zip(s, f)
	case encrypted[kind] != "" && f.depth == 0:
		w.add(s, queue.KindEncrypted, 0, nil, "the file is encrypted with %s", encrypted[kind])
		s.fail = true
	case refused[kind] != "" && f.depth == 0:
		w.add(s, queue.KindUnsupported, 0, nil, "%s is not read", refused[kind])
		s.fail = true
	default:
		w.plain(w.again(s), f)
	}
}

// unpack walks the decoded bytes of a compressed stream.
func (w *walker) unpack(s *stream, f file, kind string) {
	d := &unpacked{top: s, kind: kind, window: w.window(f.depth)}
	defer d.end()
	if kind == "zstd" || kind == "xz" {
		w.windows++
		defer func() { w.windows-- }()
	}
	inner := &stream{w: w, from: d, parent: s, kind: kind, blob: NoBlob, label: s.label, packed: f.size, packedName: f.name}
	if at, ok := w.in.at.(hook.Unpackable); ok && s.from == w.in && s.pos() == 0 {
		var k hook.Keeper
		if d.u, k = at.Unpack(kind); d.u != nil {
			inner.keepIn(k)
		}
	}
	if d.u == nil {
		if s.from == w.in && s.pos() == 0 {
			d.u = newAhead(w, kind, d.window)
		}
		inner.keepIn(w.newKeeper(s.label))
	}
	inner.buffer(innerBuffer)
	if _, err := inner.r.Peek(1); err != nil && inner.failed() {
		return // nothing was decoded, and a Problem says why
	}
	f.name, f.size, f.packed = stem(f.name), -1, true
	w.content(inner, f)
	inner.drain(UnaskedLimit)
}

// plain delivers a stream as one member.
func (w *walker) plain(s *stream, f file) {
	if _, err := s.r.Peek(1); err != nil && s.failed() {
		return
	}
	m := Member{Name: f.name, Plain: f.depth == 0, Archive: f.label, Size: f.size, ModTime: f.mod, Blob: s.blob, Offset: s.base}
	if w.later(s, &m); m.Packed {
		w.deliver(s, m, s.r)
		s.ended = true
		return
	}
	var r io.Reader = s.r
	if s.drains() {
		r = drained{r}
	}
	w.deliver(s, m, r)
	if w.isMessage(f.name) {
		s.drain(UnaskedMessage)
	} else {
		s.drain(UnaskedLimit)
	}
}

// deliver passes a member to the handler, within the limits.
func (w *walker) deliver(s *stream, m Member, r io.Reader) {
	switch {
	case w.stopped() || w.cancelled():
	case w.members >= w.opt.Limits.Members:
		w.add(s, queue.KindLimit, s.sourceOffset(), queue.ErrLimit, "more than %s files", count.Text(int64(w.opt.Limits.Members)))
		w.full = true
	case int64(w.members) >= FreeMembers+max(w.in.pos, w.in.elsewhere)/BytesPerMember:
		w.add(s, queue.KindLimit, s.sourceOffset(), queue.ErrLimit,
			"more than %s files, and more than one for each %d bytes that were read; what follows is left out", count.Text(FreeMembers), BytesPerMember)
		w.full = true
	case len(m.Name) > w.opt.Limits.Name:
		w.add(s, queue.KindLimit, s.sourceOffset(), queue.ErrLimit,
			"a file is left out: its name of %s bytes is too long: %.60q…", count.Text(int64(len(m.Name))), m.Name)
	case hasLongPart(m.Name):
		w.add(s, queue.KindLimit, s.sourceOffset(), queue.ErrLimit,
			"a file is left out: a part of its name of more than %s bytes is too long: %.60q…", count.Text(PartLimit), m.Name)
	default:
		w.members++
		if err := w.handle(m, r); err != nil && w.fatal == nil {
			w.fatal = err
		}
		w.full = w.full || w.spent
	}
}

// newKeeper asks the caller for a place to keep a decoded stream.
func (w *walker) newKeeper(name string) hook.Keeper {
	if w.opt.Keep == nil {
		return nil
	}
	return w.opt.Keep(name)
}

// again makes the bytes of s readable again, where that is possible.
func (w *walker) again(s *stream) *stream {
	switch {
	case s.blob != NoBlob || !s.direct:
		return s
	case w.in.at != nil:
		s.blob = w.blobs.Add(w.in.at)
		return s
	}
	k := w.newKeeper(s.label)
	if k == nil {
		return s
	}
	return w.copied(s, k)
}

// copied returns s with all its bytes written to k on the way.
func (w *walker) copied(s *stream, k hook.Keeper) *stream {
	c := &stream{w: w, from: s.r, parent: s, direct: s.direct, start: s.start + s.pos(), blob: NoBlob, label: s.label}
	c.keepIn(k)
	c.buffer(innerBuffer)
	return c
}
