package archive

import (
	"bytes"
	"io"
	"time"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// tarWalk reads the blocks of one tar.
//
// It is not archive/tar because that stops at the first damage and at the end
// blocks, and refuses a header for fields that matter to an extraction only.
// Sparse files are left to it.
type tarWalk struct {
	w     *walker
	s     *stream
	f     file
	part  part
	zeros int // zero blocks just before

	// Extensions to the next header; they apply until a member has used them.
	name, link string
	ext        extended
	extRaw     []byte // the blocks of the pax header, for archive/tar
	pending    bool
}

func (w *walker) tar(s *stream, f file) {
	t := &tarWalk{w: w, s: s, f: f, ext: extended{size: -1}}
	for !w.stopped() && t.block() {
	}
	s.drain(UnaskedLimit)
}

// reset forgets the extensions.
func (t *tarWalk) reset() {
	if t.pending {
		t.name, t.link, t.extRaw, t.pending = "", "", nil, false
		t.ext = extended{size: -1}
	}
}

// block reads one header block and its data; false at the end.
func (t *tarWalk) block() bool {
	b, _ := t.s.r.Peek(blockSize)
	switch {
	case len(b) < blockSize:
		// End blocks may be missing, but not the data of a header; and what is
		// left of a block after the end mark is padding.
		if t.pending || len(b) > 0 && t.zeros == 0 {
			t.s.discard(int64(len(b)))
			t.s.truncated()
		}
		return false
	case isZero(b):
		t.zeros++
		t.s.r.Discard(blockSize)
		return true
	case !checksumOK(b):
		// After the end mark anything may follow: the rest of a tape's record.
		if t.zeros > 1 {
			t.s.drain(UnaskedLimit)
			return false
		}
		return t.resync()
	}
	t.zeros = 0
	h := parseHeader(b, t.name == "" && t.ext.path == "")
	if h.size < 0 {
		t.damaged(t.s.sourceOffset(), "the size of %.120q cannot be read", h.name)
		h.size = 0
	}
	switch h.flag {
	case 'L', 'K':
		t.longName(h)
	case 'x', 'X':
		t.extend(b, h)
	case 'g':
		t.s.skip(blockSize + padded(h.size))
	default:
		t.member(b, h)
	}
	return true
}

// damaged notes damage of the tar.
func (t *tarWalk) damaged(at int64, format string, args ...any) {
	if !t.s.failed() {
		t.w.add(t.s, queue.KindDamaged, at, nil, format, args...)
	}
}

// padded is size with the padding to a full block.
func padded(size int64) int64 {
	if size > 1<<62 {
		return size
	}
	return (size + blockSize - 1) &^ (blockSize - 1)
}

// special reads the data of a header that describes the next one.
func (t *tarWalk) special(size int64) ([]byte, bool) {
	if size > HeaderLimit {
		t.w.add(t.s, queue.KindLimit, t.s.sourceOffset(), queue.ErrLimit,
			"an extended header of %s bytes is left out", count.Text(size))
		t.s.skip(blockSize + padded(size))
		return nil, false
	}
	t.s.skip(blockSize)
	data := make([]byte, size)
	t.part = part{s: t.s, n: size}
	if _, err := io.ReadFull(&t.part, data); err != nil && size > 0 {
		return nil, false
	}
	t.s.skip(padded(size) - size)
	return data, true
}

// longName reads GNU's header for a name or link of more than 100 bytes.
func (t *tarWalk) longName(h header) {
	data, ok := t.special(h.size)
	t.pending = true
	if !ok {
		return
	}
	if name := string(text(data)); h.flag == 'L' {
		t.name = name
	} else {
		t.link = name
	}
}

// extend reads a pax header.
func (t *tarWalk) extend(b []byte, h header) {
	at := t.s.sourceOffset()
	raw := append([]byte(nil), b...)
	data, ok := t.special(h.size)
	t.pending = true
	if !ok {
		return
	}
	if t.ext = parseExtended(data); t.ext.bad {
		t.damaged(at, "a record of an extended header is not understood")
	}
	if t.ext.sparse {
		t.extRaw = append(append(raw, data...), make([]byte, padded(h.size)-h.size)...)
	}
}

// member delivers what a header describes.
func (t *tarWalk) member(b []byte, h header) {
	if t.ext.path != "" {
		h.name = t.ext.path
	} else if t.name != "" {
		h.name = t.name
	}
	size := h.size
	if t.ext.size >= 0 {
		size = t.ext.size
	}
	if !hasData(h.flag) {
		size = 0
	}
	if h.flag == 'S' || t.ext.sparse {
		t.sparse(b, h, size)
		t.reset()
		return
	}
	m := Member{Archive: t.f.label, ModTime: t.ext.mod, Mode: h.mode, Blob: NoBlob, Size: size}
	if m.ModTime.IsZero() {
		m.ModTime = time.Unix(h.mod, 0)
	}
	m.Name = clean(h.name)
	deliver := true
	switch h.flag {
	case 0, '0', '7':
		// v7 has no folders but by name.
		if m.Dir = len(h.name) > 0 && h.name[len(h.name)-1] == '/'; !m.Dir {
			break
		}
		m.Size = 0
	case '1', '2':
		switch {
		case t.ext.link != "":
			h.link = t.ext.link
		case t.link != "":
			h.link = t.link
		}
		if m.Symlink = h.flag == '2'; m.Symlink {
			m.Link = resolve(m.Name, h.link)
		} else {
			m.Link = clean(h.link)
		}
		deliver = h.link != ""
	case '5', 'D':
		m.Dir, m.Size = true, 0
	default:
		// Devices, fifos, volume labels, continued files; an unknown flag is
		// a plain file (POSIX pax, ustar "typeflag").
		deliver = h.flag != '3' && h.flag != '4' && h.flag != '6' && h.flag != 'V' && h.flag != 'M'
	}
	t.reset()
	t.s.skip(blockSize)
	end := t.s.pos() + padded(size)
	if end < 0 {
		end = 1<<63 - 1
	}
	if deliver {
		t.deliver(m, size)
	}
	t.s.skip(end - t.s.pos())
}

// deliver passes a member to the handler, or walks it when it is an archive.
func (t *tarWalk) deliver(m Member, size int64) {
	t.part = part{s: t.s}
	if m.Dir || m.Link != "" || m.Symlink {
		t.w.deliver(t.s, m, &t.part)
		return
	}
	if t.s.blob != NoBlob {
		m.Blob, m.Offset = t.s.blob, t.s.base+t.s.pos()
	}
	t.part.n = size
	if size > 0 && !t.w.isMessage(m.Name) {
		head, _ := t.s.r.Peek(int(min(size, sniffLen)))
		if opens(sniff(head)) {
			label := t.f.label + ": " + m.Name
			inner := t.s.within(&part{s: t.s, n: size}, label)
			t.w.content(inner, file{name: m.Name, label: label, mod: m.ModTime, size: size, depth: t.f.depth + 1})
			return
		}
	}
	t.w.deliver(t.s, m, &t.part)
}

var ustarMagic = []byte("ustar")

// resync steps over damage: to the next header at the beginning of a block,
// or to one with a magic anywhere, since a transfer in text mode shifts what
// follows.
func (t *tarWalk) resync() bool {
	from := t.s.sourceOffset()
	skipped := int64(0)
	t.pending = true // whatever was to come is lost
	t.reset()
	for !t.w.stopped() {
		win, _ := t.s.r.Peek(3 * blockSize)
		if len(win) < blockSize {
			t.s.discard(int64(len(win)))
			break
		}
		if skipped > 0 && checksumOK(win) {
			break
		}
		step, found := shifted(win)
		t.s.r.Discard(step)
		if skipped += int64(step); found {
			break
		}
	}
	t.damaged(from, "bytes %s to %s are not understood and were stepped over", count.Text(from), count.Text(t.s.sourceOffset()))
	return true
}

// shifted looks for a header that does not begin where a block would, in the
// first block of win, which has up to three.
func shifted(win []byte) (at int, found bool) {
	for at = 1; at < blockSize && at+blockSize <= len(win); at++ {
		i := bytes.Index(win[at+257:], ustarMagic)
		if i < 0 {
			break
		}
		if at += i; at < blockSize && at+blockSize <= len(win) && checksumOK(win[at:at+blockSize]) {
			return at, true
		}
	}
	return blockSize, false
}
