package archive

import (
	"bufio"
	"errors"
	"io"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const (
	topBuffer   = 256 << 10
	innerBuffer = 256 << 10
	// forwardMin is the gap that is worth seeking over; smaller ones are
	// read, which a source that reads ahead does faster.
	forwardMin = 1 << 20
)

// stream is a sequence of bytes that is walked: the source, what it decodes
// to, or a member in which another archive was found.
type stream struct {
	w      *walker
	r      *bufio.Reader // over the stream itself; all reading goes through it
	from   io.Reader
	n      int64   // bytes that came from from
	parent *stream // what it is made of
	kind   string  // what it was decoded from, "" not decoded

	direct bool  // its bytes are bytes of the source
	start  int64 // of the first one in the source, when direct or without parent
	ahead  int64 // how far an hook.Unpacker got in the source, when there is one

	keep hook.Keeper
	blob Blob
	base int64 // of the first byte in blob

	packed     int64  // bytes of parent that it was decoded from, -1 unknown
	packedName string // of the file that they are

	label  string // for Problems
	member string // the same, when it is one member of a zip
	fail   bool   // it ended early, and a Problem says so
	ended  bool
}

func (s *stream) buffer(size int) { s.r = bufio.NewReaderSize(s, size) }

// Read fills the buffer. Decoded bytes count towards the limit, bytes to keep
// are kept, and errors become Problems and io.EOF.
func (s *stream) Read(p []byte) (int, error) {
	if s.ended || s.w.stopped() || s.kind != "" && s.w.spent {
		return 0, io.EOF
	}
	room := s.w.opt.Limits.Bytes - s.w.decoded
	if s.kind != "" && int64(len(p)) > room {
		p = p[:room+1] // one more, to see whether there is more
	}
	n, err := s.from.Read(p)
	if s.kind != "" {
		if int64(n) > room {
			n, err = int(room), errTooMuch
		}
		s.w.decoded += int64(n)
		if err == nil && s.w.swollen() {
			err = errSwollen
		}
	}
	s.n += int64(n)
	if s.from != s.w.in { // which counts by itself
		s.w.worked(int64(n))
	}
	if s.keep != nil && n > 0 {
		if _, werr := s.keep.Write(p[:n]); werr != nil {
			kind := queue.KindNotKept
			if errors.Is(werr, queue.ErrLimit) {
				kind = queue.KindLimit
			}
			s.w.add(s, kind, s.sourceOffset(), werr, "not everything could be kept to be read again: %v", werr)
			s.keep, s.blob = nil, NoBlob
		}
	}
	if err == nil {
		return n, nil
	}
	s.ended = true
	if err != io.EOF {
		s.broken(err)
	}
	if n > 0 {
		return n, nil
	}
	return 0, io.EOF
}

var (
	errTooMuch = errors.New("more data than the limit")
	errSwollen = errors.New("more data than a source of its size may hold")
)

// swollen reports whether more was decoded than what was read of the source may
// decode to.
func (w *walker) swollen() bool {
	return w.decoded > FreeBytes && w.decoded/Expansion > max(w.in.pos, w.in.elsewhere)
}

// keepIn makes k the place where the stream can be read again.
func (s *stream) keepIn(k hook.Keeper) {
	if k != nil {
		s.keep, s.blob, s.base = k, s.w.blobs.Add(k), 0
	}
}

// pos returns the offset of the next byte in the stream.
func (s *stream) pos() int64 { return s.n - int64(s.r.Buffered()) }

// sourceOffset returns the byte of the source that is read next: exact where the
// stream is the source, and as far as the decoder got elsewhere.
func (s *stream) sourceOffset() int64 {
	switch {
	case s.direct:
		return max(s.start+s.pos(), s.ahead)
	case s.parent == nil:
		return s.start
	}
	return s.parent.sourceOffset()
}

// failed reports whether the early end of s, or of what it is made of, is known.
func (s *stream) failed() bool {
	for x := s; x != nil; x = x.parent {
		if x.fail {
			return true
		}
	}
	return s.w.in.lost
}

// truncated notes that s ends before it should.
func (s *stream) truncated() {
	if !s.failed() && !s.w.stopped() {
		at := s.sourceOffset()
		s.w.add(s, queue.KindTruncated, at, io.ErrUnexpectedEOF, "the archive ends early, at byte %s", count.Text(at))
	}
	s.fail = true
}

// broken notes why decoding stopped.
func (s *stream) broken(err error) {
	if s.failed() || s.w.stopped() {
		s.fail = true
		return
	}
	at := s.sourceOffset()
	switch {
	case err == errTooMuch:
		s.w.add(s, queue.KindLimit, at, queue.ErrLimit, "more than %s bytes of unpacked data", count.Text(s.w.opt.Limits.Bytes))
		s.w.spent = true
	case err == errSwollen:
		s.w.add(s, queue.KindLimit, at, queue.ErrLimit, "unpacked, it is more than %d times as large as it is packed; what follows byte %s is left out", Expansion, count.Text(at))
		s.w.spent = true
	case errors.Is(err, queue.ErrLimit):
		s.w.add(s, queue.KindLimit, at, err, "%v", err)
	case errors.Is(err, io.ErrUnexpectedEOF) && s.parent != nil && s.parent.atEnd():
		s.parent.truncated()
	case s.member != "":
		s.w.add(s, queue.KindDamaged, at, err, "%.120q in the %s does not decode: %v", s.member, s.kind, err)
	default:
		s.w.add(s, queue.KindDamaged, at, err, "the %s data does not decode at byte %s: %v", s.kind, count.Text(at), err)
	}
	s.fail = true
}

// atEnd reports whether nothing follows.
func (s *stream) atEnd() bool {
	_, err := s.r.Peek(1)
	return err != nil
}

// skip steps over n bytes.
func (s *stream) skip(n int64) {
	if have := int64(s.r.Buffered()); s.from == s.w.in && n-have >= forwardMin {
		s.discard(have)
		n -= have
		k := s.w.in.forward(n)
		s.n += k
		n -= k
	}
	if s.discard(n) != nil {
		s.truncated()
	}
}

// discard reads n bytes and forgets them.
func (s *stream) discard(n int64) error {
	for n > 0 {
		k, err := s.r.Discard(int(min(n, readMax)))
		if err != nil {
			return err
		}
		n -= int64(k)
	}
	return nil
}

// drains reports whether a stream is decoded or kept.
func (s *stream) drains() bool { return s.kind != "" || s.keep != nil }

// drain reads a decoded or kept stream to its end, so that all of it is kept
// and its checksum is verified. Of what nobody asked for it reads no more than a
// limit; then the stream ends there, and what it is a copy or a part of.
func (s *stream) drain(limit int64) {
	if !s.drains() {
		return
	}
	for end := s.pos() + limit; s.pos() < end || s.kind == "zip"; {
		if s.discard(readMax) != nil {
			return
		}
	}
	s.ended = true
	for x := s.parent; x != nil && x.kind != ""; x = x.parent {
		x.ended = true
	}
}

// drained is the data of a member that the walk reads to its end, however much the
// handler leaves, so that the same is reported whoever reads it, and when.
type drained struct{ io.Reader }

// drainedSize is the size, in bytes, up to which that goes for data that could be
// stepped over.
const drainedSize = 64 << 10

// within returns the stream of a member that is an archive itself.
func (s *stream) within(p *part, label string) *stream {
	in := &stream{w: s.w, from: p, parent: s, direct: s.direct, blob: s.blob, label: label}
	in.start = s.start + s.pos()
	if s.blob != NoBlob {
		in.base = s.base + s.pos()
	}
	in.buffer(innerBuffer)
	return in
}

// part is the data of one member in a stream.
type part struct {
	s *stream
	n int64 // bytes left
}

// Whole returns the rest of the data at once, without a copy, if it fits into
// the buffer. It is valid until the handler returns.
func (p *part) Whole() ([]byte, bool) {
	if p.n > int64(p.s.r.Size()) {
		return nil, false
	}
	b, err := p.s.r.Peek(int(p.n))
	if err != nil {
		return nil, false
	}
	_, _ = p.s.r.Discard(len(b)) // they are in the buffer
	p.n = 0
	return b, true
}

func (p *part) Read(b []byte) (int, error) {
	if p.n <= 0 {
		return 0, io.EOF
	}
	b = b[:min(int64(len(b)), p.n)]
	n, err := p.s.r.Read(b)
	p.n -= int64(n)
	if err != nil {
		p.s.truncated()
		p.n = 0
		err = io.EOF
	}
	return n, err
}
